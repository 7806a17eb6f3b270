package register

import (
	"context"
	"slices"
	"time"

	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	kept "showhow/internal/store/register"
	learnt "showhow/internal/store/training"
)

// taught reads the register, and what the training says of who can do what.
type taught struct {
	kept.Rows
	db  *store.DB
	now func() time.Time
}

// Held tells, by slug, who can carry procedures out by what was signed. One that nobody learns, or of which nothing is in force, isn't among them: of it the training says nothing.
func (r taught) Held(ctx context.Context, workspace string, slugs []string) (map[string]register.Held, error) {
	reading := desktraining.Reading{Library: learnt.ShelfOf(r.db), Lives: lives.Read(r.db), Rows: learnt.Read(r.db), Paths: learnt.Read(r.db)}
	var pieces []sop.Procedure
	for _, slug := range slices.Compact(slices.Sorted(slices.Values(slugs))) {
		p, err := reading.Library.Procedure(ctx, workspace, slug)
		if sop.CodeOf(err) == sop.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, p)
	}
	f, err := reading.Facts(ctx, desktraining.At{Workspace: workspace, Now: r.now()}, pieces)
	if err != nil {
		return nil, err
	}
	learns := map[string]bool{}
	for _, x := range f.Records {
		learns[x.Procedure] = true
	}
	for _, x := range f.Tasks {
		learns[x.Procedure] = true
	}
	m, all := training.MatrixOf(f), map[string]register.Held{}
	for _, p := range f.Pieces {
		if h := m.HeldBy(p.ID); learns[p.ID] && h.InForce {
			all[p.Slug] = register.Held{Able: len(h.Able), Learning: len(h.Learning) + len(h.Refresh), Left: h.Gap() == training.OnlyLeft}
		}
	}
	return all, nil
}

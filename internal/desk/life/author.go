package life

import (
	"context"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// authors are who wrote what is sent for review, by whom it is sent among them. What the revision in force holds was judged already: so they are those who wrote
// since that was made, or ever where none is in force.
func (h *held) authors(ctx context.Context, by string) ([]string, error) {
	wrote, err := h.tx.Wrote(ctx, h.Procedure)
	if err != nil {
		return nil, err
	}
	var from base
	if in := h.In(life.Effective); in != nil {
		all, err := h.tx.Releases(ctx, h.Procedure.ID)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(r sop.Release) bool { return r.Number == in.Number }); i >= 0 {
			from = base{in.Number, all[i].Created}
		}
	}
	return authorsOf(wrote, from, h.Owner, by), nil
}

// base is the revision in force: its number, and when it was made; zero when there is none.
type base struct {
	number int
	made   time.Time
}

// authorsOf are those who wrote since a base. Whoever names a revision doesn't write the one after it. What was restored since may be anybody's of before: then all who
// ever wrote count, the owner and whoever that was before, whose recording it may be, among them; they do also where nothing is in force.
func authorsOf(wrote []life.Wrote, from base, owner, by string) []string {
	since := func(w life.Wrote) bool {
		return !w.At.Before(from.made) && (w.Number == 0 || w.Number > from.number)
	}
	ever := from.number == 0 || slices.ContainsFunc(wrote, func(w life.Wrote) bool { return w.Verb == "procedure.restored" && since(w) })
	all := []string{by}
	if ever {
		all = append(all, owner)
	}
	for _, w := range wrote {
		if ever || since(w) && w.Verb != "procedure.handed_over" {
			all = append(all, w.Account)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

package measure

import (
	"context"
	"slices"
	"time"

	desktraining "showhow/internal/desk/training"
	"showhow/internal/figure"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	learnt "showhow/internal/store/training"
)

// paths gives the onboarding paths that a procedure is part of and that haven't ended; with how long they took those who came to their end, where that may be told.
func paths(db *store.DB, now func() time.Time) func(ctx context.Context, workspace, procedure string, told bool) ([]figure.Path, error) {
	rows := learnt.Read(db)
	reading := desktraining.Reading{Library: learnt.ShelfOf(db), Lives: lives.Read(db), Rows: rows, Paths: rows}
	return func(ctx context.Context, workspace, procedure string, told bool) (out []figure.Path, err error) {
		all, err := rows.Journeys(ctx, workspace)
		if err != nil {
			return nil, err
		}
		for _, j := range all {
			if j.Ended != nil || !slices.ContainsFunc(j.Legs, func(l training.Leg) bool { return l.Procedure == procedure }) {
				continue
			}
			p := figure.Path{ID: j.ID, Name: j.Name, Procedures: len(j.Legs), Withheld: !told}
			if told {
				ways, err := reading.Ways(ctx, desktraining.At{Workspace: workspace, Now: now()}, training.Question{Journey: j.ID})
				if err != nil {
					return nil, err
				}
				for _, w := range ways {
					p = figure.PathOf(p, w.Took())
				}
			}
			out = append(out, p)
		}
		return out, nil
	}
}

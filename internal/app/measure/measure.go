// Package measure puts together what makes figures of a workspace's database.
package measure

import (
	"context"
	"errors"
	"time"

	"showhow/internal/app/pace"
	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/figures"
	"showhow/internal/store/lives"
	"showhow/internal/store/threads"
)

// mostThreads is how many threads of a procedure are counted by their steps.
const mostThreads = 1000

// Of makes figures of a database, by a clock; mask masks the secrets in a text.
func Of(db *store.DB, mask func(context.Context, string) (string, error), now func() time.Time) *rules.Looker {
	rows := figures.Read(db)
	return &rules.Looker{
		Rows: rows, Counts: rows, Register: rows, Shelf: db.Read(), Life: lives.Read(db).Life, Paths: paths(db, now),
		Asked: func(ctx context.Context, workspace, procedure string) (map[string]figure.Asked, error) {
			all, err := threads.Read(db).Threads(ctx, thread.Query{Workspace: workspace, Procedure: procedure, Limit: mostThreads})
			if err != nil {
				return nil, err
			}
			said, err := currents.Read(db).FeedbackCounts(ctx, procedure, time.Time{})
			return asked(all, said), err
		},
		Desk: &rules.Desk{Now: now, NewID: store.NewID, Mask: mask, Due: rows.Due, Do: func(ctx context.Context, do func(rules.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(figures.In(tx)) })
		}},
	}
}

// The bounds of what is caught up with at a time: so many pieces of so many executions.
const (
	pieces   = 300
	perPiece = 20
)

// Tend makes the figures of executions that have ended, once a minute. Those of which none can be made don't keep it from the others.
func Tend(ctx context.Context, d *rules.Desk) error {
	var left error
	err := pace.Pieces(ctx, pieces, func(ctx context.Context) (bool, error) {
		n, err := d.CatchUp(ctx, "", perPiece)
		if errors.Is(err, rules.ErrLeft) {
			left, err = err, nil
		}
		return n > 0, err
	})
	return errors.Join(err, left)
}

// asked counts threads by their steps. What was found in an execution is counted there already, and that a step is good tells nothing of trouble with it.
func asked(all []thread.Thread, said []feedback.Tally) map[string]figure.Asked {
	out := map[string]figure.Asked{}
	for _, t := range all {
		if t.Anchor.Step == "" || t.Kind == thread.Finding {
			continue
		}
		a := out[t.Anchor.Step]
		a.Threads++
		if t.Kind == thread.Question {
			a.Questions++
		}
		out[t.Anchor.Step] = a
	}
	for _, t := range said {
		if t.Kind == feedback.Good {
			continue
		}
		a := out[t.Step]
		a.Feedback += t.N
		out[t.Step] = a
	}
	return out
}

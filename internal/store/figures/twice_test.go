package figures_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/figures"
	"showhow/internal/store/postgres"
	"showhow/internal/store/storetest"
)

// What two leave out at once goes once: one of them is told that it is so already.
func TestLeftOutTwice(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	do := office(t, d, err)
	registered(do)
	const n = 30
	for i := range n {
		do(func(ctx context.Context, s figures.Tx) error {
			return s.PutObservation(ctx, figure.Observation{ID: fmt.Sprint(i), Workspace: "w", Process: "lone", Measure: figure.Recovery, At: now, Took: time.Hour, Use: figure.Unused, Source: figure.Outside, Stored: now}, nil)
		})
	}
	judge := &rules.Desk{Now: time.Now, NewID: store.NewID, Mask: func(_ context.Context, text string) (string, error) { return text, nil }, Do: func(ctx context.Context, f func(rules.Tx) error) error {
		return d.Do(ctx, func(s *store.Tx) error { return f(figures.In(s)) })
	}}
	for i := range n - 5 {
		var done atomic.Int32
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				if judge.LeaveOut(t.Context(), desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}, rules.Leaving{Process: "lone", Measure: figure.Recovery, ID: fmt.Sprint(i), Reason: "a drill"}) == nil {
					done.Add(1)
				}
			})
		}
		if both.Wait(); done.Load() != 1 {
			t.Errorf("%d of two left it out", done.Load())
		}
	}
	if c, err := figures.Read(d).CountsOfProcess(t.Context(), "w", "lone"); err != nil || len(c) != 1 || c[0].N != 5 {
		t.Errorf("%+v, %v", c, err)
	}
}

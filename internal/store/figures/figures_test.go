package figures_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/figures"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	suite(t, d, err)
}

func TestPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	suite(t, d, err)
}

// now has the precision that is kept.
var now = time.Date(2026, 11, 27, 2, 30, 0, 123456000, time.UTC)

// office has the procedures "p" in the workspace "w" and "q" in "other".
func office(t *testing.T, d *store.DB, err error) func(func(context.Context, figures.Tx) error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	do := func(f func(context.Context, figures.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), figures.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(ctx context.Context, s figures.Tx) error {
		for w, p := range map[string]string{"w": "p", "other": "q"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
			if err := s.AddHolding(ctx, sop.Holding{ID: "h" + w, Workspace: w}, "u"+w); err != nil {
				return err
			}
			if err := s.AddProcedure(ctx, sop.Procedure{ID: p, Workspace: w, Slug: "deploy", Title: "Deploy", State: "effective", Holding: "h" + w, Changed: now}); err != nil {
				return err
			}
		}
		return nil
	})
	return do
}

func suite(t *testing.T, d *store.DB, err error) {
	do := office(t, d, err)
	o := figure.Observation{ID: "inc-1 – 運用", Workspace: "w", Procedure: "p", Measure: figure.Recovery, At: now, Took: 90 * time.Minute, Use: figure.Unused, Unit: "payments", Cause: "deployment", Number: 2, Source: figure.Outside, InForce: true, Stored: now}
	failed := figure.Observation{ID: "d1", Workspace: "w", Procedure: "p", Measure: figure.Deploy, At: now, Failed: true, Use: figure.Followed, Source: figure.Outside, Stored: now}
	do(func(ctx context.Context, s figures.Tx) error {
		for _, x := range []figure.Observation{o, failed} {
			if err := s.PutObservation(ctx, x, nil); err != nil {
				return err
			}
		}
		other := o
		other.Workspace, other.Procedure = "other", "q" // the same id, elsewhere
		return s.PutObservation(ctx, other, nil)
	})
	read := figures.Read(d)
	q := figure.Question{Workspace: "w", Procedure: "p", Measure: figure.Recovery, Limit: 10}
	same := func(what string, got, want any, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", what, got, err, want)
		}
	}
	got, err := read.Observations(t.Context(), q)
	same("read", got, []figure.Observation{o}, err)
	q.Workspace = "other"
	got, err = read.Observations(t.Context(), q)
	same("of another workspace", len(got), 0, err)
	counts, err := read.CountsOf(t.Context(), "w", "p")
	want := []figure.Count{{Procedure: "p", Measure: figure.Deploy, Use: figure.Followed, Source: figure.Outside, N: 1, Failed: 1}, {Procedure: "p", Measure: figure.Recovery, Use: figure.Unused, Source: figure.Outside, InForce: true, N: 1, Logs: 85942, Squares: 85942 * 85942}}
	same("counts", counts, want, err)
	out := o
	out.Excluded, out.Reason = now.Add(time.Hour), "a drill"
	do(func(ctx context.Context, s figures.Tx) error { return s.PutObservation(ctx, out, &o) })
	counts, err = read.CountsOf(t.Context(), "w", "p")
	same("counts without what was left out", counts, want[:1], err)
	left, err := read.LeftOut(t.Context(), figure.Question{Workspace: "w", Procedure: "p", Limit: 10})
	same("left out", left, []figure.Observation{out}, err)
	do(func(ctx context.Context, s figures.Tx) error { return s.PutObservation(ctx, o, &out) })
	totals, err := read.Totals(t.Context(), "w")
	same("totals", len(totals), 2, err)
	busy, err := read.Busiest(t.Context(), "w", 10)
	same("busiest", busy, []figure.Busy{{Procedure: "p", Slug: "deploy", Title: "Deploy", N: 2}}, err)
	rates, err := read.Rates(t.Context(), "w", figure.Deploy, 10)
	same("rates", rates, []figure.Count{{Procedure: "p", N: 1, Failed: 1}}, err)
	one, err := read.Observation(t.Context(), "other", figure.Deploy, "d1")
	if one != nil || err != nil {
		t.Errorf("of another workspace: %+v, %v", one, err)
	}
	beside(t, d, do)
}

// beside are notes, learners, facts, and what is due.
func beside(t *testing.T, d *store.DB, do func(func(context.Context, figures.Tx) error)) {
	n := figure.Note{ID: "n", Workspace: "w", Procedure: "p", At: now, Text: "new tooling"}
	l := figure.Learner{Procedure: "p", Account: "ada", Began: now}
	x := execution.Execution{ID: "x", Workspace: "w", Procedure: "p", Number: 1, Mode: execution.Live, Started: now}
	f := figure.Facts{Execution: "x", Workspace: "w", Procedure: "p", Number: 1, Live: true, At: now.Add(time.Minute), Steps: []figure.StepFact{{Key: "s", Took: 5, Deviated: true}}}
	do(func(ctx context.Context, s figures.Tx) error {
		if err := s.AddNote(ctx, n); err != nil {
			return err
		}
		if err := s.SaveLearner(ctx, l); err != nil {
			return err
		}
		if err := s.AddExecution(ctx, x); err != nil {
			return err
		}
		if err := s.SaveExecution(ctx, x, nil); err != nil {
			return err
		}
		return s.PutFacts(ctx, f)
	})
	read := figures.Read(d)
	if due, err := read.Due(t.Context(), "", 10); len(due) != 0 || err != nil {
		t.Errorf("one that goes on is due: %v, %v", due, err)
	}
	l.Alone, x.Ended = now.Add(time.Hour), now.Add(time.Minute)
	f.Steps[0].Failed = true
	do(func(ctx context.Context, s figures.Tx) error {
		for range 2 { // what comes late makes it due once more
			if err := s.SaveExecution(ctx, x, nil); err != nil {
				return err
			}
		}
		if err := s.PutFacts(ctx, f); err != nil {
			return err
		}
		return s.SaveLearner(ctx, l)
	})
	if due, err := read.Due(t.Context(), "", 10); !reflect.DeepEqual(due, [][2]string{{"w", "x"}}) || err != nil {
		t.Errorf("due: %v, %v", due, err)
	}
	do(func(ctx context.Context, s figures.Tx) error { return s.DropDue(ctx, "x") })
	if due, _ := read.Due(t.Context(), "", 10); len(due) != 0 {
		t.Errorf("still due: %v", due)
	}
	if got, err := read.Facts(t.Context(), "w", "p", 10); !reflect.DeepEqual(got, []figure.Facts{f}) || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := read.Learner(t.Context(), "p", "ada"); got != l || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if got, _ := read.Notes(t.Context(), "w", "p"); !reflect.DeepEqual(got, []figure.Note{n}) {
		t.Errorf("%+v", got)
	}
	for _, w := range []string{"other", "w"} {
		do(func(ctx context.Context, s figures.Tx) error {
			err := s.DropNote(ctx, figure.Note{ID: "n", Workspace: w, Procedure: "p"})
			if (sop.CodeOf(err) == sop.NotFound) != (w == "other") {
				t.Errorf("of %s: %v", w, err)
			}
			return nil
		})
		if got, _ := read.Notes(t.Context(), "w", "p"); (len(got) == 1) != (w == "other") {
			t.Errorf("after %s dropped it: %+v", w, got)
		}
	}
}

package spare

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/sqlite"
)

// TestUses looks at what ended before it was told apart what was rolled back, by its events: what was is of use no more, what wasn't stays.
func TestUses(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	at := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	do := func(f func(context.Context, executions.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), executions.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(ctx context.Context, s executions.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "w"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", State: sop.Draft, Holding: "h", Latest: 1, Changed: at}); err != nil {
			return err
		}
		said := sop.Claim{Text: "Do it.", Evidence: sop.Evidence{Source: sop.FromAuthor}}
		return s.AddRevision(ctx, sop.Revision{Schema: sop.Schema, Number: 1, Title: said, Sections: []sop.Section{
			{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Kind: sop.StepManual, Title: said}}}, {Kind: sop.RollBack, Steps: []sop.Step{{Key: "back", Kind: sop.StepManual, Title: said}}}}}, sop.Release{Procedure: "p", Author: "ada"})
	})
	settled := func(step string, o execution.Outcome) execution.Event {
		return execution.Event{ID: step, Kind: execution.Settled, Step: step, Outcome: o, Text: "so", Author: "ada", At: at}
	}
	for lead, events := range map[string][]execution.Event{"ada": {settled("one", execution.Failed), settled("back", execution.OK)}, "nia": {settled("one", execution.OK)}} {
		x := execution.Execution{ID: lead, Workspace: "w", Procedure: "p", Number: 1, Mode: execution.Live, Started: at}
		x.Lead, x.Changed, x.Ended, x.Outcome = lead, at, at.Add(time.Minute), execution.Recovered
		do(func(ctx context.Context, s executions.Tx) error {
			if err := s.AddExecution(ctx, x); err != nil {
				return err
			}
			return s.SaveExecution(ctx, x, events)
		})
	}
	if _, err := d.Pool().ExecContext(t.Context(), "UPDATE good_use SET shown = 0"); err != nil { // as they were before
		t.Fatal(err)
	}
	for range 2 {
		if err := (Spare{DB: d}).Uses(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := executions.Read(d).GoodUses(t.Context(), "w", at, 9)
		if err != nil || len(all) != 1 || all[0].ID != "nia" {
			t.Errorf("of use: %+v, %v", all, err)
		}
	}
	if x, err := executions.Read(d).Execution(t.Context(), "w", "ada"); err != nil || !x.RolledBack || x.Outcome != execution.Recovered {
		t.Errorf("%+v, %v", x, err)
	}
	if left, err := executions.Read(d).Unshown(t.Context(), "", 9); err != nil || len(left) > 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
}

// TestPictures drops what nothing names: what can't be deleted, or can't be asked for, keeps nothing else from it, is named by nothing meanwhile, and is tried again.
func TestPictures(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	at, ctx := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC), t.Context()
	do := func(f func(executions.Tx) error) error {
		return d.Do(ctx, func(s *store.Tx) error { return f(executions.In(s)) })
	}
	if err := do(func(s executions.Tx) error {
		err := errors.Join(s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "w"}), s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"),
			s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", State: sop.Draft, Holding: "h", Changed: at}),
			s.AddExecution(ctx, execution.Execution{ID: "x", Workspace: "w", Procedure: "p", Mode: execution.Live, Started: at}))
		for i, name := range []string{"bad", "good", "kept"} {
			err = errors.Join(err, s.AddPicture(ctx, execution.Picture{Execution: "x", Name: name, Kept: at.Add(time.Duration(i))}))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var deleted []string
	refuses := true
	s := Spare{DB: d, Held: func(context.Context, string, string) (bool, error) { return false, nil }, Delete: func(ctx context.Context, key string) error {
		if err := do(func(s executions.Tx) error { // no transaction is open, and nothing can name it any more
			there, err := s.NamePicture(ctx, "x", filepath.Base(key[:len(key)-len(".png")]))
			if there {
				t.Errorf("%s can be named while it is dropped", key)
			}
			return err
		}); err != nil {
			return err
		}
		if refuses && key == "executions/x/bad.png" {
			return errors.New("refused")
		}
		deleted = append(deleted, key)
		return nil
	}}
	if err := do(func(s executions.Tx) error { _, err := s.NamePicture(ctx, "x", "kept"); return err }); err != nil {
		t.Fatal(err)
	}
	week := at.AddDate(0, 0, 8)
	if err := s.Pictures(ctx, week); err == nil || len(deleted) != 1 || deleted[0] != "executions/x/good.png" {
		t.Errorf("%q, %v", deleted, err)
	}
	if err := do(func(s executions.Tx) error {
		return s.AddPicture(ctx, execution.Picture{Execution: "x", Name: "bad", Kept: week})
	}); sop.CodeOf(err) != sop.Busy {
		t.Errorf("kept again while it is dropped: %v", err)
	}
	refuses = false
	if err := s.Pictures(ctx, week.Add(time.Minute)); err != nil || len(deleted) != 1 {
		t.Errorf("soon: %q, %v", deleted, err)
	}
	if err := s.Pictures(ctx, week.Add(2*time.Hour)); err != nil || len(deleted) != 2 {
		t.Errorf("later: %q, %v", deleted, err)
	}
	if err := do(func(s executions.Tx) error {
		return s.AddPicture(ctx, execution.Picture{Execution: "x", Name: "bad", Kept: week})
	}); err != nil {
		t.Errorf("kept again: %v", err)
	}
	s.Held = func(context.Context, string, string) (bool, error) { return false, errors.New("no answer") }
	if err := s.Pictures(ctx, week.AddDate(0, 1, 0)); err == nil || len(deleted) != 2 {
		t.Errorf("%q, %v", deleted, err)
	}
}

// TestDroppedElsewhere puts off what is held without bringing back what another server dropped and forgot meanwhile: no event may name it.
func TestDroppedElsewhere(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	at, ctx := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC), t.Context()
	do := func(f func(executions.Tx) error) error {
		return d.Do(ctx, func(s *store.Tx) error { return f(executions.In(s)) })
	}
	p := execution.Picture{Execution: "x", Name: "a", Kept: at}
	if err := do(func(s executions.Tx) error {
		return errors.Join(s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "w"}), s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"),
			s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", State: sop.Draft, Holding: "h", Changed: at}),
			s.AddExecution(ctx, execution.Execution{ID: "x", Workspace: "w", Procedure: "p", Mode: execution.Live, Started: at}), s.AddPicture(ctx, p))
	}); err != nil {
		t.Fatal(err)
	}
	week := at.AddDate(0, 0, 8)
	s := Spare{DB: d, Delete: func(context.Context, string) error { t.Error("what is held is dropped"); return nil }, Held: func(context.Context, string, string) (bool, error) {
		return true, do(func(tx executions.Tx) error { // the other server
			ok, err := tx.DropPicture(ctx, p, week)
			if !ok {
				t.Error("it wasn't there to be dropped")
			}
			return errors.Join(err, tx.ForgetPicture(ctx, p))
		})
	}}
	if err := s.Pictures(ctx, week); err != nil {
		t.Fatal(err)
	}
	if err := do(func(s executions.Tx) error {
		there, err := s.NamePicture(ctx, "x", "a")
		if there {
			t.Error("a picture without bytes can be named")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

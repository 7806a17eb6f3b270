package training_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
	rows "showhow/internal/store/training"
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

func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	do := func(f func(context.Context, rows.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), rows.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	entry := training.Entry{ID: "e", Kind: training.Signed, Stage: training.Supervised, Number: 3, Digest: "d", Account: "rob", Name: "Rob – 運用", Role: "reviewer", Meaning: "M", Proof: "password", At: now, Note: "'; DROP", Execution: "x"}
	record := training.Record{Workspace: "w", Procedure: "p", Account: "ada", Entries: []training.Entry{entry}, Uses: []time.Time{now}}
	task := training.Task{ID: "t", Workspace: "w", Procedure: "p", Account: "ada", Target: training.Able, Due: now, Supervisor: "rob", By: "rob", At: now, Role: "viewer", Assignment: "a", Next: now}
	ask := training.Assignment{ID: "a", Workspace: "w", Procedure: "p", Role: "viewer", Target: training.Able, Due: now, Days: 3, By: "rob", At: now}
	do(func(ctx context.Context, s rows.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", State: "effective", Holding: "h", Changed: now}); err != nil {
			return err
		}
		if err := s.SaveRecord(ctx, record); err != nil {
			return err
		}
		if err := s.SaveTask(ctx, task); err != nil {
			return err
		}
		return s.SaveAssignment(ctx, ask)
	})
	read := rows.Read(d)
	ctx := t.Context()
	same := func(what string, got, want any, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, want %+v", what, got, err, want)
		}
	}
	r, err := read.Record(ctx, "w", "p", "ada")
	same("the record", r, record, err)
	r, err = read.Record(ctx, "w", "p", "bob")
	same("of nobody", len(r.Entries), 0, err)
	tasks, err := read.Tasks(ctx, training.Question{Workspace: "w", Procedures: []string{"p", "q"}, Account: "ada"})
	same("the tasks", tasks, []training.Task{task}, err)
	asks, err := read.Assignments(ctx, training.Question{Workspace: "w"})
	same("what a role was asked", asks, []training.Assignment{ask}, err)
	who, err := read.Enrolled(ctx, "a")
	same("the enrolled", who, []string{"ada"}, err)
	for _, q := range []training.Question{{Workspace: "other"}, {Workspace: "w", Procedures: []string{}}, {Workspace: "w", Account: "bob"}, {Workspace: "w", Procedure: "q"}} {
		a, err1 := read.Records(ctx, q)
		b, err2 := read.Tasks(ctx, q)
		if len(a)+len(b) > 0 || err1 != nil || err2 != nil {
			t.Errorf("%+v: %v, %v, %v, %v", q, a, b, err1, err2)
		}
	}
	due, err := read.TasksBy(ctx, "w", now, 9)
	same("due", len(due), 1, err)
	due, err = read.TasksBy(ctx, "w", now.Add(-time.Second), 9)
	same("not due", len(due), 0, err)

	policies, err := read.TrainingPolicies(ctx, "w")
	same("the usual policies", policies, training.Usual(), err)
	mine := training.Policies{life.Critical: {Months: 1}, life.Normal: {Days: 2}, life.Low: {}}
	do(func(ctx context.Context, s rows.Tx) error {
		task.Withdrawn = &training.Mark{By: "rob", At: now, Reason: "R"}
		if err := s.SaveTask(ctx, task); err != nil {
			return err
		}
		if err := s.SetTrainingPolicies(ctx, "w", mine); err != nil {
			return err
		}
		return s.Erase(ctx, "rob", "Erased rob")
	})
	policies, err = read.TrainingPolicies(ctx, "w")
	same("the policies", policies, mine, err)
	tasks, err = read.Tasks(ctx, training.Question{Workspace: "w"})
	same("withdrawn", len(tasks), 0, err)
	tasks, err = read.Tasks(ctx, training.Question{Workspace: "w", Ended: true})
	same("kept", tasks, []training.Task{task}, err)
	record.Entries[0].Name = "Erased rob"
	r, err = read.Record(ctx, "w", "p", "ada")
	same("its signer was erased", r, record, err)
}

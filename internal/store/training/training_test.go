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
	journeys(t, d)
	counts(t, d)
}

// Paths, and who is on them, are kept for both engines; nothing of another workspace is seen, and who is erased leaves no reasons.
func journeys(t *testing.T, d *store.DB) {
	ctx := t.Context()
	path := training.Journey{ID: "j", Workspace: "w", Name: "New – 運用", Version: 2, Legs: []training.Leg{{Procedure: "p", Target: training.Able, Days: 9}}, Roles: []string{"viewer"}, By: "rob", At: now, Changed: now}
	trip := training.Trip{ID: "t", Workspace: "w", Journey: "j", Account: "ada", Began: now, Version: 1, Legs: path.Legs, By: "rob", At: now}
	do := func(f func(rows.Tx) error) {
		t.Helper()
		if err := d.Do(ctx, func(s *store.Tx) error { return f(rows.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(s rows.Tx) error {
		if err := s.SaveJourney(ctx, path); err != nil {
			return err
		}
		return s.SaveTrip(ctx, trip)
	})
	do(func(s rows.Tx) error {
		if j, err := s.HoldJourney(ctx, "w", "j"); err != nil || !reflect.DeepEqual(j, path) {
			t.Errorf("%+v, %v", j, err)
		}
		if _, err := s.HoldJourney(ctx, "other", "j"); sop.CodeOf(err) != sop.NotFound {
			t.Errorf("from elsewhere: %v", err)
		}
		return nil
	})
	read := rows.Read(d)
	for q, n := range map[*training.Question]int{{Workspace: "w"}: 1, {Workspace: "w", Journey: "j", Account: "ada"}: 1, {Workspace: "w", Account: "bob"}: 0, {Workspace: "w", Journey: "i"}: 0, {Workspace: "other"}: 0} {
		if all, err := read.Trips(ctx, *q); err != nil || len(all) != n || n == 1 && !reflect.DeepEqual(all[0], trip) {
			t.Errorf("%+v: %+v, %v", q, all, err)
		}
	}
	trip.Ended = &training.Mark{By: "rob", At: now, Reason: "She is ill."}
	do(func(s rows.Tx) error {
		if err := s.SaveTrip(ctx, trip); err != nil {
			return err
		}
		return s.Erase(ctx, "ada", "Erased ada")
	})
	if all, err := read.Trips(ctx, training.Question{Workspace: "w"}); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := read.Trips(ctx, training.Question{Workspace: "w", Ended: true}); err != nil || len(all) != 1 || all[0].Ended.Reason != "" || all[0].Ended.By != "rob" {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := read.Journeys(ctx, "other"); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

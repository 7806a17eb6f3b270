package lives_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/lives"
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
var now = time.Date(2026, 11, 27, 13, 30, 0, 123456000, time.UTC)

func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	do := func(f func(context.Context, *store.Tx, lives.Rows) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), s, lives.In(s).Rows) }); err != nil {
			t.Fatal(err)
		}
	}
	read := lives.Read(d)
	p := sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", State: "effective", Holding: "h", Changed: now}
	do(func(ctx context.Context, s *store.Tx, _ lives.Rows) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		return s.AddProcedure(ctx, p)
	})
	if l, err := read.Life(t.Context(), "p"); err != nil || !reflect.DeepEqual(l, life.Life{}) {
		t.Errorf("before anything: %+v, %v", l, err)
	}
	l := life.Life{Class: life.Critical, Due: now.Add(time.Hour), Suspended: &life.Mark{By: "rob", At: now, Reason: "'; DROP – 運用"}, Reviews: []life.Review{
		{ID: "r1", Number: 1, State: life.Effective, Came: now, Authors: []string{"ada"}, Decisions: []life.Decision{{Account: "rob", At: now}}},
		{ID: "r2", Number: 2, State: life.InReview, Opened: now},
		{ID: "r3", Number: 3, State: life.Approved, From: now.Add(2 * time.Hour)},
	}}
	for range 2 { // written and written over
		do(func(ctx context.Context, _ *store.Tx, r lives.Rows) error { return r.SaveLife(ctx, p, l) })
	}
	if got, err := read.Life(t.Context(), "p"); err != nil || !reflect.DeepEqual(got, l) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, l)
	}
	for name, c := range map[string]struct {
		q    life.Question
		want int
	}{
		"in review": {life.Question{Workspace: "w", InReview: true}, 1}, "suspended": {life.Question{Workspace: "w", Suspended: true}, 1},
		"due": {life.Question{Workspace: "w", Due: now.Add(2 * time.Hour), Limit: 3}, 1}, "not due yet": {life.Question{Workspace: "w", Due: now}, 0},
		"by name": {life.Question{Workspace: "w", Procedures: []string{"q", "p"}}, 1}, "nothing asked": {life.Question{Workspace: "w"}, 0},
		"another's": {life.Question{Workspace: "other", InReview: true}, 0}, "another's by name": {life.Question{Workspace: "other", Procedures: []string{"p"}}, 0},
	} {
		if got, err := read.Lives(t.Context(), c.q); err != nil || len(got) != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for at, want := range map[time.Duration]int{time.Hour: 0, 2 * time.Hour: 1} {
		if got, err := read.Enacting(t.Context(), now.Add(at), 9); err != nil || len(got) != want {
			t.Errorf("by %v: %v, %v", at, got, err)
		}
	}
	if got, err := read.Policies(t.Context(), "w"); err != nil || !reflect.DeepEqual(got, life.Usual()) {
		t.Errorf("%+v, %v", got, err)
	}
	set := life.Policies{life.Critical: {Approvals: 3}, life.Normal: {}, life.Low: {Every: 1}}
	for range 2 {
		do(func(ctx context.Context, _ *store.Tx, r lives.Rows) error { return r.SetPolicies(ctx, "w", set) })
	}
	if got, err := read.Policies(t.Context(), "w"); err != nil || !reflect.DeepEqual(got, set) {
		t.Errorf("%+v, %v", got, err)
	}
	wrote(t, d, p)
}

// wrote holds what the trail tells of who wrote in a procedure.
func wrote(t *testing.T, d *store.DB, p sop.Procedure) {
	at := func(n int) time.Time { return now.Add(time.Duration(n) * time.Second) }
	if err := d.Do(t.Context(), func(s *store.Tx) error {
		for i, e := range []team.Event{
			{Actor: "ada", Verb: "procedure.changed", Detail: "head"}, {Actor: "eve", Verb: "procedure.tagged"}, {Actor: "bob", Verb: "picture.made"}, {Actor: "ada", Verb: "revision.named", Proof: "number=7 revision=00"},
			{Actor: "ada", Verb: "procedure.changed", Detail: "step"}, {Actor: "eve", Verb: "procedure.handed_over", Detail: "from zoe to ada"}, {Actor: "eve", Verb: "procedure.handed_over"},
			{Actor: "ada", Verb: "thread.accepted", Detail: "suggestion t1 on a"}, {Actor: "ada", Verb: "thread.accepted", Detail: "suggestion t12"}, {Actor: "dan", Verb: "procedure.changed", Target: "another"},
		} {
			e.ID, e.Workspace, e.At = store.NewID(), "w", at(i)
			if e.Target == "" {
				e.Target = "p"
			}
			if err := s.AddEvent(t.Context(), e); err != nil {
				return err
			}
		}
		for _, x := range []thread.Thread{
			{ID: "t1", Kind: thread.Suggestion, By: "sue", State: thread.Open}, {ID: "t2", Kind: thread.Suggestion, By: "max"}, {ID: "t3", Kind: thread.Note, By: "kim", Resolution: &thread.Resolution{How: thread.Mended, At: at(20)}},
			{ID: "t4", Kind: thread.Suggestion, By: "lea", Resolution: &thread.Resolution{How: thread.Mended, At: at(21)}}, {ID: "t5", Kind: thread.Suggestion, By: "pia", Resolution: &thread.Resolution{How: thread.Declined, At: at(22)}},
		} {
			x.Workspace, x.Procedure = "w", "p"
			if err := lives.In(s).AddThread(t.Context(), x); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []life.Wrote{
		{Account: "ada", Verb: "procedure.changed", At: at(4)}, {Account: "ada", Verb: "revision.named", At: at(3), Number: 7}, {Account: "bob", Verb: "picture.made", At: at(2)},
		{Account: "zoe", Verb: "procedure.handed_over", At: at(5)}, {Account: "sue", Verb: "thread.accepted", At: at(7)}, {Account: "lea", Verb: "thread.accepted", At: at(21)},
	}
	if got, err := lives.Read(d).Wrote(t.Context(), p); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
	}
}

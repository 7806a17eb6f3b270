package retakes_test

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/retake"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	kept "showhow/internal/store/custody"
	"showhow/internal/store/lives"
	"showhow/internal/store/postgres"
	"showhow/internal/store/retakes"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

var now = time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)

func TestSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	suite(t, d)
}

func TestPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	suite(t, d)
}

// suite holds what is kept of a procedure that was recorded again: what was taken in, who wrote it, and how long its recording is kept.
func suite(t *testing.T, d *store.DB) {
	do := func(what func(ctx context.Context, s *store.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return what(t.Context(), s) }); err != nil {
			t.Fatal(err)
		}
	}
	first := retake.Taken{Draft: "draft", Procedure: "p", Number: 3, By: "ada", At: now}
	do(func(ctx context.Context, s *store.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
			return err
		}
		for id, owner := range map[string]string{"p": "ada", "draft": "rita", "other": "otto"} {
			h := sop.Holding{ID: "h-" + id, Workspace: "w", Owner: owner, Recording: sop.Recording{Name: id}, Blob: "b-" + id, Created: now}
			if err := s.AddHolding(ctx, h, "u-"+id); err != nil {
				return err
			}
			if err := s.AddProcedure(ctx, sop.Procedure{ID: id, Workspace: "w", Slug: id, Title: id, Owner: owner, State: sop.Draft, Holding: h.ID, Latest: 1, Created: now, Changed: now}); err != nil {
				return err
			}
		}
		return s.AddEvent(ctx, team.Event{ID: "e", Workspace: "w", Actor: "dan", Verb: "procedure.changed", Target: "draft", At: now.Add(-time.Hour)})
	})
	for _, x := range []retake.Taken{{Draft: "draft", Procedure: "p", Number: 2, By: "bob", At: now.Add(-time.Minute)}, first, {Draft: "draft", Procedure: "other", Number: 5, By: "bob", At: now.Add(-time.Second)}} {
		do(func(ctx context.Context, s *store.Tx) error { return retakes.In(s).SaveRetake(ctx, x) })
	}
	read := retakes.Read(d)
	if got, err := read.Retakes(t.Context(), "p"); err != nil || !reflect.DeepEqual(got, []retake.Taken{first}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := read.TakenInto(t.Context(), "draft"); err != nil || len(got) != 2 || got[0] != first || got[1].Procedure != "other" {
		t.Errorf("%+v, %v", got, err)
	}
	wrote, err := lives.Read(d).Wrote(t.Context(), sop.Procedure{ID: "p", Workspace: "w"})
	want := []life.Wrote{{Account: "rita", Verb: "procedure.recorded_again", At: now}, {Account: "dan", Verb: "procedure.recorded_again", At: now}}
	if err != nil || !reflect.DeepEqual(wrote, want) {
		t.Errorf("%+v, %v", wrote, err)
	}
	l := life.Life{Reviews: []life.Review{{ID: "r1", Number: 1, State: life.Superseded, Came: now.Add(-48 * time.Hour)}, {ID: "r3", Number: 3, State: life.Effective, Came: now.Add(time.Hour)}}}
	do(func(ctx context.Context, s *store.Tx) error {
		return lives.In(s).SaveLife(ctx, sop.Procedure{ID: "p", Workspace: "w"}, l)
	})
	due, err := kept.Read(d).InForceSince(t.Context(), "w")
	if err != nil || len(due) != 2 {
		t.Fatalf("%+v, %v", due, err)
	}
	if x := due[0]; x.ID != "h-draft" || x.Procedure != "draft" || !slices.Equal(x.Into, []string{"other", "p"}) || x.Blob != "b-draft" || !x.At.Equal(now.Add(time.Hour)) {
		t.Errorf("the second recording: %+v", x)
	}
	if x := due[1]; x.ID != "h-p" || len(x.Into) > 0 || !x.At.Equal(now.Add(-48*time.Hour)) {
		t.Errorf("the first recording: %+v", x)
	}
	l.Reviews[1].Number, l.Reviews[1].Came = 5, now.Add(2*time.Hour) // of another procedure that was recorded again by the same
	do(func(ctx context.Context, s *store.Tx) error {
		return lives.In(s).SaveLife(ctx, sop.Procedure{ID: "other", Workspace: "w"}, l)
	})
	if due, err = kept.Read(d).InForceSince(t.Context(), "w"); err != nil || len(due) != 3 || due[0].ID != "h-draft" || !due[0].At.Equal(now.Add(2*time.Hour)) {
		t.Errorf("%+v, %v", due, err)
	}
}

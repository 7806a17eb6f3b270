package threads_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
	"showhow/internal/store/threads"
)

func TestSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	suite(t, d, err)
}

func TestPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	suite(t, d, err)
}

var now = time.Date(2026, 11, 27, 13, 30, 0, 123456000, time.UTC)

// What is written is read again as it was, and nothing of another workspace's.
func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	ctx, read := t.Context(), threads.Read(d)
	do := func(f func(threads.Tx) error) {
		t.Helper()
		if err := d.Do(ctx, func(s *store.Tx) error { return f(threads.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(s threads.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
			if err := s.AddHolding(ctx, sop.Holding{ID: "h" + w, Workspace: w}, "u"+w); err != nil {
				return err
			}
			if err := s.AddProcedure(ctx, sop.Procedure{ID: "p" + w, Workspace: w, Slug: "deploy", Owner: "ada", Holding: "h" + w}); err != nil {
				return err
			}
		}
		return nil
	})
	one := thread.Thread{ID: "t1", Workspace: "w", Procedure: "pw", Number: 2, Kind: thread.Suggestion, Proposed: "'; DROP – 運用", State: thread.Open, Blocking: true, By: "rob", At: now,
		Anchor: thread.Anchor{Step: "s1", Part: thread.Commands, Index: 1, Line: 2, Words: "a\nb", Whole: true}, Remarks: []thread.Remark{{ID: "r", By: "rob", At: now, Text: "Why?"}}}
	two := thread.Thread{ID: "t2", Workspace: "w", Procedure: "pw", Kind: thread.Finding, Sort: thread.Wrong, Execution: "x", State: thread.Open, By: "tom", At: now.Add(time.Second)}
	far := thread.Thread{ID: "t3", Workspace: "other", Procedure: "pother", State: thread.Open, Blocking: true, By: "rob", At: now}
	for _, x := range []thread.Thread{one, two, far} {
		do(func(s threads.Tx) error { return s.AddThread(ctx, x) })
	}
	if got, err := read.Thread(ctx, "w", "t1"); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := read.Thread(ctx, "other", "t1"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("another workspace's: %v", err)
	}
	one.Remarks = append(one.Remarks, thread.Remark{ID: "q", By: "ada", At: now.Add(time.Minute), Text: "So."})
	do(func(s threads.Tx) error { return s.SaveThread(ctx, one) })
	ids := func(q thread.Query) (all string) {
		t.Helper()
		found, err := read.Threads(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range found {
			all += x.ID + " "
		}
		return all
	}
	for q, want := range map[thread.Query]string{
		{Workspace: "w"}: "t1 t2 ", {Workspace: "w", Limit: 1}: "t1 ", {Workspace: "w", Voice: "ada"}: "t1 ", {Workspace: "w", Voice: "rob", NotLast: "rob"}: "t1 ", {Workspace: "w", NotLast: "ada"}: "t2 ",
		{Workspace: "w", Blocking: true}: "t1 ", {Workspace: "w", Owner: "ada", State: thread.Open}: "t1 t2 ", {Workspace: "w", Owner: "eve"}: "", {Workspace: "w", State: thread.Resolved}: "", {Workspace: "other", Procedure: "pw"}: "",
	} {
		if got := ids(q); got != want {
			t.Errorf("%+v: %q, want %q", q, got, want)
		}
	}
	if n, err := read.Blocking(ctx, "pw"); n != 1 || err != nil {
		t.Errorf("%d block, %v", n, err)
	}
	one.State, one.Resolution = thread.Resolved, &thread.Resolution{By: "ada", At: now.Add(time.Hour), How: thread.Declined, Words: "No."}
	do(func(s threads.Tx) error { return s.SaveThread(ctx, one) })
	if n, err := read.Blocking(ctx, "pw"); n != 0 || err != nil {
		t.Errorf("%d block, %v", n, err)
	}
	if n, err := read.CountOpen(ctx, "pw"); n != 1 || err != nil {
		t.Errorf("%d are open, %v", n, err)
	}
	if l, err := read.Look(ctx, "ada", "pw"); err != nil || !l.Last.At.IsZero() {
		t.Errorf("%+v, %v", l, err)
	}
	look := thread.Look{Last: thread.Seen{Number: 2, Working: true, At: now, Steps: map[string]string{"": "ab", "s1": "cd"}}, Before: &thread.Seen{Number: 1, At: now, Steps: map[string]string{}}}
	for range 2 {
		do(func(s threads.Tx) error { return s.SaveLook(ctx, "ada", "pw", look) })
	}
	if l, err := read.Look(ctx, "ada", "pw"); err != nil || !reflect.DeepEqual(l, look) {
		t.Errorf("%+v, %v", l, err)
	}
	do(func(s threads.Tx) error {
		return s.AddHappening(context.WithoutCancel(ctx), notice.Happening{ID: "h1", Workspace: "w", Procedure: "pw", Kind: notice.Remarked, At: now})
	})
}

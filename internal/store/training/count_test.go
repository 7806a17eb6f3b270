package training_test

import (
	"reflect"
	"testing"

	"showhow/internal/sop/training"
	"showhow/internal/store"
	rows "showhow/internal/store/training"
)

// What is to be counted anew is told of a workspace alone, and of all; what is asked of anybody puts its procedure there, and counting takes it out.
func counts(t *testing.T, d *store.DB) {
	t.Helper()
	ctx, read := t.Context(), rows.Read(d)
	do := func(f func(rows.Tx) error) {
		t.Helper()
		if err := d.Do(ctx, func(s *store.Tx) error { return f(rows.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	stale := func(workspace string, want [][2]string) {
		t.Helper()
		if got, err := read.Stale(ctx, workspace, now, 10); err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, %v", workspace, got, err)
		}
	}
	do(func(s rows.Tx) error {
		return s.SaveTask(ctx, training.Task{ID: "counted", Workspace: "w", Procedure: "p", Account: "ada", Target: training.Read, At: now})
	})
	stale("", [][2]string{{"w", "p"}})
	stale("w", [][2]string{{"w", "p"}})
	stale("other", nil)
	do(func(s rows.Tx) error { return s.Recount(ctx, "p") })
	stale("", nil)
}

package register_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/postgres"
	kept "showhow/internal/store/register"
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

var now = time.Date(2026, 11, 28, 1, 30, 0, 123456000, time.UTC)

// house is a database with two workspaces, and a procedure in the first.
func house(t *testing.T, d *store.DB) func(func(context.Context, kept.Tx) error) {
	t.Cleanup(func() { d.Close() })
	do := func(f func(context.Context, kept.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), kept.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	do(func(ctx context.Context, tx kept.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := tx.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		return tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Holding: "h", State: "draft", Changed: now})
	})
	return do
}

// Which procedures of processes are retired is told, and of no other workspace.
func retired(t *testing.T, d *store.DB, do func(func(context.Context, kept.Tx) error)) {
	t.Helper()
	for i, want := range []int{0, 1} {
		if all, err := kept.Read(d).Retired(t.Context(), "w"); err != nil || len(all) != want || all["deploy"] != (want == 1) {
			t.Errorf("%v, %v, want %d", all, err, want)
		}
		if all, err := kept.Read(d).Retired(t.Context(), "other"); err != nil || len(all) != 0 {
			t.Errorf("another workspace's: %v, %v", all, err)
		}
		do(func(ctx context.Context, tx kept.Tx) error {
			p, err := tx.HoldProcedure(ctx, "w", "deploy")
			if err != nil {
				return err
			}
			if p.State = "retired"; i > 0 {
				p.State = "draft"
			}
			return tx.SaveProcedure(ctx, p)
		})
	}
}

func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	do, read := house(t, d), kept.Read(d)
	one := 1
	p := register.Process{ID: "a", Workspace: "w", Slug: "deploy", Version: 1, Name: "'; DROP – 運用", Status: register.Idea, Severity: 4, Frequency: register.Frequency{Times: .5, Per: "week"}, Able: &one, People: []register.Person{{Name: "Ann"}}, Signs: map[register.Sign]bool{"new": false}, Changed: now, Created: now}
	do(func(ctx context.Context, tx kept.Tx) error { _, err := tx.SaveProcess(ctx, p); return err })
	second := p
	second.Version, second.Severity, second.Changed = 2, 5, now.Add(time.Hour)
	for i, want := range []bool{true, false} { // written, and made from what isn't there any more
		do(func(ctx context.Context, tx kept.Tx) error {
			ok, err := tx.SaveProcess(ctx, second)
			if ok != want {
				t.Errorf("save %d: %t", i, ok)
			}
			return err
		})
	}
	if got, err := read.Process(t.Context(), "w", "a"); err != nil || !reflect.DeepEqual(got, second) {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, second)
	}
	if _, err := read.Process(t.Context(), "other", "a"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("another workspace's: %v", err)
	}
	if got, err := read.Processes(t.Context(), "other"); err != nil || len(got) != 0 {
		t.Errorf("another workspace's: %v, %v", got, err)
	}
	if got, err := read.Versions(t.Context(), "w", "a"); err != nil || len(got) != 2 || !reflect.DeepEqual(got[1], p) {
		t.Errorf("%v, %+v", err, got)
	}
	if got, err := read.Formula(t.Context(), "w"); err != nil || !reflect.DeepEqual(got, register.Usual()) {
		t.Errorf("%+v, %v", got, err)
	}
	f := register.Formula{Version: 2, Weights: map[register.Part]int{register.Severe: 7}, Note: "why", By: "ada", At: now}
	do(func(ctx context.Context, tx kept.Tx) error { return tx.AddFormula(ctx, "w", f) })
	if got, err := read.Formulas(t.Context(), "w"); err != nil || len(got) != 2 || !reflect.DeepEqual(got[0], f) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := read.Formula(t.Context(), "other"); err != nil || got.Version != 1 {
		t.Errorf("another workspace's: %+v, %v", got, err)
	}
	carriedOut(t, d, read)
	retired(t, d, do)
	for _, w := range []string{"other", "w"} { // another workspace drops nothing
		do(func(ctx context.Context, tx kept.Tx) error { return tx.DropProcess(ctx, w, "a") })
		if got, err := read.Versions(t.Context(), "w", "a"); err != nil || (len(got) == 0) != (w == "w") {
			t.Errorf("dropped by %s: %+v, %v", w, got, err)
		}
	}
}

// carriedOut counts executions: live ones that ended in time, by what came of them.
func carriedOut(t *testing.T, d *store.DB, read kept.Rows) {
	for i, c := range []struct {
		mode    execution.Mode
		outcome execution.Outcome
		years   int
	}{{"live", "ok", 0}, {"live", "failed", 0}, {"live", "recovered", 0}, {"live", "skipped", 0}, {"dry_run", "failed", 0}, {"live", "failed", 2}} {
		x := execution.Execution{ID: string(rune('a' + i)), Workspace: "w", Procedure: "p", Number: 1, Mode: c.mode, Values: map[string]string{"A": `"outcome":"failed"`}}
		x.Outcome, x.Ended, x.Started = c.outcome, now, now.AddDate(-c.years, 0, 0)
		if err := d.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(t.Context(), x) }); err != nil {
			t.Fatal(err)
		}
	}
	counted := register.Runs{Ended: 3, Failed: 1}
	of, all, err := read.Runs(t.Context(), "w", now.AddDate(-1, 0, 0))
	if err != nil || !reflect.DeepEqual(of, map[string]register.Runs{"deploy": counted}) || all != counted {
		t.Errorf("%+v, %+v, %v", of, all, err)
	}
	if of, all, err := read.Runs(t.Context(), "other", now.AddDate(-1, 0, 0)); err != nil || len(of) != 0 || all.Ended != 0 {
		t.Errorf("another workspace's: %+v, %+v, %v", of, all, err)
	}
}

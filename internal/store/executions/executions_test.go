package executions_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/executions"
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

func suite(t *testing.T, d *store.DB, err error) {
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	do := func(f func(context.Context, executions.Tx) error) {
		t.Helper()
		if err := d.Do(t.Context(), func(s *store.Tx) error { return f(t.Context(), executions.In(s)) }); err != nil {
			t.Fatal(err)
		}
	}
	x := execution.Execution{ID: "x", Workspace: "w", Procedure: "p", Slug: "deploy", Title: "Deploy – 運用", Number: 3, Digest: "d", Mode: execution.Live, Values: map[string]string{"V": "'; DROP"}, By: "ada", Started: now}
	x.Changed, x.Lead = now, "ada"
	do(func(ctx context.Context, s executions.Tx) error {
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Title: "Deploy", State: "effective", Holding: "h", Changed: now}); err != nil {
			return err
		}
		return s.AddExecution(ctx, x)
	})
	waking(t, d, x)
	wakingOld(t, d, x)
	read := executions.Read(d)
	if got, err := read.Execution(t.Context(), "w", "x"); err != nil || !reflect.DeepEqual(got, x) {
		t.Errorf("%+v, %v, want %+v", got, err, x)
	}
	if _, err := read.Execution(t.Context(), "other", "x"); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("of another workspace: %v", err)
	}
	fresh := []execution.Event{{ID: "b", Kind: execution.Opened, Step: "s", Author: "ada", At: now}, {ID: "a", Kind: execution.Settled, Step: "s", Outcome: execution.Failed, Text: "“no”", Over: []string{"z"}, At: now.Add(time.Second)}}
	do(func(ctx context.Context, s executions.Tx) error {
		held, err := s.HoldExecution(ctx, "w", "x")
		if err != nil {
			return err
		}
		held.Ended, held.Outcome, held.Passed, held.Doers = now.Add(time.Hour), execution.OK, true, []string{"ada"}
		x = held
		return s.SaveExecution(ctx, held, fresh)
	})
	if got, err := read.Events(t.Context(), "x"); err != nil || !reflect.DeepEqual(got, fresh) {
		t.Errorf("%+v, %v", got, err)
	}
	there := map[string]bool{} // in whatever order
	for _, e := range fresh {
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		there[string(b)] = true
	}
	if err := read.Done(t.Context(), "w", func(d executions.Done) error {
		if d.Execution != "x" || d.Procedure != x.Procedure || !d.Started.Equal(x.Started) || !there[string(d.Body)] {
			t.Errorf("%+v, %s", d, d.Body)
		}
		delete(there, string(d.Body))
		return nil
	}); err != nil || len(there) > 0 {
		t.Errorf("%v, %v", there, err)
	}
	// an id counts once: a second row is refused, and the first stays
	if err := d.Do(t.Context(), func(s *store.Tx) error {
		return executions.In(s).SaveExecution(t.Context(), x, []execution.Event{{ID: "a", Kind: execution.Noted}})
	}); err == nil {
		t.Error("an event was written over")
	}
	for _, c := range []struct {
		q    execution.Question
		want int
	}{
		{execution.Question{Workspace: "w"}, 1}, {execution.Question{Workspace: "other"}, 0}, {execution.Question{Workspace: "w", Running: true}, 0}, {execution.Question{Workspace: "w", Over: true, Mode: execution.Live, Procedure: "p"}, 1},
		{execution.Question{Workspace: "w", Mode: execution.DryRun}, 0}, {execution.Question{Workspace: "w", Procedure: "q"}, 0},
	} {
		c.q.Limit = 10
		if got, err := read.Executions(t.Context(), c.q); err != nil || len(got) != c.want || c.want > 0 && !reflect.DeepEqual(got[0], x) {
			t.Errorf("%+v: %+v, %v", c.q, got, err)
		}
	}
	goodUses(t, d, x)
	pictures(t, d, x)
	carried(t, d, x)
	deviated(t, d, x)
	underWay(t, d, x)
}

// underWay: what of a procedure goes on is found among its many others by an index of those alone.
func underWay(t *testing.T, d *store.DB, x execution.Execution) {
	t.Helper()
	x.ID, x.Ended, x.Outcome, x.Started = "going", time.Time{}, "", now.Add(-time.Hour)
	if err := d.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).AddExecution(t.Context(), x) }); err != nil {
		t.Fatal(err)
	}
	got, err := executions.Read(d).Executions(t.Context(), execution.Question{Workspace: "w", Procedure: "p", Running: true, Limit: execution.MostParallel})
	if err != nil || len(got) == 0 || !slices.ContainsFunc(got, func(o execution.Execution) bool { return o.ID == "going" }) || slices.ContainsFunc(got, execution.Execution.Over) {
		t.Errorf("%+v, %v", got, err)
	}
	if d.Engine() != "sqlite" { // of few rows the other reads all
		return
	}
	var a, b, c int
	var plan string
	if err := d.Pool().QueryRowContext(t.Context(), "EXPLAIN QUERY PLAN SELECT workspace, procedure, body FROM execution WHERE workspace || '' = 'w' AND procedure = 'p' AND ended = 0 ORDER BY started DESC, id LIMIT 20").Scan(&a, &b, &c, &plan); err != nil || !strings.Contains(plan, "execution_running") {
		t.Errorf("%s, %v", plan, err)
	}
}

// deviated: those for real that came to their end or were stopped, and whose steps weren't done as they stand, by revision, the oldest first; once they are made otherwise they aren't among them.
func deviated(t *testing.T, d *store.DB, first execution.Execution) {
	t.Helper()
	save := func(id string, after time.Duration, how execution.Outcome, steps ...string) {
		t.Helper()
		x := first
		x.ID, x.Number, x.Ended, x.Outcome, x.Deviated = id, 77, now.Add(after), how, steps
		if err := d.Do(t.Context(), func(s *store.Tx) error {
			in := executions.In(s)
			if _, err := in.Execution(t.Context(), "w", id); sop.CodeOf(err) == sop.NotFound {
				if err := in.AddExecution(t.Context(), x); err != nil {
					return err
				}
			}
			return in.SaveExecution(t.Context(), x, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	save("dev-2", 2*time.Hour, execution.Skipped, "two")
	save("dev-1", time.Hour, execution.OK, "one", "two")
	save("dev-3", 3*time.Hour, execution.Recovered, "one")
	save("dev-4", 4*time.Hour, execution.OK)
	save("dev-5", 5*time.Hour, execution.OK, "one")
	save("dev-5", 5*time.Hour, execution.OK) // by what came late
	all, err := currents.Read(d).Used(t.Context(), now)
	i := slices.IndexFunc(all, func(u current.Used) bool { return u.Number == 77 })
	want := []current.Deviation{{Execution: "dev-1", Steps: []string{"one", "two"}}, {Execution: "dev-2", Steps: []string{"two"}}}
	if err != nil || i < 0 || !reflect.DeepEqual(all[i].Deviated, want) || !slices.Equal(all[i].Recovered, []string{"dev-3"}) {
		t.Errorf("%+v, %v", all, err)
	}
}

// goodUses: of each revision the last time by each who led it, as long as it holds.
func goodUses(t *testing.T, d *store.DB, first execution.Execution) {
	t.Helper()
	save := func(id, lead string, after time.Duration, how execution.Outcome) {
		x := first
		x.ID, x.Lead, x.Ended, x.Outcome = id, lead, now.Add(after), how
		if err := d.Do(t.Context(), func(s *store.Tx) error {
			in := executions.In(s)
			if _, err := in.Execution(t.Context(), "w", id); sop.CodeOf(err) == sop.NotFound {
				if err := in.AddExecution(t.Context(), x); err != nil {
					return err
				}
			}
			return in.SaveExecution(t.Context(), x, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	found := func(since time.Duration, limit int) (ids []string) {
		all, err := executions.Read(d).GoodUses(t.Context(), "w", now.Add(since), limit)
		if err != nil {
			t.Error(err)
		}
		for _, x := range all {
			ids = append(ids, x.ID)
		}
		return ids
	}
	save("later", "ada", 2*time.Hour, execution.Recovered)
	save("earlier", "ada", time.Minute, execution.OK) // came late
	save("bad", "nia", 3*time.Hour, execution.Failed)
	save("hers", "nia", time.Hour, execution.OK)
	if got := found(0, 10); !slices.Equal(got, []string{"later", "hers"}) {
		t.Errorf("good uses: %v", got)
	}
	if got := found(90*time.Minute, 10); !slices.Equal(got, []string{"later"}) {
		t.Errorf("lately: %v", got)
	}
	if got := found(0, 1); !slices.Equal(got, []string{"later"}) {
		t.Errorf("one: %v", got)
	}
	save("hers", "nia", time.Hour, execution.Failed) // by what came late
	if got := found(0, 10); !slices.Equal(got, []string{"later"}) {
		t.Errorf("what failed after all: %v", got)
	}
	save("later", "ada", 2*time.Hour, execution.Failed)
	if got := found(0, 10); !slices.Equal(got, []string{first.ID}) {
		t.Errorf("what was of use before: %v", got)
	}
	back := first // of the same person, later, and taken back
	back.ID, back.Ended, back.Outcome, back.RolledBack, back.Deviated = "back", now.Add(9*time.Hour), execution.Recovered, true, []string{"one", "two"}
	if err := d.Do(t.Context(), func(s *store.Tx) error {
		return errors.Join(executions.In(s).AddExecution(t.Context(), back), executions.In(s).SaveExecution(t.Context(), back, nil))
	}); err != nil {
		t.Fatal(err)
	}
	if got := found(0, 10); !slices.Equal(got, []string{first.ID}) {
		t.Errorf("what was rolled back was of use: %v", got)
	}
	// what had ended before is looked at again, those that follow what wasn't of use, too
	show := func(back bool) string {
		all, err := executions.Read(d).Unshown(t.Context(), "", 9)
		if err != nil || len(all) > 1 {
			t.Fatalf("%+v, %v", all, err)
		}
		for _, x := range all {
			if err := d.Do(t.Context(), func(s *store.Tx) error {
				held, err := executions.In(s).HoldExecution(t.Context(), x.Workspace, x.ID)
				held.RolledBack = back
				return errors.Join(err, executions.In(s).Show(t.Context(), held))
			}); err != nil {
				t.Fatal(err)
			}
			return x.ID
		}
		return ""
	}
	save("old", "ada", 4*time.Hour, execution.OK)
	if got := show(false); got != "" {
		t.Errorf("%s has ended since, and is looked at again", got)
	}
	save("old", "ada", 4*time.Hour, execution.Failed)
	if got, again := show(true), show(true); got != first.ID || again != "earlier" || !slices.Equal(found(0, 10), nil) {
		t.Errorf("looked at %s, then %s; of use: %v", got, again, found(0, 10))
	}
	save("earlier", "ada", time.Minute, execution.OK)
	if got, again := show(false), show(false); got != "" || again != "" || !slices.Equal(found(0, 10), []string{"earlier"}) {
		t.Errorf("looked at %s, then %s; of use: %v", got, again, found(0, 10))
	}
	if all, err := executions.Read(d).GoodUses(t.Context(), "other", time.Time{}, 10); err != nil || len(all) > 0 {
		t.Errorf("another workspace's: %v, %v", all, err)
	}
}

// waking asks for an execution in which a step's time runs, is over, and is told.
func waking(t *testing.T, d *store.DB, x execution.Execution) {
	t.Helper()
	for _, c := range []struct {
		wakes time.Time
		due   bool
	}{{now.Add(time.Microsecond), false}, {now, true}, {now.Add(-time.Hour), true}, {time.Time{}, false}} {
		x.Wakes = c.wakes
		if err := d.Do(t.Context(), func(s *store.Tx) error { return executions.In(s).SaveExecution(t.Context(), x, nil) }); err != nil {
			t.Fatal(err)
		}
		due, err := executions.Read(d).Waking(t.Context(), now, 10)
		if err != nil || (len(due) == 1 && due[0].ID == x.ID && due[0].Workspace == x.Workspace && due[0].Wakes.Equal(c.wakes)) != c.due || !c.due && len(due) != 0 {
			t.Errorf("wakes at %s: %+v, %v", c.wakes, due, err)
		}
	}
}

// wakingOld does to an execution from before times were kept what the migration does: it is looked at, once, unless it has ended.
func wakingOld(t *testing.T, d *store.DB, x execution.Execution) {
	t.Helper()
	script, err := os.ReadFile("../migration/00104_wakes.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, update, found := strings.Cut(string(script), "UPDATE execution")
	if !found {
		t.Fatal("the migration leaves out what ran before it")
	}
	old := x
	old.ID = "old"
	ended := old
	ended.ID, ended.Ended = "ended", now
	if err := d.Do(t.Context(), func(s *store.Tx) error {
		in := executions.In(s)
		return errors.Join(in.AddExecution(t.Context(), old), in.AddExecution(t.Context(), ended))
	}); err != nil {
		t.Fatal(err)
	}
	exec := func(query string) {
		t.Helper()
		if _, err := d.Pool().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	exec("UPDATE execution" + update)
	due, err := executions.Read(d).Waking(t.Context(), now, 10)
	if err != nil || len(due) != 2 || !slices.ContainsFunc(due, func(x execution.Execution) bool { return x.ID == "old" && x.Wakes.IsZero() }) {
		t.Errorf("what ran before: %+v, %v", due, err)
	}
	old.Wakes = time.Time{}
	if err := d.Do(t.Context(), func(s *store.Tx) error {
		return errors.Join(executions.In(s).SaveExecution(t.Context(), old, nil), executions.In(s).SaveExecution(t.Context(), x, nil))
	}); err != nil {
		t.Fatal(err)
	}
	if due, err = executions.Read(d).Waking(t.Context(), now, 10); err != nil || len(due) != 0 {
		t.Errorf("looked at: %+v, %v", due, err)
	}
	exec("DELETE FROM carried WHERE execution = 'ended'")
	exec("DELETE FROM execution WHERE id IN ('old', 'ended')")
}

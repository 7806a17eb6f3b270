package figures_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/figure"
	"showhow/internal/sop/register"
	"showhow/internal/store"
	"showhow/internal/store/figures"
	"showhow/internal/store/postgres"
	kept "showhow/internal/store/register"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

func TestCountsSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	counts(t, d, err)
}

func TestCountsPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	counts(t, d, err)
}

// registered writes processes of "w" down: "lone" leads nowhere, "leads" to "deploy".
func registered(do func(func(context.Context, figures.Tx) error)) {
	do(func(ctx context.Context, s figures.Tx) error {
		rows := kept.In(s.Tx.Tx.Tx)
		for _, p := range []register.Process{{ID: "lone", Name: "Restore – 運用"}, {ID: "leads", Name: "Deploy it", Slug: "deploy"}} {
			p.Workspace, p.Version, p.Status = "w", 1, register.Idea
			if _, err := rows.SaveProcess(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// counts puts, leaves out and lets count again at random, of a procedure and of processes, and holds all counts against what is read row by row.
func counts(t *testing.T, d *store.DB, err error) {
	do := office(t, d, err)
	registered(do)
	dice := rand.New(rand.NewPCG(1, 2))
	var all []figure.Observation
	for n := range 120 {
		var o figure.Observation
		var was *figure.Observation
		if len(all) > 0 && dice.IntN(3) == 0 {
			i := dice.IntN(len(all))
			before := all[i]
			was = &before
			if all[i].Excluded.IsZero() {
				all[i].Excluded, all[i].Reason = now, "a drill"
			} else {
				all[i].Excluded, all[i].Reason = time.Time{}, ""
			}
			o = all[i]
		} else {
			o = figure.Observation{ID: fmt.Sprint("o", n), Workspace: "w", Measure: figure.Measures[dice.IntN(5)], At: now.Add(time.Duration(dice.IntN(2000)-1000) * time.Minute), Use: figure.Unused, Source: figure.Outside, Stored: now}
			if o.Measure.Timed() {
				o.Took = time.Duration(1 + dice.Int64N(int64(50*time.Hour))).Truncate(time.Microsecond)
			}
			o.Failed = o.Measure.Failable() && dice.IntN(3) == 0
			switch dice.IntN(3) {
			case 0:
				o.Procedure, o.Use, o.InForce = "p", figure.Uses[dice.IntN(4)], !o.At.Before(now)
			case 1:
				o.Process = "lone"
			case 2:
				o.Process = "leads"
			}
			all = append(all, o)
		}
		do(func(ctx context.Context, s figures.Tx) error { return s.PutObservation(ctx, o, was) })
		if n%20 == 19 {
			recount(t, figures.Read(d), all)
		}
	}
	// what a database had before these sums were kept is made by the migration, in the engine's own way
	script, err := os.ReadFile("../migration/00122_observation_logs.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, update, _ := strings.Cut(string(script), "UPDATE observation_count")
	update, _, _ = strings.Cut(update, ";")
	for _, query := range []string{"UPDATE observation_count SET logs = 1, squares = 1", "UPDATE observation_count" + update} {
		if _, err := d.Pool().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	recount(t, figures.Read(d), all)
}

// recount counts again by hand.
func recount(t *testing.T, read figures.Rows, all []figure.Observation) {
	t.Helper()
	type key struct {
		of string
		figure.Count
	}
	want, got := map[key]figure.Count{}, map[key]figure.Count{}
	since := map[key]int{}
	for _, o := range all {
		found, err := read.Observation(t.Context(), "w", o.Measure, o.ID)
		if err != nil || found == nil || !reflect.DeepEqual(*found, o) {
			t.Errorf("read %+v, %v, want %+v", found, err, o)
		}
		if !o.Excluded.IsZero() {
			continue
		}
		k := key{o.Process, figure.Count{Measure: o.Measure, Use: o.Use, Source: o.Source, InForce: o.InForce}}
		c := want[k]
		c.N++
		if o.Failed {
			c.Failed++
		}
		if k.of == "" {
			l := figure.Log(o.Took)
			c.Logs, c.Squares = c.Logs+l, c.Squares+l*l
		} else if !o.At.Before(now) {
			since[k]++
		}
		want[k] = c
	}
	add := func(of string, counts []figure.Count, err error) {
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range counts {
			got[key{of, figure.Count{Measure: c.Measure, Use: c.Use, Source: c.Source, InForce: c.InForce}}] = figure.Count{N: c.N, Failed: c.Failed, Logs: c.Logs, Squares: c.Squares}
		}
	}
	own, err := read.CountsOf(t.Context(), "w", "p")
	add("", own, err)
	busy, err := read.BusiestProcesses(t.Context(), "w", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"lone", "leads"} {
		counts, err := read.CountsOfProcess(t.Context(), "w", p)
		add(p, counts, err)
		n := 0
		for _, c := range counts {
			n += c.N
			later, err := read.CountedOfProcess(t.Context(), figure.Question{Workspace: "w", Process: p, Measure: c.Measure, From: now})
			if k := (key{p, figure.Count{Measure: c.Measure, Use: c.Use, Source: c.Source}}); err != nil || later.N != since[k] {
				t.Errorf("since, of %s: %+v, %v, want %d", p, later, err, since[k])
			}
		}
		for _, b := range busy {
			if b.ID == p && b.N != n {
				t.Errorf("%+v, want %d", b, n)
			}
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("counted\n%+v, want\n%+v", got, want)
	}
}

func TestProcessesSQLite(t *testing.T) {
	d, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	processes(t, d, err)
}

func TestProcessesPostgres(t *testing.T) {
	d, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	processes(t, d, err)
}

// processes are read by their workspace and by what they lead to; an id counts once of a process; and a process on which something hangs can't go.
func processes(t *testing.T, d *store.DB, err error) {
	do := office(t, d, err)
	registered(do)
	read := figures.Read(d)
	if all, err := read.Processes(t.Context(), "w"); err != nil || !reflect.DeepEqual(all, []figure.Process{{ID: "leads", Name: "Deploy it", Slug: "deploy"}, {ID: "lone", Name: "Restore – 運用"}}) {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := read.Leading(t.Context(), "w", "deploy"); err != nil || len(all) != 1 || all[0].ID != "leads" {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := read.Leading(t.Context(), "other", "deploy"); err != nil || len(all) != 0 {
		t.Errorf("of another workspace: %+v, %v", all, err)
	}
	o := figure.Observation{ID: "i", Workspace: "w", Process: "lone", Measure: figure.Recovery, At: now, Took: time.Hour, Use: figure.Unused, Unit: "payments", Cause: "network", Source: figure.Outside, Stored: now}
	do(func(ctx context.Context, s figures.Tx) error { return s.PutObservation(ctx, o, nil) })
	if err := d.Do(t.Context(), func(s *store.Tx) error { return figures.In(s).PutObservation(t.Context(), o, nil) }); err == nil {
		t.Error("the same id counts twice")
	}
	q := figure.Question{Workspace: "w", Process: "lone", Measure: figure.Recovery, From: now, Limit: 10}
	if all, err := read.Observations(t.Context(), q); err != nil || !reflect.DeepEqual(all, []figure.Observation{o}) {
		t.Errorf("%+v, %v", all, err)
	}
	q.From, q.To = time.Time{}, now
	if all, err := read.Observations(t.Context(), q); err != nil || len(all) != 0 {
		t.Errorf("before: %+v, %v", all, err)
	}
	out := o
	out.Excluded, out.Reason = now.Add(time.Hour), "a drill"
	do(func(ctx context.Context, s figures.Tx) error { return s.PutObservation(ctx, out, &o) })
	if all, err := read.LeftOut(t.Context(), figure.Question{Workspace: "w", Process: "lone", Limit: 10}); err != nil || !reflect.DeepEqual(all, []figure.Observation{out}) {
		t.Errorf("left out: %+v, %v", all, err)
	}
	do(func(ctx context.Context, s figures.Tx) error {
		rows := kept.In(s.Tx.Tx.Tx)
		if n, err := rows.Observed(ctx, "w", "lone"); n != 1 || err != nil {
			t.Errorf("one left out hangs there, too: %d, %v", n, err)
		}
		if n, err := rows.Observed(ctx, "other", "lone"); n != 0 || err != nil {
			t.Errorf("of another workspace: %d, %v", n, err)
		}
		return nil
	})
	if err := d.Do(t.Context(), func(s *store.Tx) error { return kept.In(s).DropProcess(t.Context(), "w", "lone") }); err == nil {
		t.Error("a process went, and its figures are of nothing")
	}
	if err := d.Do(t.Context(), func(s *store.Tx) error { return kept.In(s).DropProcess(t.Context(), "w", "leads") }); err != nil {
		t.Error(err)
	}
}

package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"showhow/internal/app/measure"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/figures"
)

// few are how many observations the first procedures get; all others share the rest.
var few = map[string]int{"load-0": 400, "load-1": 12, "load-2": 3, "load-3": 0, "load-4": 20000}

// observe fills a workspace with what was observed of its procedures, and then asks for their figures, and tells how long that takes.
func observe(ctx context.Context, data string, count int) error {
	db, all, err := filled(ctx, data)
	if err != nil {
		return err
	}
	defer db.Close()
	dice := rand.New(rand.NewPCG(3, 4))
	for i, p := range all {
		n, set := few[p.Slug]
		if !set {
			n = max(count-20415, 0) / max(len(all)-len(few), 1)
		}
		if err := db.Do(ctx, func(tx *store.Tx) error { return watched(ctx, figures.In(tx), p, min(n, count), dice) }); err != nil {
			return err
		}
		if i%1000 == 999 {
			fmt.Printf("%d procedures\n", i+1)
		}
	}
	return timed(ctx, db, all[0].Workspace)
}

// watched writes what was observed of one procedure: half of it carried out here, with its steps, the rest told from outside.
func watched(ctx context.Context, tx figures.Tx, p sop.Procedure, n int, dice *rand.Rand) error {
	force := time.Now().AddDate(-1, 0, 0)
	if _, err := tx.Tx.Tx.Tx.HoldProcedure(ctx, p.Workspace, p.Slug); err != nil {
		return err
	}
	if err := tx.SaveLife(ctx, p, life.Life{Reviews: []life.Review{{ID: store.NewID(), Number: 1, State: life.Effective, Came: force}}}); err != nil {
		return err
	}
	for i := range n {
		o := figure.Observation{ID: store.NewID(), Workspace: p.Workspace, Procedure: p.ID, Measure: figure.Run, Use: figure.Followed, Number: 1, Source: figure.Here, InForce: true, At: force.Add(time.Duration(dice.Int64N(int64(364 * 24 * time.Hour)))), Stored: time.Now(),
			Took: time.Duration(20 * float64(time.Minute) * math.Exp(dice.NormFloat64())), Failed: dice.IntN(12) == 0}
		if i%2 == 1 {
			o.Use, o.Source, o.Unit = figure.Unused, figure.Outside, "payments"
			o.Took *= 3
		}
		if err := tx.PutObservation(ctx, o, nil); err != nil {
			return err
		}
		if o.Source != figure.Here {
			continue
		}
		x := execution.Execution{ID: o.ID, Workspace: p.Workspace, Procedure: p.ID, Slug: p.Slug, Title: p.Title, Number: 1, Mode: execution.Live, By: "local", Started: o.At.Add(-o.Took)}
		x.Ended, x.Outcome = o.At, execution.OK
		if err := tx.AddExecution(ctx, x); err != nil {
			return err
		}
		f := figure.Facts{Execution: o.ID, Workspace: p.Workspace, Procedure: p.ID, Number: 1, Live: true, At: o.At}
		for s := range p.Steps {
			f.Steps = append(f.Steps, figure.StepFact{Key: fmt.Sprintf("step-%d", s+1), Took: int64(60e6 * math.Exp(dice.NormFloat64())), Deviated: dice.IntN(20) == 0, Unclear: dice.IntN(40) / 39})
		}
		if err := tx.PutFacts(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// timed asks for figures as a page does, with nobody else about.
func timed(ctx context.Context, db *store.DB, workspace string) error {
	look := measure.Of(db, func(_ context.Context, text string) (string, error) { return text, nil }, time.Now)
	a := desk.Actor{Workspace: workspace, Account: "local", Role: team.Viewer}
	fmt.Println("| figures | observations | median | p95 |\n|---|---|---|---|")
	ask := func(name string, do func() (int, error)) error {
		var took []time.Duration
		n := 0
		for range 40 {
			began := time.Now()
			var err error
			if n, err = do(); err != nil {
				return err
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		fmt.Printf("| %s | %d | %.1f ms | %.1f ms |\n", name, n, float64(took[20].Microseconds())/1000, float64(took[37].Microseconds())/1000)
		return nil
	}
	if err := ask("the workspace", func() (int, error) {
		o, err := look.Workspace(ctx, a)
		n := 0
		for _, t := range o.Measures {
			n += t.N
		}
		return n, err
	}); err != nil {
		return err
	}
	for _, slug := range []string{"load-3", "load-2", "load-1", "load-0", "load-4"} {
		if err := ask(slug, func() (int, error) {
			r, err := look.Procedure(ctx, a, slug)
			n := 0
			for _, m := range r.Figures {
				n += m.Total
			}
			return n, err
		}); err != nil {
			return err
		}
	}
	return nil
}

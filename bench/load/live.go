package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
)

// weeks is how far back the executions go.
const weeks = 104

// live brings all procedures of a filled workspace into force, and has them carried out so many times in all, each step of them settled: some failed, some
// recovered. The same count gives the same ones.
func live(ctx context.Context, data string, count int) error {
	db, all, err := filled(ctx, data)
	if err != nil {
		return err
	}
	defer db.Close()
	home := all[0].Workspace
	if err := town(ctx, db, home); err != nil {
		return err
	}
	began, forced := time.Now().AddDate(0, 0, -7*weeks), rand.New(rand.NewPCG(5, 6))
	for len(all) > 0 && err == nil {
		some := all[:min(200, len(all))]
		err = db.Do(ctx, func(tx *store.Tx) error {
			for _, p := range some {
				came := began.Add(time.Duration(forced.Int64N(int64(time.Since(began)))))
				if err := force(ctx, tx, p, came); err != nil {
					return err
				}
			}
			return nil
		})
		all = all[len(some):]
	}
	if err != nil {
		return err
	}
	if all, err = db.Read().Procedures(ctx, home, 100_000); err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(3, 4))
	const batch = 500
	for n := 0; n < count; n += batch {
		if err := db.Do(ctx, func(tx *store.Tx) error {
			for i := n; i < min(n+batch, count); i++ {
				at := began.Add(time.Duration(float64(i) / float64(count) * float64(7*weeks*24) * float64(time.Hour)))
				if err := carry(ctx, tx, carried{all[dice.IntN(len(all))], i, at, dice}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	o := around{db, all, dice}
	if err := o.fill(ctx); err != nil {
		return err
	}
	if err := caughtUp(ctx, db); err != nil {
		return err
	}
	if err := o.told(ctx); err != nil {
		return err
	}
	fmt.Printf("%d procedures in force, carried out %d times, in %s\n", len(all), count, data)
	return nil
}

// force brings a procedure's only revision into force.
func force(ctx context.Context, tx *store.Tx, p sop.Procedure, at time.Time) error {
	t := lives.In(tx)
	l, err := t.Life(ctx, p.ID)
	if err != nil || len(l.Reviews) > 0 {
		return err
	}
	releases, err := tx.Releases(ctx, p.ID)
	if err != nil {
		return err
	}
	r := life.Review{ID: store.NewID(), Number: 1, Digest: releases[0].Digest, State: life.Effective, Change: life.Major, By: "local", Opened: at, Closed: at, Came: at, Authors: []string{"local", person(len(p.Slug))}}
	l.Reviews, l.Due = []life.Review{r}, time.Now().AddDate(0, 6, 0)
	p.State, p.Changed = sop.ProcedureState(l.State()), at
	if err := t.SaveLife(ctx, p, l); err != nil {
		return err
	}
	return forced(ctx, tx, p, l)
}

// carried is one time that a procedure is carried out.
type carried struct {
	p    sop.Procedure
	n    int
	at   time.Time
	dice *rand.Rand
}

// slowest is the most that a step takes.
const slowest = 3 * time.Minute

func carry(ctx context.Context, tx *store.Tx, c carried) error {
	r, err := tx.Revision(ctx, c.p.ID, 1)
	if err != nil {
		return err
	}
	releases, err := tx.Releases(ctx, c.p.ID)
	if err != nil {
		return err
	}
	x := execution.Execution{ID: fmt.Sprintf("load-%d", c.n), Workspace: c.p.Workspace, Procedure: c.p.ID, Slug: c.p.Slug, Title: c.p.Title, Number: 1, Digest: releases[0].Digest, Mode: execution.Live, By: person(c.n), Started: c.at}
	x.Lead, x.Changed = x.By, c.at
	rows := executions.In(tx)
	if err := rows.AddExecution(ctx, x); err != nil {
		return err
	}
	var events []execution.Event
	at, how := c.at, execution.OK
	told := func(e execution.Event) {
		at = at.Add(time.Duration(1 + c.dice.Int64N(int64(slowest))))
		e.ID, e.Author, e.Role, e.Device, e.At, e.Stored = fmt.Sprintf("e%d", len(events)), x.By, "editor", at, at, at
		events = append(events, e)
	}
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			e := execution.Event{Kind: execution.Settled, Step: st.Key, Outcome: execution.OK}
			if c.dice.IntN(200) == 0 {
				e.Outcome, e.Text, how = execution.Recovered, "It took a second try.", execution.Recovered
			}
			told(e)
		}
	}
	told(execution.Event{Kind: execution.Ended, Outcome: how, Text: strings.Repeat("It went on after a second try. ", map[execution.Outcome]int{execution.Recovered: 1}[how])})
	state := execution.Fold(x, &r, events)
	x.Summary = state.Summary(x.Mode)
	x.Changed = at
	if err := rows.SaveExecution(ctx, x, events); err != nil {
		return err
	}
	return done(ctx, tx, x, events)
}

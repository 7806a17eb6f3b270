package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	rests "showhow/internal/app/current"
	"showhow/internal/app/measure"
	"showhow/internal/app/workspace/learn"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	kept "showhow/internal/store/register"
	"showhow/internal/store/threads"
	learnt "showhow/internal/store/training"
)

// How many people there are, and how much of what they did stands around the procedures.
const (
	people    = 50
	processes = 500
	remarks   = 10_000
	said      = 5_000
	learning  = 20_000
)

// person is the account of one of them. They are of the sample's kind: as long as nobody can come in by one of them, whoever sits at the machine may.
func person(n int) string { return fmt.Sprintf("person-%d", n%people) }

// town fills a workspace with people.
func town(ctx context.Context, db *store.DB, workspace string) error {
	return db.Do(ctx, func(tx *store.Tx) error {
		for i := range people {
			a := team.Account{ID: person(i), Email: person(i) + "@example.org", Name: fmt.Sprintf("Person %d", i), Sample: true, Created: time.Now(), Changed: time.Now()}
			if err := tx.AddAccount(ctx, a); err != nil {
				return err
			}
			if err := tx.SetMember(ctx, team.Member{Account: a, Workspace: workspace, Role: team.Roles[i%len(team.Roles)]}); err != nil {
				return err
			}
			if _, err := tx.SQL().ExecContext(ctx, "UPDATE procedure SET owner = $1 WHERE workspace = $2 AND CAST(SUBSTR(slug, 6) AS INTEGER) % $3 = $4", a.ID, workspace, people+1, i); err != nil {
				return err
			}
		}
		return nil
	})
}

// caughtUp does at once what a running server does little by little: it makes the figures of executions, reads what procedures rest on, and counts who is where.
func caughtUp(ctx context.Context, db *store.DB) error {
	plain := func(_ context.Context, text string) (string, error) { return text, nil }
	all, count := measure.Of(db, plain, time.Now).Desk, learn.Counter(db)
	for n := 1; n > 0; {
		var err error
		if n, err = all.CatchUp(ctx, "", 500); err != nil {
			return err
		}
	}
	for n := 1; n > 0; {
		var err error
		if n, err = count.CatchUp(ctx, desktraining.At{Now: time.Now()}, 200); err != nil {
			return err
		}
	}
	return (rests.Room{DB: db}).Desk().CatchUp(ctx, "")
}

// around is what people did beside carrying procedures out.
type around struct {
	db   *store.DB
	all  []sop.Procedure
	dice *rand.Rand
}

// inBatches does something so many times, some in each transaction.
func (o around) inBatches(ctx context.Context, count int, do func(tx *store.Tx, n int) error) error {
	const batch = 500
	for n := 0; n < count; n += batch {
		if err := o.db.Do(ctx, func(tx *store.Tx) error {
			for i := n; i < min(n+batch, count); i++ {
				if err := do(tx, i); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// ago is a time within the last year.
func (o around) ago() time.Time {
	return time.Now().Add(-time.Duration(o.dice.Int64N(int64(365 * 24 * time.Hour))))
}

func (o around) one() sop.Procedure { return o.all[o.dice.IntN(len(o.all))] }

// fill writes all of it.
func (o around) fill(ctx context.Context) error {
	if err := o.inBatches(ctx, processes, func(tx *store.Tx, n int) error {
		able := n % 5
		p := register.Process{ID: store.NewID(), Workspace: o.all[0].Workspace, Version: 1, Name: fmt.Sprintf("Process %d", n), Area: register.Areas[n%len(register.Areas)], Status: register.Idea, Severity: 1 + n%5, Frequency: register.Frequency{Times: float64(1 + n%9), Per: "week"}, Able: &able, Owner: person(n), Created: o.ago()}
		if n%5 < 3 {
			p.Slug, p.Status = o.all[n].Slug, register.Written
		}
		p.Changed = p.Created
		_, err := kept.In(tx).SaveProcess(ctx, p)
		return err
	}); err != nil {
		return err
	}
	if err := o.inBatches(ctx, remarks, func(tx *store.Tx, n int) error {
		p := o.one()
		t := thread.Thread{ID: store.NewID(), Workspace: p.Workspace, Procedure: p.ID, Number: 1, Kind: []thread.Kind{thread.Question, thread.Suggestion, thread.Note}[n%3], State: thread.Open, By: person(o.dice.IntN(people)), At: o.ago()}
		t.Remarks = []thread.Remark{{ID: store.NewID(), By: t.By, At: t.At, Text: "What happens if it doesn't come up again?"}}
		if n%4 > 0 {
			t.State, t.Resolution = thread.Resolved, &thread.Resolution{By: person(o.dice.IntN(people)), At: t.At.Add(time.Hour), How: []thread.How{thread.Mended, thread.Answered}[n%2]}
		}
		return threads.In(tx).AddThread(ctx, t)
	}); err != nil {
		return err
	}
	if err := o.inBatches(ctx, said, func(tx *store.Tx, n int) error {
		p := o.one()
		return currents.In(tx).AddFeedback(ctx, feedback.Feedback{ID: store.NewID(), Workspace: p.Workspace, Procedure: p.ID, Number: 1, Step: "s1", Kind: feedback.Kinds[n%len(feedback.Kinds)], By: person(n), Source: "page", At: o.ago(), State: []feedback.State{feedback.Open, feedback.Closed}[n%2]}, "")
	}); err != nil {
		return err
	}
	return o.inBatches(ctx, learning, func(tx *store.Tx, n int) error { return o.learns(ctx, learnt.In(tx), n) })
}

// learns has somebody learn a procedure: one in four of them is still asked to.
func (o around) learns(ctx context.Context, tx learnt.Tx, n int) error {
	p := o.all[n%len(o.all)]
	x := training.Record{Workspace: p.Workspace, Procedure: p.ID, Account: person(n/len(o.all)*7 + n)}
	digest := ""
	if releases, err := tx.Tx.Tx.Tx.Releases(ctx, p.ID); err != nil {
		return err
	} else if len(releases) > 0 {
		digest = releases[0].Digest
	}
	at := o.ago()
	for _, stage := range training.Stages[:1+o.dice.IntN(len(training.Stages))] {
		x.Entries = append(x.Entries, training.Entry{ID: store.NewID(), Kind: training.Signed, Stage: stage, Number: 1, Digest: digest, Account: person(n + 1), Name: "Person", Role: "editor", At: at})
	}
	if err := tx.SaveRecord(ctx, x); err != nil {
		return err
	}
	if err := learned(ctx, tx.Tx.Tx.Tx, x); err != nil {
		return err
	}
	if n%4 > 0 {
		return nil
	}
	return tx.SaveTask(ctx, training.Task{ID: store.NewID(), Workspace: p.Workspace, Procedure: p.ID, Account: x.Account, Target: training.Able, Due: time.Now().AddDate(0, 1, 0), By: person(n + 1), At: at, Next: time.Now().AddDate(0, 0, 20)})
}

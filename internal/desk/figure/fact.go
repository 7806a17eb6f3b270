package figure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/figure"
)

// CatchUp writes the figures of executions that ended, in the order in which they did: of a procedure, or of all when it's empty, at most so many, in one transaction. It
// gives how many it wrote. One of which nothing can be made doesn't keep the others waiting: they come before it from then on, and the error tells of it, which is ErrLeft.
func (d *Desk) CatchUp(ctx context.Context, procedure string, limit int) (n int, err error) {
	due, err := d.Due(ctx, procedure, limit)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		for _, of := range due {
			if err := d.write(ctx, tx, of[0], of[1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return len(due), nil
	}
	var left error
	for _, of := range due {
		err := d.Do(ctx, func(tx Tx) error { return d.write(ctx, tx, of[0], of[1]) })
		if err == nil {
			n++
			continue
		}
		if err2 := d.Do(ctx, func(tx Tx) error { return tx.PutOff(ctx, of[1], d.Now()) }); err2 != nil {
			return n, errors.Join(err, err2)
		}
		left = errors.Join(left, fmt.Errorf("%w: execution %s: %w", ErrLeft, of[1], err))
	}
	return n, left
}

// ErrLeft is that no figures could be made of an execution; it is tried again after all others.
var ErrLeft = errors.New("no figures could be made of it")

// write writes what an execution tells.
func (d *Desk) write(ctx context.Context, tx Tx, workspace, id string) error {
	x, err := tx.Execution(ctx, workspace, id)
	if err != nil {
		return err
	}
	r, err := tx.Revision(ctx, x.Procedure, x.Number)
	if err != nil {
		return err
	}
	events, err := tx.Events(ctx, id)
	if err != nil {
		return err
	}
	l, err := tx.Life(ctx, x.Procedure)
	if err != nil {
		return err
	}
	facts, o := FactsOf(x, &r, events)
	if err := tx.PutFacts(ctx, facts); err != nil {
		return err
	}
	if x.Mode == execution.Live {
		o.InForce, o.Stored = since(inForce(&l), o.At), d.Now()
		if err := d.put(ctx, tx, o); err != nil {
			return err
		}
	}
	if err := d.learn(ctx, tx, x, o); err != nil {
		return err
	}
	return tx.DropDue(ctx, id)
}

// put writes an observation of an execution: what came late may have changed it, but not that it was left out.
func (d *Desk) put(ctx context.Context, tx Tx, o figure.Observation) error {
	was, err := tx.Observation(ctx, o.Workspace, o.Measure, o.ID)
	if err != nil {
		return err
	}
	if was != nil {
		if was.Same(o) || was.Source != figure.Here {
			return nil
		}
		o.Excluded, o.Reason = was.Excluded, was.Reason
	}
	return tx.PutObservation(ctx, o, was)
}

// FactsOf is what an execution that has ended tells: of its steps, and as a whole.
func FactsOf(x execution.Execution, r *sop.Revision, events []execution.Event) (figure.Facts, figure.Observation) {
	s := execution.Fold(x, r, events)
	f := figure.Facts{Execution: x.ID, Workspace: x.Workspace, Procedure: x.Procedure, Number: x.Number, Live: x.Mode == execution.Live, At: x.Ended, Steps: []figure.StepFact{}}
	o := figure.Observation{ID: x.ID, Workspace: x.Workspace, Procedure: x.Procedure, Measure: figure.Run, At: x.Ended, Took: max(x.Ended.Sub(x.Started), time.Second).Truncate(time.Microsecond), Use: figure.Followed,
		Failed: x.Outcome != execution.OK && x.Outcome != execution.NotNeeded, Number: x.Number, Execution: x.ID, Source: figure.Here}
	for _, p := range execution.Steps(r) {
		st := s.Steps[p.Key]
		fact := figure.StepFact{Key: p.Key, Took: st.Took.Microseconds(), Notes: len(st.Notes)}
		if e := st.Settled; e != nil {
			fact.Failed = e.Outcome == execution.Failed
			fact.Deviated = fact.Failed || e.Outcome == execution.Recovered || e.Outcome == execution.Skipped || otherwise(p.Step, e)
			if fact.Deviated {
				o.Use = figure.Deviated
			}
		}
		for _, e := range s.Back {
			if e.Step == p.Key {
				fact.Back++
			}
		}
		for _, t := range s.Thoughts {
			if t.Step == p.Key {
				*map[execution.Remark]*int{execution.Unclear: &fact.Unclear, execution.Missing: &fact.Missing, execution.Wrong: &fact.Wrong, execution.Slow: &fact.Slow}[execution.Remark(t.Value)]++
			}
		}
		if fact.Told() {
			f.Steps = append(f.Steps, fact)
		}
	}
	return f, o
}

// otherwise says that a step that was done came out as something else than is declared.
func otherwise(s *sop.Step, e *execution.Event) bool {
	return e.Outcome == execution.OK && s.Conduct != nil && s.Conduct.Value != nil && strings.TrimSpace(e.Value) != strings.TrimSpace(s.Conduct.Value.Text)
}

// learn notes who tried a procedure, and who did it alone for the first time: of that an observation is made that names nobody. Whoever did it alone at the first
// try knew it before, and tells nothing of learning.
func (d *Desk) learn(ctx context.Context, tx Tx, x execution.Execution, run figure.Observation) error {
	alone := x.Mode == execution.Live && x.Outcome == execution.OK && slices.Equal(x.Doers, []string{x.By})
	for _, who := range x.Doers {
		l, err := tx.Learner(ctx, x.Procedure, who)
		if err != nil {
			return err
		}
		was := l
		if l.Began.IsZero() {
			l.Began = x.Started
		}
		if alone && l.Alone.IsZero() {
			l.Alone = x.Ended
			if l.Began.Before(x.Started) {
				o := run
				o.Measure, o.Took, o.Failed, o.Execution, o.ID, o.Stored = figure.Onboarding, l.Alone.Sub(l.Began).Truncate(time.Microsecond), false, "", d.NewID(), d.Now()
				if err := tx.PutObservation(ctx, o, nil); err != nil {
					return err
				}
			}
		}
		if l != was {
			if err := tx.SaveLearner(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

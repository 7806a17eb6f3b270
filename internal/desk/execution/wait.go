package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
)

// waits tells whoever an execution now waits for: those who may approve its next step, once for each step. What was told stands in the execution.
func (d *Desk) waits(ctx context.Context, tx Tx, x *execution.Execution, on waiting) error {
	s := on.state
	if s.Next == "" || s.End != nil || slices.Contains(x.Asked, s.Next) {
		return nil
	}
	for _, p := range execution.Steps(on.revision) {
		if p.Key != s.Next || p.Conduct == nil || p.Conduct.Approver == "" {
			continue
		}
		x.Asked = append(x.Asked, p.Key)
		if st := s.Steps[p.Key]; st != nil && st.Approved != nil {
			return nil // somebody was earlier
		}
		h := on.happening(d, x)
		h.Role, h.But = p.Conduct.Approver, append(slices.Clone(s.Doers), s.Lead, x.By)
		h.Said = fmt.Sprintf("carries this out, and step %d waits for an approval that you may give", p.Number)
		return tx.AddHappening(ctx, h)
	}
	return nil
}

// waiting is where an execution stands, and by whose doing.
type waiting struct {
	by       string
	state    *execution.State
	revision *sop.Revision
}

// happening is what is told of an execution, but for what it is and to whom.
func (w waiting) happening(d *Desk, x *execution.Execution) notice.Happening {
	return notice.Happening{ID: d.NewID(), Workspace: x.Workspace, Procedure: x.Procedure, Kind: notice.Execution, Actor: w.by, At: d.Now(), Number: x.Number, Href: "/executions/" + x.ID}
}

// offered tells somebody that an execution was handed to them, as long as they haven't taken it.
func (d *Desk) offered(ctx context.Context, tx Tx, w *Went) error {
	o := w.State.Offer
	if o == nil || w.State.End != nil || !slices.ContainsFunc(w.Fresh, func(e execution.Event) bool { return e.ID == o.ID }) {
		return nil
	}
	h := waiting{by: o.Author}.happening(d, &w.Execution)
	h.To, h.Said = []string{o.To}, "hands an execution over to you: it waits for you to take it"
	return tx.AddHappening(ctx, h)
}

// asked tells those who may approve a step that was refused that they are asked again: once for each refusal, for what asks may be overtaken by what comes later with an earlier time.
func (d *Desk) asked(ctx context.Context, tx Tx, w *Went, r *sop.Revision) error {
	for _, e := range w.Fresh {
		if e.Kind != execution.Asked || w.State.Void[e.ID] != "" || w.State.End != nil {
			continue
		}
		st := w.State.Steps[e.Step]
		if st.Asked == nil || st.Asked.ID != e.ID || slices.Contains(w.Execution.Again, st.Approved.ID) { // somebody has answered it since, or was told
			continue
		}
		w.Execution.Again = append(w.Execution.Again, st.Approved.ID)
		h := waiting{by: e.Author}.happening(d, &w.Execution)
		for _, p := range execution.Steps(r) {
			if p.Key == e.Step {
				h.Role, h.Said = p.Conduct.Approver, fmt.Sprintf("asks again for the approval of step %d, which was refused", p.Number)
			}
		}
		h.But, h.Words, h.Href = append(slices.Clone(w.State.Doers), w.State.Lead, w.Execution.By), e.Text, h.Href+"?step="+e.Step
		if err := tx.AddHappening(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// wakes is when people are told of an execution next: one of its times is over, or a failure that nobody has answered is told again; zero for never.
func (g running) wakes() (next time.Time) {
	sooner := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, c := range g.state.Clocks(g.revision) {
		if !slices.Contains(g.Woken, c.Step) {
			sooner(c.Over)
		}
	}
	for _, a := range g.alarms() {
		sooner(a.next())
	}
	return next
}

// wakesAtOnce is how many executions people are told of at a time at most whose steps' times are over, or whose failures nobody has answered.
const wakesAtOnce = 200

// Wake tells those who carry something out of the steps whose times are over, each once, and again of failures that nobody has answered; waking gives the executions that have such by a time. One of which nobody can be told
// keeps no others waiting.
func (d *Desk) Wake(ctx context.Context, waking func(ctx context.Context, by time.Time, limit int) ([]execution.Execution, error)) error {
	due, err := waking(ctx, d.Now(), wakesAtOnce)
	for _, x := range due {
		err = errors.Join(err, d.wake(ctx, x.Workspace, x.ID))
	}
	return err
}

func (d *Desk) wake(ctx context.Context, workspace, id string) error {
	return d.Do(ctx, func(tx Tx) error {
		x, err := tx.HoldExecution(ctx, workspace, id)
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
		now, s := d.Now(), execution.Fold(x, &r, events)
		for _, c := range s.Clocks(&r) {
			if c.Over.After(now) || slices.Contains(x.Woken, c.Step) {
				continue
			}
			x.Woken = append(x.Woken, c.Step)
			h := waiting{}.happening(d, &x)
			h.To, h.Href = append([]string{s.Lead}, s.Doers...), h.Href+"?step="+c.Step
			h.To = append(h.To, s.Steps[c.Step].Waiting.Author)
			h.Said = fmt.Sprintf("the time of step %d is over", c.Number)
			if err := tx.AddHappening(ctx, h); err != nil {
				return err
			}
		}
		g := running{&x, s, &r, events}
		if err := d.retell(ctx, tx, g); err != nil {
			return err
		}
		x.Wakes = g.wakes()
		return tx.SaveExecution(ctx, x, nil)
	})
}

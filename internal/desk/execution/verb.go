package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Batch are events that come together from one device.
type Batch struct {
	// Sent is what the device's clock said when it sent them; zero for that of the server.
	Sent   time.Time
	Events []execution.Event
	// Strict refuses all of them when one would count for nothing, as for a form that somebody looks at; what a device has gathered by itself is kept.
	Strict bool
	// By is how it was made sure who that is, where they sign at another's terminal: a part of the line of the trail. Then an event that is there already must be the same.
	By string
}

// The bounds of a batch, and of an execution.
const (
	mostAtOnce = 500
	mostEvents = 20000
	steady     = 2 * time.Second // as far as clocks may differ without it meaning anything
)

// Went is where an execution stands after a batch.
type Went struct {
	Execution execution.Execution
	State     *execution.State
	// Fresh are the events that weren't there before.
	Fresh []execution.Event
	// follows says that Find knows of them already.
	follows bool
	by      string
}

// Go takes events in. It may be called again with the same ones: each counts once.
func (d *Desk) Go(ctx context.Context, a desk.Actor, id string, b Batch) (w Went, err error) {
	if err := a.May(desk.Carry); err != nil {
		return w, err
	}
	events, err := d.sound(ctx, a, b)
	if err != nil {
		return w, err
	}
	old, err := d.old(ctx, a, id, events)
	if err != nil {
		return w, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		w = Went{}
		if w.Execution, err = tx.HoldExecution(ctx, a.Workspace, id); err != nil {
			return err
		}
		return d.take(ctx, tx, a, &w, batch{events: events, strict: b.Strict, by: b.By, old: old})
	})
	return w, err
}

// Following is what was done elsewhere about a thought of an execution.
type Following struct {
	Actor desk.Actor
	// Thought is the event; Reopens says that what was done about it counts no more, or else Text says what was done.
	Execution string
	Thought   execution.Event
	Reopens   bool
	Text      string
}

// FollowIn notes within another's transaction what was done elsewhere about a thought. Whoever may do that was asked there; Find isn't told.
func (d *Desk) FollowIn(ctx context.Context, tx Tx, f Following) error {
	x, err := tx.HoldExecution(ctx, f.Actor.Workspace, f.Execution)
	if err != nil {
		return err
	}
	now := d.Now()
	e := execution.Event{ID: d.NewID(), Kind: execution.Resolved, Step: f.Thought.Step, Ref: f.Thought.ID, Text: f.Text, Author: f.Actor.Account, Role: string(f.Actor.Role), Device: now, At: now, Stored: now}
	if f.Reopens {
		e.Kind = execution.Reopened
	}
	if e.Text, err = d.tidy(ctx, e.Text); err != nil {
		return err
	}
	return d.take(ctx, tx, f.Actor, &Went{Execution: x}, batch{events: []execution.Event{e}, follows: true})
}

type batch struct {
	events []execution.Event
	strict bool
	by     string
	// follows says that Find knows of it already.
	follows bool
	// old are pictures that were kept before it was noted.
	old map[string]bool
}

// take adds what is new of a batch.
func (d *Desk) take(ctx context.Context, tx Tx, a desk.Actor, w *Went, b batch) error {
	x := &w.Execution
	r, err := tx.Revision(ctx, x.Procedure, x.Number)
	if err != nil {
		return err
	}
	had, err := tx.Events(ctx, x.ID)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, e := range had {
		known[e.ID] = true
		if b.by != "" && slices.ContainsFunc(b.events, func(o execution.Event) bool { return o.ID == e.ID && !same(o, e) }) {
			return refused("Something else was told under this id, so nothing was signed.", "Make another id at random.")
		}
	}
	for _, e := range b.events {
		if !known[e.ID] {
			known[e.ID] = true
			if e.At.Before(x.Started) {
				e.At = x.Started
			}
			w.Fresh = append(w.Fresh, e)
		}
	}
	if len(had)+len(w.Fresh) > mostEvents {
		return refused("This execution has grown too long.", "End it, and begin another.")
	}
	if err := named(ctx, tx, x.ID, b, w.Fresh); err != nil {
		return err
	}
	w.fold(&r, had)
	for _, e := range w.Fresh {
		if why := w.State.Void[e.ID]; why != "" && b.strict {
			return refused(why, execution.Mend(why))
		}
	}
	if len(w.Fresh) == 0 {
		return nil
	}
	was := x.Summary
	x.Summary = w.State.Summary(x.Mode)
	x.Changed = d.Now()
	if err := errors.Join(d.waits(ctx, tx, x, waiting{a.Account, w.State, &r}), d.offered(ctx, tx, w), d.asked(ctx, tx, w, &r), d.failed(ctx, tx, w, before{had, &r})); err != nil {
		return err
	}
	x.Wakes = running{x, w.State, &r, append(had, w.Fresh...)}.wakes()
	if err := tx.SaveExecution(ctx, *x, w.Fresh); err != nil {
		return err
	}
	if err := d.ended(ctx, tx, a, was, x); err != nil {
		return err
	}
	w.follows, w.by = b.follows, b.by
	return d.tell(ctx, tx, a, w)
}

// fold tells where the execution stands with what is new, in which it's written down what was done before its turn.
func (w *Went) fold(r *sop.Revision, had []execution.Event) {
	w.State = execution.Fold(w.Execution, r, append(had, w.Fresh...))
	early := w.State.Early(w.Execution, w.Fresh)
	for i := range w.Fresh {
		w.Fresh[i].Early = early[w.Fresh[i].ID]
	}
	if len(early) > 0 {
		w.State = execution.Fold(w.Execution, r, append(had, w.Fresh...))
	}
}

// same says that two events are one person's same word on a step.
func same(a, b execution.Event) bool {
	return a.Kind == b.Kind && a.Author == b.Author && a.Step == b.Step && a.Value == b.Value && a.Text == b.Text
}

// ended tells whoever has to know that an execution has ended: who asks what that shows, and the execution of which it is a part.
func (d *Desk) ended(ctx context.Context, tx Tx, a desk.Actor, was execution.Summary, x *execution.Execution) error {
	if was.Ended.IsZero() && x.Over() && d.Over != nil {
		if err := d.Over(ctx, tx, *x); err != nil {
			return err
		}
	}
	if was.Outcome == x.Outcome || x.ParentStep == "" {
		return nil
	}
	return d.came(ctx, tx, a, x)
}

// verbs are the events that the trail tells of, too, by their kinds.
var verbs = map[execution.Kind]string{
	execution.Settled: "execution.settled", execution.Approved: "execution.approved", execution.Asked: "execution.asked_again", execution.Offered: "execution.offered", execution.Accepted: "execution.taken_over",
	execution.Thought: "execution.remarked", execution.Resolved: "execution.resolved", execution.Reopened: "execution.reopened", execution.Ended: "execution.ended", execution.Kept: "execution.evidence", execution.Confirmed: "execution.confirmed",
	execution.Answered: "execution.answered", execution.Ticked: "execution.warning_read", execution.Linked: "execution.part_begun", execution.PartEnded: "execution.part_ended",
}

// tell writes the lines of the trail, and tells Find of thoughts and of what was done about them.
func (d *Desk) tell(ctx context.Context, tx Tx, a desk.Actor, w *Went) error {
	for _, e := range w.Fresh {
		verb := verbs[e.Kind]
		if verb == "" {
			continue
		}
		detail := w.Execution.ID
		parts := []string{e.Step, e.Ref, string(e.Outcome)}
		if e.Kind == execution.Answered {
			parts = append(parts, e.Value)
		}
		for _, part := range parts {
			if part != "" {
				detail += ", " + part
			}
		}
		if why := w.State.Void[e.ID]; why != "" {
			detail += " (counts for nothing: " + strings.TrimSuffix(why, ".") + ")"
		}
		if w.by != "" {
			detail += ", " + w.by
		}
		if err := d.event(ctx, tx, a, team.Event{Verb: verb, Target: w.Execution.Procedure, Detail: detail, Proof: trail.Proof("execution", w.Execution.ID, "event", trail.Digest(e))}); err != nil {
			return err
		}
		if (e.Kind == execution.Thought || e.Kind == execution.Resolved) && d.Find != nil && !w.follows && w.State.Void[e.ID] == "" {
			f := Finding{Execution: w.Execution, Event: e}
			if i := slices.IndexFunc(w.State.Thoughts, func(t execution.Finding) bool { return t.ID == e.Ref }); i >= 0 {
				f.Thought = &w.State.Thoughts[i].Event
			}
			if err := d.Find(ctx, tx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// sound are a batch's events as they are kept: of whom they come from, without secrets, at the time that it really was.
func (d *Desk) sound(ctx context.Context, a desk.Actor, b Batch) (out []execution.Event, err error) {
	if len(b.Events) == 0 || len(b.Events) > mostAtOnce {
		return nil, refused(fmt.Sprintf("A batch holds from 1 to %d events.", mostAtOnce), "Send the rest in another one.")
	}
	now := d.Now()
	var wrong time.Duration
	if !b.Sent.IsZero() {
		if wrong = now.Sub(b.Sent); wrong.Abs() < steady {
			wrong = 0
		}
	}
	for _, e := range b.Events {
		if e.ID == "" || len(e.ID) > 64 || strings.Trim(e.ID, idLetters) != "" {
			return nil, refused("An event's id isn't of up to 64 letters, digits and hyphens.", "Make one at random for each.")
		}
		if e.Kind == execution.Reopened {
			return nil, refused("A remark is opened again in its thread.", "Open it there.")
		}
		if e.Kind == execution.Linked || e.Kind == execution.PartEnded {
			return nil, refused("Which execution is a step's own procedure, and what became of it, isn't told by hand.", "Begin that with this one as its parent: it is linked then.")
		}
		if e.Kind == execution.Resolved {
			if err := a.May(desk.Write); err != nil {
				return nil, err
			}
		}
		e.Author, e.Role, e.Stored, e.Early, e.Lost = a.Account, string(a.Role), now, 0, false
		if e.Device.IsZero() {
			e.Device = now
		}
		if e.At = e.Device.Add(wrong); e.At.After(now) {
			e.At = now
		}
		for _, text := range []*string{&e.Text, &e.Value} {
			if *text, err = d.tidy(ctx, *text); err != nil {
				return nil, err
			}
		}
		for _, name := range append([]string{e.Step, e.To, e.Ref, e.Picture}, e.Over...) {
			if len(name) > 200 || len(e.Over) > mostAtOnce {
				return nil, refused("A name in an event is too long.", "")
			}
		}
		out = append(out, e)
	}
	return out, nil
}

const idLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

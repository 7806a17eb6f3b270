package execution

import (
	"context"
	"fmt"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// wholly is the execution of which another one is to be a part, held; its step that asks for that, and the revision that the step asks for. It is empty for what is no part.
type wholly struct {
	execution.Execution
	step     string
	revision int
}

// whole finds the execution of which one of a procedure is to be a part. It has to be under way, for the same purpose, and a step of it has to ask for that very procedure.
func whole(ctx context.Context, tx Tx, a desk.Actor, slug string, s Starting) (w wholly, err error) {
	if s.Parent == "" {
		return w, nil
	}
	w.Execution, err = tx.HoldExecution(ctx, a.Workspace, s.Parent)
	if sop.CodeOf(err) == sop.NotFound {
		return w, refused("There is no execution of which this could be a part.", "Begin it from the step that asks for it.")
	}
	if err != nil {
		return w, err
	}
	if w.Over() {
		return w, refused("The execution of which it is to be a part has ended.", "Begin it by itself.")
	}
	if w.Mode != s.Mode {
		return w, refused(fmt.Sprintf("The execution of which it is to be a part is for another purpose: %s.", w.Mode.Words()), "Begin it for the same.")
	}
	r, err := tx.Revision(ctx, w.Procedure, w.Number)
	if err != nil {
		return w, err
	}
	events, err := tx.Events(ctx, w.ID)
	if err != nil {
		return w, err
	}
	p, ok := execution.Fold(w.Execution, &r, events).Wanting(&r, slug, s.Step)
	if !ok {
		return w, refused("No such step of the execution of which it is to be a part asks for this procedure.", "Begin it from the step that asks for it.")
	}
	w.step, w.revision = p.Key, p.Conduct.Revision
	return w, nil
}

// link notes at the step that asked for an execution which one was begun.
func (d *Desk) link(ctx context.Context, tx Tx, a desk.Actor, of wholly, x *execution.Execution) error {
	if of.step == "" {
		return nil
	}
	now := d.Now()
	e := execution.Event{ID: x.ID + "-part", Kind: execution.Linked, Step: of.step, Ref: x.ID, Author: a.Account, Role: string(a.Role), Device: now, At: now, Stored: now}
	return d.take(ctx, tx, a, &Went{Execution: of.Execution}, batch{events: []execution.Event{e}, strict: true})
}

// came notes at the step that asked for an execution what became of it, unless all of that has ended.
func (d *Desk) came(ctx context.Context, tx Tx, a desk.Actor, x *execution.Execution) error {
	of, err := tx.HoldExecution(ctx, x.Workspace, x.Parent)
	if err != nil || of.Over() {
		return err
	}
	now := d.Now()
	e := execution.Event{ID: d.NewID(), Kind: execution.PartEnded, Step: x.ParentStep, Ref: x.ID, Outcome: x.Outcome, Author: a.Account, Role: string(a.Role), Device: now, At: now, Stored: now}
	return d.take(ctx, tx, a, &Went{Execution: of}, batch{events: []execution.Event{e}})
}

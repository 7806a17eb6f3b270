package main

import (
	"context"
	"strconv"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
	"showhow/internal/store"
)

// The lines of the audit trail that the desks write of the same: a check of the workspace against its trail has as much to read as in one that people filled.

// vouched writes a line.
func vouched(ctx context.Context, tx *store.Tx, e team.Event) error {
	e.ID = store.NewID()
	return tx.AddEvent(ctx, e)
}

// forced tells that a procedure's only revision was sent, and came into force.
func forced(ctx context.Context, tx *store.Tx, p sop.Procedure, l life.Life) error {
	r := l.Reviews[0]
	proof := func(stands life.State) string {
		return trail.Proof("number", strconv.Itoa(r.Number), "revision", r.Digest, "review", r.ID, "stands", string(stands), "change", string(r.Change))
	}
	if err := vouched(ctx, tx, team.Event{Workspace: p.Workspace, Actor: r.By, Verb: "review.opened", Target: p.ID, Detail: "revision 1", At: r.Opened, Proof: proof(life.InReview)}); err != nil {
		return err
	}
	return vouched(ctx, tx, team.Event{Workspace: p.Workspace, Actor: r.By, Verb: "revision.in_force", Target: p.ID, Detail: "revision 1", At: r.Came, Proof: proof(life.Effective) + " " + trail.Proof("life", trail.Digest(l))})
}

// done tells of an execution that was begun, and of what was done in it.
func done(ctx context.Context, tx *store.Tx, x execution.Execution, events []execution.Event) error {
	if err := vouched(ctx, tx, team.Event{Workspace: x.Workspace, Actor: x.By, Verb: "execution.begun", Target: x.Procedure, Detail: x.ID, At: x.Started, Proof: trail.Proof("execution", x.ID, "number", strconv.Itoa(x.Number), "revision", x.Digest, "rules", strconv.Itoa(x.Rules))}); err != nil {
		return err
	}
	for _, e := range events {
		if err := vouched(ctx, tx, team.Event{Workspace: x.Workspace, Actor: e.Author, Verb: "execution." + string(e.Kind), Target: x.Procedure, Detail: x.ID + ", " + e.Step + ", " + string(e.Outcome), At: e.At, Proof: trail.Proof("execution", x.ID, "event", trail.Digest(e))}); err != nil {
			return err
		}
	}
	return nil
}

// learned tells of what was signed in a training record.
func learned(ctx context.Context, tx *store.Tx, x training.Record) error {
	for _, e := range x.Entries {
		if err := vouched(ctx, tx, team.Event{Workspace: x.Workspace, Actor: e.Account, Verb: "training.signed", Target: x.Procedure, Detail: x.Account, At: e.At, Proof: e.Vouched(x.Account)}); err != nil {
			return err
		}
	}
	return nil
}

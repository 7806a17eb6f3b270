// Package execution is what people do when they carry a procedure out: begin, go on step by step, several at once and from several devices, end. What an
// execution stands at is folded from its events (sop/execution); a verb adds some, with their lines of the trail, in one transaction.
package execution

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Kept
	Procedures
	AddEvent(ctx context.Context, e team.Event) error
	// AddHappening writes down that something happened, of which people are to be told.
	AddHappening(ctx context.Context, h notice.Happening) error
}

// Kept are a transaction's statements on executions, and on those of before.
type Kept interface {
	Executions
	Past
	Pictures
}

// Executions are a transaction's statements on executions.
type Executions interface {
	AddExecution(ctx context.Context, x execution.Execution) error
	// HoldExecution gives one, and nobody else may change it until the end of the transaction.
	HoldExecution(ctx context.Context, workspace, id string) (execution.Execution, error)
	// Events gives an execution's, in the order in which they came.
	Events(ctx context.Context, id string) ([]execution.Event, error)
	// SaveExecution writes its summary, and adds events to it.
	SaveExecution(ctx context.Context, x execution.Execution, fresh []execution.Event) error
}

// Procedures are a transaction's statements on procedures.
type Procedures interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Releases(ctx context.Context, procedure string) ([]sop.Release, error)
	Life(ctx context.Context, procedure string) (life.Life, error)
}

// Finding is what somebody who tried a procedure found at a step, or what was done about that.
type Finding struct {
	Execution execution.Execution
	// Event is the thought, or what resolves one: then Thought is that.
	Event   execution.Event
	Thought *execution.Event
}

// Beginning is an execution in use that somebody wants to begin.
type Beginning struct {
	Actor     desk.Actor
	Procedure sop.Procedure
	Life      life.Life
	Starting
}

// Desk does the verbs. All fields but Look, HasPicture, Find, Fit, Over and Whom must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text.
	Mask func(ctx context.Context, text string) (string, error)
	Look secret.Look // likewise, where in a text; nil where nobody looks
	// HasPicture says whether the bytes of a picture are kept with an execution: one of before it was noted; nil where there are none of before that.
	HasPicture func(ctx context.Context, execution, name string) (bool, error)
	// Find is told of what was found at a step, and of what was done about it, in the transaction that keeps it; nil for nobody.
	Find func(ctx context.Context, tx Tx, f Finding) error
	// Fit is asked whether somebody may begin, and Over told of an execution that has ended, each in its transaction; nil for nobody.
	Fit  func(ctx context.Context, tx Tx, b Beginning) error
	Over func(ctx context.Context, tx Tx, x execution.Execution) error
	// Whom tells which accounts are told of what happened, by their choices of now; nil for nobody to ask.
	Whom func(ctx context.Context, tx Tx, h notice.Happening) ([]string, error)
}

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// event writes a line of the trail.
func (d *Desk) event(ctx context.Context, tx Tx, a desk.Actor, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Actor = d.NewID(), d.Now(), a.Workspace, a.Account
	return tx.AddEvent(ctx, e)
}

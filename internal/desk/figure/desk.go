// Package figure is what people do about figures: tell what happened outside of Showhow, leave out what doesn't count, note what else changed; and what executions
// tell by themselves. How figures are made of it is in the package figure. Who may read may see all of them; who may write may tell and note; only who may judge
// leaves something out, with a reason. Nothing here tells of a person.
package figure

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Observations
	Facts
	Procedures
	Telling
}

// Telling are a transaction's statements on what an import needs beside.
type Telling interface {
	AddEvent(ctx context.Context, e team.Event) error
	// Processes are all of a workspace's register.
	Processes(ctx context.Context, workspace string) ([]figure.Process, error)
	// HoldWorkspace lets no other import, nor anybody who leaves something out, go on until the transaction ends: an id counts once, whether it's of a procedure or of a process.
	HoldWorkspace(ctx context.Context, id string) error
}

// Observations are a transaction's statements on what was observed.
type Observations interface {
	// Observation gives one, of a procedure or of a process; nil when there is none.
	Observation(ctx context.Context, workspace string, m figure.Measure, id string) (*figure.Observation, error)
	// PutObservation writes one in the place of what it had been; nil for a new one.
	PutObservation(ctx context.Context, o figure.Observation, was *figure.Observation) error
	AddNote(ctx context.Context, n figure.Note) error
	DropNote(ctx context.Context, n figure.Note) error
}

// Facts are a transaction's statements on what executions tell.
type Facts interface {
	PutFacts(ctx context.Context, f figure.Facts) error
	Queue
	Learner(ctx context.Context, procedure, account string) (figure.Learner, error)
	SaveLearner(ctx context.Context, l figure.Learner) error
}

// Queue are a transaction's statements on executions whose facts have to be written.
type Queue interface {
	DropDue(ctx context.Context, execution string) error
	// PutOff has others come before an execution.
	PutOff(ctx context.Context, execution string, at time.Time) error
}

// Procedures are a transaction's statements on procedures and executions.
type Procedures interface {
	Library
	Execution(ctx context.Context, workspace, id string) (execution.Execution, error)
	Events(ctx context.Context, id string) ([]execution.Event, error)
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Life(ctx context.Context, procedure string) (life.Life, error)
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text.
	Mask func(ctx context.Context, text string) (string, error)
	// Due are executions whose facts have to be written, with their workspaces, in the order in which they ended: of one procedure, or of all when it's empty.
	Due func(ctx context.Context, procedure string, limit int) ([][2]string, error)
}

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// event writes a line of the trail.
func (d *Desk) event(ctx context.Context, tx Tx, a desk.Actor, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Actor = d.NewID(), d.Now(), a.Workspace, a.Account
	return tx.AddEvent(ctx, e)
}

// longest is how long a text of somebody's may be, in characters.
const longest = 500

// words are a text as it's kept: not empty, not too long, on one line, without secrets.
func (d *Desk) words(ctx context.Context, text, what string) (string, error) {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if text == "" {
		return "", refused(what+" isn't written.", "Write it in a few words.")
	}
	if utf8.RuneCountInString(text) > longest {
		return "", refused(what+" is too long.", "Say it in 500 characters.")
	}
	return d.Mask(ctx, text)
}

// inForce is when a procedure first came into force; zero for never.
func inForce(l *life.Life) (at time.Time) {
	for _, r := range l.Reviews {
		if !r.Came.IsZero() && (at.IsZero() || r.Came.Before(at)) {
			at = r.Came
		}
	}
	return at
}

// since says that it had come into force by a time.
func since(first, at time.Time) bool { return !first.IsZero() && !at.Before(first) }

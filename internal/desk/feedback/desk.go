// Package feedback is what readers do when a step is good, unclear, wrong or outdated, and what those who look after procedures do about it. The rules are pure (rule.go); a verb is one
// transaction with its line of the trail.
package feedback

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Procedures
	Rows
	Telling
	Bounds
}

// Procedures are a transaction's statements on procedures.
type Procedures interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	HoldProcedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Rows are a transaction's statements on feedback.
type Rows interface {
	AddFeedback(ctx context.Context, f feedback.Feedback, link string) error
	AddFeedbackAnswer(ctx context.Context, of string, a feedback.Answer) error
	CloseFeedback(ctx context.Context, f feedback.Feedback) (ok bool, err error)
	Feedback(ctx context.Context, workspace, id string) (feedback.Feedback, error)
}

// Telling is what a transaction writes down of what was done.
type Telling interface {
	AddEvent(ctx context.Context, e team.Event) error
	AddHappening(ctx context.Context, h notice.Happening) error
}

// Bounds are a transaction's statements on how much is let in.
type Bounds interface {
	FeedbackSetting(ctx context.Context, workspace string) (feedback.Setting, error)
	SetFeedbackSetting(ctx context.Context, workspace string, x feedback.Setting) error
	GuestFeedback(ctx context.Context, workspace string) (int, error)
	// Guess counts a try under a name, and gives how many there were since a time.
	Guess(ctx context.Context, name string, now, since time.Time) (int64, error)
}

// Desk does the verbs. All fields but Open must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text.
	Mask func(ctx context.Context, text string) (string, error)
	// Began tells of which procedure, by its id, an execution of a workspace is, and when it began; an error with code sop.NotFound when there is none.
	Began func(ctx context.Context, workspace, execution string) (procedure string, at time.Time, err error)
	// Open opens a thread on a step, and gives its id; the procedure is held.
	Open func(ctx context.Context, tx Tx, o Opening) (string, error)
}

// Opening is a thread that feedback becomes.
type Opening struct {
	Actor     desk.Actor
	Procedure sop.Procedure
	Feedback  feedback.Feedback
	Text      string
}

// Saying is what somebody says of a step.
type Saying struct {
	Step string
	// Number is the revision that they read.
	Number int
	Kind   feedback.Kind
	Words  string
	// Execution is the one that they carry out; empty for a reader. Program says that a program sends it.
	Execution string
	Program   bool
	// Waited is how long it has waited on the sender's device for the connection, while they carried the execution out.
	Waited time.Duration
	// ID is of the sender's own making: what is sent twice under one counts once. Empty for each time anew.
	ID string
}

// once is the id under which what is sent by an account is kept, so that nobody meets another's.
func (s Saying) once(a desk.Actor) (string, error) {
	if len(s.ID) > longestID {
		return "", refused("The id is too long.", "Give it at most 64 signs.")
	}
	sum := sha256.Sum256([]byte(a.Workspace + "\x00" + a.Account + "\x00" + s.ID))
	return hex.EncodeToString(sum[:16]), nil
}

const longestID = 64

// source is where it was said.
func (s Saying) source() string {
	switch {
	case s.Execution != "":
		return "execution"
	case s.Program:
		return "api"
	}
	return "page"
}

// perHour is how much one account may say in an hour.
const perHour = 120

// Say keeps what somebody with an account says.
func (d *Desk) Say(ctx context.Context, a desk.Actor, slug string, s Saying) (f feedback.Feedback, err error) {
	if err := a.May(desk.Remark); err != nil {
		return f, err
	}
	if f, err = d.said(ctx, s, longest); err != nil {
		return f, err
	}
	if err := d.bounded(ctx, "feedback of "+a.Account, perHour); err != nil {
		return f, err
	}
	f.Workspace, f.By, f.Source, f.Ref = a.Workspace, a.Account, s.source(), s.Execution
	if s.ID != "" {
		if f.ID, err = s.once(a); err != nil {
			return f, err
		}
	}
	of, written, err := d.written(ctx, a, s, f.At)
	if err != nil {
		return f, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		if s.ID != "" {
			was, err := tx.Feedback(ctx, a.Workspace, f.ID)
			if err == nil {
				f = was
				return nil
			}
			if sop.CodeOf(err) != sop.NotFound {
				return err
			}
		}
		p, err := tx.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		if of == p.ID && written.Before(f.At) {
			f.At, f.Arrived = written, f.At
		}
		return d.keep(ctx, tx, &f, kept{p, ""})
	})
	return f, err
}

// worthTelling is how long something has to have waited for that to be told.
const worthTelling = time.Minute

// written is when that was written which has waited for the connection in an execution, and of which procedure that is: never before the execution began, nor after now.
func (d *Desk) written(ctx context.Context, a desk.Actor, s Saying, now time.Time) (procedure string, at time.Time, err error) {
	if s.Waited < worthTelling || s.Execution == "" {
		return "", now, nil
	}
	procedure, began, err := d.Began(ctx, a.Workspace, s.Execution)
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		return "", now, nil
	}
	if at = now.Add(-s.Waited); at.Before(began) {
		at = began
	}
	return procedure, at, err
}

// said is what is said, as it is kept, before it is known of which procedure.
func (d *Desk) said(ctx context.Context, s Saying, most int) (f feedback.Feedback, err error) {
	f = feedback.Feedback{ID: d.NewID(), Number: s.Number, Step: s.Step, Kind: s.Kind, At: d.Now()}
	if f.Words, err = tidy(s.Words, most); err != nil {
		return f, err
	}
	if f.State, err = begins(s.Kind, f.Words); err != nil {
		return f, err
	}
	f.Words, err = d.Mask(ctx, f.Words)
	return f, err
}

// bounded counts a try under a name, in a transaction of its own, so that what is refused counts, too.
func (d *Desk) bounded(ctx context.Context, name string, most int64) error {
	var n int64
	err := d.Do(ctx, func(tx Tx) (err error) {
		n, err = tx.Guess(ctx, name, d.Now(), d.Now().Add(-time.Hour))
		return err
	})
	if err == nil && n > most {
		err = &sop.Error{Code: sop.TooMany, Message: "That is more than is taken in at a time.", Mend: "Try again in an hour."}
	}
	return err
}

// kept is of which procedure it is, and the hash of the address by which its author looks at it again.
type kept struct {
	sop.Procedure
	link string
}

// keep writes it, with what it is about as it stood, and tells of it.
func (d *Desk) keep(ctx context.Context, tx Tx, f *feedback.Feedback, k kept) error {
	r, err := tx.Revision(ctx, k.Procedure.ID, f.Number)
	if err != nil {
		return err
	}
	step, number := feedback.StepOf(&r, f.Step)
	if step == nil {
		return &sop.Error{Code: sop.NotFound, Message: "There is no such step in this revision."}
	}
	f.Procedure, f.Digest, f.Title = k.Procedure.ID, feedback.DigestOf(step), sop.Bare(step.Title.Text)
	if err := tx.AddFeedback(ctx, *f, k.link); err != nil {
		return err
	}
	now := f.At // the trail tells when it came
	if !f.Arrived.IsZero() {
		now = f.Arrived
	}
	who := f.By
	if who == "" {
		who = Guest
	}
	if err := tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: now, Workspace: f.Workspace, Actor: who, Verb: "feedback.given", Target: f.Procedure, Detail: string(f.Kind) + ", step " + f.Step}); err != nil {
		return err
	}
	if f.State != feedback.Open {
		return nil
	}
	said := "said that step " + numeral(number) + " is " + string(f.Kind)
	if f.By == "" {
		said = "somebody without an account " + said
	}
	return tx.AddHappening(ctx, notice.Happening{ID: d.NewID(), Workspace: f.Workspace, Procedure: f.Procedure, Kind: notice.Feedback, Actor: f.By, At: now, Number: f.Number, Said: said, Href: "/feedback?procedure=" + k.Slug + "#said-" + f.ID})
}

// Guest is how the trail names somebody without an account.
const Guest = "guest"

// Package custody is what people do about what is kept how long: rules of retention, legal holds, checks of the audit trail. A verb is one transaction, with
// its line of the trail.
package custody

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Tx are the statements of one transaction.
type Tx interface {
	Rules
	Deletions
	Trail
	// Procedure gives one by its slug.
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
}

// Rules are a transaction's statements on what is kept.
type Rules interface {
	SetRetention(ctx context.Context, workspace string, k custody.Retention) error
	AddHold(ctx context.Context, h custody.Hold) error
	// EndHold tells whether there was one that held.
	EndHold(ctx context.Context, h custody.Hold) (ok bool, err error)
	Holds(ctx context.Context, workspace string) ([]custody.Hold, error)
}

// Deletions are a transaction's statements on what is deleted.
type Deletions interface {
	Expire(ctx context.Context, holding string, at time.Time) error
	DropRun(ctx context.Context, id string) error
	Blank(ctx context.Context, workspace string, seqs []int64) (int64, error)
	// DropTraining deletes what was signed and asked of a person and a procedure, unless they are back, or it is; ok is false then.
	DropTraining(ctx context.Context, procedure, account string) (ok bool, err error)
}

// Trail is the audit trail.
type Trail interface {
	AddEvent(ctx context.Context, e team.Event) error
}

// Reader reads outside of a transaction.
type Reader interface {
	Retention(ctx context.Context, workspace string) (custody.Retention, error)
	Holds(ctx context.Context, workspace string) ([]custody.Hold, error)
	Dues
}

// Dues are what is kept, with when its time began.
type Dues interface {
	InForceSince(ctx context.Context, workspace string) ([]custody.Due, error)
	RunsEnded(ctx context.Context, workspace string, before time.Time, limit int) ([]custody.Due, error)
	Details(ctx context.Context, workspace string, before time.Time, limit int) ([]custody.Due, error)
	// TrainingOver are the training records of who has left, and of what was retired, before a time, each with since when.
	TrainingOver(ctx context.Context, workspace string, before time.Time) ([]custody.Due, error)
}

// Desk does the verbs. All fields but Mask must be set.
type Desk struct {
	Do    func(ctx context.Context, do func(Tx) error) error
	Read  Reader
	Now   func() time.Time
	NewID func() string
	// Mask masks the secrets in a text; nil where nobody looks for any.
	Mask func(ctx context.Context, text string) (string, error)
}

func (d *Desk) event(ctx context.Context, tx Tx, e team.Event) error {
	e.ID, e.At = d.NewID(), d.Now()
	return tx.AddEvent(ctx, e)
}

// mostDays is the longest time that a rule may name: a hundred years.
const mostDays = 36500

// SetRetention says after how long what is deleted.
func (d *Desk) SetRetention(ctx context.Context, a desk.Actor, k custody.Retention) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	for _, n := range []int{k.Recordings, k.Runs, k.Trail, k.Training} {
		if n < 0 || n > mostDays {
			return &sop.Error{Code: sop.Invalid, Message: "That is no number of days.", Mend: fmt.Sprintf("Give each from 0 (never) to %d.", mostDays)}
		}
	}
	return d.Do(ctx, func(tx Tx) error {
		if err := tx.SetRetention(ctx, a.Workspace, k); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "retention.set", Target: a.Workspace, Detail: fmt.Sprintf("recordings %d days, runs %d days, trail %d days, training %d days", k.Recordings, k.Runs, k.Trail, k.Training)})
	})
}

// longest is how long a reason may be, in characters.
const longest = 4000

// Hold lays a legal hold on a procedure, by its slug, or on the whole workspace, when that is empty.
func (d *Desk) Hold(ctx context.Context, a desk.Actor, slug, reason string) (h custody.Hold, err error) {
	if err := a.May(desk.Manage); err != nil {
		return h, err
	}
	reason = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(reason, ""), "\x00", ""))
	if reason == "" || utf8.RuneCountInString(reason) > longest {
		return h, &sop.Error{Code: sop.Invalid, Message: "A legal hold needs a reason, of up to 4000 characters.", Mend: "Write what it is for."}
	}
	if err := desk.Masked(ctx, d.Mask, &reason); err != nil { // the trail keeps it for good
		return h, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		h = custody.Hold{ID: d.NewID(), Workspace: a.Workspace, Reason: reason, By: a.Account, At: d.Now()}
		target := a.Workspace
		if slug != "" {
			p, err := tx.Procedure(ctx, a.Workspace, slug)
			if err != nil {
				return err
			}
			h.Procedure, target = p.ID, p.ID
		}
		if err := tx.AddHold(ctx, h); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "hold.laid", Target: target, Detail: reason, Proof: trail.Proof("hold", h.ID)})
	})
	return h, err
}

// EndHold ends one.
func (d *Desk) EndHold(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		ok, err := tx.EndHold(ctx, custody.Hold{ID: id, Workspace: a.Workspace, Ended: d.Now(), EndedBy: a.Account})
		if err == nil && !ok {
			err = &sop.Error{Code: sop.NotFound, Message: "There is no such hold, or it has ended."}
		}
		if err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "hold.ended", Target: id, Proof: trail.Proof("hold", id)})
	})
}

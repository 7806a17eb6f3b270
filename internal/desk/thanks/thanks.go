// Package thanks is what people say of being shown among those who helped: each for themselves, and administrators for the whole workspace.
package thanks

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
)

// Tx are the statements of one transaction.
type Tx interface {
	Choices
	AddEvent(ctx context.Context, e team.Event) error
	// AddHappening writes down that something happened, of which people are to be told.
	AddHappening(ctx context.Context, h notice.Happening) error
	Notes
}

// Choices are a transaction's statements on who isn't to be shown; the empty account stands for the whole workspace.
type Choices interface {
	SetUnthanked(ctx context.Context, workspace, account string, off bool) error
	Unthanked(ctx context.Context, workspace string) ([]string, error)
}

// Desk does the verbs. All fields must be set.
type Desk struct {
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Shown are the contributions that the page shows of a workspace: of these alone somebody is thanked.
	Shown func(ctx context.Context, workspace string) ([]thanks.Item, error)
	// Mask masks the secrets in a text.
	Mask func(ctx context.Context, text string) (string, error)
}

// Choice is whether oneself, or the whole workspace, is not to be shown.
type Choice struct{ Whole, Off bool }

// Choose says so.
func (d *Desk) Choose(ctx context.Context, a desk.Actor, c Choice) error {
	need, account, target := desk.Self, a.Account, a.Account
	if c.Whole {
		need, account, target = desk.Manage, "", a.Workspace
	}
	if err := a.May(need); err != nil {
		return err
	}
	verb := "thanks.on"
	if c.Off {
		verb = "thanks.off"
	}
	return d.Do(ctx, func(tx Tx) error {
		if err := tx.SetUnthanked(ctx, a.Workspace, account, c.Off); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: verb, Target: target})
	})
}

package thanks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
)

// Notes are a transaction's statements on notes of thanks.
type Notes interface {
	// HoldNote gives one, and nobody else changes it until the transaction ends; Before holds what it gives, too.
	HoldNote(ctx context.Context, workspace, id string) (thanks.Note, error)
	SaveNote(ctx context.Context, n thanks.Note) error
	DropNote(ctx context.Context, workspace, id string) error
	// Before is what the same person wrote to the same for the same contribution before; ok is false when that is nothing.
	Before(ctx context.Context, n thanks.Note) (was thanks.Note, ok bool, err error)
}

// Thanking is what somebody writes to thank another person.
type Thanking struct {
	// Contribution is the key of what it is for, To one of those whose it is.
	Contribution, To string
	Words            string
}

// longest is how long a note may be, in characters.
const longest = 280

// Thank writes a note of thanks to somebody for a contribution of theirs that is shown. Secrets in it are masked. One in the place of another that was hidden is hidden, too.
func (d *Desk) Thank(ctx context.Context, a desk.Actor, t Thanking) (n thanks.Note, err error) {
	if err := a.May(desk.Remark); err != nil {
		return n, err
	}
	words := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(t.Words, ""), "\x00", "")), " ")
	if c := utf8.RuneCountInString(words); c == 0 || c > longest {
		return n, &sop.Error{Code: sop.Invalid, Message: "A note of thanks has a few words.", Mend: fmt.Sprintf("Write from 1 to %d characters.", longest)}
	}
	all, err := d.Shown(ctx, a.Workspace)
	if err != nil {
		return n, err
	}
	i := slices.IndexFunc(all, func(x thanks.Item) bool { return x.Key() == t.Contribution })
	switch {
	case i < 0:
		return n, &sop.Error{Code: sop.NotFound, Message: "That contribution isn't shown, or not any more.", Mend: "Open What helped again."}
	case !slices.Contains(all[i].Who, t.To):
		return n, &sop.Error{Code: sop.Invalid, Message: "That contribution isn't theirs.", Mend: "Thank one of those whose it is."}
	case slices.Contains(all[i].Who, a.Account):
		return n, &sop.Error{Code: sop.Forbidden, Message: "Nobody thanks for what is their own.", Mend: "Whoever else had a part in it may."}
	}
	if words, err = d.Mask(ctx, words); err != nil {
		return n, err
	}
	n = thanks.Note{ID: d.NewID(), Workspace: a.Workspace, Contribution: t.Contribution, From: a.Account, To: t.To, Words: words, At: d.Now()}
	err = d.Do(ctx, func(tx Tx) error {
		was, again, err := tx.Before(ctx, n)
		if err != nil {
			return err
		}
		n.Hidden = was.Hidden
		if err := tx.SaveNote(ctx, n); err != nil {
			return err
		}
		if !again { // whoever is thanked is told once
			if err := d.tell(ctx, tx, n, all[i].ID); err != nil {
				return err
			}
		}
		return d.event(ctx, tx, a, team.Event{Verb: "thanks.given", Target: all[i].ID, Detail: n.ID})
	})
	return n, err
}

// tell tells whoever is thanked: without the words, which are read where they can be taken out, and without the name of a giver who isn't shown.
func (d *Desk) tell(ctx context.Context, tx Tx, n thanks.Note, procedure string) error {
	h := notice.Happening{ID: d.NewID(), Workspace: n.Workspace, Procedure: procedure, Kind: notice.Thanked, Actor: n.From, At: n.At, To: []string{n.To}, Said: "wrote you a note of thanks", Href: "/thanks"}
	off, err := tx.Unthanked(ctx, n.Workspace)
	if err != nil {
		return err
	}
	if slices.Contains(off, n.From) {
		h.Actor, h.Said = "", "you were written a note of thanks"
	}
	return tx.AddHappening(ctx, h)
}

func (d *Desk) event(ctx context.Context, tx Tx, a desk.Actor, e team.Event) error {
	e.ID, e.At, e.Workspace, e.Actor = d.NewID(), d.Now(), a.Workspace, a.Account
	return tx.AddEvent(ctx, e)
}

// Hiding is whether a note is hidden from others, by its id.
type Hiding struct {
	ID     string
	Hidden bool
}

// Hide hides a note of thanks from others, or shows it again: whoever received it alone.
func (d *Desk) Hide(ctx context.Context, a desk.Actor, h Hiding) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		n, err := tx.HoldNote(ctx, a.Workspace, h.ID)
		if err != nil {
			return err
		}
		if n.To != a.Account {
			return &sop.Error{Code: sop.Forbidden, Message: "Only whoever received a note hides it.", Mend: "Ask them."}
		}
		verb := "thanks.shown"
		if h.Hidden {
			verb = "thanks.hidden"
		}
		n.Hidden = h.Hidden
		if err := tx.SaveNote(ctx, n); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: verb, Target: n.ID})
	})
}

// TakeOut takes a note out for good: whoever wrote or received it, or an administrator.
func (d *Desk) TakeOut(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		n, err := tx.HoldNote(ctx, a.Workspace, id)
		if err != nil {
			return err
		}
		if n.To != a.Account && n.From != a.Account && a.May(desk.Manage) != nil {
			return &sop.Error{Code: sop.Forbidden, Message: "Only whoever wrote or received a note takes it out, or an administrator.", Mend: "Ask one."}
		}
		if err := tx.DropNote(ctx, a.Workspace, id); err != nil {
			return err
		}
		return d.event(ctx, tx, a, team.Event{Verb: "thanks.taken_out", Target: n.ID})
	})
}

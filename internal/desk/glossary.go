package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Glossary is a transaction's statements on a workspace's names.
type Glossary interface {
	Glossary(ctx context.Context, workspace string) ([]sop.Term, error)
	SaveTerm(ctx context.Context, workspace string, t sop.Term) error
	DropTerm(ctx context.Context, workspace, used string) error
	// HoldWorkspace lets nobody else who holds it go on until the end of the transaction.
	HoldWorkspace(ctx context.Context, id string) error
}

// The bounds of a glossary: how long a name may be in characters, how many there may be, and how many were heard in a name's place.
const (
	longestName = 80
	mostTerms   = 2000
	mostHeard   = 50
)

// Remember keeps a name as it's written, and what was heard in its place, for later drafts.
func (d *Desk) Remember(ctx context.Context, a Actor, used, heard string) (t sop.Term, err error) {
	if err := a.May(Write); err != nil {
		return t, err
	}
	used, heard = strings.Join(strings.Fields(used), " "), strings.Join(strings.Fields(heard), " ")
	if strings.ContainsRune(used+heard, 0) || used == "" || utf8.RuneCountInString(used) > longestName || utf8.RuneCountInString(heard) > longestName {
		return t, &sop.Error{Code: sop.Invalid, Message: "A name has from 1 to 80 characters.", Mend: "Write the name alone."}
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		if err := tx.HoldWorkspace(ctx, a.Workspace); err != nil {
			return err
		}
		known, err := tx.Glossary(ctx, a.Workspace)
		if err != nil {
			return err
		}
		t = sop.Term{Used: used}
		if i := slices.IndexFunc(known, func(k sop.Term) bool { return k.Used == used }); i >= 0 {
			t = known[i]
		}
		if len(known) >= mostTerms && t.Author == "" || len(t.Heard) >= mostHeard {
			return &sop.Error{Code: sop.Invalid, Message: "The glossary holds no more.", Mend: "Take out names that nobody needs."}
		}
		if heard != "" && heard != used && !slices.Contains(t.Heard, heard) {
			t.Heard = append(t.Heard, heard)
		}
		t.Author, t.Changed = a.Account, d.Now()
		if err := tx.SaveTerm(ctx, a.Workspace, t); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "glossary.added", Target: a.Workspace, Detail: used})
	})
	return t, err
}

// Forget takes a name out of the glossary.
func (d *Desk) Forget(ctx context.Context, a Actor, used string) error {
	if err := a.May(Write); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		if err := tx.DropTerm(ctx, a.Workspace, used); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "glossary.removed", Target: a.Workspace, Detail: used})
	})
}

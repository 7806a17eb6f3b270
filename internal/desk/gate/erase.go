package gate

import (
	"context"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Erasures are a transaction's statements on erasing somebody.
type Erasures interface {
	// Personal are the lines of the trail, by workspace, whose details hold what is personal of an account; Blank takes them away.
	Personal(ctx context.Context, account string) (map[string][]int64, error)
	Blank(ctx context.Context, workspace string, seqs []int64) (int64, error)
	// EraseAccount leaves of an account what is said to be left of it, and takes away what it was told.
	EraseAccount(ctx context.Context, e custody.Erasure) error
	// HoldsOn are the holds on the whole of a workspace that the account is in, or was, and on procedures with which it had to do.
	HoldsOn(ctx context.Context, account string) ([]custody.Hold, error)
}

// Erase takes from an account all that is personal: name, address, password, identities, sessions, tokens, notices, mails that wait, what it saw last, and those details
// of the trail that hold any of it. What the person did stays, under a name that says no more than that somebody was erased; so do printed names below signatures, which a signature is nothing without.
func (g *Gate) Erase(ctx context.Context, a desk.Actor, account string) (m team.Member, err error) {
	if err := a.May(desk.Manage); err != nil {
		return m, err
	}
	if a.Account == account {
		return m, &sop.Error{Code: sop.Invalid, Message: "You can't erase yourself.", Mend: "Ask another administrator."}
	}
	err = g.Do(ctx, func(tx Tx) error {
		if m, err = g.ruling(ctx, tx, a, account); err != nil {
			return err
		}
		gone := m
		gone.Disabled, gone.Changed = g.Now(), g.Now()
		if err := g.ruledAll(ctx, tx, gone); err != nil {
			return err
		}
		personal, err := tx.Personal(ctx, account)
		if err != nil {
			return err
		}
		held, err := tx.HoldsOn(ctx, account)
		if len(held) > 0 && err == nil {
			err = &sop.Error{Code: sop.Busy, Message: "A legal hold lies on the workspace, so nobody is erased: " + held[0].Reason, Mend: "Disable the account; erase it when the hold has ended."}
			if held[0].Procedure != "" {
				err = &sop.Error{Code: sop.Busy, Message: "A legal hold lies on a procedure with which this person had to do: " + held[0].Reason, Mend: "Disable the account; erase it when the hold has ended."}
			}
		}
		if err != nil {
			return err
		}
		gone.Name, gone.Email = "Erased "+strings.ToLower(account[:min(6, len(account))]), "erased-"+strings.ToLower(account)+"@erased.invalid"
		if err := tx.EraseAccount(ctx, custody.Erasure{Left: gone.Account, Was: m.Account, Guess: accountGuess(m.Email)}); err != nil {
			return err
		}
		m = gone
		for workspace, seqs := range personal {
			if _, err := tx.Blank(ctx, workspace, seqs); err != nil {
				return err
			}
			if err := g.event(ctx, tx, team.Event{Workspace: workspace, Actor: a.Account, Verb: trail.VerbBlanked, Target: account, Detail: "A person was erased.", Proof: trail.Proof("blanked", trail.Numbers(seqs))}); err != nil {
				return err
			}
		}
		return g.event(ctx, tx, by(a, "account.erased", account))
	})
	return m, err
}

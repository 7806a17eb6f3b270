package gate

import (
	"cmp"
	"context"
	"errors"

	"showhow/internal/desk"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/sop"
)

// Proven is how it was made sure who decides: their printed name, and by what.
type Proven struct{ Name, By string }

// The proofs.
const (
	ByPassword = "password" // given again for this very act
	BySession  = "session"  // nobody has an account yet
	ByProvider = "sign-in"  // just signed in at an identity provider; the account has no password of ours
)

// Stale says that somebody has to sign in again at their identity provider before they sign something: they have no password here, and it didn't see them do so just now.
func (g *Gate) Stale(ctx context.Context, a desk.Actor) (bool, error) {
	m, err := g.Read.Member(ctx, a.Workspace, a.Account)
	if err != nil && sop.CodeOf(err) == sop.NotFound || m.Password != "" {
		return false, nil
	}
	all, failed := g.Read.Sessions(ctx, a.Account)
	return admit.Stale(all, a.Session, g.Now()), errors.Join(err, failed)
}

// Prove makes sure once more that it is them who act, before they sign something. Somebody with a password gives it again, a program that acts for them, too; whoever
// has none must have signed in at their identity provider just now. As long as there are no accounts nobody can be named.
func (g *Gate) Prove(ctx context.Context, a desk.Actor, password string, v Visit) (p Proven, err error) {
	m, err := g.Read.Member(ctx, a.Workspace, a.Account)
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		return Proven{Name: "Whoever sits at this machine", By: BySession}, nil
	}
	if err != nil {
		return p, err
	}
	p = Proven{Name: m.Name, By: BySession}
	if p.Name == "" {
		p.Name = m.Email
	}
	switch {
	case m.Password == "" && a.Token != "":
		return Proven{}, &sop.Error{Code: sop.Forbidden, Message: "A program can't sign for somebody who signs in elsewhere.", Mend: "Open the page, and decide there."}
	case m.Password == "":
		p.By = ByProvider
		if stale, err := g.Stale(ctx, a); stale || err != nil {
			return Proven{}, cmp.Or(err, admit.Anew())
		}
		return p, nil
	}
	if err := g.counted(ctx, m.Email, v); err != nil { // a session left open is no way to find out the password
		return Proven{}, err
	}
	ok, _, err := g.Hasher.Matches(ctx, m.Password, cut(password, longestPassword+1))
	if err != nil {
		return Proven{}, err
	}
	if !ok {
		return Proven{}, &sop.Error{Code: sop.Invalid, Message: "That isn't your password, so nothing was signed.", Mend: "Type the password that you sign in with."}
	}
	p.By = ByPassword
	return p, g.Do(ctx, func(tx Tx) error { return g.guessed(ctx, tx, m.Email, v) })
}

// Signer is what somebody signs with at another's terminal.
type Signer struct{ Email, Password string }

// Beside makes sure that somebody else of a workspace acts at another's terminal, and gives who that is; sop.Unknown when not. Tries are counted as at sign-in.
func (g *Gate) Beside(ctx context.Context, at desk.Actor, s Signer, v Visit) (a desk.Actor, err error) {
	v.Asks = at
	k, _, err := g.matched(ctx, &s.Email, s.Password, v)
	if err != nil {
		return a, err
	}
	m, err := g.Read.Member(ctx, at.Workspace, k.ID)
	switch {
	case err != nil && sop.CodeOf(err) != sop.NotFound:
		return a, err
	case err != nil || !m.Disabled.IsZero():
		return a, wrong()
	}
	return desk.Actor{Workspace: at.Workspace, Account: m.ID, Role: m.Role, Name: m.Name}, g.Do(ctx, func(tx Tx) error { return g.guessed(ctx, tx, s.Email, v) })
}

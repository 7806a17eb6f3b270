package gate

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Depart writes down that a browser is sent to the identity provider: to sign in, or to link the identity with the account of the one who asks.
func (g *Gate) Depart(ctx context.Context, a desk.Actor, next string) (e team.Errand, state string, err error) {
	state = team.NewSecret()
	e = team.Errand{Hash: team.Hash(state), Nonce: team.NewSecret(), Verifier: team.NewSecret(), Next: next, Account: a.Account, Expires: g.Now().Add(errandIn)}
	return e, state, g.Do(ctx, func(tx Tx) error { return tx.AddErrand(ctx, e, g.Now()) })
}

// Return gives the errand of a browser that comes back. It does so once.
func (g *Gate) Return(ctx context.Context, state string) (e team.Errand, err error) {
	err = g.Do(ctx, func(tx Tx) error { e, err = tx.TakeErrand(ctx, team.Hash(state)); return err })
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !g.Now().Before(e.Expires) {
		err = &sop.Error{Code: sop.Unknown, Message: "This way back from the identity provider isn't known, or took too long.", Mend: "Begin again at the sign-in page."}
	}
	return e, err
}

// Enter lets somebody in for whom a provider vouches. An account is known by issuer and subject alone. An identity that isn't known yet becomes
// that of an account with the same verified e-mail address only when an administrator has invited it and nobody has taken it; any other account links
// it itself. So whoever comes to hold an address, at this provider or another, gets nobody's account by it.
func (g *Gate) Enter(ctx context.Context, c admit.Claims, v Visit) (e Entry, err error) {
	role, err := g.Provider.Admits(c)
	if err != nil {
		return e, err
	}
	v.Vouched = c.Seen(g.Now())
	known, err := g.Read.Identity(ctx, c.Issuer, c.Subject)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return e, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		account := known.Account
		if account == "" {
			m, err := g.adopt(ctx, tx, c, role)
			if err != nil {
				return err
			}
			account = m.ID
		}
		if err := g.place(ctx, tx, account, c); err != nil {
			return err
		}
		m, err := g.seated(ctx, tx, account)
		if err != nil && sop.CodeOf(err) == sop.NotFound {
			err = &sop.Error{Code: sop.Forbidden, Message: "You are in no workspace here that is open.", Mend: "Ask an administrator.", Cause: err}
		}
		if err != nil {
			return err
		}
		if !m.Disabled.IsZero() {
			return &sop.Error{Code: sop.Forbidden, Message: "Your account is disabled.", Mend: "Ask an administrator."}
		}
		e, err = g.let(ctx, tx, m.Account, v)
		return err
	})
	return e, err
}

// adopt finds or makes the account of an identity that isn't known yet.
func (g *Gate) adopt(ctx context.Context, tx Tx, c admit.Claims, role team.Role) (m team.Member, err error) {
	if err := tx.Lock(ctx, g.Workspace); err != nil {
		return m, err
	}
	if some, err := tx.Accounts(ctx); err != nil || !some {
		return m, errors.Join(err, &sop.Error{Code: sop.Forbidden, Message: "There is no account yet.", Mend: "Make the first one at the machine itself."})
	}
	email, err := Email(c.Email)
	if err != nil || !c.Verified {
		return m, &sop.Error{Code: sop.Forbidden, Message: "The identity provider doesn't vouch for your e-mail address.", Mend: "Sign in with a password, and link the identity under My account."}
	}
	verb := "account.linked"
	a, err := tx.AccountByEmail(ctx, email)
	switch {
	case err == nil:
		if m, err = g.seated(ctx, tx, a.ID); err != nil {
			return m, err
		}
		if m.Password != "" || m.Linked || !m.Disabled.IsZero() {
			return m, &sop.Error{Code: sop.Forbidden, Message: "There is an account with your e-mail address that isn't linked with this identity.", Mend: "Sign in with its password, and link the identity under My account."}
		}
	case sop.CodeOf(err) != sop.NotFound:
		return m, err
	case !g.Provider.Provision:
		return m, &sop.Error{Code: sop.Forbidden, Message: "There is no account for you here.", Mend: "Ask an administrator for an invitation."}
	default:
		n := Newcomer{Email: email, Name: c.Name}
		if strings.TrimSpace(n.Name) == "" {
			n.Name, _, _ = strings.Cut(email, "@")
		}
		if a, err = g.account(n); err != nil {
			return m, err
		}
		verb, m = "account.provisioned", team.Member{Account: a, Workspace: g.Workspace, Role: role}
		if err := tx.AddAccount(ctx, a); err != nil {
			return m, err
		}
		if role == "" { // groups of other workspaces alone let it in
			break
		}
		if err := tx.SetMember(ctx, m); err != nil {
			return m, err
		}
	}
	if err := tx.DropInvitations(ctx, a.ID); err != nil {
		return m, err
	}
	return m, g.identify(ctx, tx, m.Account, c, verb)
}

// place gives an account its place in each workspace that a provider's groups lead to, where it never had one: who was
// taken out stays out. Where the roles follow the groups, it gets the role that they give now, and loses its place with them; but a workspace's last administrator stays.
func (g *Gate) place(ctx context.Context, tx Tx, account string, c admit.Claims) error {
	places := g.Provider.Places(c)
	for _, slug := range slices.Sorted(maps.Keys(places)) {
		at := g.Workspace
		if slug != "" {
			w, err := tx.Workspace(ctx, slug)
			if sop.CodeOf(err) == sop.NotFound || err == nil && !w.Archived.IsZero() {
				continue
			} else if err != nil {
				return err
			}
			at = w.ID
		}
		if err := tx.Lock(ctx, at); err != nil {
			return err
		}
		all, err := tx.Known(ctx, at)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(m team.Member) bool { return m.ID == account })
		m := team.Member{Account: team.Account{ID: account}}
		if i >= 0 {
			m = all[i]
		}
		had := m.Role
		if m.Workspace, m.Role = at, places[slug]; had == m.Role || i >= 0 && !g.Provider.Follow {
			continue
		}
		if err := g.ruled(ctx, tx, m); sop.CodeOf(err) == sop.Forbidden {
			continue
		} else if err != nil {
			return err
		}
		if err := tx.SetMember(ctx, m); err != nil {
			return err
		}
		if m.Role == "" {
			tokens, err := g.Read.Tokens(ctx, at, account)
			if err := errors.Join(err, g.revoke(ctx, tx, tokens)); err != nil {
				return err
			}
		}
		if err := g.event(ctx, tx, team.Event{Workspace: at, Actor: account, Verb: "account.placed", Target: account, Detail: string(m.Role)}); err != nil {
			return err
		}
	}
	return nil
}

// identify writes down that an identity is an account's.
func (g *Gate) identify(ctx context.Context, tx Tx, a team.Account, c admit.Claims, verb string) error {
	if err := tx.AddIdentity(ctx, team.Identity{Issuer: c.Issuer, Subject: c.Subject, Account: a.ID, Created: g.Now()}); err != nil {
		return err
	}
	return g.event(ctx, tx, team.Event{Workspace: g.Workspace, Actor: a.ID, Verb: verb, Target: a.ID, Detail: c.Issuer})
}

// Link makes an identity one's own.
func (g *Gate) Link(ctx context.Context, a desk.Actor, c admit.Claims) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	if _, err := g.Provider.Admits(c); err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		m, err := g.locked(ctx, tx, a, a.Account)
		if err != nil {
			return err
		}
		err = g.identify(ctx, tx, m.Account, c, "account.linked")
		if err != nil && sop.CodeOf(err) == sop.Exists {
			return &sop.Error{Code: sop.Exists, Message: "That identity is linked with an account already.", Mend: "Sign in with it, or take another."}
		}
		return err
	})
}

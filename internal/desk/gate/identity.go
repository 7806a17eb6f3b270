package gate

import (
	"context"
	"errors"
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Claims are what an identity provider vouches for.
type Claims struct {
	Issuer, Subject, Email, Name string
	// Verified says that the provider has seen that the person reads mail at Email.
	Verified bool
	Groups   []string
}

// Provider is what a workspace's settings say of an identity provider.
type Provider struct {
	// Domains are those of e-mail addresses that are let in; empty for all.
	Domains []string
	// Roles are the roles that groups give; empty when groups don't matter. Else whoever is in none of them isn't let in.
	Roles map[string]team.Role
	// Usual is the role of a new account when groups don't matter.
	Usual team.Role
	// Provision makes accounts for people who have none.
	Provision bool
}

// Admits gives the role with which a person would begin, and an error with code sop.Forbidden for one who isn't let in.
func (p Provider) Admits(c Claims) (team.Role, error) {
	if len(p.Domains) > 0 {
		_, domain, _ := strings.Cut(c.Email, "@")
		if !c.Verified || !slices.ContainsFunc(p.Domains, func(d string) bool { return strings.EqualFold(strings.TrimSpace(d), domain) }) {
			return "", &sop.Error{Code: sop.Forbidden, Message: "Your e-mail address isn't of a domain that is let in here, or wasn't verified.", Mend: "Ask an administrator."}
		}
	}
	if len(p.Roles) == 0 {
		return p.Usual, nil
	}
	best := -1
	for _, group := range c.Groups {
		if r, ok := p.Roles[group]; ok {
			best = max(best, slices.Index(team.Roles, r))
		}
	}
	if best < 0 {
		return "", &sop.Error{Code: sop.Forbidden, Message: "You are in no group that is let in here.", Mend: "Ask an administrator."}
	}
	return team.Roles[best], nil
}

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
func (g *Gate) Enter(ctx context.Context, c Claims, v Visit) (e Entry, err error) {
	role, err := g.Provider.Admits(c)
	if err != nil {
		return e, err
	}
	known, err := g.Read.Identity(ctx, c.Issuer, c.Subject)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return e, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		var m team.Member
		if known.Account != "" {
			m, err = g.seated(ctx, tx, known.Account)
		} else {
			m, err = g.adopt(ctx, tx, c, role)
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
func (g *Gate) adopt(ctx context.Context, tx Tx, c Claims, role team.Role) (m team.Member, err error) {
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
		if err := tx.SetMember(ctx, m); err != nil {
			return m, err
		}
	}
	if err := tx.DropInvitations(ctx, a.ID); err != nil {
		return m, err
	}
	return m, g.identify(ctx, tx, m.Account, c, verb)
}

// identify writes down that an identity is an account's.
func (g *Gate) identify(ctx context.Context, tx Tx, a team.Account, c Claims, verb string) error {
	if err := tx.AddIdentity(ctx, team.Identity{Issuer: c.Issuer, Subject: c.Subject, Account: a.ID, Created: g.Now()}); err != nil {
		return err
	}
	return g.event(ctx, tx, team.Event{Workspace: g.Workspace, Actor: a.ID, Verb: verb, Target: a.ID, Detail: c.Issuer})
}

// Link makes an identity one's own.
func (g *Gate) Link(ctx context.Context, a desk.Actor, c Claims) error {
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

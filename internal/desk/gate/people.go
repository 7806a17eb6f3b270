package gate

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Console is the account of whoever works at the server's own command line.
const Console = "console"

// Invited is an account with the link by which its person takes it. Secret is told once.
type Invited struct {
	team.Member
	Secret  string
	Expires time.Time
}

// Invite makes an account, and a link for its person. One that is there already, for another workspace, comes in as it is: there is no link then, and
// Secret is empty.
func (g *Gate) Invite(ctx context.Context, a desk.Actor, n Newcomer) (in Invited, err error) {
	if err := a.May(desk.Manage); err != nil {
		return in, err
	}
	if err := roleFit(n.Role); err != nil {
		return in, err
	}
	account, err := g.account(n)
	if err != nil {
		return in, err
	}
	in.Member = team.Member{Account: account, Workspace: a.Workspace, Role: n.Role}
	err = g.Do(ctx, func(tx Tx) error {
		if err := g.firstAtHome(ctx, tx, a); err != nil {
			return err
		}
		if there, err := tx.AccountByEmail(ctx, account.Email); err == nil {
			in.Member.Account = there
			return g.seatIn(ctx, tx, a, in.Member)
		} else if sop.CodeOf(err) != sop.NotFound {
			return err
		}
		if err := tx.AddAccount(ctx, account); err != nil {
			return err
		}
		if err := tx.SetMember(ctx, in.Member); err != nil {
			return err
		}
		if in.Secret, in.Expires, err = g.link(ctx, tx, in.Member); err != nil {
			return err
		}
		e := by(a, "account.invited", account.ID)
		e.Detail = account.Email + " as " + string(n.Role)
		return g.event(ctx, tx, e)
	})
	return in, err
}

// firstAtHome is an error when the first account of all would be one of another workspace than the server's first: nobody would rule the server then.
func (g *Gate) firstAtHome(ctx context.Context, tx Tx, a desk.Actor) error {
	if a.Workspace == g.Workspace {
		return nil
	}
	some, err := tx.Accounts(ctx)
	if err == nil && !some {
		err = &sop.Error{Code: sop.Forbidden, Message: "There is no account yet, and the first one is the server's administrator.", Mend: "Make that one in the server's first workspace."}
	}
	return err
}

// seatIn takes an account that is there into a workspace. No link is made: it would be a way into the other workspaces.
func (g *Gate) seatIn(ctx context.Context, tx Tx, a desk.Actor, m team.Member) error {
	if _, err := g.locked(ctx, tx, a, m.ID); err == nil {
		return &sop.Error{Code: sop.Exists, Message: "There is an account with that e-mail address.", Mend: "Give it a new link instead."}
	} else if sop.CodeOf(err) != sop.NotFound {
		return err
	}
	if err := tx.SetMember(ctx, m); err != nil {
		return err
	}
	e := by(a, "account.joined", m.ID)
	e.Detail = m.Email + " as " + string(m.Role)
	return g.event(ctx, tx, e)
}

// link makes an invitation.
func (g *Gate) link(ctx context.Context, tx Tx, m team.Member) (string, time.Time, error) {
	secret := team.NewSecret()
	i := team.Invitation{Hash: team.Hash(secret), Account: m.ID, Workspace: m.Workspace, Created: g.Now(), Expires: g.Now().Add(invited)}
	return secret, i.Expires, tx.SetInvitation(ctx, i)
}

// Reset takes the password, the sessions and the tokens from an account, and makes a link by which its person gives it a new password.
func (g *Gate) Reset(ctx context.Context, a desk.Actor, account string) (in Invited, err error) {
	if err := a.May(desk.Manage); err != nil {
		return in, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		m, err := g.ruling(ctx, tx, a, account)
		if err != nil {
			return err
		}
		if !m.Disabled.IsZero() {
			return &sop.Error{Code: sop.Invalid, Message: "That account is disabled.", Mend: "Enable it first."}
		}
		m.Password, m.Changed = "", g.Now()
		if a.Account != Console { // who is at the server's console may help the last one out
			if err := g.ruledAll(ctx, tx, m); err != nil {
				return err
			}
		}
		if err := tx.SaveAccount(ctx, m.Account); err != nil {
			return err
		}
		if err := g.shutOut(ctx, tx, m.Account); err != nil {
			return err
		}
		in.Member = m
		if in.Secret, in.Expires, err = g.link(ctx, tx, m); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "account.reset", m.ID))
	})
	return in, err
}

// locked reads one of a workspace's people, whom nobody else changes meanwhile.
func (g *Gate) locked(ctx context.Context, tx Tx, a desk.Actor, account string) (team.Member, error) {
	if err := tx.Lock(ctx, a.Workspace); err != nil {
		return team.Member{}, err
	}
	return tx.Member(ctx, a.Workspace, account)
}

// shutOut ends all by which an account can come in, but its password.
func (g *Gate) shutOut(ctx context.Context, tx Tx, a team.Account) error {
	if err := tx.EndSessions(ctx, a.ID, ""); err != nil {
		return err
	}
	if _, err := tx.RevokeToken(ctx, a.ID, "", g.Now()); err != nil {
		return err
	}
	return tx.DropInvitations(ctx, a.ID)
}

// SetRole makes one of the people something else.
func (g *Gate) SetRole(ctx context.Context, a desk.Actor, account string, role team.Role) (m team.Member, err error) {
	if err := a.May(desk.Manage); err != nil {
		return m, err
	}
	if err := roleFit(role); err != nil {
		return m, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		if m, err = g.locked(ctx, tx, a, account); err != nil || m.Role == role {
			return err
		}
		was := m.Role
		m.Role = role
		if err := g.ruled(ctx, tx, m); err != nil {
			return err
		}
		if err := tx.SetMember(ctx, m); err != nil {
			return err
		}
		e := by(a, "account.role", m.ID)
		e.Detail = string(was) + " → " + string(role)
		return g.event(ctx, tx, e)
	})
	return m, err
}

// ruled is nil when somebody rules after one has become what is given.
func (g *Gate) ruled(ctx context.Context, tx Tx, become team.Member) error {
	all, err := tx.Members(ctx, become.Workspace)
	if err != nil {
		return err
	}
	if !team.StillRuled(all, become) {
		return &sop.Error{Code: sop.Forbidden, Message: "This is the last administrator who can sign in.", Mend: "Make another person an administrator first, and let them sign in once."}
	}
	return nil
}

// SetDisabled shuts one of the people out, at once, or lets them in again: by their password, for their tokens are gone.
func (g *Gate) SetDisabled(ctx context.Context, a desk.Actor, account string, disabled bool) (m team.Member, err error) {
	if err := a.May(desk.Manage); err != nil {
		return m, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		if m, err = g.ruling(ctx, tx, a, account); err != nil || m.Disabled.IsZero() == !disabled {
			return err
		}
		verb := "account.enabled"
		m.Disabled, m.Changed = time.Time{}, g.Now()
		if disabled {
			verb, m.Disabled = "account.disabled", g.Now()
			if err := g.ruledAll(ctx, tx, m); err != nil {
				return err
			}
			if err := g.shutOut(ctx, tx, m.Account); err != nil {
				return err
			}
		}
		if err := tx.SaveAccount(ctx, m.Account); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, verb, m.ID))
	})
	return m, err
}

// People are all of a workspace, by name.
func (g *Gate) People(ctx context.Context, a desk.Actor) ([]team.Member, error) {
	if err := a.May(desk.Manage); err != nil {
		return nil, err
	}
	return g.Read.Members(ctx, a.Workspace)
}

// gone is the one answer to a link that can't be used.
func gone() error {
	return &sop.Error{Code: sop.NotFound, Message: "This link can't be used: it was used before, replaced by a newer one, or is too old.", Mend: "Ask an administrator for a new one."}
}

// Invitee tells whose a link is. It doesn't use it up.
func (g *Gate) Invitee(ctx context.Context, secret string) (m team.Member, err error) {
	i, err := g.Read.Invitation(ctx, team.Hash(secret))
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !g.Now().Before(i.Expires) {
		return m, gone()
	}
	if err != nil {
		return m, err
	}
	if m, err = g.Read.Member(ctx, i.Workspace, i.Account); err == nil && !m.Disabled.IsZero() {
		err = gone()
	}
	return m, err
}

// Accept takes an account by its link, gives it a name and a password, and lets its person in. The link is used up.
func (g *Gate) Accept(ctx context.Context, secret string, n Newcomer, v Visit) (e Entry, err error) {
	m, err := g.Invitee(ctx, secret)
	if err != nil {
		return e, err
	}
	name, err := nameOf(n.Name)
	if err != nil {
		return e, err
	}
	if err := passwordFit(n.Password, m.Email); err != nil {
		return e, err
	}
	hash, err := g.Hasher.Hash(ctx, n.Password)
	if err != nil {
		return e, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		if err := tx.Lock(ctx, m.Workspace); err != nil {
			return err
		}
		if _, err := tx.Invitation(ctx, team.Hash(secret)); err != nil { // used meanwhile
			return gone()
		}
		now, err := tx.Member(ctx, m.Workspace, m.ID)
		if err != nil || !now.Disabled.IsZero() {
			return gone()
		}
		now.Name, now.Password, now.Changed = name, hash, g.Now()
		if err := tx.SaveAccount(ctx, now.Account); err != nil {
			return err
		}
		if err := tx.DropInvitations(ctx, m.ID); err != nil {
			return err
		}
		if err := tx.ForgetGuesses(ctx, accountGuess(m.Email)); err != nil {
			return err
		}
		if err := g.event(ctx, tx, team.Event{Workspace: m.Workspace, Actor: m.ID, Verb: "account.taken", Target: m.ID}); err != nil {
			return err
		}
		e, err = g.let(ctx, tx, now.Account, v)
		return err
	})
	return e, err
}

// Me is one's own account.
func (g *Gate) Me(ctx context.Context, a desk.Actor) (team.Member, error) {
	if err := a.May(desk.Self); err != nil {
		return team.Member{}, err
	}
	return g.Read.Member(ctx, a.Workspace, a.Account)
}

// Rename gives oneself another name.
func (g *Gate) Rename(ctx context.Context, a desk.Actor, name string) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	name, err := nameOf(name)
	if err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		m, err := g.locked(ctx, tx, a, a.Account)
		if err != nil || m.Name == name {
			return err
		}
		m.Name, m.Changed = name, g.Now()
		if err := tx.SaveAccount(ctx, m.Account); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "account.renamed", m.ID))
	})
}

// Passwords are the one that was, and the one that is to be.
type Passwords struct{ Before, After string }

// ChangePassword gives oneself another password. It asks for the one before, and ends all other sessions.
func (g *Gate) ChangePassword(ctx context.Context, a desk.Actor, p Passwords, v Visit) error {
	m, err := g.Me(ctx, a)
	if err != nil {
		return err
	}
	if err := passwordFit(p.After, m.Email); err != nil {
		return err
	}
	if err := g.counted(ctx, m.Email, v); err != nil { // a session left open is no way to find out the password
		return err
	}
	ok, _, err := g.Hasher.Matches(ctx, m.Password, cut(p.Before, longestPassword+1))
	if err != nil {
		return err
	}
	if !ok {
		return &sop.Error{Code: sop.Invalid, Message: "The password that you had is another one.", Mend: "Try again, or ask an administrator for a new link."}
	}
	hash, err := g.Hasher.Hash(ctx, p.After)
	if err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		now, err := g.locked(ctx, tx, a, a.Account)
		if err != nil {
			return err
		}
		if now.Password != m.Password || !now.Disabled.IsZero() {
			return &sop.Error{Code: sop.Busy, Message: "The account was changed at the same moment.", Mend: "Try again."}
		}
		now.Password, now.Changed = hash, g.Now()
		if err := tx.SaveAccount(ctx, now.Account); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, a.Account, a.Session); err != nil {
			return err
		}
		if err := tx.DropInvitations(ctx, a.Account); err != nil {
			return err
		}
		if err := g.guessed(ctx, tx, m.Email, v); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "account.password", a.Account))
	})
}

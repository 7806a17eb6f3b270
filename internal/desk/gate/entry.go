package gate

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Visit is how somebody asks to come in.
type Visit struct {
	// Agent is what the browser calls itself, and Address from where it asks.
	Agent, Address string
	// Old is who the browser came as until now: that session ends.
	Old desk.Actor
	// Asks is at whose terminal somebody else signs; nobody where they come in by themselves.
	Asks desk.Actor
	// Vouched is when an identity provider saw them sign in; zero where none said so.
	Vouched time.Time
}

// Entry is a session that has begun. Secret is told once, and is what the browser keeps.
type Entry struct {
	Secret  string
	Expires time.Time
}

// Newcomer is what is told of a person at the beginning.
type Newcomer struct {
	Email, Name, Password string
	Role                  team.Role
}

// firstOnce names that the first account was made.
const firstOnce = "first account"

// First makes the first account, an administrator's, and lets it in. It is whoever sits at the machine who may, once.
func (g *Gate) First(ctx context.Context, a desk.Actor, n Newcomer, v Visit) (e Entry, err error) {
	if err := a.May(desk.Manage); err != nil {
		return e, err
	}
	account, err := g.account(n)
	if err != nil {
		return e, err
	}
	if err := passwordFit(n.Password, account.Email); err != nil {
		return e, err
	}
	if account.Password, err = g.Hasher.Hash(ctx, n.Password); err != nil {
		return e, err
	}
	err = g.Do(ctx, func(tx Tx) error {
		some, err := tx.Accounts(ctx)
		if err == nil && !some {
			err = tx.Once(ctx, firstOnce)
		}
		if some || sop.CodeOf(err) == sop.Exists && err != nil {
			return &sop.Error{Code: sop.Exists, Message: "There is an account already.", Mend: "Sign in, or ask an administrator for an invitation."}
		}
		if err != nil {
			return err
		}
		if err := g.ruleAll(ctx, tx, account); err != nil {
			return err
		}
		if err := g.event(ctx, tx, by(a, "account.first", account.ID)); err != nil {
			return err
		}
		e, err = g.let(ctx, tx, account, v)
		return err
	})
	return e, err
}

// ruleAll writes the first account down, as an administrator of every workspace: until then whoever sat at the machine was that.
func (g *Gate) ruleAll(ctx context.Context, tx Tx, a team.Account) error {
	if err := tx.AddAccount(ctx, a); err != nil {
		return err
	}
	all, err := tx.Workspaces(ctx)
	for _, w := range all {
		if err == nil {
			err = tx.SetMember(ctx, team.Member{Account: a, Workspace: w.ID, Role: team.Admin})
		}
	}
	return err
}

// account is what is to be written of a newcomer, without a password.
func (g *Gate) account(n Newcomer) (a team.Account, err error) {
	a = team.Account{ID: g.NewID(), Created: g.Now(), Changed: g.Now()}
	if a.Email, err = Email(n.Email); err != nil {
		return a, err
	}
	a.Name, err = nameOf(n.Name)
	return a, err
}

// let begins a session.
func (g *Gate) let(ctx context.Context, tx Tx, a team.Account, v Visit) (e Entry, err error) {
	if v.Old.Session != "" {
		if _, err := tx.EndSession(ctx, v.Old.Account, v.Old.Session); err != nil {
			return e, err
		}
	}
	secret := team.NewSecret()
	s := team.Session{
		ID: g.NewID(), Hash: team.Hash(secret), Account: a.ID, Agent: cut(v.Agent, 300), Address: v.Address, Created: g.Now(), Seen: g.Now(), Expires: g.Now().Add(g.Length), Vouched: v.Vouched,
	}
	if err := tx.AddSession(ctx, s); err != nil {
		return e, err
	}
	m, err := g.seated(ctx, tx, a.ID)
	if err != nil {
		return e, err
	}
	return Entry{secret, s.Expires}, g.event(ctx, tx, team.Event{Workspace: m.Workspace, Actor: a.ID, Verb: "session.began", Target: s.ID, Detail: v.Address})
}

// cut bounds a text, in bytes.
func cut(s string, most int) string {
	if len(s) > most {
		return s[:most]
	}
	return s
}

// wrong is the one answer to all that doesn't let anybody in.
func wrong() error {
	return &sop.Error{Code: sop.Unknown, Message: "The e-mail address or the password is wrong.", Mend: "Try again, or ask an administrator for a new link."}
}

// matched is the account that an e-mail address and a password are of; stale says that the password is to be hashed anew. The address becomes what tries are counted by.
func (g *Gate) matched(ctx context.Context, email *string, password string, v Visit) (a team.Account, stale bool, err error) {
	if *email, err = Email(*email); err != nil {
		*email = "nobody" // counted, and refused as all others are
	}
	if err := g.counted(ctx, *email, v); err != nil {
		return a, false, err
	}
	if a, err = g.Read.AccountByEmail(ctx, *email); err != nil && sop.CodeOf(err) != sop.NotFound {
		return a, false, err
	}
	ok, stale, err := g.Hasher.Matches(ctx, a.Password, cut(password, longestPassword+1))
	if err == nil && !ok {
		err = wrong()
	}
	return a, stale, err
}

// SignIn lets somebody in by a password. An address that nobody has gets the same answer, after the same time.
func (g *Gate) SignIn(ctx context.Context, email, password string, v Visit) (e Entry, err error) {
	a, stale, err := g.matched(ctx, &email, password, v)
	if err != nil {
		return e, err
	}
	fresh := ""
	if stale {
		if fresh, err = g.Hasher.Hash(ctx, password); err != nil {
			return e, err
		}
	}
	err = g.Do(ctx, func(tx Tx) error {
		m, err := g.seated(ctx, tx, a.ID)
		if sop.CodeOf(err) == sop.NotFound && err != nil || err == nil && (!m.Disabled.IsZero() || m.Password != a.Password) {
			return wrong()
		}
		if err != nil {
			return err
		}
		if fresh != "" {
			m.Password = fresh
			if err := tx.SaveAccount(ctx, m.Account); err != nil {
				return err
			}
		}
		if err := g.guessed(ctx, tx, email, v); err != nil {
			return err
		}
		e, err = g.let(ctx, tx, m.Account, v)
		return err
	})
	return e, err
}

// accountGuess is under what name tries at an account are counted: what was typed may be a password, and isn't kept.
func accountGuess(email string) string { return "account " + team.Hash(email) }

// addressGuess is under what name tries from an address are counted.
func addressGuess(v Visit) string { return "address " + team.Neighbourhood(v.Address) }

// guessed begins an account's count anew, and takes the try back from the address: it was the right one, and many may come from there.
func (g *Gate) guessed(ctx context.Context, tx Tx, email string, v Visit) error {
	if err := tx.ForgetGuesses(ctx, accountGuess(email)); err != nil {
		return err
	}
	return tx.Unguess(ctx, addressGuess(v))
}

// counted counts a try to come in before it is made, so that many at once are no way around; an error when there were too many.
func (g *Gate) counted(ctx context.Context, email string, v Visit) error {
	var byAccount, byAddress int64
	err := g.Do(ctx, func(tx Tx) (err error) {
		now := g.Now()
		if byAccount, err = tx.Guess(ctx, accountGuess(email), now, now.Add(-guessTime)); err != nil {
			return err
		}
		if byAddress, err = tx.Guess(ctx, addressGuess(v), now, now.Add(-guessTime)); err != nil {
			return err
		}
		if byAccount != accountTries+1 {
			return nil
		}
		a, err := tx.AccountByEmail(ctx, email)
		if sop.CodeOf(err) == sop.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		told := team.Event{Workspace: g.Workspace, Actor: "nobody", Verb: "account.guessed", Target: a.ID, Detail: v.Address}
		if v.Asks.Account != "" {
			told.Workspace, told.Actor = v.Asks.Workspace, v.Asks.Account
		}
		return g.event(ctx, tx, told)
	})
	if err == nil && (byAccount > accountTries || byAddress > addressTries) {
		err = &sop.Error{Code: sop.TooMany, Message: "Too many tries to sign in.", Mend: "Wait a quarter of an hour, or ask an administrator for a new link."}
	}
	return err
}

// stranger is the answer to whoever isn't known.
func stranger(message string) error {
	return &sop.Error{Code: sop.Unknown, Message: message, Mend: "Sign in."}
}

// Who tells who comes into the server's first workspace by the secret of a session; an error with code sop.Unknown when nobody does.
func (g *Gate) Who(ctx context.Context, secret string) (desk.Actor, error) {
	return g.WhoIn(ctx, "", secret)
}

// WhoIn tells who comes into a workspace, by its slug; NotIn for somebody who may sign in, but isn't in it.
func (g *Gate) WhoIn(ctx context.Context, slug, secret string) (a desk.Actor, err error) {
	if secret == "" {
		return a, stranger("You aren't signed in.")
	}
	s, err := g.Read.Session(ctx, team.Hash(secret))
	if err == nil && !g.live(s, g.Now()) {
		err = &sop.Error{Code: sop.NotFound}
	}
	if err != nil {
		return a, ended(err)
	}
	m, err := g.seat(ctx, slug, s.Account)
	if err != nil {
		return a, err
	}
	if g.Now().Sub(s.Seen) > seenEach {
		if err := g.Do(ctx, func(tx Tx) error { return tx.SeeSession(ctx, s.Hash, g.Now()) }); err != nil {
			return a, err
		}
	}
	return desk.Actor{Workspace: m.Workspace, Home: m.Workspace == g.Workspace, Account: m.ID, Role: m.Role, Name: m.Name, Session: s.ID}, nil
}

// seat is an account that has a session, in a workspace by its slug.
func (g *Gate) seat(ctx context.Context, slug, account string) (m team.Member, err error) {
	at, err := g.Room(ctx, slug)
	if err == nil {
		m, err = g.Read.Member(ctx, at, account)
	}
	if err == nil && !m.Disabled.IsZero() {
		return m, stranger("Your session has ended.")
	}
	if err == nil || sop.CodeOf(err) != sop.NotFound {
		return m, err
	}
	open, err := g.open(ctx, account)
	switch {
	case err != nil:
		return m, err
	case len(open) == 0: // there is nothing to come into
		return m, stranger("Your session has ended.")
	}
	return m, NotIn
}

// open are the workspaces that an account could come into: none when it is disabled.
func (g *Gate) open(ctx context.Context, account string) (open []team.Seat, err error) {
	all, err := g.Read.Seats(ctx, account)
	for _, s := range all {
		if s.Archived.IsZero() {
			open = append(open, s)
		}
	}
	if len(open) == 0 || err != nil {
		return nil, err
	}
	m, err := g.Read.Member(ctx, open[0].ID, account)
	if err != nil || !m.Disabled.IsZero() {
		return nil, err
	}
	return open, nil
}

// Elsewhere is the first workspace that whoever comes by the secret of a session may come into; ok is false when there is none.
func (g *Gate) Elsewhere(ctx context.Context, secret string) (s team.Seat, ok bool) {
	known, err := g.Read.Session(ctx, team.Hash(secret))
	if err != nil || !g.live(known, g.Now()) {
		return s, false
	}
	open, err := g.open(ctx, known.Account)
	if err != nil || len(open) == 0 {
		return s, false
	}
	return open[0], true
}

// ended makes one answer of all reasons why a session can't be used.
func ended(err error) error {
	if sop.CodeOf(err) == sop.NotFound {
		return stranger("Your session has ended.")
	}
	return err
}

// EndSession ends one of one's own sessions.
func (g *Gate) EndSession(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		ok, err := tx.EndSession(ctx, a.Account, id)
		if err == nil && !ok {
			err = &sop.Error{Code: sop.NotFound, Message: "There is no such session.", Mend: "It may have ended already."}
		}
		if err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "session.ended", id))
	})
}

// EndOthers ends all of one's sessions but the one that asks for it.
func (g *Gate) EndOthers(ctx context.Context, a desk.Actor) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		if err := tx.EndSessions(ctx, a.Account, a.Session); err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "session.ended_others", a.Account))
	})
}

// Sessions are one's own that still live, the last used first.
func (g *Gate) Sessions(ctx context.Context, a desk.Actor) (live []team.Session, err error) {
	if err := a.May(desk.Self); err != nil {
		return nil, err
	}
	all, err := g.Read.Sessions(ctx, a.Account)
	for _, s := range all {
		if g.live(s, g.Now()) {
			live = append(live, s)
		}
	}
	return live, err
}

package gate

import (
	"context"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Want is what a new token is to be.
type Want struct {
	Name   string
	Scopes team.Scoped
	// Life is how long it lasts; 0 means until it is revoked.
	Life time.Duration
}

// shownStart is how much of a token is shown afterwards, in bytes.
const shownStart = len(team.TokenStart) + 4

// AddToken makes a token for oneself. Its secret is told once. One that was made by a token is good for no more than that.
func (g *Gate) AddToken(ctx context.Context, a desk.Actor, w Want) (k team.Token, secret string, err error) {
	if err := a.May(desk.Self); err != nil {
		return k, "", err
	}
	name, err := nameOf(w.Name)
	if err != nil {
		return k, "", err
	}
	if w.Scopes = team.ScopedOf(w.Scopes.List()); w.Scopes == "" {
		return k, "", &sop.Error{Code: sop.Invalid, Message: "The token would be good for nothing.", Mend: "Choose what it is good for: read, record, write or admin."}
	}
	if w.Life < 0 {
		return k, "", &sop.Error{Code: sop.Invalid, Message: "The token would have ended already.", Mend: "Choose an end that is to come."}
	}
	for _, s := range team.Scopes {
		if a.Token != "" && w.Scopes.Has(s) && !a.Scopes.Has(s) {
			return k, "", &sop.Error{Code: sop.Forbidden, Message: "A token can't make one that is good for more.", Mend: "Make it in the browser, under My account."}
		}
	}
	secret = team.TokenStart + team.NewSecret()
	k = team.Token{ID: g.NewID(), Workspace: a.Workspace, Account: a.Account, Name: name, Hash: team.Hash(secret), Start: secret[:shownStart], Scopes: w.Scopes, Created: g.Now()}
	if w.Life > 0 {
		k.Expires = g.Now().Add(w.Life)
	}
	err = g.Do(ctx, func(tx Tx) error {
		if _, err := tx.Member(ctx, a.Workspace, a.Account); err != nil { // nobody's, as long as there are no accounts
			return err
		}
		if err := tx.AddToken(ctx, k); err != nil {
			return err
		}
		e := by(a, "token.made", k.ID)
		e.Detail = k.Name + ": " + string(k.Scopes)
		return g.event(ctx, tx, e)
	})
	return k, secret, err
}

// RevokeToken ends one of one's own tokens.
func (g *Gate) RevokeToken(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	own, err := g.Read.Tokens(ctx, a.Workspace, a.Account)
	if err != nil {
		return err
	}
	return g.Do(ctx, func(tx Tx) error {
		n, err := int64(0), error(nil)
		if slices.ContainsFunc(own, func(k team.Token) bool { return k.ID == id }) { // one for another workspace isn't there
			n, err = tx.RevokeToken(ctx, a.Account, id, g.Now())
		}
		if err == nil && n == 0 {
			err = &sop.Error{Code: sop.NotFound, Message: "There is no such token.", Mend: "It may have been revoked already."}
		}
		if err != nil {
			return err
		}
		return g.event(ctx, tx, by(a, "token.revoked", id))
	})
}

// Tokens are one's own, the newest first.
func (g *Gate) Tokens(ctx context.Context, a desk.Actor) ([]team.Token, error) {
	if err := a.May(desk.Self); err != nil {
		return nil, err
	}
	return g.Read.Tokens(ctx, a.Workspace, a.Account)
}

// WhoByToken tells who comes by a token; an error with code sop.Unknown when nobody does.
func (g *Gate) WhoByToken(ctx context.Context, secret string) (a desk.Actor, err error) {
	no := &sop.Error{Code: sop.Unknown, Message: "This token isn't known, or isn't good any more.", Mend: "Make a new one under My account."}
	k, err := g.Read.Token(ctx, team.Hash(secret))
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !k.Live(g.Now()) {
		return a, no
	}
	if err != nil {
		return a, err
	}
	open, err := g.open(ctx, k.Account)
	if err != nil {
		return a, err
	}
	if !slices.ContainsFunc(open, func(s team.Seat) bool { return s.ID == k.Workspace }) {
		return a, no
	}
	m, err := g.Read.Member(ctx, k.Workspace, k.Account)
	if err != nil && sop.CodeOf(err) == sop.NotFound || err == nil && !m.Disabled.IsZero() {
		return a, no
	}
	if err != nil {
		return a, err
	}
	if g.Now().Sub(k.Used) > seenEach {
		if err := g.Do(ctx, func(tx Tx) error { return tx.UseToken(ctx, k.Hash, g.Now()) }); err != nil {
			return a, err
		}
	}
	return desk.Actor{Workspace: m.Workspace, Home: m.Workspace == g.Workspace, Account: m.ID, Role: m.Role, Name: m.Name, Token: k.ID, Scopes: k.Scopes}, nil
}

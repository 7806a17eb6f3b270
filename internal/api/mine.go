package api

import (
	"context"
	"github.com/danielgtaylor/huma/v2"
	"net/http"
	"showhow/internal/desk/gate"
	"showhow/internal/sop/team"
	"time"
)

// Session is a browser in which one signed in, as programs see it.
type Session struct {
	ID      string    `json:"id"`
	Agent   string    `json:"agent"`
	Address string    `json:"address"`
	Here    bool      `json:"here" doc:"it is the one that asks"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Expires time.Time `json:"expires"`
}

// Token is a key for programs, as they see it.
type Token struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Start   string     `json:"start" doc:"how the token begins"`
	Scopes  []string   `json:"scopes"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires,omitempty"`
	Used    *time.Time `json:"used,omitempty" doc:"when it was last used, to about a minute"`
	Secret  string     `json:"secret,omitempty" doc:"the token itself, told this once when it is made"`
}

func token(k team.Token) Token {
	return Token{ID: k.ID, Name: k.Name, Start: k.Start, Scopes: k.Scopes.List(), Created: k.Created, Expires: perhaps(k.Expires), Used: perhaps(k.Used)}
}

// mine are the operations on one's own account.
func (a *api) mine(h huma.API) {
	get(h, operation{"get-me", "/me", "One's own account"}, func(ctx context.Context, _ *struct{}) (*one[Account], error) {
		m, err := a.Gate.Me(ctx, actorOf(ctx))
		return a.person(m, err)
	})
	type named struct {
		Body struct {
			Name string `json:"name"`
		}
	}
	op(h, http.MethodPatch, operation{"rename-me", "/me", "Give oneself another name"}, func(ctx context.Context, in *named) (*struct{}, error) {
		return a.done(a.Gate.Rename(ctx, actorOf(ctx), in.Body.Name))
	})
	type passwords struct {
		Body struct {
			Before string `json:"before"`
			After  string `json:"after"`
		}
	}
	op(h, http.MethodPut, operation{"change-password", "/me/password", "Give oneself another password; all other sessions end"}, func(ctx context.Context, in *passwords) (*struct{}, error) {
		return a.done(a.Gate.ChangePassword(ctx, actorOf(ctx), gate.Passwords{Before: in.Body.Before, After: in.Body.After}, visitOf(ctx)))
	})
	a.sessions(h)
	a.tokens(h)
}

// done is an answer without words.
func (a *api) done(err error) (*struct{}, error) {
	if err != nil {
		return nil, a.answer(err)
	}
	return nil, nil
}

func (a *api) sessions(h huma.API) {
	get(h, operation{"list-sessions", "/me/sessions", "The browsers in which one signed in"}, func(ctx context.Context, _ *struct{}) (*list[Session], error) {
		who := actorOf(ctx)
		found, err := a.Gate.Sessions(ctx, who)
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Session, len(found))
		for i, s := range found {
			all[i] = Session{s.ID, s.Agent, s.Address, s.ID == who.Session, s.Created, s.Seen, s.Expires}
		}
		return listOf(all), nil
	})
	op(h, http.MethodDelete, operation{"end-session", "/me/sessions/{id}", "End a session"}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return a.done(a.Gate.EndSession(ctx, actorOf(ctx), in.ID))
	})
	op(h, http.MethodDelete, operation{"end-other-sessions", "/me/sessions", "End all sessions but the one that asks"}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return a.done(a.Gate.EndOthers(ctx, actorOf(ctx)))
	})
}

func (a *api) tokens(h huma.API) {
	get(h, operation{"list-tokens", "/me/tokens", "One's tokens"}, func(ctx context.Context, _ *struct{}) (*list[Token], error) {
		found, err := a.Gate.Tokens(ctx, actorOf(ctx))
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Token, len(found))
		for i, k := range found {
			all[i] = token(k)
		}
		return listOf(all), nil
	})
	type want struct {
		Body struct {
			Name   string   `json:"name" doc:"what it is for"`
			Scopes []string `json:"scopes" enum:"read,record,write,admin" minItems:"1"`
			Days   int      `json:"days,omitempty" minimum:"0" maximum:"3650" doc:"how long it lasts; 0: until it is revoked"`
		}
	}
	post(h, operation{"add-token", "/me/tokens", "Make a token; a token can't make one that is good for more than itself"}, func(ctx context.Context, in *want) (*one[Token], error) {
		k, secret, err := a.Gate.AddToken(ctx, actorOf(ctx), gate.Want{Name: in.Body.Name, Scopes: team.ScopedOf(in.Body.Scopes), Life: days(in.Body.Days)})
		if err != nil {
			return nil, a.answer(err)
		}
		out := token(k)
		out.Secret = secret
		return &one[Token]{Body: out}, nil
	})
	op(h, http.MethodDelete, operation{"revoke-token", "/me/tokens/{id}", "End a token"}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return a.done(a.Gate.RevokeToken(ctx, actorOf(ctx), in.ID))
	})
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// Share is an address at which a procedure can be read without an account, as programs see it.
type Share struct {
	ID       string     `json:"id"`
	Revision int        `json:"revision" doc:"the one that it shows now"`
	Pinned   bool       `json:"pinned" doc:"it shows this revision alone; else the one in force as long as there is one"`
	Creator  string     `json:"creator" doc:"an account's id"`
	Created  time.Time  `json:"created"`
	Expires  time.Time  `json:"expires"`
	Revoked  *time.Time `json:"revoked,omitempty"`
	Uses     int64      `json:"uses" doc:"how often the page was opened"`
	Used     *time.Time `json:"used,omitempty"`
	Secret   string     `json:"secret,omitempty" doc:"told this once: the address is /shared/ and this below the workspace's address"`
}

func share(s team.Share, inForce int) Share {
	return Share{ID: s.ID, Revision: s.Shows(inForce), Pinned: s.Pinned, Creator: s.Creator, Created: s.Created, Expires: s.Expires, Revoked: perhaps(s.Revoked), Uses: s.Uses, Used: perhaps(s.Used)}
}

// shares are the operations on to whom a procedure is given.
func (a *api) shares(h huma.API) {
	get(h, operation{"list-shares", "/procedures/{slug}/shares", "To whom a procedure is given"}, func(ctx context.Context, in *bySlug) (*list[Share], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		found, err := a.Gate.Shares(ctx, actorOf(ctx), p.ID)
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Share, len(found))
		for i, s := range found {
			all[i] = share(s, p.InForce)
		}
		return listOf(all), nil
	})
	type life struct {
		Slug string `path:"slug"`
		Body struct {
			Days  int  `json:"days" minimum:"1" maximum:"366" doc:"how long it lasts"`
			Draft bool `json:"draft,omitempty" doc:"show the last revision alone although it isn't in force, for somebody who is to look at it"`
		}
	}
	post(h, operation{"add-share", "/procedures/{slug}/shares", "Make an address at which the revision in force (the last, as long as none is) can be read without an account"}, func(ctx context.Context, in *life) (*one[Share], error) {
		give := a.Gate.Share
		if in.Body.Draft {
			give = a.Gate.ShareDraft
		}
		s, secret, err := give(ctx, actorOf(ctx), in.Slug, days(in.Body.Days))
		if err != nil {
			return nil, a.answer(err)
		}
		out := share(s, 0)
		out.Secret = secret
		return &one[Share]{Body: out}, nil
	})
	type both struct {
		Slug string `path:"slug"`
		ID   string `path:"id"`
	}
	op(h, http.MethodDelete, operation{"revoke-share", "/procedures/{slug}/shares/{id}", "End a share"}, func(ctx context.Context, in *both) (*struct{}, error) {
		return a.done(a.Gate.Unshare(ctx, actorOf(ctx), in.Slug, in.ID))
	})
}

package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk/gate"
	"showhow/internal/sop/team"
)

// Account is a person as programs see them.
type Account struct {
	ID       string     `json:"id"`
	Email    string     `json:"email"`
	Name     string     `json:"name"`
	Role     string     `json:"role" enum:"viewer,editor,reviewer,admin"`
	State    string     `json:"state" enum:"invited,active,disabled"`
	Identity bool       `json:"identity" doc:"an identity provider vouches for the person"`
	Created  time.Time  `json:"created"`
	Seen     *time.Time `json:"seen,omitempty" doc:"when a session was last used"`
}

// Invitation is an account with the link by which its person takes it.
type Invitation struct {
	Account Account    `json:"account"`
	Secret  string     `json:"secret,omitempty" doc:"told this once: the link is /invited/ and this below the server's address; missing when the person has an account already, and is in the workspace at once"`
	Expires *time.Time `json:"expires,omitempty"`
}

func account(m team.Member) Account {
	a := Account{ID: m.ID, Email: m.Email, Name: m.Name, Role: string(m.Role), State: "invited", Identity: m.Linked, Created: m.Created, Seen: perhaps(m.Seen)}
	if m.Password != "" || m.Linked {
		a.State = "active"
	}
	if !m.Disabled.IsZero() {
		a.State = "disabled"
	}
	return a
}

// perhaps is a time that may not have come.
func perhaps(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type inRole struct {
	Role string `json:"role" enum:"viewer,editor,reviewer,admin"`
}

// Colleague is somebody of the workspace, as everybody in it sees them.
type Colleague struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role" enum:"viewer,editor,reviewer,admin"`
	// Here says that they can come in.
	Here bool `json:"here" doc:"they can come in: they have taken their account, and it isn't disabled"`
	// You says that it's who asks.
	You bool `json:"you,omitempty" doc:"it is the one that asks"`
}

// people are the operations on who is in the workspace.
func (a *api) people(h huma.API) {
	get(h, operation{"list-people", "/people", "Who is in the workspace, by name: as an owner, a deputy, an approver"}, func(ctx context.Context, _ *struct{}) (*list[Colleague], error) {
		you := actorOf(ctx)
		found, err := a.Gate.Read.Members(ctx, you.Workspace)
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Colleague, len(found))
		for i, m := range found {
			all[i] = Colleague{m.ID, m.Name, string(m.Role), m.Settled(), m.ID == you.Account}
		}
		return listOf(all), nil
	})
	get(h, operation{"list-accounts", "/accounts", "Who is in the workspace"}, func(ctx context.Context, _ *struct{}) (*list[Account], error) {
		found, err := a.Gate.People(ctx, actorOf(ctx))
		if err != nil {
			return nil, a.answer(err)
		}
		all := make([]Account, len(found))
		for i, m := range found {
			all[i] = account(m)
		}
		return listOf(all), nil
	})
	type newcomer struct {
		Body struct {
			Email string `json:"email"`
			Name  string `json:"name"`
			Role  string `json:"role" enum:"viewer,editor,reviewer,admin"`
		}
	}
	post(h, operation{"invite-account", "/accounts", "Make an account, and a link by which its person takes it"}, func(ctx context.Context, in *newcomer) (*one[Invitation], error) {
		i, err := a.Gate.Invite(ctx, actorOf(ctx), gate.Newcomer{Email: in.Body.Email, Name: in.Body.Name, Role: team.Role(in.Body.Role)})
		return a.invitation(i, err)
	})
	type role struct {
		ID   string `path:"id"`
		Body inRole
	}
	op(h, http.MethodPut, operation{"set-role", "/accounts/{id}/role", "Give somebody another role"}, func(ctx context.Context, in *role) (*one[Account], error) {
		m, err := a.Gate.SetRole(ctx, actorOf(ctx), in.ID, team.Role(in.Body.Role))
		return a.person(m, err)
	})
	post(h, operation{"disable-account", "/accounts/{id}/disable", "Shut somebody out at once: sessions and tokens end"}, func(ctx context.Context, in *byID) (*one[Account], error) {
		m, err := a.Gate.SetDisabled(ctx, actorOf(ctx), in.ID, true)
		return a.person(m, err)
	})
	post(h, operation{"enable-account", "/accounts/{id}/enable", "Let somebody in again"}, func(ctx context.Context, in *byID) (*one[Account], error) {
		m, err := a.Gate.SetDisabled(ctx, actorOf(ctx), in.ID, false)
		return a.person(m, err)
	})
	post(h, operation{"reset-account", "/accounts/{id}/reset", "Take password, sessions and tokens from an account, and make a new link"}, func(ctx context.Context, in *byID) (*one[Invitation], error) {
		i, err := a.Gate.Reset(ctx, actorOf(ctx), in.ID)
		return a.invitation(i, err)
	})
}

func (a *api) person(m team.Member, err error) (*one[Account], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Account]{Body: account(m)}, nil
}

func (a *api) invitation(i gate.Invited, err error) (*one[Invitation], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Invitation]{Body: Invitation{account(i.Member), i.Secret, perhaps(i.Expires)}}, nil
}

// op is an operation by any method.
func op[I, O any](h huma.API, method string, o operation, do func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{OperationID: o.id, Method: method, Path: Base + o.path, Summary: o.summary}, do)
}

// Event is a line of the audit trail as programs see it.
type Event struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor" doc:"an account's id, or the name of one of our own"`
	Verb   string    `json:"verb"`
	Target string    `json:"target,omitempty"`
	Detail string    `json:"detail,omitempty"`
	Proof  string    `json:"proof,omitempty" doc:"what the line vouches for: names with digests"`
}

type events struct {
	Body struct {
		Items []Event `json:"items"`
		Next  string  `json:"next,omitempty" doc:"the value of before for the next page; missing on the last"`
	}
}

type eventQuery struct {
	Actor  string    `query:"actor"`
	Verb   string    `query:"verb" doc:"a verb, or how it begins, as in account."`
	Target string    `query:"target"`
	Since  time.Time `query:"since"`
	Until  time.Time `query:"until"`
	Before string    `query:"before" doc:"next of the page before"`
	Limit  int       `query:"limit" default:"100" minimum:"1" maximum:"500" doc:"how many at most"`
}

// trail is the operation on the audit trail.
func (a *api) trail(h huma.API) {
	get(h, operation{"list-events", "/events", "What was done, the newest first"}, func(ctx context.Context, in *eventQuery) (*events, error) {
		before, err := gate.PlaceOf(in.Before)
		if err != nil {
			return nil, a.answer(err)
		}
		found, err := a.Gate.Trail(ctx, actorOf(ctx), team.Question{Actor: in.Actor, Verb: in.Verb, Target: in.Target, Since: in.Since, Until: in.Until, Before: before, Limit: in.Limit + 1})
		if err != nil {
			return nil, a.answer(err)
		}
		out := &events{}
		if len(found) > in.Limit {
			found = found[:in.Limit]
			out.Body.Next = gate.PlaceText(found[in.Limit-1])
		}
		out.Body.Items = []Event{}
		for _, e := range found {
			out.Body.Items = append(out.Body.Items, Event{e.ID, e.At, e.Actor, e.Verb, e.Target, e.Detail, e.Proof})
		}
		return out, nil
	})
}

package api

import (
	"context"
	"github.com/danielgtaylor/huma/v2"
	"net/http"
	"showhow/internal/sop/team"
	"time"
)

// Workspace is a workspace as programs see it.
type Workspace struct {
	ID       string      `json:"id"`
	Slug     string      `json:"slug" doc:"its name in addresses: all of this lies below /w/ and this, too; the server's first one lies at the root"`
	Name     string      `json:"name"`
	First    bool        `json:"first" doc:"it is the server's first: who rules there rules the server"`
	Role     string      `json:"role,omitempty" doc:"what one is there"`
	Created  time.Time   `json:"created"`
	Archived *time.Time  `json:"archived,omitempty" doc:"since when it opens to nobody"`
	Quota    team.Bounds `json:"quota" doc:"its own; what is missing is as the server's settings have it"`
}

func (a *api) workspace(s team.Seat) Workspace {
	return Workspace{s.ID, s.Slug, s.Name, s.ID == a.Gate.Workspace, string(s.Role), s.Created, perhaps(s.Archived), s.Bounds}
}

func (a *api) workspaces(all []team.Seat, err error) (*list[Workspace], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	out := make([]Workspace, len(all))
	for i, s := range all {
		out[i] = a.workspace(s)
	}
	return listOf(out), nil
}

func (a *api) oneWorkspace(w team.Workspace, err error) (*one[Workspace], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Workspace]{Body: a.workspace(team.Seat{Workspace: w})}, nil
}

func (a *api) rooms(h huma.API) {
	get(h, operation{"list-my-workspaces", "/me/workspaces", "The workspaces that one is in, with one's role in each"}, func(ctx context.Context, _ *struct{}) (*list[Workspace], error) {
		return a.workspaces(a.Gate.Seats(ctx, actorOf(ctx)))
	})
	get(h, operation{"list-workspaces", "/workspaces", "All workspaces of the server, archived ones, too"}, func(ctx context.Context, _ *struct{}) (*list[Workspace], error) {
		return a.workspaces(a.Gate.Workspaces(ctx, actorOf(ctx)))
	})
	type made struct {
		Body struct {
			Slug string `json:"slug" doc:"small letters, digits and hyphens; it stays for good"`
			Name string `json:"name"`
		}
	}
	post(h, operation{"add-workspace", "/workspaces", "Make a workspace; who makes it is its administrator"}, func(ctx context.Context, in *made) (*one[Workspace], error) {
		return a.oneWorkspace(a.Gate.AddWorkspace(ctx, actorOf(ctx), in.Body.Slug, in.Body.Name))
	})
	type named struct {
		ID   string `path:"id"`
		Body struct {
			Name string `json:"name"`
		}
	}
	op(h, http.MethodPatch, operation{"rename-workspace", "/workspaces/{id}", "Give a workspace another name; its addresses stay"}, func(ctx context.Context, in *named) (*one[Workspace], error) {
		return a.oneWorkspace(a.Gate.NameWorkspace(ctx, actorOf(ctx), in.ID, in.Body.Name))
	})
	type bounded struct {
		ID   string `path:"id"`
		Body team.Bounds
	}
	op(h, http.MethodPut, operation{"bound-workspace", "/workspaces/{id}/quota", "Give a workspace a quota of its own; what is missing is as the server's settings have it"}, func(ctx context.Context, in *bounded) (*one[Workspace], error) {
		return a.oneWorkspace(a.Gate.Bound(ctx, actorOf(ctx), in.ID, in.Body))
	})
	post(h, operation{"archive-workspace", "/workspaces/{id}/archive", "Close a workspace to everybody, with its tokens and shares; all is kept"}, func(ctx context.Context, in *byID) (*one[Workspace], error) {
		return a.oneWorkspace(a.Gate.Archive(ctx, actorOf(ctx), in.ID, true))
	})
	post(h, operation{"open-workspace", "/workspaces/{id}/open", "Open an archived workspace again"}, func(ctx context.Context, in *byID) (*one[Workspace], error) {
		return a.oneWorkspace(a.Gate.Archive(ctx, actorOf(ctx), in.ID, false))
	})
	post(h, operation{"erase-account", "/accounts/{id}/erase", "Take from an account all that is personal, for good; what the person did stays, under a pseudonym"}, func(ctx context.Context, in *byID) (*one[Account], error) {
		m, err := a.Gate.Erase(ctx, actorOf(ctx), in.ID)
		return a.person(m, err)
	})
	op(h, http.MethodDelete, operation{"remove-account", "/accounts/{id}", "Take somebody out of the workspace, with the tokens for it; the account stays, for it may be in others"}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return a.done(a.Gate.Remove(ctx, actorOf(ctx), in.ID))
	})
}

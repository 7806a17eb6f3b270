package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/trial"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop/thread"
)

// Threads reads what people say of procedures.
type Threads interface {
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
	Thread(ctx context.Context, workspace, id string) (thread.Thread, error)
}

// Thread is something that was said, as programs see it.
type Thread = thread.Thread

// threads are the operations on what people say.
func (a *api) threads(h huma.API) {
	type asked struct {
		Slug     string       `path:"slug"`
		State    thread.State `query:"state" enum:"open,resolved" doc:"all when left out"`
		Blocking bool         `query:"blocking" doc:"only those while which nothing is approved"`
		Limit    int          `query:"limit" default:"100" minimum:"1" maximum:"1000"`
	}
	get(h, operation{"list-threads", "/procedures/{slug}/threads", "What was said of a procedure, the last changed first"}, func(ctx context.Context, in *asked) (*list[Thread], error) {
		p, err := a.Library.Procedure(ctx, actorOf(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.answer(err)
		}
		return a.found(ctx, thread.Query{Procedure: p.ID, State: in.State, Blocking: in.Blocking, Limit: in.Limit})
	})
	type mine struct {
		Limit int `query:"limit" default:"100" minimum:"1" maximum:"1000"`
	}
	get(h, operation{"list-my-threads", "/me/threads", "Open threads in which you said something, and somebody else said the last thing"}, func(ctx context.Context, in *mine) (*list[Thread], error) {
		who := actorOf(ctx).Account
		return a.found(ctx, thread.Query{Voice: who, NotLast: who, State: thread.Open, Limit: in.Limit})
	})
	type opening struct {
		Slug string `path:"slug"`
		Body struct {
			Number   int           `json:"number,omitempty" minimum:"0" doc:"the revision; the working copy when left out"`
			Anchor   thread.Anchor `json:"anchor,omitempty" doc:"what it is about: a step by its key, a part of it, words of that"`
			Kind     thread.Kind   `json:"kind" enum:"remark,question,suggestion"`
			Text     string        `json:"text,omitempty" maxLength:"4000"`
			Proposed string        `json:"proposed,omitempty" maxLength:"4000" doc:"what a suggestion would have in the place of the anchor's words"`
			Blocking bool          `json:"blocking,omitempty" doc:"nothing is approved while it is open"`
		}
	}
	post(h, operation{"open-thread", "/procedures/{slug}/threads", "Remark on a procedure, a step or some words, ask, or suggest other words"}, func(ctx context.Context, in *opening) (*one[Thread], error) {
		b := in.Body
		return a.said(a.Talkers.Open(ctx, actorOf(ctx), in.Slug, deskthread.Opening{Number: b.Number, Anchor: b.Anchor, Kind: b.Kind, Text: b.Text, Proposed: b.Proposed, Blocking: b.Blocking}))
	})
	a.talking(h)
}

func (a *api) found(ctx context.Context, q thread.Query) (*list[Thread], error) {
	q.Workspace = actorOf(ctx).Workspace
	all, err := a.Threads.Threads(ctx, q)
	if err != nil {
		return nil, a.answer(err)
	}
	return listOf(all), nil
}

func (a *api) said(t thread.Thread, err error) (*one[Thread], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Thread]{Body: t}, nil
}

// talking are the operations on a thread that is there.
func (a *api) talking(h huma.API) {
	type words struct {
		Thread string `path:"thread"`
		Body   struct {
			How  thread.How `json:"how,omitempty" enum:"mended,answered,declined" doc:"to resolve it: how it was"`
			Text string     `json:"text,omitempty" maxLength:"4000"`
		}
	}
	post(h, operation{"reply-thread", "/threads/{thread}/reply", "Say something in a thread"}, func(ctx context.Context, in *words) (*one[Thread], error) {
		return a.said(a.Talkers.Reply(ctx, actorOf(ctx), in.Thread, in.Body.Text))
	})
	post(h, operation{"resolve-thread", "/threads/{thread}/resolve", "Close a thread: mended, answered or declined"}, func(ctx context.Context, in *words) (*one[Thread], error) {
		return a.said(a.Talkers.Resolve(ctx, actorOf(ctx), in.Thread, deskthread.Resolving{How: in.Body.How, Words: in.Body.Text}))
	})
	post(h, operation{"reopen-thread", "/threads/{thread}/reopen", "Open a resolved thread again"}, func(ctx context.Context, in *words) (*one[Thread], error) {
		return a.said(a.Talkers.Reopen(ctx, actorOf(ctx), in.Thread, in.Body.Text))
	})
	post(h, operation{"accept-suggestion", "/threads/{thread}/accept", "Put a suggestion's words into the working copy"}, func(ctx context.Context, in *struct {
		Thread string `path:"thread"`
	}) (*one[trial.Accepted], error) {
		t, err := a.Threads.Thread(ctx, actorOf(ctx).Workspace, in.Thread)
		if err != nil {
			return nil, a.answer(err)
		}
		p, err := a.Runs.ProcedureByID(ctx, t.Workspace, t.Procedure)
		if err != nil {
			return nil, a.answer(err)
		}
		out := trial.Accepted{}
		if out.Told, err = a.trials().Accepting(ctx, p, t); err == nil {
			out.Thread, err = a.Talkers.Accept(ctx, actorOf(ctx), t.ID)
		}
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[trial.Accepted]{Body: out}, nil
	})
}

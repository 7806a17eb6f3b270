package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop/life"
)

// byReview names a review of a procedure.
type byReview struct {
	Slug   string `path:"slug"`
	Review string `path:"review"`
}

// judging are the operations by which a revision is judged.
func (a *api) judging(h huma.API) {
	type sending struct {
		Slug string `path:"slug"`
		Body struct {
			Number  int       `json:"number" minimum:"1" doc:"the revision; it must be the last, or the next one where the working copy is sent"`
			Summary string    `json:"summary,omitempty" maxLength:"4000" doc:"what was altered, for readers; needed when another revision is in force"`
			From    time.Time `json:"from,omitempty" doc:"when it is to come into force; as soon as it's approved when left out"`
			Urgent  bool      `json:"urgent,omitempty" doc:"send it with parts that lack; a reviewer has to waive them"`
			Working bool      `json:"working,omitempty" doc:"make the working copy that revision first (the next one); either both is done or nothing"`
			Wording string    `json:"wording,omitempty" maxLength:"4000" doc:"why nobody does anything else by it, where only words differ from what is in force: then it is minor, if somebody approves it"`
		}
	}
	post(h, operation{"send-for-review", "/procedures/{slug}/reviews", "Send the last revision to be judged"}, func(ctx context.Context, in *sending) (*one[Review], error) {
		r, err := a.Judges.Send(ctx, actorOf(ctx), in.Slug, desklife.Sending(in.Body))
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Review]{Body: r}, nil
	})
	type deciding struct {
		Slug   string `path:"slug"`
		Review string `path:"review"`
		Body   struct {
			Verdict  life.Verdict `json:"verdict" enum:"approve,reject"`
			Digest   string       `json:"digest" doc:"of the bytes that you looked at, as the review tells it"`
			Note     string       `json:"note,omitempty" maxLength:"4000" doc:"why; a rejection needs it"`
			Wording  bool         `json:"wording,omitempty" doc:"you know that you sign, too, that nobody does anything else by it; who approves a revision that was sent as one of which only the wording differs has to say it"`
			Password string       `json:"password,omitempty" doc:"your own, as your signature, if your account has one"`
		}
	}
	post(h, operation{"decide-review", "/procedures/{slug}/reviews/{review}/decision", "Approve a revision or reject it. You sign that you have read it, and that others may or must not work by it; where its wording alone differs, that nobody does anything else by it"}, func(ctx context.Context, in *deciding) (*one[Review], error) {
		who, err := a.Gate.Prove(ctx, actorOf(ctx), in.Body.Password, visitOf(ctx))
		if err != nil {
			return nil, a.answer(err)
		}
		r, err := a.Judges.Decide(ctx, actorOf(ctx), in.Slug, desklife.Judgement{Review: in.Review, Digest: in.Body.Digest, Verdict: in.Body.Verdict, Note: in.Body.Note, Wording: in.Body.Wording, Name: who.Name, Proof: who.By})
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Review]{Body: r}, nil
	})
	post(h, operation{"withdraw-review", "/procedures/{slug}/reviews/{review}/withdraw", "Take a review back, or an approved revision whose time hasn't come"}, func(ctx context.Context, in *byReview) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.Withdraw(ctx, actorOf(ctx), in.Slug, in.Review))
	})
	a.waiving(h)
}

// waiving are the operations on letting a revision pass without some rules.
func (a *api) waiving(h huma.API) {
	type waiving struct {
		Slug   string `path:"slug"`
		Review string `path:"review"`
		Body   struct {
			Rules  []life.Rule `json:"rules" minItems:"1" doc:"some of approvals, dry_run, pilot, complete, threads"`
			Reason string      `json:"reason" minLength:"1" maxLength:"4000"`
		}
	}
	post(h, operation{"waive-review", "/procedures/{slug}/reviews/{review}/waiver", "Let a revision pass without some rules in an emergency; it has to be looked at again within 48 hours"}, func(ctx context.Context, in *waiving) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.Waive(ctx, actorOf(ctx), in.Slug, desklife.Waiving{Review: in.Review, Rules: in.Body.Rules, Reason: in.Body.Reason}))
	})
	a.followingUp(h)
}

// followingUp is the operation that ends what a waiver let pass.
func (a *api) followingUp(h huma.API) {
	type outcome struct {
		Slug   string `path:"slug"`
		Review string `path:"review"`
		Body   struct {
			Outcome string `json:"outcome" minLength:"1" maxLength:"4000" doc:"what was looked at, and whether it holds"`
		}
	}
	post(h, operation{"follow-up-review", "/procedures/{slug}/reviews/{review}/follow-up", "Say what came of looking again at what a waiver let pass"}, func(ctx context.Context, in *outcome) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.FollowedUp(ctx, actorOf(ctx), in.Slug, desklife.Waiving{Review: in.Review, Reason: in.Body.Outcome}))
	})
}

// then answers a verb with what a procedure's life is after it.
func (a *api) then(ctx context.Context, slug string, err error) (*one[Life], error) {
	if err != nil {
		return nil, a.answer(err)
	}
	l, err := a.lifeOf(ctx, slug)
	if err != nil {
		return nil, a.answer(err)
	}
	return &one[Life]{Body: l}, nil
}

// standing are the operations on a procedure as a whole.
func (a *api) standing(h huma.API) {
	type reason struct {
		Slug string `path:"slug"`
		Body struct {
			Reason string `json:"reason" maxLength:"4000" doc:"it can't be empty"`
		}
	}
	for _, o := range []struct {
		operation
		do func(ctx context.Context, who desk.Actor, slug, reason string) error
	}{
		{operation{"suspend-procedure", "/procedures/{slug}/suspend", "Warn everybody off a procedure, at once"}, a.Judges.Suspend},
		{operation{"resume-procedure", "/procedures/{slug}/resume", "Take a suspension back; whoever set it can't"}, a.Judges.Resume},
	} {
		post(h, o.operation, func(ctx context.Context, in *reason) (*one[Life], error) {
			return a.then(ctx, in.Slug, o.do(ctx, actorOf(ctx), in.Slug, in.Body.Reason))
		})
	}
	type ending struct {
		Slug string `path:"slug"`
		Body desklife.Ending
	}
	post(h, operation{"retire-procedure", "/procedures/{slug}/retire", "End a procedure's life; its revisions stay readable"}, func(ctx context.Context, in *ending) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.Retire(ctx, actorOf(ctx), in.Slug, in.Body))
	})
	post(h, operation{"unretire-procedure", "/procedures/{slug}/unretire", "Make a retired procedure a draft again"}, func(ctx context.Context, in *bySlug) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.Unretire(ctx, actorOf(ctx), in.Slug))
	})
	type look struct {
		Slug string `path:"slug"`
		Body struct {
			Digest   string `json:"digest" doc:"of the revision in force"`
			Note     string `json:"note,omitempty" maxLength:"4000"`
			Password string `json:"password,omitempty" doc:"as for a decision"`
		}
	}
	post(h, operation{"reaffirm-procedure", "/procedures/{slug}/reaffirm", "Sign that the revision in force was looked at again, and holds"}, func(ctx context.Context, in *look) (*one[Life], error) {
		who, err := a.Gate.Prove(ctx, actorOf(ctx), in.Body.Password, visitOf(ctx))
		if err == nil {
			err = a.Judges.Reaffirm(ctx, actorOf(ctx), in.Slug, desklife.Judgement{Digest: in.Body.Digest, Note: in.Body.Note, Name: who.Name, Proof: who.By})
		}
		return a.then(ctx, in.Slug, err)
	})
	type class struct {
		Slug string `path:"slug"`
		Body struct {
			Class  life.Class `json:"class" enum:"critical,normal,low"`
			Reason string     `json:"reason,omitempty" maxLength:"4000" doc:"why; needed when less hangs on it than was said before"`
			Deputy *string    `json:"deputy,omitempty" doc:"the account that stands in for the owner; empty for none, and left as it is when left out. Only the owner or an administrator changes it, and never to themselves"`
		}
	}
	post(h, operation{"set-class", "/procedures/{slug}/class", "Say how much hangs on a procedure, and who stands in for its owner"}, func(ctx context.Context, in *class) (*one[Life], error) {
		return a.then(ctx, in.Slug, a.Judges.SetClass(ctx, actorOf(ctx), in.Slug, desklife.Classing{Class: in.Body.Class, Reason: in.Body.Reason, Deputy: in.Body.Deputy}))
	})
}

// policies are the operations on what each class needs.
func (a *api) policies(h huma.API) {
	read := func(ctx context.Context) (*one[life.Policies], error) {
		all, err := a.Lives.Policies(ctx, actorOf(ctx).Workspace)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[life.Policies]{Body: all}, nil
	}
	get(h, operation{"get-policies", "/policies", "What each class of procedures needs before a revision comes into force"}, func(ctx context.Context, _ *struct{}) (*one[life.Policies], error) {
		return read(ctx)
	})
	type setting struct{ Body life.Policies }
	huma.Register(h, huma.Operation{OperationID: "set-policies", Method: http.MethodPut, Path: Base + "/policies", Summary: "Say what each class needs"}, func(ctx context.Context, in *setting) (*one[life.Policies], error) {
		if err := a.Judges.SetPolicies(ctx, actorOf(ctx), in.Body); err != nil {
			return nil, a.answer(err)
		}
		return read(ctx)
	})
}

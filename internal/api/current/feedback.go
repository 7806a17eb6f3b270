package current

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/desk"
	rules "showhow/internal/desk/feedback"
	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
)

// Feedback reads what was said of steps.
type Feedback interface {
	AllFeedback(ctx context.Context, q feedback.Query) ([]feedback.Feedback, error)
	FeedbackCounts(ctx context.Context, procedure string, since time.Time) ([]feedback.Tally, error)
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
}

// FeedbackTally counts what was said of one step of one revision.
type FeedbackTally = feedback.Tally

func (a api) feedback(h huma.API) {
	type asked struct {
		Procedure string         `query:"procedure" doc:"a procedure's slug; all of them when it's left out"`
		State     feedback.State `query:"state" enum:"open,noted,closed"`
		Kind      feedback.Kind  `query:"kind" enum:"good,unclear,wrong,outdated"`
		Limit     int            `query:"limit" default:"100" minimum:"1" maximum:"500"`
	}
	huma.Register(h, huma.Operation{OperationID: "list-feedback", Method: http.MethodGet, Path: a.Base + "/feedback", Summary: "What was said of steps, the newest first; to those who may not write, what they said themselves"}, func(ctx context.Context, in *asked) (*list[feedback.Feedback], error) {
		who := a.Actor(ctx)
		q := feedback.Query{Workspace: who.Workspace, State: in.State, Kind: in.Kind, Limit: in.Limit}
		if who.Role == "" || (desk.Actor{Role: who.Role}).May(desk.Write) != nil {
			q.By = who.Account
		}
		if in.Procedure != "" {
			p, err := a.Library.Procedure(ctx, who.Workspace, in.Procedure)
			if err != nil {
				return nil, a.Answer(err)
			}
			q.Procedure = p.ID
		}
		all, err := a.Feedback.AllFeedback(ctx, q)
		if err != nil {
			return nil, a.Answer(err)
		}
		return form.ListOf(all), nil
	})
	huma.Register(h, huma.Operation{OperationID: "count-feedback", Method: http.MethodGet, Path: a.Base + "/procedures/{slug}/feedback/counts", Summary: "How much was said of each step of each revision, by kind"}, func(ctx context.Context, in *struct {
		Slug string `path:"slug"`
	}) (*list[FeedbackTally], error) {
		p, err := a.Library.Procedure(ctx, a.Actor(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, a.Answer(err)
		}
		all, err := a.Feedback.FeedbackCounts(ctx, p.ID, time.Time{})
		if err != nil {
			return nil, a.Answer(err)
		}
		return form.ListOf(all), nil
	})
	a.feedbackVerbs(h)
}

// feedbackVerbs are the operations that change something.
func (a api) feedbackVerbs(h huma.API) {
	type saying struct {
		Slug string `path:"slug"`
		Body struct {
			Step      string        `json:"step" minLength:"1" maxLength:"200" doc:"the step's key"`
			Number    int           `json:"revision" minimum:"1"`
			Kind      feedback.Kind `json:"kind" enum:"good,unclear,wrong,outdated"`
			Words     string        `json:"words,omitempty" maxLength:"4000"`
			Execution string        `json:"execution,omitempty" maxLength:"64" doc:"the execution in which it was found"`
			ID        string        `json:"id,omitempty" maxLength:"64" doc:"of your own making: what is sent twice under one counts once; without one each call counts"`
		}
	}
	answer := func(f feedback.Feedback, err error) (*one[feedback.Feedback], error) {
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[feedback.Feedback]{Body: f}, nil
	}
	huma.Register(h, huma.Operation{OperationID: "give-feedback", Method: http.MethodPost, Path: a.Base + "/procedures/{slug}/feedback", Summary: "Say of a step that it is good, unclear, wrong or outdated"}, func(ctx context.Context, in *saying) (*one[feedback.Feedback], error) {
		b := in.Body
		return answer(a.Takes.Say(ctx, a.Actor(ctx), in.Slug, rules.Saying{Step: b.Step, Number: b.Number, Kind: b.Kind, Words: b.Words, Execution: b.Execution, Program: true, ID: b.ID}))
	})
	type answering struct {
		Feedback string `path:"feedback"`
		Body     struct {
			Words string `json:"words" minLength:"1" maxLength:"4000"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "answer-feedback", Method: http.MethodPost, Path: a.Base + "/feedback/{feedback}/answers", Summary: "Answer; it stays open"}, func(ctx context.Context, in *answering) (*one[feedback.Feedback], error) {
		return answer(a.Takes.Answer(ctx, a.Actor(ctx), in.Feedback, in.Body.Words))
	})
	type closing struct {
		Feedback string `path:"feedback"`
		Body     struct {
			How  feedback.How `json:"how" enum:"mended,answered,declined"`
			Note string       `json:"note,omitempty" maxLength:"4000" doc:"what whoever said it is told; needed unless it is mended"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "close-feedback", Method: http.MethodPost, Path: a.Base + "/feedback/{feedback}/close", Summary: "Say what became of it"}, func(ctx context.Context, in *closing) (*one[feedback.Feedback], error) {
		return answer(a.Takes.Close(ctx, a.Actor(ctx), in.Feedback, feedback.Closing{How: in.Body.How, Note: in.Body.Note}))
	})
}

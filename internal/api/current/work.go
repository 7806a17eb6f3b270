// Package current is the operations on keeping procedures current.
package current

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	rules "showhow/internal/desk/current"
	taking "showhow/internal/desk/feedback"
	"showhow/internal/sop/current"
)

// Operations are the operations with what they need. All fields must be set.
type Operations struct {
	Desk     *rules.Desk
	Takes    *taking.Desk
	Feedback Feedback
	Rests    Rests
	// Procedures gives one by its id.
	Procedures Procedures
	Library    Library
}

// House is what they need of the API.
type House = form.House

type (
	one[T any]  = form.One[T]
	list[T any] = form.List[T]
	api         struct {
		Operations
		House
	}
)

// Register adds the operations to an API.
func (o Operations) Register(h huma.API, house House) {
	a := api{o, house}
	a.work(h)
	a.feedback(h)
	a.changes(h)
	a.links(h)
}

// WorkPart is one kind of thing that waits for whoever asks.
type WorkPart = current.Part

func (a api) work(h huma.API) {
	huma.Register(h, huma.Operation{OperationID: "list-work", Method: http.MethodGet, Path: a.Base + "/work", Summary: "What waits for you: reviews, procedures of yours to be looked at, and what other rooms add"}, func(ctx context.Context, _ *struct{}) (*list[WorkPart], error) {
		all, err := a.Desk.Work(ctx, a.Actor(ctx))
		if err != nil {
			return nil, a.Answer(err)
		}
		return form.ListOf(all), nil
	})
	type handing struct {
		Body struct {
			Slugs []string `json:"slugs,omitempty" maxItems:"500" doc:"the procedures"`
			All   bool     `json:"all,omitempty" doc:"instead of slugs: all that have no owner who can come in"`
			To    string   `json:"to" minLength:"1" doc:"an account's id"`
		}
	}
	type handed struct {
		Handed int `json:"handed" doc:"how many became theirs that weren't before"`
	}
	huma.Register(h, huma.Operation{OperationID: "hand-over-procedures", Method: http.MethodPost, Path: a.Base + "/hand-over", Summary: "Make somebody the owner of procedures"}, func(ctx context.Context, in *handing) (*one[handed], error) {
		n, err := a.Desk.HandOver(ctx, a.Actor(ctx), rules.Handing(in.Body))
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[handed]{Body: handed{n}}, nil
	})
}

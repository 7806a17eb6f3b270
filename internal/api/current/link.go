package current

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop/current"
)

// WatchedLink is a link with what was seen of it.
type WatchedLink = current.Watched

// WatchedLinks are links of procedures in force.
type WatchedLinks struct {
	// On says whether links are asked.
	On     bool                      `json:"on" doc:"whether links are asked here (the setting links_watch)"`
	Counts map[current.LinkState]int `json:"counts" doc:"how many there are by state"`
	Items  []WatchedLink             `json:"items" doc:"those first that somebody should look at"`
}

func (a api) links(h huma.API) {
	type asked struct {
		State current.LinkState `query:"state" enum:"gone,moved,silent,unsure,ok,pending,not asked" doc:"those in one state alone"`
		Limit int               `query:"limit" default:"100" minimum:"1" maximum:"500"`
		From  int               `query:"from" default:"0" minimum:"0" maximum:"1000000" doc:"how many to leave out before"`
	}
	huma.Register(h, huma.Operation{OperationID: "list-links", Method: http.MethodGet, Path: a.Base + "/links", Summary: "Links that steps in force name, and whether they are still there; to those who look after the workspace all, to others those of their procedures"}, func(ctx context.Context, in *asked) (*one[WatchedLinks], error) {
		all, counts, err := a.Desk.Links(ctx, a.Actor(ctx), current.LinkQuery{State: in.State, Limit: in.Limit, From: in.From})
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[WatchedLinks]{Body: WatchedLinks{On: a.Desk.Watch.On(), Counts: counts, Items: append([]WatchedLink{}, all...)}}, nil
	})
	type again struct {
		Body struct {
			Address string `json:"address" minLength:"1" maxLength:"2000" doc:"as it is listed"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "ask-link", Method: http.MethodPost, Path: a.Base + "/links/ask", Summary: "Ask a link now whether it is still there: once in ten minutes at most"}, func(ctx context.Context, in *again) (*one[current.Seen], error) {
		x, err := a.Desk.Again(ctx, a.Actor(ctx), in.Body.Address)
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[current.Seen]{Body: x}, nil
	})
}

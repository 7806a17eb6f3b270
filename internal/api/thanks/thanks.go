// Package thanks is the operations of the API on what helped, and on notes of thanks.
package thanks

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/desk"
	deskthanks "showhow/internal/desk/thanks"
	"showhow/internal/sop/thanks"
)

// Operations are the operations. Desk, Notes and Unthanked must be set; House is filled in by the API.
type Operations struct {
	Desk *deskthanks.Desk
	// Notes are a workspace's notes of thanks for some contributions, by their keys, the newest first.
	Notes func(ctx context.Context, workspace string, contributions []string) ([]thanks.Note, error)
	// Unthanked are who doesn't want to be shown.
	Unthanked func(ctx context.Context, workspace string) ([]string, error)
	House
}

// House is what they need of the API.
type House = form.House

// Contribution is one that helped.
type Contribution struct {
	Key       string        `json:"key" doc:"names it, for a note of thanks"`
	Kind      thanks.Kind   `json:"kind" enum:"suggested,led,found,wrote,caught,kept,helped"`
	Who       []string      `json:"who" doc:"the accounts whose it is"`
	By        string        `json:"by,omitempty" doc:"who accepted, mended or carried out"`
	At        time.Time     `json:"at"`
	Procedure string        `json:"procedure" doc:"its slug"`
	Title     string        `json:"title"`
	Revision  int           `json:"revision,omitempty"`
	Href      string        `json:"href" doc:"where it can be seen, below the workspace's root"`
	Notes     []thanks.Note `json:"notes" doc:"notes of thanks that you may see"`
}

type one struct{ Body thanks.Note }

type byID struct {
	ID string `path:"id"`
}

// Register adds them.
func (o Operations) Register(h huma.API, house House) {
	o.House = house
	type contributions struct {
		Body struct {
			Items []Contribution `json:"items"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-thanks", Method: http.MethodGet, Path: o.Base + "/thanks", Summary: "What helped: contributions of the last half year, each with where it can be seen. Nothing is counted or ranked"}, func(ctx context.Context, _ *struct{}) (*contributions, error) {
		all, err := o.all(ctx, o.Actor(ctx))
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &contributions{}
		out.Body.Items = all
		return out, nil
	})
	type choosing struct {
		Body struct {
			Off   bool `json:"off" doc:"not to be shown"`
			Whole bool `json:"whole,omitempty" doc:"nobody of the workspace; for administrators"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "choose-thanks", Method: http.MethodPut, Path: o.Base + "/thanks/choice", Summary: "Say whether you, or the whole workspace, are shown there", DefaultStatus: http.StatusNoContent}, func(ctx context.Context, in *choosing) (*struct{}, error) {
		return o.done(o.Desk.Choose(ctx, o.Actor(ctx), deskthanks.Choice{Whole: in.Body.Whole, Off: in.Body.Off}))
	})
	type thanking struct {
		Body struct {
			Contribution string `json:"contribution" doc:"its key"`
			To           string `json:"to" doc:"one of the accounts whose it is"`
			Words        string `json:"words" minLength:"1" maxLength:"280" doc:"secrets are masked"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "give-thanks", Method: http.MethodPost, Path: o.Base + "/thanks/notes", Summary: "Thank somebody for a contribution with a few words; what you wrote to them for it before is replaced", DefaultStatus: http.StatusCreated}, func(ctx context.Context, in *thanking) (*one, error) {
		n, err := o.Desk.Thank(ctx, o.Actor(ctx), deskthanks.Thanking(in.Body))
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one{n}, nil
	})
	type hiding struct {
		ID   string `path:"id"`
		Body struct {
			Hidden bool `json:"hidden"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "hide-thanks", Method: http.MethodPut, Path: o.Base + "/thanks/notes/{id}", Summary: "Hide a note that you received from others, or show it again", DefaultStatus: http.StatusNoContent}, func(ctx context.Context, in *hiding) (*struct{}, error) {
		return o.done(o.Desk.Hide(ctx, o.Actor(ctx), deskthanks.Hiding{ID: in.ID, Hidden: in.Body.Hidden}))
	})
	huma.Register(h, huma.Operation{OperationID: "take-out-thanks", Method: http.MethodDelete, Path: o.Base + "/thanks/notes/{id}", Summary: "Take a note out for good: whoever wrote or received it, or an administrator", DefaultStatus: http.StatusNoContent}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return o.done(o.Desk.TakeOut(ctx, o.Actor(ctx), in.ID))
	})
}

func (o Operations) done(err error) (*struct{}, error) {
	if err != nil {
		return nil, o.Answer(err)
	}
	return nil, nil
}

// all are the contributions with the notes that somebody may see.
func (o Operations) all(ctx context.Context, a desk.Actor) ([]Contribution, error) {
	out := []Contribution{}
	items, err := o.Desk.Shown(ctx, a.Workspace)
	if err != nil || len(items) == 0 {
		return out, err
	}
	off, err := o.Unthanked(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	notes, err := o.Notes(ctx, a.Workspace, thanks.Keys(items))
	if err != nil {
		return nil, err
	}
	notes = thanks.Seen(thanks.Theirs(notes, items), a.Account, func(account string) bool { return !slices.Contains(off, account) })
	for _, x := range items {
		c := Contribution{Key: x.Key(), Kind: x.Kind, Who: x.Who, By: x.By, At: x.At, Procedure: x.Slug, Title: x.Title, Revision: x.Number, Href: x.Href, Notes: []thanks.Note{}}
		for _, n := range notes {
			if n.Contribution == c.Key {
				c.Notes = append(c.Notes, n)
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// Package custody is the operations on the audit trail as a whole, on what is kept how long, and on legal holds.
package custody

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/desk"
	"showhow/internal/sop/custody"
)

// Rules say what is kept how long, and what must not be deleted.
type Rules interface {
	SetRetention(ctx context.Context, a desk.Actor, k custody.Retention) error
	Hold(ctx context.Context, a desk.Actor, slug, reason string) (custody.Hold, error)
	EndHold(ctx context.Context, a desk.Actor, id string) error
}

// Kept is what is read of it.
type Kept interface {
	Retention(ctx context.Context, workspace string) (custody.Retention, error)
	Holds(ctx context.Context, workspace string) ([]custody.Hold, error)
	// Checked is the last check of a workspace's trail.
	Checked(ctx context.Context, workspace string) (custody.Checked, error)
}

// Auditor checks a workspace's trail, and signs what it is.
type Auditor interface {
	CheckTrail(ctx context.Context, workspace string) (custody.Checked, error)
	// Signed gives a checkpoint, and the public key that signed it.
	Signed(ctx context.Context, workspace string) (checkpoint, key string, err error)
}

// TrailCheck is a check of the audit trail as programs see it.
type TrailCheck struct {
	At      time.Time    `json:"at,omitzero" doc:"missing when it was never checked"`
	Whole   bool         `json:"whole"`
	Entries int64        `json:"entries"`
	Root    string       `json:"root,omitempty" doc:"the hash of all entries (RFC 6962)"`
	Before  int64        `json:"before,omitempty" doc:"how many entries were there before the trail was chained"`
	Blanked int64        `json:"blanked,omitempty" doc:"how many have no detail any more"`
	Faults  []TrailFault `json:"faults"`
}

// TrailFault is something that is wrong with the trail.
type TrailFault struct {
	Kind string `json:"kind"`
	Seq  int64  `json:"seq,omitempty" doc:"the number of the entry, or of the first of several"`
	Text string `json:"text"`
}

// Hold is a legal hold.
type Hold = custody.Hold

// Checkpoint is what a trail was at a moment, signed.
type Checkpoint struct {
	Checkpoint string `json:"checkpoint" doc:"a signed note: keep it where nobody who rules the database can change it"`
	Key        string `json:"key" doc:"the public key that signed it"`
}

// Operations are the operations with what they need. All fields must be set.
type Operations struct {
	Rules   Rules
	Kept    Kept
	Auditor Auditor
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

// on is an operation by any method.
func on[I, O any](a api, h huma.API, o huma.Operation, do func(context.Context, *I) (*O, error)) {
	o.Path = a.Base + o.Path
	huma.Register(h, o, do)
}

// Register adds the operations to an API.
func (o Operations) Register(h huma.API, house House) {
	a := api{o, house}
	checked := func(c custody.Checked, err error) (*one[TrailCheck], error) {
		if err != nil {
			return nil, a.Answer(err)
		}
		out := TrailCheck{At: c.At, Whole: c.Whole(), Entries: c.Size, Root: c.Root, Before: c.Before, Blanked: c.Blank, Faults: []TrailFault{}}
		for _, x := range c.Faults {
			out.Faults = append(out.Faults, TrailFault{string(x.Kind), x.Seq, x.Text})
		}
		return &one[TrailCheck]{Body: out}, nil
	}
	on(a, h, huma.Operation{OperationID: "get-trail-check", Method: http.MethodGet, Path: "/trail/check", Summary: "What the last check of the audit trail came to"}, func(ctx context.Context, _ *struct{}) (*one[TrailCheck], error) {
		return checked(a.Kept.Checked(ctx, a.Actor(ctx).Workspace))
	})
	on(a, h, huma.Operation{OperationID: "check-trail", Method: http.MethodPost, Path: "/trail/check", Summary: "Check now that no line of the audit trail was changed, dropped, put in or moved"}, func(ctx context.Context, _ *struct{}) (*one[TrailCheck], error) {
		return checked(a.Auditor.CheckTrail(ctx, a.Actor(ctx).Workspace))
	})
	on(a, h, huma.Operation{OperationID: "sign-trail", Method: http.MethodPost, Path: "/trail/checkpoints", Summary: "Sign what the audit trail is now"}, func(ctx context.Context, _ *struct{}) (*one[Checkpoint], error) {
		signed, key, err := a.Auditor.Signed(ctx, a.Actor(ctx).Workspace)
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[Checkpoint]{Body: Checkpoint{signed, key}}, nil
	})
	a.retention(h)
	a.holds(h)
}

func (a api) retention(h huma.API) {
	on(a, h, huma.Operation{OperationID: "get-retention", Method: http.MethodGet, Path: "/retention", Summary: "After how many days what is deleted; 0 for never"}, func(ctx context.Context, _ *struct{}) (*one[custody.Retention], error) {
		k, err := a.Kept.Retention(ctx, a.Actor(ctx).Workspace)
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[custody.Retention]{Body: k}, nil
	})
	type setting struct{ Body custody.Retention }
	on(a, h, huma.Operation{OperationID: "set-retention", Method: http.MethodPut, Path: "/retention", Summary: "Say after how many days what is deleted"}, func(ctx context.Context, in *setting) (*one[custody.Retention], error) {
		if err := a.Rules.SetRetention(ctx, a.Actor(ctx), in.Body); err != nil {
			return nil, a.Answer(err)
		}
		return &one[custody.Retention]{Body: in.Body}, nil
	})
}

func (a api) holds(h huma.API) {
	on(a, h, huma.Operation{OperationID: "list-holds", Method: http.MethodGet, Path: "/holds", Summary: "The legal holds, those that have ended, too"}, func(ctx context.Context, _ *struct{}) (*list[Hold], error) {
		found, err := a.Kept.Holds(ctx, a.Actor(ctx).Workspace)
		if err != nil {
			return nil, a.Answer(err)
		}
		out := &list[Hold]{}
		out.Body.Items = append([]Hold{}, found...) // never null
		return out, nil
	})
	type holding struct {
		Body struct {
			Slug   string `json:"slug,omitempty" doc:"the procedure's; the whole workspace when it's left out"`
			Reason string `json:"reason" minLength:"1" maxLength:"4000"`
		}
	}
	on(a, h, huma.Operation{OperationID: "add-hold", Method: http.MethodPost, Path: "/holds", Summary: "Lay a legal hold: nothing of it is deleted"}, func(ctx context.Context, in *holding) (*one[Hold], error) {
		x, err := a.Rules.Hold(ctx, a.Actor(ctx), in.Body.Slug, in.Body.Reason)
		if err != nil {
			return nil, a.Answer(err)
		}
		return &one[Hold]{Body: x}, nil
	})
	on(a, h, huma.Operation{OperationID: "end-hold", Method: http.MethodDelete, Path: "/holds/{id}", Summary: "End a legal hold"}, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*struct{}, error) {
		if err := a.Rules.EndHold(ctx, a.Actor(ctx), in.ID); err != nil {
			return nil, a.Answer(err)
		}
		return nil, nil
	})
}

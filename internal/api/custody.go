package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	"showhow/internal/sop/custody"
)

// Custody is what is kept how long, and what must not be deleted.
type Custody interface {
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
	At      *time.Time   `json:"at,omitempty" doc:"missing when it was never checked"`
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

// custody are the operations on the trail as a whole, and on what is kept.
func (a *api) custody(h huma.API) {
	checked := func(c custody.Checked, err error) (*one[TrailCheck], error) {
		if err != nil {
			return nil, a.answer(err)
		}
		out := TrailCheck{At: perhaps(c.At), Whole: c.Whole(), Entries: c.Size, Root: c.Root, Before: c.Before, Blanked: c.Blank, Faults: []TrailFault{}}
		for _, x := range c.Faults {
			out.Faults = append(out.Faults, TrailFault{string(x.Kind), x.Seq, x.Text})
		}
		return &one[TrailCheck]{out}, nil
	}
	get(h, operation{"get-trail-check", "/trail/check", "What the last check of the audit trail came to"}, func(ctx context.Context, _ *struct{}) (*one[TrailCheck], error) {
		return checked(a.Kept.Checked(ctx, actorOf(ctx).Workspace))
	})
	post(h, operation{"check-trail", "/trail/check", "Check now that no line of the audit trail was changed, dropped, put in or moved"}, func(ctx context.Context, _ *struct{}) (*one[TrailCheck], error) {
		return checked(a.Auditor.CheckTrail(ctx, actorOf(ctx).Workspace))
	})
	post(h, operation{"sign-trail", "/trail/checkpoints", "Sign what the audit trail is now"}, func(ctx context.Context, _ *struct{}) (*one[Checkpoint], error) {
		signed, key, err := a.Auditor.Signed(ctx, actorOf(ctx).Workspace)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Checkpoint]{Checkpoint{signed, key}}, nil
	})
	a.retention(h)
	a.holds(h)
}

func (a *api) retention(h huma.API) {
	get(h, operation{"get-retention", "/retention", "After how many days what is deleted; 0 for never"}, func(ctx context.Context, _ *struct{}) (*one[custody.Retention], error) {
		k, err := a.Kept.Retention(ctx, actorOf(ctx).Workspace)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[custody.Retention]{k}, nil
	})
	type setting struct{ Body custody.Retention }
	op(h, http.MethodPut, operation{"set-retention", "/retention", "Say after how many days what is deleted"}, func(ctx context.Context, in *setting) (*one[custody.Retention], error) {
		if err := a.Custody.SetRetention(ctx, actorOf(ctx), in.Body); err != nil {
			return nil, a.answer(err)
		}
		return &one[custody.Retention]{in.Body}, nil
	})
}

func (a *api) holds(h huma.API) {
	get(h, operation{"list-holds", "/holds", "The legal holds, those that have ended, too"}, func(ctx context.Context, _ *struct{}) (*list[Hold], error) {
		found, err := a.Kept.Holds(ctx, actorOf(ctx).Workspace)
		if err != nil {
			return nil, a.answer(err)
		}
		return listOf(found), nil
	})
	type holding struct {
		Body struct {
			Slug   string `json:"slug,omitempty" doc:"the procedure's; the whole workspace when it's left out"`
			Reason string `json:"reason" minLength:"1" maxLength:"4000"`
		}
	}
	post(h, operation{"add-hold", "/holds", "Lay a legal hold: nothing of it is deleted"}, func(ctx context.Context, in *holding) (*one[Hold], error) {
		x, err := a.Custody.Hold(ctx, actorOf(ctx), in.Body.Slug, in.Body.Reason)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[Hold]{x}, nil
	})
	op(h, http.MethodDelete, operation{"end-hold", "/holds/{id}", "End a legal hold"}, func(ctx context.Context, in *byID) (*struct{}, error) {
		return a.done(a.Custody.EndHold(ctx, actorOf(ctx), in.ID))
	})
}

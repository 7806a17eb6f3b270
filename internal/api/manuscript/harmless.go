package manuscript

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	"showhow/internal/desk/harmless"
	"showhow/internal/sop/secret"
)

// Harmless is saying of what looks like a secret that it is none.
type Harmless interface {
	Say(ctx context.Context, a desk.Actor, slug string, s harmless.Saying) (secret.None, error)
	TakeBack(ctx context.Context, a desk.Actor, slug, id string) error
}

// harmless are the operations on what is no secret.
func (o Operations) harmless(h huma.API) {
	type place struct {
		Slug string `path:"slug"`
		Body struct {
			Piece   string `json:"piece" doc:"the key of the piece, as it was told in found"`
			Version int    `json:"version" minimum:"0" doc:"the piece's version in which it was told: 409 when it was changed since"`
			Field   string `json:"field" doc:"as it was told"`
			From    int    `json:"from" minimum:"0" doc:"as it was told"`
			To      int    `json:"to" minimum:"0" doc:"as it was told"`
			Reason  string `json:"reason" minLength:"1" maxLength:"300" doc:"what it is: whoever approves the revision reads that, and answers for it"`
		}
	}
	post(h, operation{o.Base, "say-no-secret", "/procedures/{slug}/copy/harmless", "Say of a place that looks like a secret that it is none. It holds for that very text in that procedure; what the recording masked can't be said to be none"}, func(ctx context.Context, in *place) (*one[secret.None], error) {
		made, err := o.Harmless.Say(ctx, o.Actor(ctx), in.Slug, harmless.Saying(in.Body))
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one[secret.None]{Body: made}, nil
	})
	type taken struct {
		Slug string `path:"slug"`
		ID   string `path:"id"`
	}
	op(h, http.MethodDelete, operation{o.Base, "take-back-no-secret", "/procedures/{slug}/copy/harmless/{id}", "Take back that it is no secret"}, func(ctx context.Context, in *taken) (*struct{}, error) {
		if err := o.Harmless.TakeBack(ctx, o.Actor(ctx), in.Slug, in.ID); err != nil {
			return nil, o.Answer(err)
		}
		return nil, nil
	})
}

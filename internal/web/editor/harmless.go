package editor

import (
	"context"
	"encoding/json"
	"net/http"

	"showhow/internal/desk"
	"showhow/internal/desk/harmless"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
)

// Harmless is saying of what looks like a secret that it is none.
type Harmless interface {
	Say(ctx context.Context, a desk.Actor, slug string, s harmless.Saying) (secret.None, error)
	TakeBack(ctx context.Context, a desk.Actor, slug, id string) error
}

// SayHarmless says of a place of the working copy that it is no secret.
func (p *Pages) SayHarmless(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug")); err != nil {
		return err
	}
	var s harmless.Saying
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestAsk))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "What is no secret can't be read.", Mend: "Reload the page and try again.", Cause: err}
	}
	made, err := p.Harmless.Say(r.Context(), p.Actor(r), r.PathValue("slug"), s)
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusOK, made)
}

// TakeBackHarmless takes that back.
func (p *Pages) TakeBackHarmless(w http.ResponseWriter, r *http.Request) error {
	if err := p.Harmless.TakeBack(r.Context(), p.Actor(r), r.PathValue("slug"), r.PathValue("said")); err != nil {
		return err
	}
	return p.Send(w, r, http.StatusOK, struct{}{})
}

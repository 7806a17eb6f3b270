package life

import (
	"context"
	"slices"

	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// authors are who wrote what is sent for review, by whom it is sent among them. What the revision in force holds was judged already: so they are those who wrote
// since that was made, or ever where none is in force.
func (h *held) authors(ctx context.Context, by string) ([]string, error) {
	wrote, err := h.tx.Wrote(ctx, h.Procedure)
	if err != nil {
		return nil, err
	}
	var from who.Base
	if in := h.In(life.Effective); in != nil {
		all, err := h.tx.Releases(ctx, h.Procedure.ID)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(r sop.Release) bool { return r.Number == in.Number }); i >= 0 {
			from = who.Base{Number: in.Number, Made: all[i].Created}
		}
	}
	return who.Writing{Wrote: wrote, From: from, Owner: h.Owner, By: by}.Authors(), nil
}

package life

import (
	"context"

	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// stand writes beside the procedure's title where it stands.
func (h *held) stand(ctx context.Context) (err error) {
	h.Procedure.State, err = h.standing(ctx)
	h.Changed = h.now
	return err
}

// standing is where it stands. What was rejected is a draft as soon as anything was changed since.
func (h *held) standing(ctx context.Context) (sop.ProcedureState, error) {
	state := h.Life.State()
	if state == life.Rejected {
		pieces, err := h.tx.Pieces(ctx, h.Procedure.ID)
		if err != nil {
			return "", err
		}
		if h.Latest > h.Reviews[len(h.Reviews)-1].Number || manuscript.Dirty(h.Latest, pieces) {
			state = life.Draft
		}
	}
	return sop.ProcedureState(state), nil
}

// Lacks tells what a revision lacks before others are asked to judge it.
func (d *Desk) Lacks(ctx context.Context, r *sop.Revision) ([]lack.Lack, error) {
	return lack.In(ctx, r, d.Look)
}

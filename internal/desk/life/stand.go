package life

import (
	"context"

	"showhow/internal/desk"
	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// stand writes beside the procedure's title where it stands. What was put aside, and isn't any more by that, is found by its words again.
func (h *held) stand(ctx context.Context) (err error) {
	was := h.Procedure.State
	h.Procedure.State, err = h.standing(ctx)
	h.Changed = h.now
	if err == nil && was == sop.TakenIn && h.Procedure.State != was {
		err = desk.Relist(ctx, h.tx, &h.Procedure)
	}
	return err
}

// standing is where it stands. What was rejected is a draft as soon as anything was changed since; what was taken into another procedure is put aside as long as it is nothing but a draft.
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
	if state == life.Draft && h.Procedure.State == sop.TakenIn {
		return sop.TakenIn, nil
	}
	return sop.ProcedureState(state), nil
}

// Lacks tells what a revision lacks before others are asked to judge it.
func (d *Desk) Lacks(ctx context.Context, r *sop.Revision) ([]lack.Lack, error) {
	return lack.In(ctx, r, d.Mask)
}

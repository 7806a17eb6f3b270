package life

import (
	"context"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// stand writes beside the procedure's title where it stands. What was rejected is a draft as soon as anything was changed since.
func (h *held) stand(ctx context.Context) error {
	state := h.Life.State()
	if state == life.Rejected {
		pieces, err := h.tx.Pieces(ctx, h.Procedure.ID)
		if err != nil {
			return err
		}
		if h.Latest > h.Reviews[len(h.Reviews)-1].Number || manuscript.Dirty(h.Latest, pieces) {
			state = life.Draft
		}
	}
	h.Procedure.State, h.Changed = sop.ProcedureState(state), h.now
	return nil
}

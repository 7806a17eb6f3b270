package desk

import (
	"context"
	"slices"

	"showhow/internal/sop"
)

// again readies what is asked of a recording by which a procedure is recorded again: what had to be masked in that one's recordings has to be in this one, too. Where there is no such
// procedure it costs nobody a recording: it becomes a procedure of its own.
func again(ctx context.Context, tx Tx, workspace string, w *sop.Wish) error {
	if w.Into == "" {
		return nil
	}
	p, err := tx.HoldProcedure(ctx, workspace, w.Into)
	if sop.CodeOf(err) == sop.NotFound {
		w.Into = ""
		return nil
	}
	if err != nil {
		return err
	}
	r, err := tx.Revision(ctx, p.ID, p.Latest)
	if err != nil {
		return err
	}
	w.Mask = slices.Clone(w.Mask)
	for n := 0; ; n++ {
		h, err := tx.Holding(ctx, workspace, p.Holding)
		if err != nil {
			return err
		}
		w.Mask = append(w.Mask, slices.DeleteFunc(slices.Clone(h.Wish.Mask), func(word string) bool { return slices.Contains(w.Mask, word) })...)
		if n == len(r.Later) {
			return nil
		}
		if p, err = tx.ProcedureByID(ctx, workspace, r.Later[n].Draft); err != nil {
			return err
		}
	}
}

package life

import (
	"cmp"
	"context"
	"errors"

	"showhow/internal/desk"
	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/secret"
)

// stand writes beside the procedure's title where it stands. What was put aside, and isn't any more by that, is found by its words again.
func (h *held) stand(ctx context.Context) (err error) {
	was := h.Procedure.State
	h.Procedure.State, err = h.standing(ctx)
	h.Changed = h.now
	if err == nil && was == sop.TakenIn && h.Procedure.State != was {
		err = desk.Relist(ctx, h.tx, &h.Procedure, h.Procedure.Listed())
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

// Lacks tells what a revision of a procedure lacks before others are asked to judge it.
func (d *Desk) Lacks(ctx context.Context, procedure string, r *sop.Revision) ([]lack.Lack, error) {
	s, err := d.search(ctx, d.Said, procedure)
	if err != nil {
		return nil, err
	}
	return s.In(ctx, r)
}

// None tells which places of a revision look like secrets and were said to be none.
func (d *Desk) None(ctx context.Context, procedure string, r *sop.Revision) ([]lack.NoSecret, error) {
	s, err := d.search(ctx, d.Said, procedure)
	if err != nil {
		return nil, err
	}
	return s.None(ctx, r)
}

// search is how secrets are looked for in a procedure, where said tells what isn't one.
func (d *Desk) search(ctx context.Context, said func(ctx context.Context, procedure string) ([]secret.None, error), procedure string) (s lack.Search, err error) {
	s.Look = d.Look
	if d.Look != nil && said != nil {
		s.Said, err = said(ctx, procedure)
	}
	return s, err
}

// readable is the revision that readers get; 0 where none is or was in force, so that they get the last.
func readable(l *life.Life) int {
	if r := l.Readable(); r != nil {
		return r.Number
	}
	return 0
}

// relist has the procedure listed and found by what readers get from now on, when that is another revision than before. What was made while it was retired is heeded when that is taken back.
func (h *held) relist(ctx context.Context, verb string) error {
	h.InForce = 0
	if in := h.In(life.Effective); in != nil {
		h.InForce = in.Number
	}
	now := cmp.Or(readable(&h.Life), h.Latest)
	if now == cmp.Or(h.read, h.Latest) && verb != "procedure.unretired" {
		return nil
	}
	return desk.Relist(ctx, h.tx, &h.Procedure, now)
}

// Relist has a procedure listed and found by the revision that readers get, and as what it stands. It is for those that were listed by a later one, before that was heeded, or as a draft after they were
// rejected; one whose revision was changed stays as it is.
func (d *Desk) Relist(ctx context.Context, workspace, procedure string) error {
	var changed error
	err := d.Do(ctx, func(tx Tx) error {
		p, err := tx.ProcedureByID(ctx, workspace, procedure)
		if err != nil {
			return err
		}
		if p, err = tx.HoldProcedure(ctx, workspace, p.Slug); err != nil {
			return err
		}
		l, err := tx.Life(ctx, p.ID)
		if err != nil {
			return err
		}
		h := &held{tx: tx, Procedure: p, Life: l}
		if p.State, err = h.standing(ctx); err != nil {
			return err
		}
		if changed = desk.Relist(ctx, tx, &p, cmp.Or(readable(&l), p.Latest)); changed != nil && sop.CodeOf(changed) != sop.Tampered {
			return changed
		}
		return tx.Relisted(ctx, p.ID)
	})
	return errors.Join(err, changed)
}

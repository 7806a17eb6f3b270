package desk

import (
	"context"
	"slices"

	"showhow/internal/sop"
)

// Replacing is a working copy that becomes what a revision says, by a verb of the trail's, and is named with a note.
type Replacing struct {
	Actor      Actor
	Procedure  sop.Procedure
	Revision   *sop.Revision
	Verb, Note string
}

// ReplaceIn does so within another's transaction; the procedure must be held, and the actor be allowed to write.
func (d *Desk) ReplaceIn(ctx context.Context, tx Tx, x Replacing) (made sop.Release, p sop.Procedure, err error) {
	c, err := d.copyOf(ctx, tx, x.Procedure)
	if err != nil {
		return made, x.Procedure, err
	}
	note, err := d.Look.Masked(ctx, x.Note)
	if err != nil {
		return made, x.Procedure, err
	}
	pieces, err := c.Back(x.Revision)
	if err == nil {
		err = d.keep(ctx, tx, x.Procedure, kept{pieces: pieces, by: x.Actor, verb: x.Verb})
	}
	if err != nil {
		return made, x.Procedure, err
	}
	x.Revision.Number = x.Procedure.Latest + 1
	return d.release(ctx, tx, x.Procedure, release{x.Revision, sop.Release{Author: x.Actor.Account, Note: note}})
}

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

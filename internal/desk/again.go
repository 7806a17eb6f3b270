package desk

import (
	"context"

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

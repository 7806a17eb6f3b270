package desk

import (
	"context"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
)

// PictureLife is how long a picture is kept that nothing uses any more: who undid something, or has a page open since, may still want it.
const PictureLife = 30 * 24 * time.Hour

// clock is who does in the trail what nobody does but time.
const clock = "clock"

// DropUnused drops a picture for good that no revision uses, no version of the working copy that is kept, and, when it was brought, no picture that
// was made of it. files removes what is kept of it, and is called while nobody can begin to use it. One that is used, or of which it isn't known when it
// was, is looked at again after PictureLife.
func (d *Desk) DropUnused(ctx context.Context, k take.Kept, files func(take.Kept) error) error {
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		p, err := tx.ProcedureByID(ctx, k.Workspace, k.Procedure)
		if err == nil {
			p, err = tx.HoldProcedure(ctx, k.Workspace, p.Slug)
		}
		if err != nil {
			return err
		}
		use, err := used(ctx, tx, p, k)
		if err != nil {
			return err
		}
		if use || k.Looked.IsZero() {
			k.Looked = d.Now()
			return tx.KeepPicture(ctx, k)
		}
		if err := files(k); err != nil {
			return err
		}
		if err := tx.DropPicture(ctx, k); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: p.Workspace, Actor: clock, Verb: "picture.dropped", Target: p.ID, Detail: k.Name})
	})
}

// used says whether a picture is used by anything that is kept of a procedure.
func used(ctx context.Context, tx Tx, p sop.Procedure, k take.Kept) (bool, error) {
	if k.Brought {
		made, err := tx.Drawings(ctx, p.ID)
		for _, f := range made {
			if strings.HasPrefix(f.Image, ownPrefix+strings.ToLower(k.Name)+"-") {
				return true, nil
			}
		}
		return false, err
	}
	pieces, err := tx.PiecesEver(ctx, p.ID)
	if err != nil {
		return false, err
	}
	for _, x := range pieces {
		if strings.Contains(string(x.Body), `"`+k.Name+`"`) {
			return true, nil
		}
	}
	for n := p.Latest; n > 0; n-- {
		r, err := tx.Revision(ctx, p.ID, n)
		if err != nil {
			return false, err
		}
		if shows(&r, k.Name) {
			return true, nil
		}
	}
	return false, nil
}

// shows says whether a revision shows a picture.
func shows(r *sop.Revision, image string) bool {
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				if f.Image == image {
					return true
				}
			}
		}
	}
	return false
}

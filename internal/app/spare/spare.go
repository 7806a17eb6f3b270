// Package spare looks after what is kept of executions beside their events.
package spare

import (
	"context"
	"errors"
	"time"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/sop/execution"
	"showhow/internal/store"
	"showhow/internal/store/executions"
)

// Spare does it. All fields must be set.
type Spare struct {
	DB *store.DB
	// Delete drops an object.
	Delete func(ctx context.Context, key string) error
	// Held says that nothing of a procedure may be dropped.
	Held func(ctx context.Context, workspace, procedure string) (bool, error)
}

// atOnce is how much is looked at each time at most.
const atOnce = 200

// Pictures drops those that waited long enough for an event that names them. What is held is looked at again after that time.
func (s Spare) Pictures(ctx context.Context, now time.Time) error {
	before := now.Add(-deskexecution.PictureLife)
	all, err := executions.Read(s.DB).Unnamed(ctx, before, atOnce)
	for _, p := range all {
		var held bool
		if err == nil {
			held, err = s.Held(ctx, p.Workspace, p.Procedure)
		}
		if err != nil {
			return err
		}
		err = s.DB.Do(ctx, func(tx *store.Tx) error {
			in := executions.In(tx)
			if p.Kept = now; held {
				return in.AddPicture(ctx, p)
			}
			ok, err := in.DropPicture(ctx, p, before)
			if err == nil && ok {
				err = s.Delete(ctx, evidence.Key(p.Execution, p.Name)) // within: what can't be deleted is tried again
			}
			return err
		})
	}
	return err
}

// usesAtOnce is how many executions are looked at each time at most whose end shows their revision to be of use.
const usesAtOnce = 50

// Uses looks at executions that ended before it was told apart what was rolled back: those that were don't show any more that their revision was of use.
func (s Spare) Uses(ctx context.Context) error {
	all, err := executions.Read(s.DB).Unshown(ctx, usesAtOnce)
	for _, x := range all {
		if err != nil {
			return err
		}
		err = s.DB.Do(ctx, func(tx *store.Tx) error {
			in := executions.In(tx)
			x, err := in.HoldExecution(ctx, x.Workspace, x.ID)
			if err != nil {
				return err
			}
			r, err := in.Revision(ctx, x.Procedure, x.Number)
			if err != nil {
				return err
			}
			events, err := in.Events(ctx, x.ID)
			if err != nil {
				return err
			}
			x.RolledBack = execution.Fold(x, &r, events).RolledBack
			return in.Show(ctx, x)
		})
	}
	return err
}

// Tend does both, as of now.
func (s Spare) Tend(ctx context.Context, now time.Time) error {
	return errors.Join(s.Pictures(ctx, now), s.Uses(ctx))
}

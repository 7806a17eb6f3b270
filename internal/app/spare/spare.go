// Package spare looks after what is kept of executions beside their events.
package spare

import (
	"context"
	"time"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
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

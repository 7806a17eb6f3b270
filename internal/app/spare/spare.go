// Package spare looks after what is kept of executions beside their events.
package spare

import (
	"context"
	"errors"
	"fmt"
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

// Pictures drops those that waited long enough for an event that names them. What is held is looked at again after that time. One that can't be dropped keeps no other one from it.
func (s Spare) Pictures(ctx context.Context, now time.Time) error {
	all, err := executions.Read(s.DB).Unnamed(ctx, now.Add(-deskexecution.PictureLife), now, atOnce)
	for _, p := range all {
		if one := s.picture(ctx, p, now); one != nil {
			err = errors.Join(err, fmt.Errorf("drop picture %s of execution %s: %w", p.Name, p.Execution, one))
		}
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	return err
}

// picture drops one: it is written down first that its bytes are dropped, so that no event names it any more, and it is forgotten when they are. One that was left in between is found again.
func (s Spare) picture(ctx context.Context, p execution.Picture, now time.Time) error {
	do := func(f func(executions.Tx) error) error {
		return s.DB.Do(ctx, func(tx *store.Tx) error { return f(executions.In(tx)) })
	}
	held, err := s.Held(ctx, p.Workspace, p.Procedure)
	if held || err != nil {
		if p.Dropping {
			return err
		}
		p.Kept = now // the next ones come first; another server may have dropped it meanwhile
		return errors.Join(err, do(func(tx executions.Tx) error { return tx.PutOffPicture(ctx, p) }))
	}
	ours := false
	if err := do(func(tx executions.Tx) (err error) {
		ours, err = tx.DropPicture(ctx, p, now)
		return err
	}); err != nil || !ours {
		return err
	}
	if err := s.Delete(ctx, evidence.Key(p.Execution, p.Name)); err != nil {
		return err
	}
	return do(func(tx executions.Tx) error { return tx.ForgetPicture(ctx, p) })
}

// usesAtOnce is how many executions are looked at each time at most whose end shows their revision to be of use.
const usesAtOnce = 50

// Uses looks at executions that ended before it was told apart what was rolled back: those that were don't show any more that their revision was of use. One that can't be read keeps no other one from it.
func (s Spare) Uses(ctx context.Context) (err error) {
	for after := ""; ; {
		all, failed := executions.Read(s.DB).Unshown(ctx, after, usesAtOnce)
		if failed != nil {
			return errors.Join(err, failed)
		}
		bad := 0
		for _, x := range all {
			if one := s.use(ctx, x); one != nil {
				err, bad = errors.Join(err, fmt.Errorf("look at execution %s: %w", x.ID, one)), bad+1
			}
			after = x.ID
		}
		if len(all) < usesAtOnce || bad < len(all) || ctx.Err() != nil {
			return err
		}
	}
}

// use looks at one.
func (s Spare) use(ctx context.Context, x execution.Execution) error {
	return s.DB.Do(ctx, func(tx *store.Tx) error {
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

// Tend does both, as of now.
func (s Spare) Tend(ctx context.Context, now time.Time) error {
	return errors.Join(s.Pictures(ctx, now), s.Uses(ctx))
}

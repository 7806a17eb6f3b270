// Package tally counts of how many procedures everybody is where, of what is kept for that beside what was signed and asked for.
package tally

import (
	"context"
	"errors"
	"fmt"
	"time"

	"showhow/internal/desk/training"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/training"
)

// Tx are the statements of a transaction in which procedures are counted anew.
type Tx interface {
	training.Named
	training.Lives
	training.Rows
	Cells
}

// Cells are a transaction's statements on what is counted.
type Cells interface {
	// Recount begins to count a procedure anew: what changes from here on has it counted once more. It must come before anything is read for it.
	Recount(ctx context.Context, procedure string) error
	AddCells(ctx context.Context, workspace string, all []nouns.Kept) error
	// PutOff has a procedure that couldn't be counted come after all others.
	PutOff(ctx context.Context, workspace, procedure string) error
}

// Counted is what is read of counts.
type Counted interface {
	// Stale are the procedures, with their workspaces, that have to be counted anew, of all workspaces when it's empty; StaleOf is how many of a workspace's there are.
	Stale(ctx context.Context, workspace string, now time.Time, limit int) ([][2]string, error)
	StaleOf(ctx context.Context, workspace string) (int, error)
	// Counts are those of a workspace's people at a time, by account.
	Counts(ctx context.Context, workspace string, now time.Time) (map[string]nouns.Count, error)
}

// Counter counts of how many procedures everybody is where. All fields must be set.
type Counter struct {
	People training.Named
	Rows   Counted
	// Do runs its argument in one transaction, several times if others are in the way.
	Do func(ctx context.Context, do func(Tx) error) error
}

// Tally is who is where in a workspace.
type Tally struct {
	People []nouns.Person
	Counts map[string]nouns.Count
	// Left is how many procedures have changed since and aren't counted anew yet.
	Left int
}

// soon is how many procedures are counted anew before somebody looks; the others the workspace counts by itself.
const soon = 10

// Tally counts everybody who is in a workspace, or was when something was signed.
func (c Counter) Tally(ctx context.Context, at training.At) (t Tally, err error) {
	if _, err := c.CatchUp(ctx, at, soon); err != nil && !errors.Is(err, ErrLeft) {
		return t, err
	}
	if t.Counts, err = c.Rows.Counts(ctx, at.Workspace, at.Now); err != nil {
		return t, err
	}
	if t.Left, err = c.Rows.StaleOf(ctx, at.Workspace); err != nil {
		return t, err
	}
	begun := make([]nouns.Record, 0, len(t.Counts))
	for account := range t.Counts {
		begun = append(begun, nouns.Record{Account: account})
	}
	t.People, err = training.Everybody(ctx, c.People, at, begun)
	return t, err
}

// ErrLeft is that a procedure couldn't be counted; it stays among those that are to be.
var ErrLeft = errors.New("who can do it couldn't be counted")

// CatchUp counts procedures anew of which something has changed, of a workspace, or of all when it's empty, at most so many, in one transaction. It gives how many it was. One that can't be
// counted doesn't keep the others waiting: they come before it from then on; the error tells of it, which is ErrLeft.
func (c Counter) CatchUp(ctx context.Context, at training.At, limit int) (n int, err error) {
	all, err := c.Rows.Stale(ctx, at.Workspace, at.Now, limit)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	count := func(some [][2]string) error {
		return c.Do(ctx, func(tx Tx) error {
			for _, of := range some {
				if err := recount(ctx, tx, training.At{Workspace: of[0], Now: at.Now}, of[1]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if count(all) == nil {
		return len(all), nil
	}
	for i, of := range all {
		if err2 := count(all[i : i+1]); err2 != nil {
			err = errors.Join(err, fmt.Errorf("%w: procedure %s: %w", ErrLeft, of[1], err2))
			if err2 := c.Do(ctx, func(tx Tx) error { return tx.PutOff(ctx, of[0], of[1]) }); err2 != nil {
				return n, errors.Join(err, err2)
			}
			continue
		}
		n++
	}
	return n, err
}

func recount(ctx context.Context, tx Tx, at training.At, procedure string) error {
	if err := tx.Recount(ctx, procedure); err != nil {
		return err
	}
	found, err := tx.ProceduresByID(ctx, at.Workspace, []string{procedure})
	if err != nil {
		return err
	}
	f, err := (training.Sources{Named: tx, Lives: tx, Rows: tx}).Facts(ctx, at, append([]sop.Procedure{}, found...))
	if err != nil {
		return err
	}
	return tx.AddCells(ctx, at.Workspace, nouns.MatrixOf(f).Kept())
}

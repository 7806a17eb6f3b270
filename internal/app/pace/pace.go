// Package pace does long work that nobody waits for, so that whoever works meanwhile isn't kept waiting either.
package pace

import (
	"context"
	"time"
)

// longest is the most that it stands back.
const longest = time.Second

// Pieces does one piece after another until none is left or it did so many; after each it stands back for as long as that took: others get the database, and half of the machine, for
// themselves. What is left is for the next time.
func Pieces(ctx context.Context, most int, do func(context.Context) (more bool, err error)) error {
	for range most {
		began := time.Now()
		more, err := do(ctx)
		if err != nil || !more {
			return err
		}
		select {
		case <-time.After(min(time.Since(began), longest)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

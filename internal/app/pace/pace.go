// Package pace does long work that nobody waits for, so that whoever works meanwhile isn't kept waiting either.
package pace

import (
	"context"
	"time"
)

// How it stands back after a piece: so many times as long as that took, and no longer than that. Once as long had pages of a large workspace answer several times as slowly while all of it
// was read anew: after each change of the database what its readers keep of it has to be read again, too.
const (
	times   = 3
	longest = 3 * time.Second
)

// Pieces does one piece after another until none is left or it did so many; after each it stands back for longer than that took: others get the database, and most of the machine, for
// themselves. What is left is for the next time.
func Pieces(ctx context.Context, most int, do func(context.Context) (more bool, err error)) error {
	for range most {
		began := time.Now()
		more, err := do(ctx)
		if err != nil || !more {
			return err
		}
		select {
		case <-time.After(min(times*time.Since(began), longest)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

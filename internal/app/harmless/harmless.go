// Package harmless puts the desk together that says of what looks like a secret that it is none, and has the others know of it.
package harmless

import (
	"context"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/harmless"
	"showhow/internal/sop/secret"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// Join has the desk of working copies know what was said.
func Join(d *desk.Desk, db *store.DB) { d.Said = lives.Read(db).Harmless }

// Desk is the desk on which it is said.
func Desk(db *store.DB, now func() time.Time, look secret.Look) *harmless.Desk {
	return &harmless.Desk{Now: now, NewID: store.NewID, Look: look, Do: func(ctx context.Context, do func(harmless.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
	}}
}

// Package register puts together what chooses what to document: the verbs, the pages and the operations, over a database.
package register

import (
	"context"
	"time"

	operations "showhow/internal/api/register"
	"showhow/internal/app/measure"
	"showhow/internal/desk"
	"showhow/internal/desk/register"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	kept "showhow/internal/store/register"
	pages "showhow/internal/web/register"
)

// Desk does the verbs, by a clock.
func Desk(db *store.DB, now func() time.Time) *register.Desk {
	return &register.Desk{Now: now, NewID: store.NewID, Mask: redact.Text, Do: func(ctx context.Context, do func(register.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(kept.In(tx)) })
	}}
}

// Join tells the desk of recordings what briefs say, and the register what came of them.
func Join(d *desk.Desk, db *store.DB, now func() time.Time) {
	d.Brief = kept.Read(db).Brief
	d.Drafted = func(ctx context.Context, tx desk.Tx, b brief.Brief, p sop.Procedure) error {
		rows, ok := tx.(*store.Tx)
		if !ok || b.Process == "" {
			return nil
		}
		return Desk(db, now).Drafted(ctx, kept.In(rows), b.Process, p)
	}
}

// Pages are the pages, but for what the site gives to them.
func Pages(db *store.DB, now func() time.Time) *pages.Pages {
	return &pages.Pages{Desk: Desk(db, now), Reader: taught{kept.Read(db), db, now}, Library: db.Read(), Figures: measure.Of(db, redact.Text, now).Process}
}

// Operations are the API's; reached gives the address by which people reach a workspace.
func Operations(db *store.DB, now func() time.Time, reached func(ctx context.Context, workspace string) (string, error)) operations.Operations {
	return operations.Operations{Desk: Desk(db, now), Reader: taught{kept.Read(db), db, now}, People: db.Read(), Reached: reached}
}

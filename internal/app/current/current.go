// Package current puts the room together that keeps procedures current.
package current

import (
	"context"
	"time"

	operations "showhow/internal/api/current"
	desk "showhow/internal/desk/current"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/custody"
	"showhow/internal/store/lives"
	pages "showhow/internal/web/current"
)

// Room is what it is made of.
type Room struct{ DB *store.DB }

// reader is what is read outside of transactions.
type reader struct {
	currents.Rows
	db *store.DB
}

func (r reader) Known(ctx context.Context, workspace string) ([]team.Member, error) {
	return r.db.Read().Known(ctx, workspace)
}

func (r reader) Leavers(ctx context.Context, workspace string, limit int) ([]string, error) {
	return custody.Read(r.db).Leavers(ctx, workspace, limit)
}

func (r reader) Lives(ctx context.Context, q life.Question) ([]life.Row, error) {
	return lives.Read(r.db).Lives(ctx, q)
}

func (r reader) ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error) {
	return r.db.Read().ProcedureByID(ctx, workspace, id)
}

// Desk does the verbs.
func (r Room) Desk() *desk.Desk {
	return &desk.Desk{Now: time.Now, NewID: store.NewID, Read: reader{currents.Read(r.DB), r.DB}, Do: func(ctx context.Context, do func(desk.Tx) error) error {
		return r.DB.Do(ctx, func(tx *store.Tx) error { return do(currents.In(tx)) })
	}}
}

// Pages are its pages, but for what the site gives to them.
func (r Room) Pages() *pages.Pages { return &pages.Pages{Desk: r.Desk(), Library: r.DB.Read()} }

// Operations are its operations, but for what the API gives to them.
func (r Room) Operations() operations.Operations { return operations.Operations{Desk: r.Desk()} }

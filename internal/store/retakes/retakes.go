// Package retakes keeps which procedures were recorded again, and with what. The statements are the same for both engines.
package retakes

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"showhow/internal/sop/retake"
	"showhow/internal/store"
	"showhow/internal/store/stamp"
)

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows are the statements.
type Rows struct{ q querier }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{d.Pool()} }

// Tx is a transaction with them beside the store's own.
type Tx struct {
	*store.Tx
	Rows
}

// In gives a transaction with them.
func In(t *store.Tx) Tx { return Tx{t, Rows{t.SQL()}} }

// SaveRetake writes that a draft was taken into a procedure, in the place of what was written when it was before.
func (r Rows) SaveRetake(ctx context.Context, t retake.Taken) error {
	_, err := r.q.ExecContext(ctx, `INSERT INTO retake (draft, procedure, number, account, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (draft, procedure) DO UPDATE SET number = excluded.number, account = excluded.account, at = excluded.at`, t.Draft, t.Procedure, t.Number, t.By, stamp.Micros(t.At))
	if err != nil {
		return fmt.Errorf("write that a procedure was recorded again: %w", err)
	}
	return nil
}

// TakenInto tells into which procedures a draft was taken, the last time first.
func (r Rows) TakenInto(ctx context.Context, draft string) ([]retake.Taken, error) {
	return r.taken(ctx, "draft = $1 ORDER BY at DESC, procedure", draft)
}

// Retakes tells what was taken into a procedure, the last first.
func (r Rows) Retakes(ctx context.Context, procedure string) ([]retake.Taken, error) {
	return r.taken(ctx, "procedure = $1 ORDER BY at DESC, draft", procedure)
}

func (r Rows) taken(ctx context.Context, which, id string) (all []retake.Taken, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT draft, procedure, number, account, at FROM retake WHERE "+which, id)
	if err != nil {
		return nil, fmt.Errorf("read what was recorded again: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var t retake.Taken
		var at int64
		if err := found.Scan(&t.Draft, &t.Procedure, &t.Number, &t.By, &at); err != nil {
			return nil, fmt.Errorf("read what was recorded again: %w", err)
		}
		t.At = stamp.Time(at)
		all = append(all, t)
	}
	return all, errors.Join(found.Err(), found.Close())
}

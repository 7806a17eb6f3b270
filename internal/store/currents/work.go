// Package currents keeps what procedures rest on, what was said of their steps, and why they are to be looked at again. The statements are the same for both engines.
package currents

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/lives"
)

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows are the statements.
type Rows struct{ q querier }

// Tx is a transaction with these statements beside those on lives, on people who have left, and the store's own.
type Tx struct {
	lives.Tx
	Rows
	people
}

type people struct{ rows custody.Rows }

// Leavers is custody's.
func (p people) Leavers(ctx context.Context, workspace string, limit int) ([]string, error) {
	return p.rows.Leavers(ctx, workspace, limit)
}

// In gives a transaction with them.
func In(t *store.Tx) Tx { return On(lives.In(t)) }

// On gives a transaction on lives with them.
func On(t lives.Tx) Tx { return Tx{t, Rows{t.SQL()}, people{custody.In(t.Tx).Rows}} }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{d.Pool()} }

type scanner interface{ Scan(...any) error }

func (r Rows) each(ctx context.Context, row func(scanner) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read what is kept current: %w", err)
	}
	defer found.Close()
	for found.Next() {
		if err := row(found); err != nil {
			return fmt.Errorf("read what is kept current: %w", err)
		}
	}
	return errors.Join(found.Err(), found.Close())
}

func (r Rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	done, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("write what is kept current: %w", err)
	}
	return done.RowsAffected()
}

// mine asks for the procedures of the workspace $1 whose owner, or whose owner's deputy, the account $2 is.
const mine = "SELECT id FROM procedure WHERE workspace = $1 AND owner = $2 UNION SELECT procedure FROM life WHERE workspace = $1 AND deputy = $2"

// ended asks for the procedures of the workspace $1 that are retired: nothing of them waits for anybody.
const ended = "SELECT id FROM procedure WHERE workspace = $1 AND state = 'retired'"

// ProcedureOf gives a procedure by its id, of whichever workspace.
func (t Tx) ProcedureOf(ctx context.Context, id string) (p sop.Procedure, err error) {
	workspace := ""
	if err := t.Rows.each(ctx, func(s scanner) error { return s.Scan(&workspace) }, "SELECT workspace FROM procedure WHERE id = $1", id); err != nil {
		return p, err
	}
	return t.ProcedureByID(ctx, workspace, id)
}

// Package currents keeps what procedures rest on, what was said of their steps, and why they are to be looked at again. The statements are the same for both engines.
package currents

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/lives"
	"showhow/internal/store/stamp"
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

// Mine are an account's procedures, by owner or deputy, that have to be looked at before a time, the earliest first.
func (r Rows) Mine(ctx context.Context, workspace, account string, before time.Time) (all []current.Mine, err error) {
	err = r.each(ctx, func(s scanner) error {
		var m current.Mine
		var owner, body string
		var l life.Life
		if err := s.Scan(&m.Slug, &m.Title, &owner, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &l); err != nil {
			return err
		}
		m.Due, m.Deputy = l.Next(), owner != account
		all = append(all, m)
		return nil
	}, "SELECT p.slug, p.title, p.owner, l.body FROM life l JOIN procedure p ON p.id = l.procedure WHERE l.workspace = $1 AND l.due > 0 AND l.due < $2 AND (p.owner = $3 OR l.deputy = $3) ORDER BY l.due, p.id",
		workspace, stamp.Micros(before), account)
	return all, err
}

// mine asks for the procedures of the workspace $1 whose owner, or whose owner's deputy, the account $2 is.
const mine = "SELECT id FROM procedure WHERE workspace = $1 AND owner = $2 UNION SELECT procedure FROM life WHERE workspace = $1 AND deputy = $2"

// ProcedureOf gives a procedure by its id, of whichever workspace.
func (t Tx) ProcedureOf(ctx context.Context, id string) (p sop.Procedure, err error) {
	workspace := ""
	if err := t.Rows.each(ctx, func(s scanner) error { return s.Scan(&workspace) }, "SELECT workspace FROM procedure WHERE id = $1", id); err != nil {
		return p, err
	}
	return t.ProcedureByID(ctx, workspace, id)
}

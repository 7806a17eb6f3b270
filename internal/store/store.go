// Package store keeps what a workspace knows, in SQLite or PostgreSQL: the statements are the same for both (see docs/adr/0012).
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store/chain"
)

// DB is an open database. It is safe for use by several goroutines.
type DB struct {
	pool    *sql.DB
	dialect Dialect
}

// Dialect is in what the engines differ.
type Dialect interface {
	Engine
	Finder
	Catalog
}

// Looked says what is looked for.
type Looked struct {
	// Titles are looked for, or all others. Every says that the query is met only by passages with all its words.
	Titles, Every bool
}

// Finder is how an engine searches.
type Finder interface {
	// Newest is the statement that finds titles, or all other passages, with the words of a query, the newest first: its parameters are the workspace, a query
	// and how many; its columns id, procedure, step, kind and text (as in library.Hit), and what the words in it weigh: more is better. Which is a further condition
	// on the passage p; it begins with " AND " when there is one.
	Newest(which string, of Looked) string
	// Batches are how many passages such a statement asks for, one try after the other where those before brought too few procedures: one where the rows come as
	// they are read, several where all are weighed before the first one comes.
	Batches() []int
	// Query is a query for passages that have all terms, or any. A term is one or several words of letters and digits, in this order; the
	// last one may be the beginning of a word.
	Query(terms []string, all bool) string
}

// Engine is how an engine names and tells things.
type Engine interface {
	// Name is "sqlite" or "postgres".
	Name() string
	// Clock is the statement's time in microseconds since 1970, as SQL: the machines' own clocks may differ.
	Clock() string
	// Again says that a transaction failed only because another was in its way.
	Again(error) bool
	// Taken says that a row with the same key is there already.
	Taken(error) bool
}

// New is a database whose tables are made (see Migrate). Closing it closes the pool.
func New(pool *sql.DB, d Dialect) *DB { return &DB{pool, d} }

// Close frees the connections.
func (d *DB) Close() error { return d.pool.Close() }

// Pool is the pool, for the queue, which keeps its jobs in the same database.
func (d *DB) Pool() *sql.DB { return d.pool }

// Engine is the dialect's name.
func (d *DB) Engine() string { return d.dialect.Name() }

// tries bounds how often a transaction is begun that others are in the way of.
const tries = 8

// Do runs what do does in one transaction: all of it holds, or nothing. It may be called several times when others are in the way.
func (d *DB) Do(ctx context.Context, do func(*Tx) error) (err error) {
	for n := range tries {
		if err = d.once(ctx, do); err == nil || !d.dialect.Again(err) {
			return err
		}
		select {
		case <-time.After(time.Duration(n+1) * 20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func (d *DB) once(ctx context.Context, do func(*Tx) error) error {
	tx, err := d.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	defer tx.Rollback() // does nothing after a commit
	t := &Tx{rows: rows{tx, d.dialect}, tx: tx}
	if err := do(t); err != nil {
		return err
	}
	if err := chain.In(tx).Write(ctx, t.told); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Read gives the statements that only read, outside of a transaction.
func (d *DB) Read() Reader { return Reader{rows{d.pool, d.dialect}} }

// Tx is a transaction.
type Tx struct {
	rows
	tx *sql.Tx
	// told is what the trail is to tell of it.
	told []team.Event
}

// SQL is the transaction itself, for the queue.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Reader reads.
type Reader struct{ rows }

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

type rows struct {
	q       querier
	dialect Dialect
}

// exec runs a statement and gives how many rows it touched.
func (r rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		if r.dialect.Taken(err) {
			return 0, &sop.Error{Code: sop.Exists, Message: "It is there already.", Cause: err}
		}
		return 0, fmt.Errorf("write to the database: %w", err)
	}
	return res.RowsAffected()
}

// row is a row to be scanned.
type row interface{ Scan(...any) error }

// all reads every row of a query.
func all[T any](ctx context.Context, r rows, scan func(row) (T, error), query string, args ...any) (out []T, err error) {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read from the database: %w", err)
	}
	defer found.Close()
	for found.Next() {
		v, err := scan(found)
		if err != nil {
			return nil, fmt.Errorf("read a row: %w", err)
		}
		out = append(out, v)
	}
	return out, errors.Join(found.Err(), found.Close())
}

// one reads the one row of a query; an error with code sop.NotFound and the given sentence when there is none.
func one[T any](ctx context.Context, r rows, q question[T]) (T, error) {
	found, err := all(ctx, r, q.scan, q.query, q.args...)
	if err != nil || len(found) == 1 {
		if len(found) == 1 {
			return found[0], err
		}
		var none T
		return none, err
	}
	var none T
	return none, &sop.Error{Code: sop.NotFound, Message: q.none}
}

// question is a query for one row.
type question[T any] struct {
	scan  func(row) (T, error)
	none  string
	query string
	args  []any
}

// NewID is a name that nobody can guess: 26 letters and digits.
func NewID() string { return rand.Text() }

// text is a value as JSON.
func text(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a value: %w", err)
	}
	return string(b), nil
}

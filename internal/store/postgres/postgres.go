// Package postgres keeps a store in PostgreSQL (14 or later).
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"showhow/internal/sop"
	"showhow/internal/store"
)

// connections are how many one process takes at most.
const connections = 16

// Open opens the database at an address such as postgres://user:password@host/name, and makes its tables when they aren't there.
func Open(ctx context.Context, address string) (*store.DB, error) {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The database's address can't be read.", Mend: "Give one such as postgres://user@host/showhow.", Cause: err}
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(&sop.Error{Code: sop.Failed, Message: "The database doesn't answer.", Mend: "Check that PostgreSQL runs at that address and lets this user in.", Cause: err}, pool.Close())
	}
	d := store.New(pool, dialect{})
	if err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("PostgreSQL: %w", err), pool.Close())
	}
	return d, nil
}

type dialect struct{}

func (dialect) Name() string { return "postgres" }

func (dialect) Clock() string {
	return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
}

// Again names serialization failures and deadlocks (PostgreSQL's manual, appendix A, class 40).
func (dialect) Again(err error) bool { c := code(err); return c == "40001" || c == "40P01" }

// Taken names a unique violation.
func (dialect) Taken(err error) bool { return code(err) == "23505" }

func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Package postgres keeps a store in PostgreSQL (14 or later).
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"showhow/internal/sop"
	"showhow/internal/store"
)

// connections are how many one process takes at most.
const connections = 16

// Open opens the database at an address such as postgres://user:password@host/name, and makes its tables when they aren't there.
func Open(ctx context.Context, address string) (*store.DB, error) { return OpenAt(ctx, address, 0) }

// OpenAt does so with the tables of a version; 0 is the newest.
func OpenAt(ctx context.Context, address string, version int64) (*store.DB, error) {
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
	if err := d.MigrateTo(ctx, version); err != nil {
		return nil, errors.Join(fmt.Errorf("PostgreSQL: %w", err), pool.Close())
	}
	return d, nil
}

type dialect struct{}

func (dialect) Name() string { return "postgres" }

func (dialect) Clock() string {
	return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
}

// Newest weighs the newest passages alone: weighing is what takes time.
func (dialect) Newest(which string, l store.Looked) string {
	kind := "NOT IN"
	if l.Titles {
		kind = "IN"
	}
	return "SELECT id, procedure, step, kind, text, CAST(ts_rank_cd(words, q, 1) AS FLOAT8) FROM (SELECT p.id, p.procedure, p.step, p.kind, p.text, p.words, q FROM passage p, to_tsquery('english', $2) q WHERE p.words @@ q AND p.workspace = $1 AND p.kind " +
		kind + " ('title', 'tag')" + which + " ORDER BY p.id DESC LIMIT $3) AS newest"
}

// Batches are two, for all passages of one are weighed.
func (dialect) Batches() []int { return []int{300, 1000} }

// Query joins the words of a term as a phrase. Terms hold letters and digits alone, so that no sign of the query's language gets in.
func (dialect) Query(terms []string, all bool) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = "(" + strings.Join(strings.Fields(t), " <-> ") + ")"
		if i == len(terms)-1 {
			parts[i] = "(" + strings.Join(strings.Fields(t), " <-> ") + ":*)"
		}
	}
	if all {
		return strings.Join(parts, " & ")
	}
	return strings.Join(parts, " | ")
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

func (dialect) Tables() string {
	return "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
}

// Columns leaves out what the engine gives.
func (dialect) Columns() string {
	return "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position"
}

func (dialect) References() string {
	return `SELECT DISTINCT CAST(t.relname AS TEXT) FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid JOIN pg_class f ON f.oid = c.conrelid
		JOIN pg_namespace n ON n.oid = f.relnamespace WHERE c.contype = 'f' AND f.relname = $1 AND n.nspname = current_schema()`
}

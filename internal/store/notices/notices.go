// Package notices keeps what people are told, and what is still to be told. The statements are the same for both engines.
package notices

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"showhow/internal/sop/notice"
	"showhow/internal/store"
)

// querier is a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Happenings are the statements by which a verb says that something happened.
type Happenings struct{ q querier }

// On gives those of a transaction.
func On(t *store.Tx) Happenings { return Happenings{t.SQL()} }

// AddHappening writes down that something happened, of which people are to be told.
func (r Happenings) AddHappening(ctx context.Context, h notice.Happening) error {
	body, err := json.Marshal(h)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "INSERT INTO happening (id, workspace, at, body) VALUES ($1, $2, $3, $4)", h.ID, h.Workspace, h.At.UnixMicro(), string(body))
	}
	if err != nil {
		return fmt.Errorf("write what happened: %w", err)
	}
	return nil
}

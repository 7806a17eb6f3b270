// Package threads keeps what people say about procedures. The statements are the same for both engines.
package threads

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/notices"
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

// On gives those of a transaction alone.
func On(t *store.Tx) Rows { return Rows{t.SQL()} }

// Tx is a transaction with the statements on threads and on what happens beside the store's own.
type Tx struct {
	*store.Tx
	Rows
	notices.Happenings
}

// In gives a transaction with them.
func In(t *store.Tx) Tx { return Tx{t, On(t), notices.On(t)} }

// AddThread writes a new one.
func (r Rows) AddThread(ctx context.Context, t thread.Thread) error {
	body, err := json.Marshal(t)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "INSERT INTO thread (id, procedure, workspace, state, blocking, changed, last, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			t.ID, t.Procedure, t.Workspace, string(t.State), bit(t.Blocking), t.Changed().UnixMicro(), t.Last(), string(body))
	}
	if err != nil {
		return fmt.Errorf("write a thread: %w", err)
	}
	return r.voices(ctx, t)
}

// SaveThread writes what became of one. Its procedure must be held.
func (r Rows) SaveThread(ctx context.Context, t thread.Thread) error {
	body, err := json.Marshal(t)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "UPDATE thread SET state = $1, blocking = $2, changed = $3, last = $4, body = $5 WHERE id = $6",
			string(t.State), bit(t.Blocking), t.Changed().UnixMicro(), t.Last(), string(body), t.ID)
	}
	if err != nil {
		return fmt.Errorf("write a thread: %w", err)
	}
	return r.voices(ctx, t)
}

func (r Rows) voices(ctx context.Context, t thread.Thread) error {
	for _, who := range t.Voices() {
		if _, err := r.q.ExecContext(ctx, "INSERT INTO voice (thread, account) VALUES ($1, $2) ON CONFLICT (account, thread) DO NOTHING", t.ID, who); err != nil {
			return fmt.Errorf("write who said something: %w", err)
		}
	}
	return nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Thread gives one of a workspace by its id; an error with code sop.NotFound when there is none.
func (r Rows) Thread(ctx context.Context, workspace, id string) (thread.Thread, error) {
	all, err := r.read(ctx, "SELECT body FROM thread t WHERE workspace = $1 AND id = $2", workspace, id)
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such thread."}
	}
	if err != nil {
		return thread.Thread{}, err
	}
	return all[0], nil
}

// Threads answers a question, the last changed first.
func (r Rows) Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error) {
	query, args := "SELECT t.body FROM thread t", []any{q.Workspace}
	where := " WHERE t.workspace = $1"
	and := func(condition string, value any) {
		args = append(args, value)
		where += fmt.Sprintf(" AND "+condition, len(args))
	}
	if q.Owner != "" {
		where = " WHERE t.workspace || '' = $1" // by their procedures, which are fewer than a workspace's threads
		and("t.procedure IN (SELECT id FROM procedure WHERE workspace = $1 AND owner = $%[1]d UNION SELECT procedure FROM life WHERE workspace = $1 AND deputy = $%[1]d)", q.Owner)
	}
	if q.Voice != "" {
		query = "SELECT t.body FROM voice v CROSS JOIN thread t" // by what somebody said, which is less than what is open
		and("v.thread = t.id AND v.account = $%d", q.Voice)
	}
	if q.Procedure != "" {
		and("t.procedure = $%d", q.Procedure)
	}
	if q.NotLast != "" {
		and("t.last <> $%d", q.NotLast)
	}
	if q.State != "" {
		and("t.state = $%d", string(q.State))
	}
	if q.Blocking {
		and("t.blocking = $%d", 1)
	}
	query += where + " ORDER BY t.changed DESC, t.id"
	if q.Limit > 0 {
		args = append(args, q.Limit)
		query += fmt.Sprintf(" LIMIT $%d", len(args))
	}
	return r.read(ctx, query, args...)
}

func (r Rows) read(ctx context.Context, query string, args ...any) (all []thread.Thread, err error) {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read threads: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		if err := found.Scan(&body); err != nil {
			return nil, fmt.Errorf("read a thread: %w", err)
		}
		var t thread.Thread
		if err := json.Unmarshal([]byte(body), &t); err != nil {
			return nil, fmt.Errorf("read a thread: %w", err)
		}
		all = append(all, t)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// Blocking counts a procedure's open threads while which nothing is approved.
func (r Rows) Blocking(ctx context.Context, procedure string) (n int, err error) {
	return r.count(ctx, "SELECT COUNT(*) FROM thread WHERE procedure = $1 AND state = 'open' AND blocking = 1", procedure)
}

// CountOpen counts a procedure's open threads.
func (r Rows) CountOpen(ctx context.Context, procedure string) (n int, err error) {
	return r.count(ctx, "SELECT COUNT(*) FROM thread WHERE procedure = $1 AND state = 'open'", procedure)
}

func (r Rows) count(ctx context.Context, query, procedure string) (n int, err error) {
	found, err := r.q.QueryContext(ctx, query, procedure)
	if err != nil {
		return 0, fmt.Errorf("count threads: %w", err)
	}
	defer found.Close()
	for found.Next() {
		err = errors.Join(err, found.Scan(&n))
	}
	return n, errors.Join(err, found.Err())
}

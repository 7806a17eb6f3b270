package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"showhow/internal/sop/notice"
	"showhow/internal/store"
)

// Rows are the statements on what people are told.
type Rows struct{ Happenings }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{Happenings{d.Pool()}} }

// In gives a transaction's.
func In(t *store.Tx) Rows { return Rows{On(t)} }

// exec runs a statement and gives how many rows it touched.
func (r Rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("write what people are told: %w", err)
	}
	return res.RowsAffected()
}

// bodies reads rows of a JSON text as values.
func bodies[T any](ctx context.Context, r Rows, query string, args ...any) (all []T, err error) {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read what people are told: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		if err := found.Scan(&body); err != nil {
			return nil, fmt.Errorf("read what people are told: %w", err)
		}
		var v T
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			return nil, fmt.Errorf("read what people are told: %w", err)
		}
		all = append(all, v)
	}
	return all, errors.Join(found.Err(), found.Close())
}

func text(v any) string {
	b, _ := json.Marshal(v) // texts, times and numbers
	return string(b)
}

// Pending gives what happened and nobody was told of yet, the earliest first.
func (r Rows) Pending(ctx context.Context, limit int) ([]notice.Happening, error) {
	return bodies[notice.Happening](ctx, r, "SELECT body FROM happening ORDER BY at, id LIMIT $1", limit)
}

// DropHappening takes one out; ok is false when another did so before.
func (r Rows) DropHappening(ctx context.Context, id string) (ok bool, err error) {
	n, err := r.exec(ctx, "DELETE FROM happening WHERE id = $1", id)
	return n == 1, err
}

// AddNotice writes one.
func (r Rows) AddNotice(ctx context.Context, n notice.Notice) error {
	daily := 0
	if n.Daily {
		daily = 1
	}
	_, err := r.exec(ctx, "INSERT INTO notice (id, workspace, account, at, read_at, daily, body) VALUES ($1, $2, $3, $4, 0, $5, $6)", n.ID, n.Workspace, n.Account, n.At.UnixMicro(), daily, text(n))
	return err
}

// Notices gives somebody's.
func (r Rows) Notices(ctx context.Context, q notice.Query) (all []notice.Notice, err error) {
	query := "SELECT body, read_at FROM notice WHERE account = $1 AND workspace = $2"
	if q.Unread {
		query += " AND read_at = 0"
	}
	found, err := r.q.QueryContext(ctx, query+" ORDER BY at DESC, id LIMIT $3", q.Account, q.Workspace, q.Limit)
	if err != nil {
		return nil, fmt.Errorf("read notices: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		var read int64
		var n notice.Notice
		if err := errors.Join(found.Scan(&body, &read), json.Unmarshal([]byte(body), &n)); err != nil {
			return nil, fmt.Errorf("read a notice: %w", err)
		}
		if read > 0 {
			n.Read = time.UnixMicro(read).UTC()
		}
		all = append(all, n)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// Unread counts somebody's.
func (r Rows) Unread(ctx context.Context, workspace, account string) (n int, err error) {
	all, err := bodies[int](ctx, r, "SELECT COUNT(*) FROM notice WHERE account = $1 AND workspace = $2 AND read_at = 0", account, workspace)
	if len(all) == 1 {
		n = all[0]
	}
	return n, err
}

// MarkRead notes that they were read, and gives how many weren't before.
func (r Rows) MarkRead(ctx context.Context, o notice.Own, at time.Time) (int64, error) {
	query, args := "UPDATE notice SET read_at = $1 WHERE account = $2 AND workspace = $3 AND read_at = 0", []any{at.UnixMicro(), o.Account, o.Workspace}
	if o.ID != "" {
		query, args = query+" AND id = $4", append(args, o.ID)
	}
	return r.exec(ctx, query, args...)
}

// Daily gives what the digest is to tell that happened before a time, by account.
func (r Rows) Daily(ctx context.Context, before time.Time, limit int) ([]notice.Notice, error) {
	return bodies[notice.Notice](ctx, r, "SELECT body FROM notice WHERE daily = 1 AND at < $1 ORDER BY workspace, account, at, id LIMIT $2", before.UnixMicro(), limit)
}

// DropDaily notes that the digest has told one; ok is false when another did so before.
func (r Rows) DropDaily(ctx context.Context, id string) (ok bool, err error) {
	n, err := r.exec(ctx, "UPDATE notice SET daily = 0 WHERE id = $1 AND daily = 1", id)
	return n == 1, err
}

// Choices are somebody's; the usual ones where they have made none.
func (r Rows) Choices(ctx context.Context, workspace, account string) (notice.Choices, error) {
	c := notice.Usual()
	all, err := bodies[notice.Choices](ctx, r, "SELECT body FROM notice_choice WHERE workspace = $1 AND account = $2", workspace, account)
	for _, made := range all {
		for k, w := range made {
			c[k] = w
		}
	}
	return c, err
}

// SetChoices writes them.
func (r Rows) SetChoices(ctx context.Context, o notice.Own, c notice.Choices) error {
	_, err := r.exec(ctx, "INSERT INTO notice_choice (workspace, account, body) VALUES ($1, $2, $3) ON CONFLICT (workspace, account) DO UPDATE SET body = excluded.body", o.Workspace, o.Account, text(c))
	return err
}

// AddLetter writes a mail that is to be sent.
func (r Rows) AddLetter(ctx context.Context, l notice.Letter) error {
	_, err := r.exec(ctx, "INSERT INTO letter (id, workspace, next, gone, body) VALUES ($1, $2, $3, 0, $4)", l.ID, l.Workspace, l.Next.UnixMicro(), text(l))
	return err
}

// Letters gives those that are to be tried by a time, the earliest first.
func (r Rows) Letters(ctx context.Context, by time.Time, limit int) ([]notice.Letter, error) {
	return bodies[notice.Letter](ctx, r, "SELECT body FROM letter WHERE gone = 0 AND next <= $1 ORDER BY next, id LIMIT $2", by.UnixMicro(), limit)
}

// SaveLetter writes what became of one that was to be tried at a time; ok is false when another has tried it meanwhile.
func (r Rows) SaveLetter(ctx context.Context, was time.Time, l notice.Letter) (ok bool, err error) {
	gone := int64(0)
	if !l.Gone.IsZero() {
		gone = l.Gone.UnixMicro()
	}
	n, err := r.exec(ctx, "UPDATE letter SET next = $1, gone = $2, body = $3 WHERE id = $4 AND next = $5 AND gone = 0", l.Next.UnixMicro(), gone, text(l), l.ID, was.UnixMicro())
	return n == 1, err
}

// DropLetter takes one out that was sent.
func (r Rows) DropLetter(ctx context.Context, id string) error {
	_, err := r.exec(ctx, "DELETE FROM letter WHERE id = $1", id)
	return err
}

// Remind notes a reminder; fresh is false when it was given before.
func (r Rows) Remind(ctx context.Context, procedure, stage string, at time.Time) (fresh bool, err error) {
	n, err := r.exec(ctx, "INSERT INTO reminder (procedure, stage, at) VALUES ($1, $2, $3) ON CONFLICT (procedure, stage) DO NOTHING", procedure, stage, at.UnixMicro())
	return n == 1, err
}

// Package custody keeps what is kept how long, legal holds, and what is left of people who were erased. The statements are the same for both engines.
package custody

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"showhow/internal/sop/custody"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/stamp"
)

// Rows are the statements.
type Rows struct{ q chain.Querier }

// Read gives those that run outside of a transaction.
func Read(d *store.DB) Rows { return Rows{d.Pool()} }

// Tx is a transaction with these statements beside the store's own.
type Tx struct {
	*store.Tx
	Rows
}

// In gives a transaction with them.
func In(t *store.Tx) Tx { return Tx{t, Rows{t.SQL()}} }

type scanner interface{ Scan(...any) error }

func (r Rows) each(ctx context.Context, row func(scanner) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read what is kept: %w", err)
	}
	defer found.Close()
	for found.Next() {
		if err := row(found); err != nil {
			return fmt.Errorf("read what is kept: %w", err)
		}
	}
	return errors.Join(found.Err(), found.Close())
}

func (r Rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	done, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("write what is kept: %w", err)
	}
	return done.RowsAffected()
}

// Checked gives the last check of a workspace's trail; zero for none.
func (r Rows) Checked(ctx context.Context, workspace string) (c custody.Checked, err error) {
	err = r.each(ctx, func(s scanner) error {
		var body string
		if err := s.Scan(&body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &c)
	}, "SELECT body FROM trail_check WHERE workspace = $1", workspace)
	return c, err
}

// SaveChecked writes it.
func (r Rows) SaveChecked(ctx context.Context, c custody.Checked) error {
	body, err := json.Marshal(c)
	if err == nil {
		_, err = r.exec(ctx, "INSERT INTO trail_check (workspace, at, body) VALUES ($1, $2, $3) ON CONFLICT (workspace) DO UPDATE SET at = excluded.at, body = excluded.body", c.Workspace, stamp.Micros(c.At), string(body))
	}
	return err
}

// Retention gives a workspace's.
func (r Rows) Retention(ctx context.Context, workspace string) (k custody.Retention, err error) {
	err = r.each(ctx, func(s scanner) error {
		var body string
		if err := s.Scan(&body); err != nil {
			return err
		}
		return json.Unmarshal([]byte(body), &k)
	}, "SELECT body FROM retention WHERE workspace = $1", workspace)
	return k, err
}

// SetRetention writes it.
func (r Rows) SetRetention(ctx context.Context, workspace string, k custody.Retention) error {
	body, err := json.Marshal(k)
	if err == nil {
		_, err = r.exec(ctx, "INSERT INTO retention (workspace, body) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET body = excluded.body", workspace, string(body))
	}
	return err
}

// Holds are a workspace's, those that have ended, too, the newest first.
func (r Rows) Holds(ctx context.Context, workspace string) ([]custody.Hold, error) {
	return r.holds(ctx, "workspace = $1", workspace)
}

// HoldsOn are the holds on the whole of a workspace that an account is in, or was, and those on procedures that it owns, did something to, or of which something was signed of it.
func (r Rows) HoldsOn(ctx context.Context, account string) ([]custody.Hold, error) {
	return r.holds(ctx, `ended = 0 AND (procedure = '' AND workspace IN (SELECT workspace FROM member WHERE account = $1)
		OR procedure <> '' AND (EXISTS (SELECT 1 FROM procedure p WHERE p.id = hold.procedure AND p.owner = $1) OR EXISTS (SELECT 1 FROM event e WHERE e.workspace = hold.workspace AND e.target = hold.procedure AND e.actor = $1)
		OR EXISTS (SELECT 1 FROM training t WHERE t.procedure = hold.procedure AND t.account = $1)))`, account)
}

func (r Rows) holds(ctx context.Context, which string, args ...any) (all []custody.Hold, err error) {
	err = r.each(ctx, func(s scanner) error {
		var h custody.Hold
		var created, ended int64
		err := s.Scan(&h.ID, &h.Workspace, &h.Procedure, &h.Reason, &h.By, &created, &ended, &h.EndedBy)
		h.At, h.Ended = stamp.Time(created), stamp.Time(ended)
		all = append(all, h)
		return err
	}, "SELECT id, workspace, procedure, reason, holder, created, ended, ended_by FROM hold WHERE "+which+" ORDER BY created DESC, id", args...)
	return all, err
}

// AddHold writes a hold down.
func (r Rows) AddHold(ctx context.Context, h custody.Hold) error {
	_, err := r.exec(ctx, "INSERT INTO hold (id, workspace, procedure, reason, holder, created, ended, ended_by) VALUES ($1, $2, $3, $4, $5, $6, 0, '')", h.ID, h.Workspace, h.Procedure, h.Reason, h.By, stamp.Micros(h.At))
	return err
}

// EndHold ends one; ok is false when there is none that still holds.
func (r Rows) EndHold(ctx context.Context, h custody.Hold) (ok bool, err error) {
	n, err := r.exec(ctx, "UPDATE hold SET ended = $3, ended_by = $4 WHERE workspace = $1 AND id = $2 AND ended = 0", h.Workspace, h.ID, stamp.Micros(h.Ended), h.EndedBy)
	return n == 1, err
}

// InForceSince tells the recordings that are kept, each once, with when a revision made from it first came into force: of its own procedure, or of the one among those that were
// recorded again by it in which that was last.
func (r Rows) InForceSince(ctx context.Context, workspace string) ([]custody.Due, error) {
	var all []custody.Due
	err := r.each(ctx, func(s scanner) error {
		d := custody.Due{Kind: custody.Recording}
		var body, into string
		var l life.Life
		var from int
		if err := s.Scan(&d.ID, &d.Blob, &d.Procedure, &d.Title, &into, &from, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &l); err != nil {
			return err
		}
		var came time.Time
		for _, x := range l.Reviews {
			if !x.Came.IsZero() && x.Number >= from && (came.IsZero() || x.Came.Before(came)) {
				came = x.Came
			}
		}
		if n := len(all); n == 0 || all[n-1].ID != d.ID {
			all = append(all, d)
		}
		last := &all[len(all)-1]
		if came.After(last.At) {
			last.At = came
		}
		if into != "" {
			last.Into = append(last.Into, into)
		}
		return nil
	}, `SELECT h.id, h.blob, p.id, p.title, '' AS into_id, 0 AS since, COALESCE(l.body, '{}') FROM holding h JOIN procedure p ON p.holding = h.id LEFT JOIN life l ON l.procedure = p.id
		WHERE h.workspace = $1 AND h.expired = 0
		UNION ALL SELECT h.id, h.blob, p.id, p.title, r.procedure, r.number, COALESCE(l.body, '{}') FROM retake r JOIN procedure p ON p.id = r.draft JOIN holding h ON h.id = p.holding LEFT JOIN life l ON l.procedure = r.procedure
		WHERE h.workspace = $1 AND h.expired = 0 ORDER BY 1, 5`, workspace)
	return slices.DeleteFunc(all, func(d custody.Due) bool { return d.At.IsZero() }), err
}

// Expire writes that a recording's bytes are gone.
func (r Rows) Expire(ctx context.Context, holding string, at time.Time) error {
	_, err := r.exec(ctx, "UPDATE holding SET expired = $2, bytes = 0 WHERE id = $1", holding, stamp.Micros(at))
	return err
}

// RunsEnded tells the runs that were over before a time, at most limit.
func (r Rows) RunsEnded(ctx context.Context, workspace string, before time.Time, limit int) (all []custody.Due, err error) {
	err = r.each(ctx, func(s scanner) error {
		d := custody.Due{Kind: custody.Run}
		var at int64
		err := s.Scan(&d.ID, &d.Procedure, &at)
		d.At = stamp.Time(at)
		all = append(all, d)
		return err
	}, "SELECT id, procedure, ended FROM run WHERE workspace = $1 AND ended > 0 AND ended < $2 AND state IN ('done', 'failed', 'cancelled') ORDER BY ended, id LIMIT $3", workspace, stamp.Micros(before), limit)
	return all, err
}

// DropRun forgets a run that is over.
func (r Rows) DropRun(ctx context.Context, id string) error {
	_, err := r.exec(ctx, "DELETE FROM run WHERE id = $1 AND ended > 0", id)
	return err
}

// Details tells the lines of the trail that were written before a time and still have their details, at most limit. What tells of the trail itself isn't among them.
func (r Rows) Details(ctx context.Context, workspace string, before time.Time, limit int) (all []custody.Due, err error) {
	err = r.each(ctx, func(s scanner) error {
		d := custody.Due{Kind: custody.Detail}
		var seq, at int64
		err := s.Scan(&seq, &d.Procedure, &at)
		d.Seqs, d.At = []int64{seq}, stamp.Time(at)
		all = append(all, d)
		return err
	}, "SELECT seq, target, at FROM event WHERE workspace = $1 AND at < $2 AND detail <> '' AND substr(verb, 1, 6) <> 'trail.' ORDER BY seq LIMIT $3", workspace, stamp.Micros(before), limit)
	return all, err
}

// Blank takes details of the trail away (see chain.Rows.Blank).
func (r Rows) Blank(ctx context.Context, workspace string, seqs []int64) (int64, error) {
	return chain.In(r.q).Blank(ctx, workspace, seqs)
}

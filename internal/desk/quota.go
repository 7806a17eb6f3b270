package desk

import (
	"context"
	"fmt"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Usages is a transaction's statement on what was taken in.
type Usages interface {
	// Usage counts the recordings taken in since a time, their minutes, and the bytes of all that are kept.
	Usage(ctx context.Context, workspace string, since time.Time) (team.Usage, error)
	// Bounds are a workspace's own quota.
	Bounds(ctx context.Context, workspace string) (team.Bounds, error)
}

// quota is what a workspace may take in: by its own bounds, and where it has none by the server's.
func (d *Desk) quota(ctx context.Context, tx Tx, workspace string) (team.Quota, error) {
	own, err := tx.Bounds(ctx, workspace)
	q := d.Quota
	for to, from := range map[*int64]*int64{&q.Recordings: own.Recordings, &q.Minutes: own.Minutes, &q.Bytes: own.Bytes} {
		if from != nil {
			*to = *from
		}
	}
	return q, err
}

// Used is the workspace's quota, and what of it is used up this month; nothing is counted where there is none.
func (d *Desk) Used(ctx context.Context, a Actor) (u team.Usage, q team.Quota, err error) {
	if err := a.May(Read); err != nil {
		return u, q, err
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) (err error) {
		if q, err = d.quota(ctx, tx, a.Workspace); err != nil || q == (team.Quota{}) {
			return err
		}
		u, err = tx.Usage(ctx, a.Workspace, month(d.Now()))
		return err
	})
	return u, q, err
}

// Admit is nil when a recording of so many bytes may be brought; bytes is 0 when that isn't known yet.
func (d *Desk) Admit(ctx context.Context, a Actor, bytes int64) error {
	if err := a.May(Record); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx, _ Jobs) error { return d.within(ctx, tx, arriving{a.Workspace, bytes, 0}) })
}

// arriving is a recording that is to be taken in.
type arriving struct {
	workspace string
	bytes     int64
	length    sop.Moment
}

// month is the beginning of a time's calendar month.
func month(t time.Time) time.Time {
	y, m, _ := t.UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}

// within is an error with code sop.Exhausted when one more recording would be too much. Until the transaction ends nobody else counts for the same
// workspace: two that come at once don't both fit into what is left for one.
func (d *Desk) within(ctx context.Context, tx Tx, in arriving) error {
	q, err := d.quota(ctx, tx, in.workspace)
	if err != nil || q == (team.Quota{}) {
		return err
	}
	if err := tx.HoldWorkspace(ctx, in.workspace); err != nil {
		return err
	}
	u, err := tx.Usage(ctx, in.workspace, month(d.Now()))
	if err != nil {
		return err
	}
	next := month(d.Now()).AddDate(0, 1, 0).Format("2 January")
	no := func(format string, args ...any) error {
		return &sop.Error{Code: sop.Exhausted, Message: fmt.Sprintf(format, args...), Mend: "Ask an administrator to raise the quota."}
	}
	minutes := int64(time.Duration(in.length) / time.Minute)
	switch {
	case q.Recordings > 0 && u.Recordings >= q.Recordings:
		return no("This month's %d recordings are used up; the next month begins on %s.", q.Recordings, next)
	case q.Minutes > 0 && (u.Minutes >= q.Minutes || u.Minutes+minutes > q.Minutes):
		return no("Of this month's %d minutes %d are used, which leaves too few for this recording; the next month begins on %s.", q.Minutes, u.Minutes, next)
	case q.Bytes > 0 && (u.Bytes >= q.Bytes || u.Bytes+in.bytes > q.Bytes):
		return no("The workspace keeps %d of the %d MB that it may, which leaves too little for this recording.", u.Bytes/1e6, q.Bytes/1e6)
	}
	return nil
}

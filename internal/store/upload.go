package store

import (
	"context"
	"encoding/json"
	"time"

	"showhow/internal/sop"
	"showhow/internal/store/stamp"
)

func scanUpload(r row) (u sop.Upload, err error) {
	var body []byte
	if err := r.Scan(&body); err != nil {
		return u, err
	}
	return u, json.Unmarshal(body, &u)
}

// Keep adds an upload's record, or replaces the one with its ID.
func (d *DB) Keep(ctx context.Context, u sop.Upload) error {
	body, err := text(u)
	if err != nil {
		return err
	}
	_, err = d.Read().exec(ctx, `INSERT INTO upload (id, owner, body, expires, finished) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, body = excluded.body, expires = excluded.expires, finished = excluded.finished`,
		u.ID, u.Owner, body, stamp.Micros(u.Expires), stamp.Micros(u.Finished))
	return err
}

// Upload is the record with an ID; an error with code sop.NotFound when there is none.
func (d *DB) Upload(ctx context.Context, id string) (sop.Upload, error) {
	return d.Read().Upload(ctx, id)
}

// Upload is the same within a transaction, or outside of one.
func (r rows) Upload(ctx context.Context, id string) (sop.Upload, error) {
	return one(ctx, r, question[sop.Upload]{scanUpload, "There is no such upload.", "SELECT body FROM upload WHERE id = $1", []any{id}})
}

// Unfinished are the records of an owner whose recording was not taken in yet; of all owners when it's "".
func (d *DB) Unfinished(ctx context.Context, owner string) ([]sop.Upload, error) {
	return all(ctx, d.Read().rows, scanUpload, "SELECT body FROM upload WHERE finished = 0 AND ($1 = '' OR owner = $1) ORDER BY id", owner)
}

// Drop forgets a record with what was marked meanwhile; where there is none there's nothing to do.
func (d *DB) Drop(ctx context.Context, id string) error {
	return d.Do(ctx, func(t *Tx) error {
		if _, err := t.exec(ctx, "DELETE FROM marker WHERE upload = $1", id); err != nil {
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM upload WHERE id = $1", id)
		return err
	})
}

// AddMarker notes what was marked while an upload's recording is made; one that is there already stays.
func (t *Tx) AddMarker(ctx context.Context, upload string, m sop.Marker) error {
	_, err := t.exec(ctx, "INSERT INTO marker (upload, at, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", upload, int64(m.At), string(m.Kind))
	return err
}

// Markers are what was marked, in order of time.
func (r rows) Markers(ctx context.Context, upload string) ([]sop.Marker, error) {
	return all(ctx, r, func(r row) (m sop.Marker, err error) { return m, r.Scan(&m.At, &m.Kind) }, "SELECT at, kind FROM marker WHERE upload = $1 ORDER BY at, kind", upload)
}

// Lease is the right to be the only one at work on something, for a while.
type Lease struct {
	// ID is what it is about, Holder a text that nobody else has.
	ID, Holder string
	For        time.Duration
}

// Take gives the holder the lease, or renews it when the holder has it; an error with code sop.Busy while another has it. The time is the
// database's.
func (d *DB) Take(ctx context.Context, l Lease) error {
	now := d.dialect.Clock()
	n, err := d.Read().exec(ctx, `INSERT INTO lease (id, holder, until) VALUES ($1, $2, `+now+` + $3)
		ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE lease.holder = excluded.holder OR lease.until < `+now, l.ID, l.Holder, l.For.Microseconds())
	if err == nil && n == 0 {
		return &sop.Error{Code: sop.Busy, Message: "Another is at work on it.", Mend: "Try again in a moment."}
	}
	return err
}

// Release gives a lease back; when the holder hasn't got it there's nothing to do.
func (d *DB) Release(ctx context.Context, l Lease) error {
	_, err := d.Read().exec(ctx, "DELETE FROM lease WHERE id = $1 AND holder = $2", l.ID, l.Holder)
	return err
}

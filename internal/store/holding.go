package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
)

const holdingColumns = "id, workspace, owner, recording, duration, blob, wish, created"

func scanHolding(r row) (h sop.Holding, err error) {
	var recording, wish string
	var created int64
	err = r.Scan(&h.ID, &h.Workspace, &h.Owner, &recording, &h.Duration, &h.Blob, &wish, &created)
	h.Created = stamp.Time(created)
	return h, errors.Join(err, json.Unmarshal([]byte(recording), &h.Recording), json.Unmarshal([]byte(wish), &h.Wish))
}

// AddHolding writes down a recording that an upload brought. It gives an error with code sop.Exists when that upload's is there already.
func (t *Tx) AddHolding(ctx context.Context, h sop.Holding, upload string) error {
	recording, err := text(h.Recording)
	if err != nil {
		return err
	}
	wish, err := text(h.Wish)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO holding ("+holdingColumns+", upload, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		h.ID, h.Workspace, h.Owner, recording, int64(h.Duration), h.Blob, wish, stamp.Micros(h.Created), upload, h.Recording.Size)
	return err
}

// Holding gives a recording; an error with code sop.NotFound when the workspace has none by that id.
func (r rows) Holding(ctx context.Context, workspace, id string) (sop.Holding, error) {
	return one(ctx, r, question[sop.Holding]{scanHolding, "There is no such recording.",
		"SELECT " + holdingColumns + " FROM holding WHERE workspace = $1 AND id = $2", []any{workspace, id}})
}

// HoldingOf gives the recording that an upload brought; an error with code sop.NotFound when it brought none yet.
func (r rows) HoldingOf(ctx context.Context, upload string) (sop.Holding, error) {
	return one(ctx, r, question[sop.Holding]{scanHolding, "That upload has brought no recording.",
		"SELECT " + holdingColumns + " FROM holding WHERE upload = $1", []any{upload}})
}

// SetLength writes how long a recording is and what kind of file, which may be known only when it was looked at.
func (t *Tx) SetLength(ctx context.Context, h sop.Holding) error {
	recording, err := text(h.Recording)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE holding SET duration = $2, recording = $3 WHERE id = $1", h.ID, int64(h.Duration), recording)
	return err
}

// Usage counts the recordings that were taken in since a time, their whole minutes, and the bytes of all recordings.
func (r rows) Usage(ctx context.Context, workspace string, since time.Time) (team.Usage, error) {
	return one(ctx, r, question[team.Usage]{func(r row) (u team.Usage, err error) {
		var length int64
		err = r.Scan(&u.Recordings, &length, &u.Bytes)
		u.Minutes = length / int64(time.Minute)
		return u, err
	}, "", `SELECT CAST(COALESCE(SUM(CASE WHEN created >= $2 THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN created >= $2 THEN duration ELSE 0 END), 0) AS BIGINT),
		CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM holding WHERE workspace = $1`, []any{workspace, stamp.Micros(since)}})
}

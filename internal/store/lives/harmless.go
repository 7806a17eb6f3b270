package lives

import (
	"context"
	"errors"
	"fmt"

	"showhow/internal/sop/secret"
	"showhow/internal/store/stamp"
)

// Harmless tells of what in a procedure it was said that it is no secret, in the order in which it was.
func (r Rows) Harmless(ctx context.Context, procedure string) (all []secret.None, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT id, digest, placeholder, account, at, reason FROM harmless WHERE procedure = $1 ORDER BY at, id", procedure)
	if err != nil {
		return nil, fmt.Errorf("read what is no secret: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var n secret.None
		var at int64
		if err := found.Scan(&n.ID, &n.Digest, &n.Placeholder, &n.By, &at, &n.Reason); err != nil {
			return nil, fmt.Errorf("read what is no secret: %w", err)
		}
		n.At = stamp.Time(at)
		all = append(all, n)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// AddHarmless writes that something in a procedure is no secret.
func (r Rows) AddHarmless(ctx context.Context, procedure string, n secret.None) error {
	if _, err := r.q.ExecContext(ctx, "INSERT INTO harmless (id, procedure, digest, placeholder, account, at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		n.ID, procedure, n.Digest, n.Placeholder, n.By, stamp.Micros(n.At), n.Reason); err != nil {
		return fmt.Errorf("write what is no secret: %w", err)
	}
	return nil
}

// DropHarmless takes that back.
func (r Rows) DropHarmless(ctx context.Context, procedure, id string) error {
	if _, err := r.q.ExecContext(ctx, "DELETE FROM harmless WHERE procedure = $1 AND id = $2", procedure, id); err != nil {
		return fmt.Errorf("take back what is no secret: %w", err)
	}
	return nil
}

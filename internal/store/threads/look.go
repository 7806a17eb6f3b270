package threads

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"showhow/internal/sop/thread"
)

// Look gives somebody's last look at a procedure; the zero value when they haven't looked yet.
func (r Rows) Look(ctx context.Context, account, procedure string) (l thread.Look, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT body FROM look WHERE account = $1 AND procedure = $2", account, procedure)
	if err != nil {
		return l, fmt.Errorf("read a look: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var body string
		if err := found.Scan(&body); err != nil {
			return l, fmt.Errorf("read a look: %w", err)
		}
		if err := json.Unmarshal([]byte(body), &l); err != nil {
			return l, fmt.Errorf("read a look: %w", err)
		}
	}
	return l, errors.Join(found.Err(), found.Close())
}

// SaveLook writes one.
func (r Rows) SaveLook(ctx context.Context, account, procedure string, l thread.Look) error {
	body, err := json.Marshal(l)
	if err == nil {
		_, err = r.q.ExecContext(ctx, "INSERT INTO look (account, procedure, body) VALUES ($1, $2, $3) ON CONFLICT (account, procedure) DO UPDATE SET body = excluded.body", account, procedure, string(body))
	}
	if err != nil {
		return fmt.Errorf("write a look: %w", err)
	}
	return nil
}

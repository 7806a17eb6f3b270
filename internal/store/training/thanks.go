package training

import (
	"context"
	"fmt"
)

// Unthanked are the accounts that don't want to be shown among those who helped; the empty one stands for the whole workspace.
func (r Rows) Unthanked(ctx context.Context, workspace string) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var id string
		err := s.Scan(&id)
		all = append(all, id)
		return err
	}, "SELECT account FROM unthanked WHERE workspace = $1 ORDER BY account", workspace)
	return all, err
}

// SetUnthanked notes whether an account isn't to be shown.
func (r Rows) SetUnthanked(ctx context.Context, workspace, account string, off bool) error {
	query := "DELETE FROM unthanked WHERE workspace = $1 AND account = $2"
	if off {
		query = "INSERT INTO unthanked (workspace, account) VALUES ($1, $2) ON CONFLICT (workspace, account) DO NOTHING"
	}
	if _, err := r.q.ExecContext(ctx, query, workspace, account); err != nil {
		return fmt.Errorf("write who is thanked: %w", err)
	}
	return nil
}

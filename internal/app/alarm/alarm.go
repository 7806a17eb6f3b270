// Package alarm has executions tell whom they tell of a step that failed.
package alarm

import (
	"context"

	deskexecution "showhow/internal/desk/execution"
	desknotice "showhow/internal/desk/notice"
	"showhow/internal/sop/notice"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
)

// asking is what is read to settle who is told.
type asking struct {
	lives.Tx
	chosen
}

// chosen are what people chose to be told.
type chosen struct{ rows notices.Rows }

func (c chosen) Choices(ctx context.Context, workspace, account string) (notice.Choices, error) {
	return c.rows.Choices(ctx, workspace, account)
}

// Told has a desk know whom it tells, by what is chosen when it happens.
func Told(d *deskexecution.Desk) *deskexecution.Desk {
	d.Whom = func(ctx context.Context, tx deskexecution.Tx, h notice.Happening) ([]string, error) {
		in, ok := tx.(executions.Tx)
		if !ok {
			return nil, nil
		}
		return desknotice.Whom(ctx, asking{in.Tx, chosen{notices.In(in.Tx.Tx)}}, h)
	}
	return d
}

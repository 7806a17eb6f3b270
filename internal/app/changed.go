package app

import (
	"context"

	"showhow/internal/herald"
	"showhow/internal/sop/current"
)

// Changed tells a workspace that something has changed outside.
func (a *App) Changed(ctx context.Context, n herald.News) (current.Report, error) {
	if n.Token == "" {
		n.Token = a.config.Text("token")
	}
	return n.Done(ctx)
}

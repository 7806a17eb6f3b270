package standing

import (
	"context"
	"net/http"
	"net/url"

	"showhow/internal/remote"
	"showhow/internal/sop/current"
)

// Marks are why a procedure is to be looked at.
func Marks(ctx context.Context, c *remote.Client, slug string) ([]current.Flag, error) {
	var all struct{ Items []current.Flag }
	err := c.Call(ctx, remote.Request{Method: http.MethodGet, Path: path(slug, "flags"), Answer: &all})
	return all.Items, err
}

// StillRight says that what a mark is about is still right; step is a step's key, empty for a mark without steps.
func StillRight(ctx context.Context, c *remote.Client, mark string, s current.FlagStep) (f current.Flag, err error) {
	err = c.Call(ctx, remote.Request{Method: http.MethodPost, Path: "flags/" + url.PathEscape(mark) + "/still-right", Body: map[string]any{"step": s.Key, "reason": s.Reason}, Answer: &f})
	return f, err
}

package standing

import (
	"context"
	"net/http"

	"showhow/internal/remote"
	"showhow/internal/sop/current"
)

// Work is what waits for whoever asks.
func Work(ctx context.Context, c *remote.Client) ([]current.Part, error) {
	var all struct{ Items []current.Part }
	err := c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "work", Answer: &all})
	return all.Items, err
}

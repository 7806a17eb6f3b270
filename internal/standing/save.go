package standing

import (
	"context"
	"net/http"

	"showhow/internal/remote"
	"showhow/internal/sop"
)

// Unsaved asks whether a procedure's working copy has changes that its last revision hasn't, and gives that one's number. Whoever may not read the copy isn't told.
func Unsaved(ctx context.Context, c *remote.Client, slug string) (latest int, dirty bool, err error) {
	var copied struct {
		Latest int  `json:"latest"`
		Dirty  bool `json:"dirty"`
	}
	err = c.Call(ctx, remote.Request{Method: http.MethodGet, Path: path(slug, "copy"), Answer: &copied})
	if code := sop.CodeOf(err); err != nil && (code == sop.Forbidden || code == sop.NotFound) {
		return 0, false, nil // sending it says why it may not be sent
	}
	return copied.Latest, copied.Dirty, err
}

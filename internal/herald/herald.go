// Package herald tells a workspace that something has changed outside, for `showhow changed`.
package herald

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"showhow/internal/remote"
	"showhow/internal/sop/current"
)

// id names what is told, where whoever tells it doesn't: the same versions of the same thing are the same news, whatever comes without versions is news each time.
func id(n current.Change) string {
	if n.ID != "" {
		return n.ID
	}
	if n.From == "" && n.To == "" {
		return rand.Text()
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{string(n.Kind), n.Name, n.From, n.To}, "\x00")))
	return fmt.Sprintf("%x", sum[:16])
}

// Tell tells a workspace what has changed, and gives what came of it.
func Tell(ctx context.Context, c *remote.Client, n current.Change) (r current.Report, err error) {
	body := map[string]string{"id": id(n), "kind": string(n.Kind), "name": n.Name, "from": n.From, "to": n.To, "why": n.Why}
	if err := c.Call(ctx, remote.Request{Method: http.MethodPost, Path: "changes", Body: body, Answer: &r}); err != nil {
		return r, err
	}
	if r.Change.Name == "" {
		return r, c.Stranger("an answer of another form")
	}
	return r, nil
}

package carry

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// request is a call of the API.
type request struct {
	method, path string
	body, answer any
}

// largest is how much of an answer is read, in bytes.
const largest = 64 << 20

// call makes one.
func (s *session) call(ctx context.Context, q request) error {
	var body io.Reader
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return fmt.Errorf("ask the workspace: %w", err)
		}
		body = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, s.server.JoinPath("v1", q.path).String(), body)
	if err != nil {
		return fmt.Errorf("ask the workspace: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if s.Token != "" {
		r.Header.Set("Authorization", "Bearer "+s.Token)
	}
	a, err := s.client.Do(r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer. What you did is kept on this machine.", Mend: "See that showhow serve runs there, and run the same command again: it goes on where it stopped.", Cause: err}
	}
	defer a.Body.Close()
	b, err := io.ReadAll(io.LimitReader(a.Body, largest))
	if err != nil {
		return &sop.Error{Code: sop.Failed, Message: "The workspace's answer broke off.", Mend: "Run the same command again: it goes on where it stopped.", Cause: err}
	}
	if a.StatusCode >= http.StatusBadRequest {
		return refusal(a.StatusCode, b)
	}
	if err := json.Unmarshal(b, q.answer); err != nil {
		return &sop.Error{Code: sop.Failed, Message: "The server answered in a form that isn't known.", Mend: "See that it is the address of a workspace.", Cause: err}
	}
	return nil
}

// refusal is an answer that says no.
func refusal(status int, body []byte) error {
	var told struct {
		Detail string `json:"detail"`
	}
	_ = json.Unmarshal(body, &told) // another server's answer has another form
	if told.Detail == "" {
		told.Detail = fmt.Sprintf("The server refused (%d).", status)
	}
	e := &sop.Error{Code: sop.Failed, Message: told.Detail}
	switch status {
	case http.StatusUnauthorized:
		e.Code, e.Mend = sop.Unknown, "Make a token with the scopes read and write there, under My account, and set SHOWHOW_TOKEN."
	case http.StatusForbidden:
		e.Code = sop.Forbidden
	case http.StatusNotFound:
		e.Code = sop.NotFound
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		e.Code = sop.Invalid
	}
	return e
}

// note is what was done on this machine, in a file: the execution that is under way, and the events that haven't reached the workspace.
type note struct {
	path      string
	Execution string            `json:"execution"`
	Order     int               `json:"order"`
	Events    []execution.Event `json:"events,omitempty"`
}

func noteOf(c Carry) *note {
	sum := sha256.Sum256([]byte(c.Server + "\n" + c.Slug + "\n" + string(c.Mode)))
	return &note{path: filepath.Join(c.Notes, fmt.Sprintf("%x.json", sum[:12]))}
}

func (n *note) read() error {
	b, err := os.ReadFile(n.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(b, n)
	}
	if err != nil {
		return fmt.Errorf("read what was noted: %w", err)
	}
	return nil
}

// write writes it whole, or not at all.
func (n *note) write() error {
	b, err := json.Marshal(n)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(n.path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(n.path+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(n.path+".new", n.path)
	}
	if err != nil {
		return fmt.Errorf("note what was done: %w", err)
	}
	return nil
}

func (n *note) drop() error {
	if err := os.Remove(n.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop what was noted: %w", err)
	}
	return nil
}

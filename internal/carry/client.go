package carry

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// request is a call of the API.
type request struct {
	method, path string
	body, answer any
}

// call makes one. Where the workspace is out of reach, nothing that was done is lost; where nothing was, it's told what was asked.
func (s *session) call(ctx context.Context, q request) error {
	err := s.Client.Call(ctx, remote.Request{Method: q.method, Path: q.path, Body: q.body, Answer: q.answer})
	if errors.Is(err, remote.ErrAway) && !s.open {
		return &sop.Error{Code: sop.Failed, Message: "No workspace answers at " + s.Client.Named + ".", Mend: "See that showhow serve runs there, or name another address with --server URL, or the workspace's folder with --data DIR.", Cause: err}
	}
	if errors.Is(err, remote.ErrAway) {
		return &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer. What you did is kept on this machine.", Mend: "See that showhow serve runs there, and run the same command again: it goes on where it stopped.", Cause: err}
	}
	return err
}

// note is what was done on this machine, in a file: the execution that is under way, and the events that haven't reached the workspace. Old are the files in which it may be
// of before, and from is the one of them from which it was read.
type note struct {
	path      string
	old       []string
	from      string
	Execution string            `json:"execution"`
	Order     int               `json:"order"`
	Events    []execution.Event `json:"events,omitempty"`
}

// noteOf is the note of a procedure that is carried out: one for a workspace, however it is named. In a folder it was called by how it was named.
func noteOf(c Carry) *note {
	at := func(where string) string {
		sum := sha256.Sum256([]byte(where + "\n" + c.Slug + "\n" + string(c.Mode)))
		return filepath.Join(c.Notes, fmt.Sprintf("%x.json", sum[:12]))
	}
	if c.Folder == "" {
		return &note{path: at(c.Client.Named)}
	}
	room := c.Client.Room
	n := &note{path: at(c.Folder + "\n" + room.ID), old: []string{at(c.Folder + c.Root), at(c.Folder + "/w/" + room.Slug)}}
	if room.First {
		n.old = append(n.old, at(c.Folder))
	}
	return n
}

func (n *note) read() error {
	for _, path := range append([]string{n.path}, n.old...) {
		b, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = json.Unmarshal(b, n)
		}
		if err != nil {
			return fmt.Errorf("read what was noted: %w", err)
		}
		if path != n.path {
			n.from = path
		}
		return nil
	}
	return nil
}

// found brings a note of before, whose execution is in the workspace, to its place.
func (n *note) found() error {
	if n.from == "" {
		return nil
	}
	if err := n.write(); err != nil {
		return err
	}
	if err := os.Remove(n.from); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop what was noted: %w", err)
	}
	n.from = ""
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

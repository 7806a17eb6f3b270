// Package note keeps on this machine what was done there when a procedure is carried out in a terminal.
package note

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"showhow/internal/sop/execution"
)

// Note is what was done on this machine, in a file: the execution that is under way, and the events that haven't reached the workspace.
type Note struct {
	Execution string            `json:"execution"`
	Order     int               `json:"order"`
	Events    []execution.Event `json:"events,omitempty"`
	// Account is who did it; empty where that isn't known. Of is what the note of an execution, or of a part, is called by; empty for a procedure's.
	Account string `json:"account,omitempty"`
	Of      string `json:"of,omitempty"`
	// Old are the files in which it may be of before, and Passed is another's note that stood in its place.
	Old    []*Note `json:"-"`
	Passed *Note   `json:"-"`
	// path is its file, from the one of the old ones from which it was read, and held the lock on it while it's taken.
	path, from string
	held       *os.File
}

// At is the note in a folder that is called by some names.
func At(folder string, names ...string) *Note {
	sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
	return &Note{path: filepath.Join(folder, fmt.Sprintf("%x.json", sum[:12]))}
}

// Read reads it, if there is one.
func (n *Note) Read() error {
	for _, of := range append([]*Note{n}, n.Old...) {
		b, err := os.ReadFile(of.path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = json.Unmarshal(b, n)
		}
		if err != nil {
			return fmt.Errorf("read what was noted: %w", err)
		}
		if of != n {
			n.from = of.path
		}
		return nil
	}
	return nil
}

// Found brings a note of before, whose execution is in the workspace, to its place.
func (n *Note) Found() error {
	if n.from == "" {
		return nil
	}
	if err := n.Write(); err != nil {
		return err
	}
	if err := os.Remove(n.from); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop what was noted: %w", err)
	}
	n.from = ""
	return nil
}

// Write writes it whole, or not at all.
func (n *Note) Write() error {
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

// Drop removes it, unless something in it hasn't arrived.
func (n *Note) Drop() error {
	if len(n.Events) > 0 {
		return n.Write()
	}
	if err := os.Remove(n.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop what was noted: %w", err)
	}
	return nil
}

// The bounds of what is sent at once: a workspace takes 500 events, and a megabyte.
const (
	mostEvents = 200
	mostBytes  = 512 << 10
)

// Next are the events that are sent next: as many of the first as a workspace surely takes at once.
func (n *Note) Next() ([]execution.Event, error) {
	size := 0
	for i, e := range n.Events {
		b, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("send what was noted: %w", err)
		}
		if size += len(b) + 1; i > 0 && (i == mostEvents || size > mostBytes) {
			return n.Events[:i], nil
		}
	}
	return n.Events, nil
}

// Took drops the first of them, which have arrived.
func (n *Note) Took(many int) error {
	n.Events = n.Events[many:]
	return n.Write()
}

// Aside puts events that can't arrive, for their execution isn't there, into a file of their own, which it gives; empty for none. A note of before, by a name that several workspaces may have had, is
// another workspace's then: it stays where it is.
func (n *Note) Aside() (file string, err error) {
	if n.from != "" {
		n.Execution, n.Order, n.Events, n.from = "", 0, nil, ""
	}
	if len(n.Events) == 0 {
		return "", nil
	}
	if err := n.Write(); err != nil {
		return "", err
	}
	file = strings.TrimSuffix(n.path, ".json") + "-" + filepath.Base(n.Execution) + ".kept"
	if err := os.Rename(n.path, file); err != nil {
		return "", fmt.Errorf("keep what was noted: %w", err)
	}
	n.Execution, n.Events = "", nil
	return file, nil
}

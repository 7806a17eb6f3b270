// Package recorder records real programs in a real terminal device, typed to by a script, as asciicast or typescript.
package recorder

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/creack/pty"
)

// Event is one piece of output ("o"), of input ("i"), or a change of size ("r"), at a time from the beginning.
type Event struct {
	At   time.Duration
	Kind string
	Text string
}

// Terminal is a running program with what it has printed.
type Terminal struct {
	Cols, Rows int
	cmd        *exec.Cmd
	pty        *os.File
	start      time.Time
	mu         sync.Mutex
	events     []Event
	last       time.Time
	rest       []byte // the beginning of a character whose end is still to come
	done       chan struct{}
}

// Start runs a program in a terminal of that size.
func Start(cmd *exec.Cmd, cols, rows int) (*Terminal, error) {
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		return nil, err
	}
	t := &Terminal{Cols: cols, Rows: rows, cmd: cmd, pty: f, start: time.Now(), last: time.Now(), done: make(chan struct{})}
	go t.read()
	return t, nil
}

func (t *Terminal) read() {
	defer close(t.done)
	b := make([]byte, 1<<15)
	for {
		n, err := t.pty.Read(b)
		if n > 0 {
			t.mu.Lock()
			all := append(t.rest, b[:n]...)
			cut := whole(all)
			t.rest = append([]byte(nil), all[cut:]...)
			if cut > 0 {
				t.events = append(t.events, Event{time.Since(t.start), "o", string(all[:cut])})
			}
			t.last = time.Now()
			t.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// whole is the length of b without a character that isn't there to its end.
func whole(b []byte) int {
	for i := 1; i <= min(3, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return len(b) - i
			}
			break
		}
	}
	return len(b)
}

// Now is the time on the recording's clock.
func (t *Terminal) Now() time.Duration { return time.Since(t.start) }

// Send types text in one piece.
func (t *Terminal) Send(text string) {
	t.mu.Lock()
	t.events = append(t.events, Event{time.Since(t.start), "i", text})
	t.last = time.Now()
	t.mu.Unlock()
	_, _ = io.WriteString(t.pty, text)
}

// Quiet waits until nothing was printed for d, at most limit.
func (t *Terminal) Quiet(d, limit time.Duration) {
	end := time.Now().Add(limit)
	for time.Now().Before(end) {
		t.mu.Lock()
		still := time.Since(t.last)
		t.mu.Unlock()
		if still >= d {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Shows waits until text has been printed since from, at most limit, and says whether it was.
func (t *Terminal) Shows(text string, from int, limit time.Duration) bool {
	end := time.Now().Add(limit)
	for time.Now().Before(end) {
		if strings.Contains(t.printed(from), text) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// Mark is the number of events so far.
func (t *Terminal) Mark() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.events)
}

func (t *Terminal) printed(from int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, e := range t.events[from:] {
		if e.Kind == "o" {
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// Resize changes the terminal's size.
func (t *Terminal) Resize(cols, rows int) {
	t.mu.Lock()
	t.events = append(t.events, Event{time.Since(t.start), "r", fmt.Sprintf("%dx%d", cols, rows)})
	t.mu.Unlock()
	_ = pty.Setsize(t.pty, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
}

// Close gives what was recorded once the program has ended by itself: what was typed last may have to wait until what runs has
// ended. After half a minute the program is ended.
func (t *Terminal) Close() []Event {
	select {
	case <-t.done:
	case <-time.After(30 * time.Second):
		_ = t.cmd.Process.Kill()
		<-t.done
	}
	_ = t.pty.Close()
	_ = t.cmd.Wait()
	return t.events
}

// Form is how a recording is written.
type Form struct {
	// Kind is "v1", "v2", "v3" or "typescript".
	Kind string
	// Keys says that the input is kept, too.
	Keys bool
	// Title and Shell are told in the header.
	Title, Shell string
}

// Write writes a recording into dir and gives its name.
func Write(dir string, t *Terminal, events []Event, f Form) (string, error) {
	if !f.Keys {
		var some []Event
		for _, e := range events {
			if e.Kind != "i" {
				some = append(some, e)
			}
		}
		events = some
	}
	switch f.Kind {
	case "typescript":
		return "recording.typescript", typescript(dir, t, events)
	case "v1":
		return "recording.cast", v1(filepath.Join(dir, "recording.cast"), t, events, f)
	}
	var b strings.Builder
	env := map[string]string{"SHELL": f.Shell, "TERM": "xterm-256color"}
	head := map[string]any{"version": 2, "width": t.Cols, "height": t.Rows, "timestamp": 1767225600, "env": env, "title": f.Title}
	if f.Kind == "v3" {
		head = map[string]any{"version": 3, "term": map[string]any{"cols": t.Cols, "rows": t.Rows, "type": "xterm-256color"}, "timestamp": 1767225600, "env": env, "title": f.Title}
	}
	line, err := json.Marshal(head)
	if err != nil {
		return "", err
	}
	b.Write(append(line, '\n'))
	before := time.Duration(0)
	for _, e := range events {
		at := e.At
		if f.Kind == "v3" {
			at, before = e.At-before, e.At
		}
		text, err := json.Marshal(e.Text)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "[%.6f, %q, %s]\n", at.Seconds(), e.Kind, text)
	}
	if f.Kind == "v3" {
		b.WriteString("[0.1, \"x\", \"0\"]\n")
	}
	return "recording.cast", os.WriteFile(filepath.Join(dir, "recording.cast"), []byte(b.String()), 0o644)
}

func v1(path string, t *Terminal, events []Event, f Form) error {
	frames := [][2]any{}
	before := time.Duration(0)
	for _, e := range events {
		if e.Kind == "o" {
			frames = append(frames, [2]any{(e.At - before).Seconds(), e.Text})
			before = e.At
		}
	}
	b, err := json.MarshalIndent(map[string]any{"version": 1, "width": t.Cols, "height": t.Rows, "duration": before.Seconds(), "title": f.Title, "command": f.Shell, "env": map[string]string{}, "stdout": frames}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// typescript writes what script --log-out and --log-timing=… (advanced format) write.
func typescript(dir string, t *Terminal, events []Event) error {
	var out, timing strings.Builder
	fmt.Fprintf(&out, "Script started on 2026-01-01 00:00:00+00:00 [TERM=\"xterm-256color\" TTY=\"/dev/pts/1\" COLUMNS=\"%d\" LINES=\"%d\"]\n", t.Cols, t.Rows)
	before := time.Duration(0)
	for _, e := range events {
		d := (e.At - before).Seconds()
		before = e.At
		switch e.Kind {
		case "o":
			fmt.Fprintf(&timing, "O %.6f %d\n", d, len(e.Text))
			out.WriteString(e.Text)
		case "r":
			var c, r int
			_, _ = fmt.Sscanf(e.Text, "%dx%d", &c, &r)
			fmt.Fprintf(&timing, "S %.6f SIGWINCH ROWS=%d COLS=%d\n", d, r, c)
		}
	}
	out.WriteString("\nScript done on 2026-01-01 00:01:00+00:00 [COMMAND_EXIT_CODE=\"0\"]\n")
	if err := os.WriteFile(filepath.Join(dir, "recording.typescript"), []byte(out.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "recording.timing"), []byte(timing.String()), 0o644)
}

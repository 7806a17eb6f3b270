package intake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/sop"
)

func TestSniff(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"\x00\x00\x00\x20ftypisom", "mp4"},
		{"\x00\x00\x00\x14ftypqt  ", "mp4"},
		{"\x00\x00\x00\x08wide\x00\x00", "mp4"},
		{"\x1A\x45\xDF\xA3\x01\x00", "matroska"},
		{`{"version": 2, "width": 80, "height": 24}` + "\n", "cast"},
		{`{"version":3,"term":{"cols":80}}`, "cast"},
		{"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd", ""},
		{"ffconcat version 1.0\nfile x.mp4", ""},
		{"RIFF....AVI ", ""},
		{`{"versions": 2}`, ""},
		{"", ""},
		{"\x00", ""},
	} {
		got, err := Sniff([]byte(c.head))
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: got %q, %v", c.head, got, err)
		}
		if err != nil && (sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "MP4")) {
			t.Errorf("%q: %v", c.head, err)
		}
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x20ftypisom"))
	f.Add([]byte(`{"version": 2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if kind, err := Sniff(b); (kind == "") == (err == nil) {
			t.Errorf("%q, %v", kind, err)
		}
	})
}

func TestLookAndKeep(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mp4")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x20ftypisom"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Look(t.Context(), path, Limits{})
	if err != nil || r.Kind != "mp4" || r.Size != 12 || r.Name != "a.mp4" || len(r.Hash) != 64 {
		t.Fatalf("%+v, %v", r, err)
	}
	job := t.TempDir()
	for range 2 {
		kept, err := Keep(t.Context(), Source{path, r}, job)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(kept); err != nil || len(b) != 12 {
			t.Fatalf("%q, %v", b, err)
		}
	}
	empty, pipe, loop := filepath.Join(dir, "empty.mp4"), filepath.Join(dir, "pipe.mp4"), filepath.Join(dir, "loop.mp4")
	os.WriteFile(empty, nil, 0o600)
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink(loop, loop)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		code sop.Code
	}{{empty, sop.Unreadable}, {dir, sop.Invalid}, {filepath.Join(dir, "none"), sop.NotFound}, {"/dev/null", sop.Invalid},
		{pipe, sop.Invalid}, {loop, sop.NotFound}, {filepath.Join(path, "below"), sop.NotFound}, {filepath.Join(dir, strings.Repeat("x", 300)), sop.NotFound}, {"https:/example.com/a.mp4", sop.NotFound}} {
		if _, err := Look(t.Context(), c.path, Limits{}); sop.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.path, err)
		}
	}
	if _, err := Look(t.Context(), path, Limits{Bytes: 5}); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("over the limit: %v", err)
	}
}

// writing is a context that writes to a file each time it's asked whether it has ended, as a recorder would.
type writing struct {
	context.Context
	path string
}

func (w writing) Err() error {
	f, err := os.OpenFile(w.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("more")
	return errors.Join(err, f.Close())
}

func TestAFileThatChanges(t *testing.T) {
	path, job := filepath.Join(t.TempDir(), "a.mp4"), t.TempDir()
	write := func(s string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("\x00\x00\x00\x20ftypisom")
	r, err := Look(t.Context(), path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	write("\x00\x00\x00\x20ftypisom, and more")
	if _, err := Keep(t.Context(), Source{path, r}, job); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("a file that was written over since was kept: %v", err)
	}
	if left, _ := os.ReadDir(job); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
	if _, err := Look(writing{t.Context(), path}, path, Limits{}); sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "still being written") {
		t.Errorf("a file that grew while it was read: %v", err)
	}
}

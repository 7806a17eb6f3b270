package inbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/sop"
)

// box is an inbox whose clock is that of the test: each look is one after the file stood still for long.
type box struct {
	*Inbox
	t    *testing.T
	lock sync.Mutex
	got  map[string]string // by name
	ids  map[string]int
	fail map[string]error // by name
}

func newBox(t *testing.T, folder string) *box {
	b := &box{t: t, got: map[string]string{}, ids: map[string]int{}, fail: map[string]error{}}
	b.Inbox = &Inbox{Folder: folder, Still: time.Nanosecond, Log: slog.New(slog.DiscardHandler), seen: map[string]state{}, said: map[string]string{}, Take: func(_ context.Context, f File) error {
		if err := b.fail[f.Name]; err != nil {
			return err
		}
		all, err := io.ReadAll(f.Bytes)
		if err != nil {
			return err
		}
		b.ids[f.ID]++
		b.got[f.Name] = string(all)
		if f.Subtitles != nil {
			words, err := io.ReadAll(f.Subtitles)
			b.got[f.Name] += " + " + f.SubtitlesName + ": " + string(words)
			return err
		}
		return nil
	}}
	return b
}

func (b *box) put(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.Folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func (b *box) looks(n int) {
	b.t.Helper()
	for range n {
		if err := b.look(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
}

func (b *box) lies(want ...string) {
	b.t.Helper()
	var all []string
	filepath.WalkDir(b.Folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(b.Folder, path)
			all = append(all, rel)
		}
		return err
	})
	slices.Sort(want)
	if !slices.Equal(all, want) {
		b.t.Errorf("\n got %q\nwant %q", all, want)
	}
}

func TestTake(t *testing.T) {
	b := newBox(t, t.TempDir())
	b.put("a.mp4", "film")
	b.put("a.vtt", "WEBVTT")
	for _, name := range []string{"b.mp4.part", ".hidden.mp4", "c.mp4.crdownload", "~d.mp4"} {
		b.put(name, "half")
	}
	os.Mkdir(filepath.Join(b.Folder, "folder.mp4"), 0o700)
	outside := filepath.Join(t.TempDir(), "secret.mp4")
	os.WriteFile(outside, []byte("secret"), 0o600)
	os.Symlink(outside, filepath.Join(b.Folder, "link.mp4"))
	b.looks(1)
	if len(b.got) != 0 {
		t.Errorf("taken at first sight: %v", b.got)
	}
	b.looks(3)
	if len(b.got) != 1 || b.got["a.mp4"] != "film + a.vtt: WEBVTT" || len(b.ids) != 1 {
		t.Errorf("%q", b.got)
	}
	b.lies("done/a.mp4", "done/a.vtt", "b.mp4.part", ".hidden.mp4", "c.mp4.crdownload", "~d.mp4", "link.mp4")
	b.put("a.mp4", "another")
	b.looks(2)
	if b.got["a.mp4"] != "another" || len(b.ids) != 2 {
		t.Errorf("%q", b.got)
	}
	b.lies("done/a.mp4", "done/a.vtt", "done/a-2.mp4", "b.mp4.part", ".hidden.mp4", "c.mp4.crdownload", "~d.mp4", "link.mp4")
}

// A file that grows is left alone, also one that grows while it is read.
func TestStandsStill(t *testing.T) {
	b := newBox(t, t.TempDir())
	path := b.put("a.mkv", "1")
	for range 3 {
		b.looks(1)
		f, _ := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		f.WriteString("more")
		f.Close()
	}
	b.Still = time.Hour
	b.looks(3)
	if len(b.got) != 0 {
		t.Errorf("%q", b.got)
	}
	b.Still = time.Nanosecond
	inner := b.Take
	b.Take = func(ctx context.Context, f File) error {
		os.WriteFile(path, bytes.Repeat([]byte("x"), 99), 0o600)
		return inner(ctx, f)
	}
	b.looks(1)
	b.Take = inner
	if len(b.got) != 0 {
		t.Errorf("a file was taken that was written meanwhile: %q", b.got)
	}
	b.looks(2)
	if b.got["a.mkv"] != strings.Repeat("x", 99) {
		t.Errorf("%q", b.got)
	}
}

func TestRefused(t *testing.T) {
	b := newBox(t, t.TempDir())
	b.fail["bad.mp4"] = &sop.Error{Code: sop.Unreadable, Message: "It is broken.", Mend: "Record again."}
	b.fail["later.mp4"] = &sop.Error{Code: sop.Exhausted, Message: "Used up."}
	b.fail["down.mp4"] = errors.New("the database is away")
	for _, name := range []string{"bad.mp4", "later.mp4", "down.mp4", "notes.txt"} {
		b.put(name, "x")
	}
	b.looks(3)
	b.lies("later.mp4", "down.mp4", "refused/bad.mp4", "refused/bad.mp4.why.txt", "refused/notes.txt", "refused/notes.txt.why.txt")
	if why, err := os.ReadFile(filepath.Join(b.Folder, "refused", "bad.mp4.why.txt")); err != nil || string(why) != "It is broken. Record again.\n" {
		t.Errorf("%q, %v", why, err)
	}
	delete(b.fail, "later.mp4")
	delete(b.fail, "down.mp4")
	b.looks(1)
	if len(b.got) != 2 {
		t.Errorf("%q", b.got)
	}
}

func TestHostileNames(t *testing.T) {
	b := newBox(t, t.TempDir())
	for _, name := range []string{"-rf.mp4", "a\nb\x1b[31m.mp4", "\u202egpj.mp4", "\xff\xfe.mp4", strings.Repeat("x", 251) + ".mp4", "$(touch y).mp4", "done.mp4"} {
		b.put(name, "x")
	}
	b.looks(3)
	if len(b.got) != 7 {
		t.Errorf("%q", b.got)
	}
	for name := range b.got {
		if strings.ContainsAny(name, "\n\x1b\u202e\xff") || name == ".mp4" {
			t.Errorf("shown as %q", name)
		}
	}
	// a process that was killed after it took the file in, and before it moved it, gives it the same ID
	first := newBox(t, t.TempDir())
	first.put("a.mp4", "x")
	st, _ := os.Stat(filepath.Join(first.Folder, "a.mp4"))
	x := id(found{name: "a.mp4", st: st})
	first.looks(2)
	if first.ids[x] != 1 || len(x) != 26 {
		t.Errorf("%v, %q", first.ids, x)
	}
}

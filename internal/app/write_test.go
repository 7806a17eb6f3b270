package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/sop"
)

func TestFolder(t *testing.T) {
	parent := t.TempDir()
	place := filepath.Join(parent, "a.sop")
	put := func(force bool, text string) error {
		f, err := newFolder(place, force)
		if err != nil {
			return err
		}
		defer f.abort()
		if err := f.write("images/x.png", []byte("x")); err != nil {
			return err
		}
		if err := f.write("sop.json", []byte(text)); err != nil {
			return err
		}
		return f.finish()
	}
	if err := put(false, "one"); err != nil {
		t.Fatal(err)
	}
	if err := put(false, "two"); sop.CodeOf(err) != sop.Exists {
		t.Errorf("a draft was replaced unasked: %v", err)
	}
	if err := put(true, "three"); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(filepath.Join(place, "sop.json")); string(b) != "three" {
		t.Errorf("got %q", b)
	}
	if all, _ := os.ReadDir(parent); len(all) != 1 {
		t.Errorf("left behind: %v", all)
	}
	// a killed run's leftovers go with the next one; a folder with other things in it is never touched
	os.Mkdir(filepath.Join(parent, part(place)+"1"), 0o700)
	if err := put(true, "four"); err != nil {
		t.Fatal(err)
	}
	if all, _ := os.ReadDir(parent); len(all) != 1 {
		t.Errorf("left behind: %v", all)
	}
	os.Remove(filepath.Join(place, "sop.json"))
	if err := put(true, "five"); sop.CodeOf(err) != sop.Exists {
		t.Errorf("a folder with other files was replaced: %v", err)
	}
}

func TestNamesThatAreHardToWrite(t *testing.T) {
	parent := t.TempDir()
	others := filepath.Join(parent, part("other.sop")+"1")
	if err := os.Mkdir(others, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"*", "[a]", "two\nlines", "a\"b'c", "\xff.sop", strings.Repeat("x", maxName)} {
		place := filepath.Join(parent, name)
		if err := writable(place); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		f, err := newFolder(place, false)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if err := errors.Join(f.write("sop.json", nil), f.finish(), os.RemoveAll(place)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if all, _ := os.ReadDir(parent); len(all) != 1 {
		t.Errorf("another draft's folder was touched, or something was left: %v", all)
	}
	for _, place := range []string{filepath.Join(parent, strings.Repeat("x", maxName+1)), "/proc/none/a.sop"} {
		if err := writable(place); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", place, err)
		}
		if err := free(place, true); err != nil && sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", place, err)
		}
	}
}

func TestAFullDisk(t *testing.T) {
	err := full(fmt.Errorf("keep: %w", &os.PathError{Op: "write", Path: "film", Err: syscall.ENOSPC}))
	if sop.CodeOf(err) != sop.Failed || !strings.Contains(err.Error(), "goes on where it stopped") {
		t.Errorf("got %v", err)
	}
	if err := full(os.ErrClosed); err != os.ErrClosed {
		t.Errorf("another error became %v", err)
	}
}

package app

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/sop"
)

// put writes a draft whose document is text, as a draft of a recording is written.
func put(place string, force bool, text string) error {
	f, err := newFolder(place, force)
	if err != nil {
		return err
	}
	defer f.abort()
	return errors.Join(f.write("images/"+text+".png", []byte(text)), f.write("sop.json", []byte(text)), f.finish())
}

// holds checks that a folder holds these files and nothing else.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		got[name] = string(b)
		return err
	})
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%s holds %v, not %v: %v", filepath.Base(dir), got, want, err)
	}
}

func one(text string) map[string]string {
	return map[string]string{"sop.json": text, "images/" + text + ".png": text}
}

// TestPlacesThatStay puts drafts, and others instead of them, where the folder itself must not be replaced.
func TestPlacesThatStay(t *testing.T) {
	twice := func(t *testing.T, told, dir string) {
		t.Helper()
		for _, text := range []string{"first", "second"} {
			if err := writable(told); err != nil {
				t.Fatal(err)
			}
			if err := put(told, text == "second", text); err != nil {
				t.Fatal(err)
			}
			holds(t, dir, one(text))
		}
		if left := parts(filepath.Dir(dir), dir); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	t.Run("a link to a folder", func(t *testing.T) {
		real, link := filepath.Join(t.TempDir(), "real"), filepath.Join(t.TempDir(), "link")
		if err := errors.Join(os.Mkdir(real, 0o755), os.Symlink(real, link)); err != nil {
			t.Fatal(err)
		}
		twice(t, link, real)
		if to, err := os.Readlink(link); err != nil || to != real {
			t.Errorf("the link became %q, %v", to, err)
		}
	})
	t.Run("the folder in which we are", func(t *testing.T) {
		dir := t.TempDir()
		t.Chdir(dir)
		twice(t, ".", dir)
		if _, err := os.Stat("sop.json"); err != nil {
			t.Errorf("we are somewhere else: %v", err)
		}
	})
	t.Run("a mount point", func(t *testing.T) {
		dir := t.TempDir()
		mount(t, dir)
		twice(t, dir, dir)
	})
	t.Run("nothing may be written beside it", func(t *testing.T) {
		dir := t.TempDir()
		inside, err := os.MkdirTemp(dir, part(dir)+"*")
		if err != nil {
			t.Fatal(err)
		}
		f := &folder{dir, inside}
		if err := errors.Join(f.write("images/x.png", []byte("x")), f.write("sop.json", []byte("x")), f.finish()); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, one("x"))
	})
}

// TestOthersFilesStay replaces a draft in a folder in which somebody put files of their own.
func TestOthersFilesStay(t *testing.T) {
	place := filepath.Join(t.TempDir(), "a.sop")
	if err := put(place, false, "first"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := put(place, true, "second"); err != nil {
		t.Fatal(err)
	}
	want := one("second")
	want["notes.txt"] = "mine"
	holds(t, place, want)
}

// TestKilledWhileWriting begins with what a killed run may leave.
func TestKilledWhileWriting(t *testing.T) {
	t.Run("an older draft was put aside", func(t *testing.T) {
		place := filepath.Join(t.TempDir(), "a.sop")
		if err := errors.Join(put(place, false, "older"), os.Rename(place, filepath.Join(filepath.Dir(place), part(place)+"1"+aside))); err != nil {
			t.Fatal(err)
		}
		if err := put(place, false, "newer"); sop.CodeOf(err) != sop.Exists {
			t.Errorf("the older draft was not heeded: %v", err)
		}
		holds(t, place, one("older"))
	})
	t.Run("a place was half filled", func(t *testing.T) {
		place := t.TempDir()
		for _, dir := range []string{part(place) + "1", "images"} {
			if err := os.Mkdir(filepath.Join(place, dir), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := put(place, false, "whole"); err != nil {
			t.Fatal(err)
		}
		holds(t, place, one("whole"))
	})
}

func TestLinksThatLeadToNothing(t *testing.T) {
	dir := t.TempDir()
	dangling, loop := filepath.Join(dir, "dangling"), filepath.Join(dir, "loop")
	if err := errors.Join(os.Symlink(filepath.Join(dir, "none"), dangling), os.Symlink(loop, loop)); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{dangling, loop} {
		for _, err := range []error{writable(place), put(place, true, "x")} {
			if sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), "leads to nothing") {
				t.Errorf("%s: %v", filepath.Base(place), err)
			}
		}
	}
	entries, _ := os.ReadDir(dir)
	if names := slices.Collect(func(yield func(string) bool) {
		for _, e := range entries {
			if !yield(e.Name()) {
				return
			}
		}
	}); !slices.Equal(names, []string{"dangling", "loop"}) {
		t.Errorf("the folder holds %v", names)
	}
}

// TestWhyNothingCanBeWritten holds the reasons against what the system says.
func TestWhyNothingCanBeWritten(t *testing.T) {
	for cause, want := range map[error]string{syscall.EACCES: "you may not write there", syscall.EROFS: "may only be read", syscall.ENOTDIR: "not a folder"} {
		err := cantWrite("/a/b", &os.PathError{Op: "mkdir", Path: "/a/b/c", Err: cause})
		if sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "/a/") {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

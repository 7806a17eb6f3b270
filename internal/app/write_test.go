package app

import (
	"os"
	"path/filepath"
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
	os.Mkdir(filepath.Join(parent, ".a.sop-part-1"), 0o700)
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

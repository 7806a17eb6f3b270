package pipeline

import (
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/sop"
)

// TestLock holds a work folder: nobody else gets it until it was let go of and, when the draft was written, is gone.
func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "work", "abc")
	unlock, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir); sop.CodeOf(err) != sop.Busy {
		t.Errorf("a second run got it: %v", err)
	}
	if err := (Result{work: dir, unlock: unlock}).Close(false); err != nil {
		t.Fatal(err)
	}
	if unlock, err = lock(dir); err != nil {
		t.Fatalf("let go of, and yet held: %v", err)
	}
	if err := (Result{work: dir, unlock: unlock}).Close(true); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was not dropped")
	}
	// one that had opened the lock's file before it was dropped must not take it for the folder's
	f, err := os.Create(filepath.Join(t.TempDir(), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if os.Remove(f.Name()); same(f, f.Name()) {
		t.Error("a file that is gone passes for the one that has the name")
	}
}

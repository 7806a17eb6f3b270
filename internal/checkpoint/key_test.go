package checkpoint_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"showhow/internal/checkpoint"
	"showhow/internal/sop"
)

// A process that ends at the very moment when it writes the key leaves none behind, and the next makes one.
func TestKeyOfAProcessThatEnded(t *testing.T) {
	if path := os.Getenv("SHOWHOW_TEST_KEY"); path != "" { // the process that ends: a file can be made, and not a byte of it be written
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{}); err != nil {
			t.Fatal(err)
		}
		if k, err := checkpoint.KeyIn(path); sop.CodeOf(err) != sop.Failed {
			t.Fatalf("%v, %v", k.Public, err)
		}
		os.Exit(7)
	}
	path := filepath.Join(t.TempDir(), "audit.key")
	ended := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKeyOfAProcessThatEnded$")
	ended.Env = append(os.Environ(), "SHOWHOW_TEST_KEY="+path)
	if said, err := ended.CombinedOutput(); ended.ProcessState.ExitCode() != 7 {
		t.Fatalf("%v: %s", err, said)
	}
	k, err := checkpoint.KeyIn(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := checkpoint.KeyIn(path); err != nil || again != k {
		t.Errorf("%v, %v", again.Public, err)
	}
	if is, err := os.Stat(path); err != nil || is.Mode() != 0o600 {
		t.Errorf("%v, %v", is.Mode(), err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

// Many that make a key at once have the same one.
func TestOneKeyOfMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.key")
	var keys [32]checkpoint.Key
	var errs [len(keys)]error
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range keys {
		all.Go(func() {
			<-begin
			keys[i], errs[i] = checkpoint.KeyIn(path)
		})
	}
	close(begin)
	all.Wait()
	for i, k := range keys {
		if errs[i] != nil || k != keys[0] || !strings.Contains(k.Private, "PRIVATE") {
			t.Errorf("%v, %v", k.Public, errs[i])
		}
	}
}

// A link that leads nowhere is neither followed for ever nor replaced.
func TestKeyBehindALostLink(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.key")
	if err := os.Symlink("lost", path); err != nil {
		t.Fatal(err)
	}
	if _, err := checkpoint.KeyIn(path); sop.CodeOf(err) != sop.Unreadable {
		t.Error(err)
	}
}

package app

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/config"
	"showhow/internal/sop"
)

// mount puts an empty disk at dir, where that is allowed.
func mount(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("nothing may be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

// TestAReallyFullDisk drafts a terminal recording with the work folder, and then the draft, on a disk that is too small.
func TestAReallyFullDisk(t *testing.T) {
	recording := filepath.Join("../../testdata/recording/terminal-answers/recording.cast")
	for _, where := range []string{"work", "out"} {
		t.Run(where, func(t *testing.T) {
			small, large := t.TempDir(), t.TempDir()
			mount(t, small)
			if err := os.WriteFile(filepath.Join(small, "others"), make([]byte, 1<<20-8<<10), 0o600); err != nil {
				t.Fatal(err)
			}
			work, out := filepath.Join(large, "work"), filepath.Join(small, "sop")
			if where == "work" {
				work, out = filepath.Join(small, "work"), filepath.Join(large, "sop")
			}
			c, err := config.Load([]string{"SHOWHOW_WORK=" + work}, "none", false)
			if err != nil {
				t.Fatal(err)
			}
			_, err = New(c).Draft(t.Context(), Draft{Recording: recording, Out: out, Speech: "none"})
			if sop.CodeOf(err) != sop.Failed || !strings.Contains(err.Error(), "no room left") {
				t.Errorf("%v", err)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*sop*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

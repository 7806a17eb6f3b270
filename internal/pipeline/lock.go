package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"showhow/internal/sop"
)

// lock makes a folder that only its owner may enter, and holds it against another run of the same recording.
func lock(dir string) (unlock func(), err error) {
	for {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, &sop.Error{Code: sop.Invalid, Message: "The work folder can't be made.", Mend: "Set SHOWHOW_WORK to a folder that can be written.", Cause: err}
		}
		path := filepath.Join(dir, "lock")
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		switch {
		case errors.Is(err, os.ErrNotExist): // another run has just dropped the folder
			continue
		case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EROFS):
			return nil, &sop.Error{Code: sop.Invalid, Message: "Nothing can be written in the work folder.", Mend: "Set SHOWHOW_WORK to a folder that can be written.", Cause: err}
		case err != nil:
			return nil, fmt.Errorf("lock the work folder: %w", err)
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, &sop.Error{Code: sop.Busy, Message: "Another run is drafting this recording just now.", Mend: "Wait until it ends, or stop it; then run the same command again.", Cause: err}
			}
			return nil, fmt.Errorf("lock the work folder: %w", err)
		}
		if same(f, path) {
			return func() { f.Close() }, nil
		}
		f.Close() // it was locked a moment after it had been dropped
	}
}

// same says whether the open file is still the one that has the name.
func same(f *os.File, path string) bool {
	a, err1 := f.Stat()
	b, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// sweep drops what a killed run left half-written in a work folder that is held: hours of film take much room.
func sweep(dir string) {
	for _, pattern := range []string{".*-*", "sound-*", "ocr-*"} {
		left, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range left {
			os.RemoveAll(path)
		}
	}
}

package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"showhow/internal/sop"
)

// folder is a draft's folder while it's written: beside its place, under a name that says it isn't whole.
type folder struct{ place, path string }

// newFolder makes ready for a draft at place. An existing draft is an error unless force is set; anything else that
// stands there always is.
func newFolder(place string, force bool) (*folder, error) {
	place, err := filepath.Abs(place)
	if err != nil {
		return nil, fmt.Errorf("the folder to write: %w", err)
	}
	if err := free(place, force); err != nil {
		return nil, err
	}
	parent := filepath.Dir(place)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The folder %s can't be made.", filepath.Base(parent)), Mend: "Choose another with -o.", Cause: err}
	}
	entries, _ := os.ReadDir(parent) // one that may not be listed may still be written in
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), part(place)) {
			os.RemoveAll(filepath.Join(parent, e.Name())) // what a killed run left
		}
	}
	path, err := os.MkdirTemp(parent, part(place)+"*")
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("Nothing can be written in the folder %s.", filepath.Base(parent)), Mend: "Choose another with -o.", Cause: err}
	}
	return &folder{place, path}, os.Chmod(path, 0o755)
}

// part begins the names of the folders in which the draft for a place is written; the place's own name may be as long as a
// name can be, so that it doesn't fit in.
func part(place string) string {
	sum := sha256.Sum256([]byte(filepath.Base(place)))
	return ".sop-part-" + hex.EncodeToString(sum[:6]) + "-"
}

// writable says whether a draft can be written at place, before hours are spent on it. It leaves nothing behind.
func writable(place string) error {
	place, err := filepath.Abs(place)
	if err != nil {
		return fmt.Errorf("the folder to write: %w", err)
	}
	parent := filepath.Dir(place)
	for { // the nearest one that is there
		if st, err := os.Stat(parent); err == nil && st.IsDir() || parent == filepath.Dir(parent) {
			break
		}
		parent = filepath.Dir(parent)
	}
	path, err := os.MkdirTemp(parent, part(place)+"*")
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("Nothing can be written in the folder %s.", filepath.Base(parent)), Mend: "Choose another with -o.", Cause: err}
	}
	if len(filepath.Base(place)) > maxName {
		os.Remove(path)
		return &sop.Error{Code: sop.Invalid, Message: "The name of the folder to write is too long.", Mend: "Choose a shorter one with -o."}
	}
	return os.Remove(path)
}

// maxName is the longest name of a file that file systems take, in bytes.
const maxName = 255

// full tells of a disk without room in words for the user; any other error stays as it is.
func full(err error) error {
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return &sop.Error{Code: sop.Failed, Message: "There is no room left on the disk.", Mend: "Make room, or set SHOWHOW_WORK to a folder on another disk, then run the same command again: it goes on where it stopped.", Cause: err}
}

// free says whether a draft may be put at place.
func free(place string, force bool) error {
	entries, err := os.ReadDir(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &sop.Error{Code: sop.Exists, Message: fmt.Sprintf("%s is there already and is no folder of a draft.", filepath.Base(place)), Mend: "Choose another place with -o.", Cause: err}
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(place, "sop.json")); err != nil {
		return &sop.Error{Code: sop.Exists, Message: fmt.Sprintf("The folder %s has other files in it.", filepath.Base(place)), Mend: "Choose an empty or a new folder with -o."}
	}
	if !force {
		return &sop.Error{Code: sop.Exists, Message: fmt.Sprintf("There is a draft in %s already.", filepath.Base(place)), Mend: "Pass --force to replace it, or -o to write elsewhere."}
	}
	return nil
}

// write adds a file.
func (f *folder) write(name string, b []byte) error {
	path := filepath.Join(f.path, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// finish puts the folder in its place at once; an older draft is put aside first and goes last.
func (f *folder) finish() error {
	old := f.path + "-old"
	err := os.Rename(f.place, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the older draft aside: %w", err)
	}
	if err := os.Rename(f.path, f.place); err != nil {
		os.Rename(old, f.place)
		return fmt.Errorf("put the draft in its place: %w", err)
	}
	return os.RemoveAll(old)
}

// abort drops the folder. After finish it does nothing.
func (f *folder) abort() { os.RemoveAll(f.path) }

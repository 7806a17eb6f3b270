package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
	left, _ := filepath.Glob(filepath.Join(parent, "."+filepath.Base(place)+"-part-*")) // a pattern without brackets can't fail
	for _, l := range left {
		os.RemoveAll(l) // what a killed run left
	}
	path, err := os.MkdirTemp(parent, "."+filepath.Base(place)+"-part-*")
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("Nothing can be written in the folder %s.", filepath.Base(parent)), Mend: "Choose another with -o.", Cause: err}
	}
	return &folder{place, path}, os.Chmod(path, 0o755)
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

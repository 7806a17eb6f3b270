package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// folder is a draft's folder while it's written: beside its place, or within it when nothing may be written beside it, under a
// name that says it isn't whole.
type folder struct{ place, path string }

// ours are the files and folders of a draft; the document comes last, for a folder with it in it counts as a draft.
var ours = []string{"images", "sop.md", "sop.html", "sop.json"}

// newFolder makes ready for a draft at place. An existing draft is an error unless force is set; anything else that
// stands there always is.
func newFolder(place string, force bool) (*folder, error) {
	place, err := settled(place)
	if err != nil {
		return nil, err
	}
	parent := filepath.Dir(place)
	restore(place)
	if err := free(place, force); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, cantWrite(parent, err)
	}
	sweep(parent, place)
	path, err := begin(place)
	if err != nil {
		return nil, err
	}
	return &folder{place, path}, os.Chmod(path, 0o755)
}

// begin makes the folder in which the draft is written at first.
func begin(place string) (string, error) {
	parent := filepath.Dir(place)
	path, err := os.MkdirTemp(parent, part(place)+"*")
	if err != nil && isFolder(place) { // a volume of a container, as a rule
		if path, err := os.MkdirTemp(place, part(place)+"*"); err == nil {
			return path, nil
		}
	}
	if err != nil {
		return "", cantWrite(parent, err)
	}
	return path, nil
}

// restore puts an older draft back that a killed run had put aside.
func restore(place string) {
	if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	for _, name := range parts(filepath.Dir(place), place) {
		if strings.HasSuffix(name, aside) {
			os.Rename(name, place)
		}
	}
}

// sweep drops what killed runs left in a folder of drafts for a place.
func sweep(in, place string) {
	for _, name := range parts(in, place) {
		os.RemoveAll(name)
	}
}

// parts are the folders of unfinished drafts for a place that lie in a folder.
func parts(in, place string) (all []string) {
	entries, _ := os.ReadDir(in) // one that may not be listed may still be written in
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), part(place)) {
			all = append(all, filepath.Join(in, e.Name()))
		}
	}
	return all
}

// write adds a file.
func (f *folder) write(name string, b []byte) error {
	path := filepath.Join(f.path, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// aside ends the name of an older draft that was put aside.
const aside = "-old"

// finish puts the folder in its place at once; an older draft is put aside first and goes last. Where the place itself has to
// stay, its files are put into it instead.
func (f *folder) finish() error {
	if filepath.Dir(f.path) == f.place || stays(f.place) {
		return f.fill()
	}
	old := f.path + aside
	err := os.Rename(f.place, old)
	switch {
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV), errors.Is(err, fs.ErrPermission): // something is mounted there
		return f.fill()
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("put the older draft aside: %w", err)
	}
	if err := os.Rename(f.path, f.place); err != nil {
		os.Rename(old, f.place)
		return fmt.Errorf("put the draft in its place: %w", err)
	}
	return os.RemoveAll(old)
}

// stays says whether a folder can't be replaced by another without somebody's loss: things of others lie in it, or we are in it.
func stays(place string) bool {
	entries, err := os.ReadDir(place)
	if err != nil {
		return false
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !slices.Contains(ours, e.Name()) }) {
		return true
	}
	here, err := os.Getwd()
	if err == nil {
		here, err = filepath.EvalSymlinks(here)
	}
	real, err2 := filepath.EvalSymlinks(place)
	return err == nil && err2 == nil && (here == real || strings.HasPrefix(here, real+string(filepath.Separator)))
}

// fill puts the draft's files into the place, one after the other. As long as the folder of the unfinished draft lies in
// there, the place is known to be unfinished too.
func (f *folder) fill() error {
	from := f.path
	if filepath.Dir(from) != f.place {
		var err error
		if from, err = os.MkdirTemp(f.place, part(f.place)+"*"); err != nil {
			return cantWrite(f.place, err)
		}
		if err := os.CopyFS(from, os.DirFS(f.path)); err != nil {
			return fmt.Errorf("put the draft in its place: %w", err)
		}
	}
	for _, name := range ours {
		to := filepath.Join(f.place, name)
		if name == "images" {
			if err := os.RemoveAll(to); err != nil {
				return fmt.Errorf("put the draft in its place: %w", err)
			}
		}
		if err := os.Rename(filepath.Join(from, name), to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put the draft in its place: %w", err)
		}
	}
	sweep(f.place, f.place)
	return nil
}

// abort drops the folder. After finish it does nothing.
func (f *folder) abort() { os.RemoveAll(f.path) }

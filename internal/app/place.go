package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"showhow/internal/app/machine"
	"showhow/internal/sop"
)

// part begins the names of the folders in which the draft for a place is written; the place's own name may be as long as a
// name can be, so that it doesn't fit in.
func part(place string) string {
	sum := sha256.Sum256([]byte(filepath.Base(place)))
	return unfinished + hex.EncodeToString(sum[:6]) + "-"
}

// unfinished begins the names of all folders of unfinished drafts.
const unfinished = ".sop-part-"

// settled is the place in full. A link to a folder stands for that folder; the link stays.
func settled(place string) (string, error) {
	place, err := filepath.Abs(place)
	if err != nil {
		return "", fmt.Errorf("the folder to write: %w", err)
	}
	if st, err := os.Lstat(place); err != nil || st.Mode()&fs.ModeSymlink == 0 {
		return place, nil
	}
	real, err := filepath.EvalSymlinks(place)
	if err != nil {
		return "", &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s is a link that leads to nothing.", filepath.Base(place)), Mend: "Make the folder that it leads to, or choose another place with -o.", Cause: err}
	}
	return real, nil
}

// free says whether a draft may be put at place.
func free(place string, force bool) error {
	entries, err := os.ReadDir(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENAMETOOLONG):
		return errLongName
	case errors.Is(err, fs.ErrPermission):
		return &sop.Error{Code: sop.Exists, Message: fmt.Sprintf("The folder %s is there already, and you may not look into it.", filepath.Base(place)), Mend: "Choose another place with -o.", Cause: err}
	case err != nil:
		return &sop.Error{Code: sop.Exists, Message: fmt.Sprintf("%s is there already and is no folder of a draft.", filepath.Base(place)), Mend: "Choose another place with -o.", Cause: err}
	case len(entries) == 0 || half(entries):
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

// half says whether a killed run left only a part of a first draft in a folder.
func half(entries []fs.DirEntry) bool {
	begun := false
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), unfinished):
			begun = true
		case e.Name() == "sop.json" || !slices.Contains(ours, e.Name()):
			return false
		}
	}
	return begun
}

// writable says whether a draft can be written at place, before hours are spent on it. It leaves nothing behind.
func writable(place string) error {
	place, err := settled(place)
	if err != nil {
		return err
	}
	if len(filepath.Base(place)) > maxName {
		return errLongName
	}
	parent := filepath.Dir(place)
	for !isFolder(parent) && parent != filepath.Dir(parent) { // the nearest one that is there
		parent = filepath.Dir(parent)
	}
	tries := []string{parent}
	if isFolder(place) {
		tries = append(tries, place)
	}
	var first error
	for _, in := range tries {
		path, err := os.MkdirTemp(in, part(place)+"*")
		if err == nil {
			err = os.Remove(path)
		}
		switch {
		case err == nil && in == place:
			return nil // within it, if not beside it
		case err != nil && first == nil && (in == parent || mounted(place)): // else the place is replaced as a whole
			first = cantWrite(in, err)
		}
	}
	return first
}

// mounted says whether another disk begins at place.
func mounted(place string) bool {
	var here, above syscall.Stat_t
	return syscall.Stat(place, &here) == nil && syscall.Stat(filepath.Dir(place), &above) == nil && here.Dev != above.Dev
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// cantWrite is the error for a folder in which nothing can be made.
func cantWrite(folder string, err error) error {
	why := ""
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = ": you may not write there"
	case errors.Is(err, syscall.EROFS):
		why = ": it is on a disk that may only be read"
	case errors.Is(err, syscall.ENOTDIR):
		why = ": it is not a folder"
	}
	return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("Nothing can be written in the folder %s%s.", filepath.Base(folder), why), Mend: "Choose another with -o.", Cause: err}
}

// maxName is the longest name of a file that file systems take, in bytes.
const maxName = 255

var errLongName = &sop.Error{Code: sop.Invalid, Message: "The name of the folder to write is too long.", Mend: "Choose a shorter one with -o."}

// full tells of a disk without room in words for the user; any other error stays as it is.
func full(err error) error {
	if !machine.Full(err) {
		return err
	}
	return &sop.Error{Code: sop.Failed, Message: "There is no room left on the disk.", Mend: "Make room, or take another disk: -o for the draft, SHOWHOW_WORK for the work folder. Then run the same command again: it goes on where it stopped.", Cause: err}
}

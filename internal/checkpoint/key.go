package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"showhow/internal/sop"
)

// KeyIn gives the key that lies in a file, and makes it when there is none.
func KeyIn(path string) (k Key, err error) {
	k, err = keyOf(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if k, err = NewKey(); err != nil {
		return k, err
	}
	err = k.into(path)
	if errors.Is(err, fs.ErrExist) { // another process made it at the same moment
		return keyOf(path)
	}
	if err != nil {
		err = &sop.Error{Code: sop.Failed, Message: "The key that signs checkpoints can't be kept.", Mend: "Let Showhow write to the workspace's folder, or name a file by the setting audit_key.", Cause: err}
	}
	return k, err
}

// keyOf reads the key that lies in a file; an error that is fs.ErrNotExist when there is none.
func keyOf(path string) (k Key, err error) {
	b, err := os.ReadFile(path)
	if err == nil {
		_, err = fmt.Sscan(string(b), &k.Private, &k.Public)
	}
	if err != nil {
		err = &sop.Error{Code: sop.Unreadable, Message: "The key that signs checkpoints can't be read.", Mend: "Restore its file, or put it aside: another is made then.", Cause: err}
	}
	return k, err
}

// into keeps a key in a file that there isn't yet, whole or not at all, and for good; an error that is fs.ErrExist when there is one. A link, for a renamed file would take another's place.
func (k Key) into(path string) error {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(k.Private + "\n" + k.Public + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Link(f.Name(), path)
	}
	if err = errors.Join(err, os.Remove(f.Name())); err != nil {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

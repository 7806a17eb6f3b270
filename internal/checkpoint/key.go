package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"showhow/internal/sop"
)

// KeyIn gives the key that lies in a file, and makes it when there is none.
func KeyIn(path string) (k Key, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if k, err = NewKey(); err != nil {
			return k, err
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) { // another process made it at the same moment
			return KeyIn(path)
		}
		if err == nil {
			_, err = f.WriteString(k.Private + "\n" + k.Public + "\n")
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			err = &sop.Error{Code: sop.Failed, Message: "The key that signs checkpoints can't be kept.", Mend: "Let Showhow write to the workspace's folder, or name a file by the setting audit_key.", Cause: err}
		}
		return k, err
	}
	if err == nil {
		_, err = fmt.Sscan(string(b), &k.Private, &k.Public)
	}
	if err != nil {
		err = &sop.Error{Code: sop.Unreadable, Message: "The key that signs checkpoints can't be read.", Mend: "Restore its file, or put it aside: another is made then.", Cause: err}
	}
	return k, err
}

package dir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

const (
	pieces = 256 << 10 // bytes that are copied at a time
	often  = 16 << 20  // bytes after which what was written is brought to the disk, so that it doesn't pile up
)

// begin makes a file in half and holds it by a lock.
func (d *Dir) begin() (f *os.File, name string, err error) {
	for {
		name = path.Join(half, blob.NewName())
		f, err = d.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, "", fmt.Errorf("make a file: %w", err)
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			f.Close()
			return nil, "", fmt.Errorf("lock a file: %w", err)
		}
		if d.named(f, name) {
			return f, name, nil
		}
		f.Close() // a sweep came between making and locking it
	}
}

// named says whether an open file still has its name.
func (d *Dir) named(f *os.File, name string) bool {
	a, err1 := f.Stat()
	b, err2 := d.root.Lstat(name)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// hold opens a file for appending and locks it; sop.Busy when another writer has it, fs.ErrNotExist when it isn't there.
func (d *Dir) hold(name string) (*os.File, error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &sop.Error{Code: sop.Busy, Message: "Another process is writing this upload just now.", Mend: "Try again in a moment.", Cause: err}
		}
		return nil, fmt.Errorf("lock a file: %w", err)
	}
	if !d.named(f, name) {
		f.Close()
		return nil, fs.ErrNotExist
	}
	return f, nil
}

// copyInto copies r to the end of f until r or the context ends, and brings it to the disk. It gives how much of it is there,
// also beside an error.
func copyInto(ctx context.Context, f *os.File, r io.Reader) (n int64, err error) {
	buf := make([]byte, pieces)
	for unsynced := int64(0); err == nil; {
		if err = ctx.Err(); err != nil {
			break
		}
		m, rerr := r.Read(buf)
		w, werr := f.Write(buf[:m])
		n, unsynced = n+int64(w), unsynced+int64(w)
		switch {
		case werr != nil:
			err = fmt.Errorf("write: %w", werr)
		case rerr != nil:
			err = rerr
		case unsynced >= often:
			err, unsynced = f.Sync(), 0
		}
	}
	if serr := f.Sync(); serr != nil {
		return n, fmt.Errorf("bring to the disk: %w", serr)
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// place gives a file that is whole its key. It must be on the disk.
func (d *Dir) place(f *os.File, name, key string) error {
	to := path.Join(kept, key)
	for range 100 { // a folder that another process found empty may go just before the file comes
		err := d.root.MkdirAll(path.Dir(to), 0o700)
		if err == nil {
			err = d.root.Rename(name, to)
		}
		switch {
		case err == nil:
			return d.syncUp(path.Dir(to))
		case errors.Is(err, fs.ErrNotExist) && d.named(f, name):
			continue
		case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist), errors.Is(err, syscall.ENOTEMPTY):
			return &sop.Error{Code: sop.Invalid, Message: "This key is the folder of another, or below one.", Cause: err}
		default:
			return fmt.Errorf("give a file its name: %w", err)
		}
	}
	return errors.New("a folder goes each time it is made")
}

// syncUp brings the names in a folder and in all folders above it to the disk.
func (d *Dir) syncUp(folder string) error {
	for ; folder != "."; folder = path.Dir(folder) {
		if err := d.sync(folder); err != nil {
			return err
		}
	}
	return nil
}

// sync brings the names in a folder to the disk; a folder that has gone meanwhile has none.
func (d *Dir) sync(folder string) error {
	f, err := d.root.Open(folder)
	if absent(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open a folder: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("bring a folder to the disk: %w", err)
	}
	return nil
}

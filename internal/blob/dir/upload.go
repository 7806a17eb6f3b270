package dir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

// file takes a handle apart: the upload's key and the path of its file.
func file(handle string) (key, name string, err error) {
	key, name, err = blob.ParseHandle(handle)
	if err == nil && strings.Contains(name, "/") {
		err = blob.CheckKey("")
	}
	if err == nil {
		err = blob.CheckKey(name)
	}
	return key, path.Join(uploads, name), err
}

// Begin opens an upload.
func (d *Dir) Begin(_ context.Context, key string) (string, error) {
	if err := blob.CheckKey(key); err != nil {
		return "", err
	}
	name := blob.NewName()
	f, err := d.root.OpenFile(path.Join(uploads, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("begin an upload: %w", err)
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("begin an upload: %w", err)
	}
	return blob.Handle(key, name), d.sync(uploads)
}

// Size is how much of an upload there is.
func (d *Dir) Size(_ context.Context, handle string) (int64, error) {
	key, name, err := file(handle)
	if err != nil {
		return 0, err
	}
	st, err := d.root.Lstat(name)
	if absent(err) {
		st, err = d.root.Lstat(path.Join(kept, key))
	}
	switch {
	case absent(err):
		return 0, blob.NotThere(err)
	case err != nil:
		return 0, fmt.Errorf("look at an upload: %w", err)
	case !st.Mode().IsRegular():
		return 0, blob.NotThere(nil)
	}
	return st.Size(), nil
}

// Append adds r to an upload.
func (d *Dir) Append(ctx context.Context, handle string, offset int64, r io.Reader) (int64, error) {
	f, _, err := d.openUpload(handle)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("look at an upload: %w", err)
	}
	if st.Size() != offset {
		return st.Size(), blob.WrongOffset()
	}
	n, err := copyInto(ctx, f, r)
	return offset + n, err
}

// openUpload opens an upload and holds it; its key comes with it.
func (d *Dir) openUpload(handle string) (f *os.File, key string, err error) {
	key, name, err := file(handle)
	if err != nil {
		return nil, "", err
	}
	f, err = d.hold(name)
	switch {
	case absent(err):
		return nil, key, blob.NotThere(err)
	case err != nil && sop.CodeOf(err) == sop.Internal:
		return nil, key, fmt.Errorf("open an upload: %w", err)
	}
	return f, key, err
}

// Finish keeps an upload as its object.
func (d *Dir) Finish(_ context.Context, handle string) error {
	f, key, err := d.openUpload(handle)
	if sop.CodeOf(err) == sop.NotFound {
		st, kerr := d.root.Lstat(path.Join(kept, key))
		if kerr == nil && st.Mode().IsRegular() {
			return d.syncUp(path.Dir(path.Join(kept, key))) // it was finished before, perhaps a moment before a crash
		}
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("bring an upload to the disk: %w", err)
	}
	_, name, _ := file(handle)
	if err := d.place(f, name, key); err != nil {
		return err
	}
	return d.sync(uploads)
}

// Abort drops an upload.
func (d *Dir) Abort(_ context.Context, handle string) error {
	_, name, err := file(handle)
	if err != nil {
		return err
	}
	if err := d.root.Remove(name); err != nil && !absent(err) {
		return fmt.Errorf("drop an upload: %w", err)
	}
	return nil
}

// Sweep drops uploads that nobody will finish, and what killed writers left.
func (d *Dir) Sweep(ctx context.Context, before time.Time, alive []string) error {
	if err := d.dropHalf(); err != nil {
		return err
	}
	return d.drop(uploads, func(name string) bool {
		st, err := d.root.Lstat(path.Join(uploads, name))
		return ctx.Err() == nil && err == nil && st.ModTime().Before(before) &&
			!slices.ContainsFunc(alive, func(handle string) bool { return strings.HasSuffix(handle, ":"+name) })
	})
}

// dropHalf drops what was being written when its writer died.
func (d *Dir) dropHalf() error { return d.drop(half, func(string) bool { return true }) }

// drop removes the files of a folder that may go and that nobody holds.
func (d *Dir) drop(folder string, may func(name string) bool) error {
	entries, err := fs.ReadDir(d.root.FS(), folder)
	if err != nil {
		return fmt.Errorf("list a folder: %w", err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !may(e.Name()) {
			continue
		}
		name := path.Join(folder, e.Name())
		f, err := d.root.OpenFile(name, os.O_WRONLY, 0)
		if absent(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("open a leftover: %w", err)
		}
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			err = d.root.Remove(name)
		}
		f.Close()
		if err != nil && !absent(err) && !errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("drop a leftover: %w", err)
		}
	}
	return nil
}

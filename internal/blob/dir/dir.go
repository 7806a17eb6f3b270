// Package dir keeps objects and uploads in a local folder, which several processes of a machine may share.
//
// Below the folder, "kept" holds each object under its key, "half" what is being written, and "uploads" what arrives in
// pieces. A file comes from half or uploads to its key by being renamed once it is whole and on the disk, so that a process
// may be killed at any moment. A file in half is held by a lock while its writer lives; one without is a leftover.
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

// The folders, see the package.
const (
	kept    = "kept"
	half    = "half"
	uploads = "uploads"
)

// Dir is a folder with objects. All its paths go through an os.Root, so that neither a key nor a link in the folder leads
// out of it.
type Dir struct{ root *os.Root }

// Open opens the folder, makes it when it isn't there (for its owner only), and drops what killed writers left half-written.
// sop.Invalid when it can't be made or written.
func Open(folder string) (*Dir, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, noFolder(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, noFolder(err)
	}
	d := &Dir{root}
	for _, f := range []string{kept, half, uploads} {
		if err := root.MkdirAll(f, 0o700); err != nil {
			root.Close()
			return nil, noFolder(err)
		}
	}
	if err := d.dropHalf(); err != nil {
		root.Close()
		return nil, noFolder(err)
	}
	return d, nil
}

func noFolder(err error) error {
	return &sop.Error{Code: sop.Invalid, Message: "The folder for recordings and pictures can't be used.", Mend: "Name a folder that can be made and written.", Cause: err}
}

// Close lets go of the folder. Objects that are open stay so.
func (d *Dir) Close() error { return d.root.Close() }

// Free is how many bytes can still be written.
func (d *Dir) Free() (int64, error) {
	f, err := d.root.Open(".")
	if err != nil {
		return 0, fmt.Errorf("open the folder: %w", err)
	}
	defer f.Close()
	var st syscall.Statfs_t
	if err := syscall.Fstatfs(int(f.Fd()), &st); err != nil {
		return 0, fmt.Errorf("ask for the free space: %w", err)
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}

// Put keeps r under key.
func (d *Dir) Put(ctx context.Context, key string, r io.Reader) (err error) {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	f, name, err := d.begin()
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() {
		if err != nil {
			d.root.Remove(name)
		}
	}()
	if _, err := copyInto(ctx, f, r); err != nil {
		return err
	}
	return d.place(f, name, key)
}

// Open opens an object.
func (d *Dir) Open(ctx context.Context, key string) (*blob.Object, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	f, err := d.root.OpenFile(path.Join(kept, key), os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe would hold us up
	if absent(err) {
		return nil, blob.NotThere(err)
	}
	if err != nil {
		return nil, fmt.Errorf("open an object: %w", err)
	}
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, blob.NotThere(err)
	}
	return &blob.Object{ReadSeekCloser: &reader{ctx, f}, Entry: blob.Entry{Key: key, Size: st.Size(), Modified: st.ModTime()}}, nil
}

// reader reads a file until its context ends.
type reader struct {
	ctx context.Context
	f   *os.File
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.f.Read(p)
}

func (r *reader) Seek(offset int64, whence int) (int64, error) { return r.f.Seek(offset, whence) }
func (r *reader) Close() error                                 { return r.f.Close() }

// Delete drops an object, and the folders that become empty.
func (d *Dir) Delete(_ context.Context, key string) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	st, err := d.root.Lstat(path.Join(kept, key))
	if absent(err) || err == nil && st.IsDir() {
		return nil
	}
	if err := d.root.Remove(path.Join(kept, key)); err != nil && !absent(err) {
		return fmt.Errorf("delete an object: %w", err)
	}
	folder := path.Dir(key)
	for ; folder != "."; folder = path.Dir(folder) {
		if d.root.Remove(path.Join(kept, folder)) != nil { // it isn't empty
			break
		}
	}
	return d.sync(path.Join(kept, folder))
}

// absent says whether an error means that there is no such file: neither it, nor a folder that it could be in.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

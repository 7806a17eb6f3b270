// Package intake takes a recording in: it looks at its first bytes, measures and hashes it, and keeps it in the job's
// own folder under a name of ours, so that no later call ever sees a name that a stranger chose.
package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"showhow/internal/sop"
)

// Kept is the name under which a recording lies in its job's folder.
const Kept = "recording"

// Limits bound what is taken in; zeros mean no bound.
type Limits struct {
	Bytes int64
}

// Look opens the file at path, sniffs it and hashes it, without keeping anything.
func Look(ctx context.Context, path string, l Limits) (sop.Recording, error) {
	f, err := open(path)
	if err != nil {
		return sop.Recording{}, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return sop.Recording{}, fmt.Errorf("measure the recording: %w", err)
	}
	r := sop.Recording{Name: filepath.Base(path), Size: st.Size()}
	if err := check(st, l); err != nil {
		return sop.Recording{}, err
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return sop.Recording{}, fmt.Errorf("read the recording: %w", err)
	}
	if r.Kind, err = Sniff(head[:n]); err != nil {
		return sop.Recording{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return sop.Recording{}, fmt.Errorf("read the recording: %w", err)
	}
	h := sha256.New()
	n64, err := io.Copy(h, io.LimitReader(reader{ctx, f}, st.Size()+1)) // a file may grow as fast as it's read
	if err != nil {
		return sop.Recording{}, fmt.Errorf("read the recording: %w", err)
	}
	if now, err := f.Stat(); err != nil || n64 != st.Size() || now.Size() != st.Size() || !now.ModTime().Equal(st.ModTime()) {
		return sop.Recording{}, Changed(r.Name)
	}
	r.Hash = hex.EncodeToString(h.Sum(nil))
	r.Cut = cutOff(f, r.Kind, r.Size)
	return r, nil
}

// Changed is the error for a file that isn't what it was a moment ago.
func Changed(name string) error {
	return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s changed while it was read: it is probably still being written.", name), Mend: "Wait until the recorder has finished, then run the same command again."}
}

// Source is a file that was looked at, to be kept.
type Source struct {
	Path      string
	Recording sop.Recording
}

// Keep puts the file into the folder dir as Kept: a hard link where the file system allows one, else a copy that takes
// its name only when it is whole. Keeping twice is harmless; a file that is no longer what was looked at is refused.
func Keep(ctx context.Context, s Source, dir string) (string, error) {
	kept := filepath.Join(dir, Kept)
	if st, err := os.Stat(kept); err == nil && st.Size() == s.Recording.Size {
		return kept, nil
	}
	os.Remove(kept) // a link to a file that was written over since
	path, err := keepAs(ctx, s.Path, kept)
	if err != nil {
		return "", err
	}
	if st, err := os.Stat(path); err != nil || st.Size() != s.Recording.Size {
		os.Remove(path)
		return "", Changed(s.Recording.Name)
	}
	return path, nil
}

// keepAs puts a file at a place of ours, instead of what is there: a hard link where the file system allows one, else a copy
// that takes its name only when it is whole.
func keepAs(ctx context.Context, path, kept string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	if err := os.Remove(kept); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	if os.Link(real, kept) == nil {
		return kept, nil
	}
	in, err := open(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(kept), "."+filepath.Base(kept)+"-*")
	if err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	defer os.Remove(out.Name())
	st, err := in.Stat()
	if err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	_, err = io.Copy(out, io.LimitReader(reader{ctx, in}, st.Size()+1)) // one that grows without end would fill the disk
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	if err := os.Rename(out.Name(), kept); err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	return kept, nil
}

func open(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // or a named pipe without a writer would hold us here
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		if strings.Contains(path, ":/") {
			return nil, &sop.Error{Code: sop.NotFound, Message: "Recordings are not fetched from addresses.", Mend: "Save the recording to a file, and give that.", Cause: err}
		}
		return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no file %s.", filepath.Base(path)), Mend: "Check the name.", Cause: err}
	case errors.Is(err, os.ErrPermission):
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The file %s may not be read.", filepath.Base(path)), Mend: "Give yourself the right to read it.", Cause: err}
	case errors.Is(err, syscall.ELOOP):
		return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("%s is a link that leads to itself.", filepath.Base(path)), Mend: "Give the file itself.", Cause: err}
	case errors.Is(err, syscall.ENAMETOOLONG):
		return nil, &sop.Error{Code: sop.NotFound, Message: "There is no file of that name: the name is too long.", Mend: "Check the name.", Cause: err}
	case errors.Is(err, syscall.ENXIO):
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s is not a file.", filepath.Base(path)), Mend: "Save the recording to a file first.", Cause: err}
	case err != nil:
		return nil, fmt.Errorf("open the recording: %w", err)
	}
	return f, nil
}

// reader stops reading when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(b)
}

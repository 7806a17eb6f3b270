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
	if _, err := io.Copy(h, reader{ctx, f}); err != nil {
		return sop.Recording{}, fmt.Errorf("read the recording: %w", err)
	}
	r.Hash = hex.EncodeToString(h.Sum(nil))
	return r, nil
}

// Keep puts the file at path into the folder dir as Kept. Keeping twice is harmless.
func Keep(ctx context.Context, path, dir string) (string, error) {
	kept := filepath.Join(dir, Kept)
	if _, err := os.Stat(kept); err == nil {
		return kept, nil
	}
	return keepAs(ctx, path, kept)
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
	_, err = io.Copy(out, reader{ctx, in})
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	if err := os.Rename(out.Name(), kept); err != nil {
		return "", fmt.Errorf("keep the recording: %w", err)
	}
	return kept, nil
}

func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no file %s.", filepath.Base(path)), Mend: "Check the name.", Cause: err}
	case errors.Is(err, os.ErrPermission):
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The file %s may not be read.", filepath.Base(path)), Mend: "Give yourself the right to read it.", Cause: err}
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

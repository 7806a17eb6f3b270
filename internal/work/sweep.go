package work

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/sop"
)

// dropped begins the names of folders that are being removed: whoever drafts the run again makes a new one meanwhile.
const dropped = ".dropped-"

// Sweep drops what runs that failed or were cancelled before a time have left: they would have gone on from there, had anybody drafted
// them again. What there is no run for goes, too. find gives a run by its id.
func (w *Worker) Sweep(ctx context.Context, before time.Time, find func(ctx context.Context, id string) (sop.Run, error)) (err error) {
	old := func(id string) bool {
		n, findErr := find(ctx, id)
		if sop.CodeOf(findErr) == sop.NotFound {
			return true
		}
		return findErr == nil && n.State.Over() && n.Ended.Before(before)
	}
	entries, err := os.ReadDir(w.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, e := range entries {
		at := filepath.Join(w.Folder, e.Name())
		if !strings.HasPrefix(e.Name(), dropped) {
			if !old(e.Name()) {
				continue
			}
			to := filepath.Join(w.Folder, dropped+e.Name())
			if renameErr := os.Rename(at, to); renameErr != nil {
				err = errors.Join(err, renameErr)
				continue
			}
			at = to
		}
		err = errors.Join(err, os.RemoveAll(at))
	}
	return errors.Join(err, w.sweepShared(ctx, old))
}

// sweepShared does the same where several machines share what was done.
func (w *Worker) sweepShared(ctx context.Context, old func(id string) bool) error {
	if !w.Shared {
		return nil
	}
	keys, err := w.Blobs.List(ctx, "runs/")
	if err != nil {
		return fmt.Errorf("look for what runs have left: %w", err)
	}
	is := map[string]bool{}
	for _, k := range keys {
		id, _, _ := strings.Cut(strings.TrimPrefix(k, "runs/"), "/")
		if _, asked := is[id]; !asked {
			is[id] = old(id)
		}
		if is[id] {
			err = errors.Join(err, w.Blobs.Delete(ctx, k))
		}
	}
	return err
}

package workspace

import (
	"context"
	"strings"
	"time"

	desk "showhow/internal/desk/custody"
	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	stored "showhow/internal/store/custody"
	"showhow/internal/work"
)

// keeper does what is done about what is kept how long.
func (w *Workspace) keeper() *desk.Desk {
	return &desk.Desk{Now: w.now, NewID: store.NewID, Mask: redact.Text, Read: stored.Read(w.db), Do: func(ctx context.Context, do func(desk.Tx) error) error {
		return w.db.Do(ctx, func(tx *store.Tx) error { return do(stored.In(tx)) })
	}}
}

// keep deletes what the workspaces' rules say, once in a while.
func (w *Workspace) keep(ctx context.Context, now time.Time) error {
	if now.Sub(w.keptAt) < keepTime {
		return nil
	}
	all, err := w.db.Read().Workspaces(ctx)
	for _, s := range all {
		if err == nil {
			err = w.keeper().Keep(ctx, s.ID, w.deleteRecording)
		}
	}
	if err == nil {
		w.keptAt = now
	}
	return err
}

// deleteRecording removes a recording's bytes and the film that is played of it. Words and pictures stay.
func (w *Workspace) deleteRecording(ctx context.Context, x custody.Due) error {
	for _, key := range []string{x.Blob, work.PreviewKey(x.Procedure)} {
		if err := w.blobs.Delete(ctx, key); err != nil && sop.CodeOf(err) != sop.NotFound {
			return err
		}
	}
	return w.blobs.Put(ctx, work.PreviewNoteKey(x.Procedure), strings.NewReader("The recording was deleted, as the workspace’s rules say."))
}

// held says whether a legal hold lies on a procedure.
func (w *Workspace) held(ctx context.Context, workspace, procedure string) (bool, error) {
	all, err := stored.Read(w.db).Holds(ctx, workspace)
	return custody.Over(all, procedure) != nil, err
}

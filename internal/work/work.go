// Package work drafts the recordings of workspaces: it brings a recording here, walks it, and puts what came of it where everybody finds
// it. Several processes do so at once; each run is finished by one of them.
package work

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"showhow/internal/desk"
	"showhow/internal/pipeline"
	"showhow/internal/queue"
	"showhow/internal/sop"
)

// Blobs is where recordings and pictures lie.
type Blobs interface {
	// Get gives an object's bytes.
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	Put(ctx context.Context, key string, r io.Reader) error
	// List gives the keys that begin with a text; deleting what isn't there is no error.
	List(ctx context.Context, prefix string) ([]string, error)
	Delete(ctx context.Context, key string) error
}

// Walk is a recording to be drafted.
type Walk struct {
	Recording string // a file
	// Transcript is a subtitle file; empty when there is none.
	Transcript string
	// Folder is the run's own, in which what was done before is found again.
	Folder string
	Wish   sop.Wish
	// Glossary are the workspace's names.
	Glossary []sop.Term
	Progress pipeline.Progress
}

// Worker drafts. All fields must be set.
type Worker struct {
	Desk  *desk.Desk
	Blobs Blobs
	// Name is the process's, as in queue.Settings; Folder is where it works.
	Name, Folder string
	Log          *slog.Logger
	// Shared says that other machines may take a run over, and need what was done of it.
	Shared bool
	// Glossary gives the names that a workspace's people put right.
	Glossary func(ctx context.Context, workspace string) ([]sop.Term, error)
	// Walk walks a recording, and Preview writes a small MP4 of one to a file.
	Walk    func(ctx context.Context, w Walk) (pipeline.Result, error)
	Preview func(ctx context.Context, recording string, m sop.Media, out string) error
	// Picture takes a picture, and gives it as PNG with the figure that shows it.
	Picture func(ctx context.Context, p Photo) ([]byte, sop.Figure, error)

	takes sync.Mutex
}

// errLost ends the work on a run that isn't ours any more: it was cancelled, or another process has it.
var errLost = errors.New("the run is another's")

// Work does one job of the queue.
func (w *Worker) Work(ctx context.Context, run string) error {
	if id, ok := desk.TakeOf(run); ok {
		return w.take(ctx, id)
	}
	n, h, ok, err := w.Desk.Begin(ctx, run, w.Name)
	if err != nil || !ok {
		return err
	}
	t := newTeller(ctx, w.Desk, n)
	err = w.draft(t, h)
	lost := errors.Is(context.Cause(t.ctx), errLost)
	n = t.end()
	switch {
	case err == nil, lost:
		return nil
	case ctx.Err() != nil: // cancelled by a person, or we are being stopped
		ctx := context.WithoutCancel(ctx)
		if ok, err := w.Desk.PutBack(ctx, n); err != nil || !ok {
			return err
		}
		return queue.ErrStopped
	case sop.CodeOf(err) == sop.Busy: // a frozen process of this machine still holds the folder
		return err
	}
	w.Log.Error("a run failed", "run", run, "error", err)
	return w.Desk.Fail(ctx, n, faultOf(err))
}

// faultOf is an error as a person sees it.
func faultOf(err error) sop.Fault {
	var e *sop.Error
	if errors.As(err, &e) {
		return sop.Fault{Code: e.Code, Message: e.Message, Mend: e.Mend}
	}
	return sop.Fault{Code: sop.Internal, Message: "Drafting failed for a reason that nobody foresaw.", Mend: "Draft it again. If that fails, too, the server's log tells why."}
}

// draft brings a recording here, walks it, and writes what came of it.
func (w *Worker) draft(t *teller, h sop.Holding) (err error) {
	ctx := t.ctx
	folder := filepath.Join(w.Folder, t.run.ID)
	in, err := w.bring(ctx, h, folder)
	if err != nil {
		return err
	}
	dir := filepath.Join(folder, "work")
	if err := w.fetchShared(ctx, t.run.ID, dir); err != nil {
		return err
	}
	names, err := w.Glossary(ctx, h.Workspace)
	if err != nil {
		return err
	}
	share := w.share(ctx, t.run.ID, dir)
	r, err := w.Walk(ctx, Walk{Recording: in.recording, Transcript: in.subtitles, Folder: dir, Wish: h.Wish, Glossary: names, Progress: func(e pipeline.Event) {
		t.tell(e)
		if e.State == pipeline.Done {
			share.ended()
		}
	}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close(false)) }()
	if err := w.putPictures(ctx, t, r); err != nil {
		return err
	}
	if err := w.putPreview(ctx, t, in.recording, r); err != nil {
		return err
	}
	_, ok, err := w.Desk.Finish(ctx, t.now(), h, r.Revision)
	if err == nil && !ok {
		err = errLost
	}
	if err == nil {
		err = w.tidy(context.WithoutCancel(ctx), t.run.ID, share)
	}
	return err
}

// tidy drops what a run that is done leaves behind.
func (w *Worker) tidy(ctx context.Context, run string, s *sharer) error {
	if s != nil { // what it was about to put would stay
		s.stop()
	}
	return errors.Join(w.unshare(ctx, run), os.RemoveAll(filepath.Join(w.Folder, run)))
}

// brought is what lies in a run's folder.
type brought struct{ recording, subtitles string }

// bring copies a recording and its subtitles here, unless an earlier attempt has.
func (w *Worker) bring(ctx context.Context, h sop.Holding, folder string) (b brought, err error) {
	dir := filepath.Join(folder, "in")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return b, fmt.Errorf("make a folder for the run: %w", err)
	}
	b.recording = filepath.Join(dir, fileName(h.Recording.Name, "recording"))
	if err := w.fetch(ctx, h.Blob, b.recording); err != nil {
		return b, err
	}
	if h.Wish.Subtitles != "" {
		b.subtitles = filepath.Join(dir, "words"+filepath.Ext(fileName(h.Wish.SubtitlesName, "words.vtt")))
		err = w.fetch(ctx, h.Wish.Subtitles, b.subtitles)
	}
	return b, err
}

// fetch copies a blob to a file, which appears when it is whole.
func (w *Worker) fetch(ctx context.Context, key, path string) (err error) {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	r, err := w.Blobs.Get(ctx, key)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("fetch the recording: %w", err)
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, ctx.Err(), f.Close()); err != nil {
		return fmt.Errorf("fetch the recording: %w", err)
	}
	return os.Rename(path+".part", path)
}

// longestName bounds a file's name, in bytes.
const longestName = 120

// fileName is a name that was given to us as one for a file: no folder, no control characters, not hidden, not endless; instead when
// nothing is left of it.
func fileName(name, instead string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".-")
	if ext := filepath.Ext(name); len(name) > longestName && len(ext) < 12 {
		name = strings.ToValidUTF8(name[:longestName-len(ext)], "") + ext
	}
	if name == "" || len(name) > longestName {
		return instead
	}
	return name
}

// pause is how long a worker waits at most between two signs of life of a run.
const pause = time.Second

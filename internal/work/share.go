package work

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A run's finished stages are files in its folder. Where workers are on several machines they are put beside the recording, too, so that a
// run which another machine takes over goes on from its last finished stage. They hold what isn't masked yet, as the recording does; they go
// when the draft is written.

// shareKey is where a run's files lie.
func shareKey(run string) string { return "runs/" + run + "/" }

// sharer puts the files of finished stages where other machines find them.
type sharer struct {
	w    *Worker
	run  string
	dir  string
	sent map[string]time.Time // files by their path below dir, and of when they were
	wake chan struct{}
	done chan struct{}
	stop func()
}

// share begins to share a run's files, each time that a stage has ended; nil when there is nobody to share with.
func (w *Worker) share(ctx context.Context, run, dir string) *sharer {
	if !w.Shared {
		return nil
	}
	s := &sharer{w: w, run: run, dir: dir, sent: map[string]time.Time{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(ctx)
	s.stop = func() { cancel(); <-s.done }
	go func() {
		defer close(s.done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-s.wake:
			}
			if err := s.put(ctx); err != nil && ctx.Err() == nil { // another machine would begin anew, no more
				w.Log.Warn("a run's finished stages can't be shared", "run", run, "error", err)
			}
		}
	}()
	return s
}

// ended tells that a stage has ended.
func (s *sharer) ended() {
	if s == nil {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// put puts all files that are whole and weren't put as they are: results last, since they count on the others.
func (s *sharer) put(ctx context.Context) error {
	for _, results := range []bool{false, true} {
		err := filepath.WalkDir(s.dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
			if d.IsDir() {
				if strings.HasPrefix(d.Name(), "sound-") || strings.HasPrefix(d.Name(), "ocr-") {
					return fs.SkipDir
				}
				return nil
			}
			if shared(d.Name()) && results == strings.HasSuffix(d.Name(), ".json") {
				return s.putFile(ctx, file)
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// shared says whether a file of a run's folder is one that another machine needs: the results, the film, and what may be played. The recording it
// has anyway.
func shared(name string) bool {
	return name == "film" || name == "preview.mp4" || strings.HasSuffix(name, ".json") && !strings.HasPrefix(name, ".")
}

func (s *sharer) putFile(ctx context.Context, file string) error {
	st, err := os.Stat(file)
	if err != nil {
		return err
	}
	below, err := filepath.Rel(s.dir, file)
	if err != nil || s.sent[below].Equal(st.ModTime()) {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := s.w.Blobs.Put(ctx, shareKey(s.run)+filepath.ToSlash(below), f); err != nil {
		return err
	}
	s.sent[below] = st.ModTime()
	return nil
}

// fetchShared brings what another machine has done of a run, unless this one has worked on it before.
func (w *Worker) fetchShared(ctx context.Context, run, dir string) error {
	if _, err := os.Stat(dir); !w.Shared || err == nil {
		return nil
	}
	keys, err := w.Blobs.List(ctx, shareKey(run))
	if err != nil {
		return fmt.Errorf("look for what was done before: %w", err)
	}
	part := dir + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	for _, k := range keys {
		below := path.Clean("/" + strings.TrimPrefix(k, shareKey(run)))
		to := filepath.Join(part, filepath.FromSlash(below))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := w.fetch(ctx, k, to); err != nil {
			return err
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return os.Rename(part, dir)
}

// unshare drops a run's files.
func (w *Worker) unshare(ctx context.Context, run string) error {
	if !w.Shared {
		return nil
	}
	keys, err := w.Blobs.List(ctx, shareKey(run))
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := w.Blobs.Delete(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

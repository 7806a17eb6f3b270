package work

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/queue"
	"showhow/internal/sop"
)

// Frame is the kind of a picture that shows all there is, to choose a part of: only those who write are shown it. Own is the kind of what
// somebody brought, before anything of it was masked: nobody is shown that.
const (
	Frame = "frame"
	Own   = "own"
)

// OwnName is the file that a picture is kept as which somebody brought.
func OwnName(own string) string { return own + ".png" }

// Photo is a picture to be taken.
type Photo struct {
	// Recording is a file; Own is a PNG that somebody brought, instead.
	Recording string
	Own       []byte
	Sitting   desk.Sitting
}

// takenKept is how many recordings are kept for pictures that may still be asked for: who looks for one asks for many.
const takenKept = 2

// take makes a picture that somebody asks for.
func (w *Worker) take(ctx context.Context, id string) error {
	s, ok, err := w.Desk.Sit(ctx, id)
	if err != nil || !ok {
		return err
	}
	w.takes.Lock() // one at a time: each may need all of a machine, and they share what they brought here
	defer w.takes.Unlock()
	if err = w.shoot(ctx, s); err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return queue.ErrStopped
	}
	w.Log.Warn("a picture can't be made", "take", id, "error", err)
	f := faultOf(err)
	if f.Code == sop.Internal {
		f.Message, f.Mend = "The picture failed for a reason that nobody foresaw.", "Try it again. If that fails, too, the server's log tells why."
	}
	return w.Desk.Spoilt(ctx, s.Take, f)
}

func (w *Worker) shoot(ctx context.Context, s desk.Sitting) (err error) {
	p := Photo{Sitting: s}
	shooting := s.Take.Shooting
	if shooting.Own != "" {
		p.Own, err = w.bytes(ctx, PictureKey(s.Take.Procedure, Own, OwnName(shooting.Own)))
	} else {
		p.Recording, err = w.bringForPictures(ctx, s.Holding)
	}
	if err != nil {
		return err
	}
	png, f, err := w.Picture(ctx, p)
	if err != nil {
		return err
	}
	f.Image = desk.TakeName(s.Take)
	kinds := []string{Clean, Marked}
	if shooting.Whole {
		kinds = []string{Frame}
	}
	for _, kind := range kinds {
		if err := w.Blobs.Put(ctx, PictureKey(s.Take.Procedure, kind, f.Image), bytes.NewReader(png)); err != nil {
			return fmt.Errorf("keep a picture: %w", err)
		}
	}
	return w.Desk.Took(ctx, s, f)
}

func (w *Worker) bytes(ctx context.Context, key string) ([]byte, error) {
	r, err := w.Blobs.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// bringForPictures copies a recording here, unless it's here from the last time, and drops those that were asked for longest ago.
func (w *Worker) bringForPictures(ctx context.Context, h sop.Holding) (string, error) {
	all := filepath.Join(filepath.Dir(w.Folder), "pictures", w.Name)
	dir := filepath.Join(all, h.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make a folder for the recording: %w", err)
	}
	path := filepath.Join(dir, fileName(h.Recording.Name, "recording"))
	if err := w.fetch(ctx, h.Blob, path); err != nil {
		return "", err
	}
	now := time.Now()
	return path, firstOf(os.Chtimes(dir, now, now), keepNewest(all))
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// keepNewest removes all folders but those that were used last.
func keepNewest(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	used := func(e os.DirEntry) (t time.Time) {
		if st, err := e.Info(); err == nil {
			t = st.ModTime()
		}
		return t
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return used(b).Compare(used(a)) })
	for _, e := range entries[min(len(entries), takenKept):] {
		err = firstOf(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}

// SweepPictures removes what processes that were killed have left of that, when it wasn't used since a time.
func (w *Worker) SweepPictures(since time.Time) (err error) {
	all, err := filepath.Glob(filepath.Join(filepath.Dir(w.Folder), "pictures", "*", "*"))
	for _, dir := range all {
		if st, statErr := os.Stat(dir); statErr == nil && st.ModTime().Before(since) {
			err = firstOf(err, os.RemoveAll(dir))
		}
	}
	return err
}

// DropPictures removes the recordings that were brought here for pictures: they are as private as recordings, and brought again when needed.
func (w *Worker) DropPictures() error {
	return os.RemoveAll(filepath.Join(filepath.Dir(w.Folder), "pictures", w.Name))
}

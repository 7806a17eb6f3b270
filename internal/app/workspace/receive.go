package workspace

import (
	"bytes"
	"context"
	"errors"
	"io"

	"showhow/internal/desk"
	"showhow/internal/length"
	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/subtitle"
)

// recordingKey is where the recording of an upload lies.
func recordingKey(upload string) string { return "recordings/" + upload }

// File is a recording that arrives in one piece, with what its owner asks of its draft.
type File struct {
	Name  string
	Bytes io.Reader
	Wish  sop.Wish
}

// Receive takes a whole file in and has it drafted.
func (w *Workspace) Receive(ctx context.Context, a desk.Actor, f File) (sop.Run, error) {
	if err := w.desk.Admit(ctx, a, 0); err != nil { // before anything is kept
		return sop.Run{}, err
	}
	return w.receiveAs(ctx, a, store.NewID(), f)
}

// receiveAs does so under an upload's id: what was taken in under it isn't taken in again.
func (w *Workspace) receiveAs(ctx context.Context, a desk.Actor, upload string, f File) (sop.Run, error) {
	n := &counted{r: f.Bytes}
	if err := w.blobs.Put(ctx, recordingKey(upload), n); err != nil {
		return sop.Run{}, err
	}
	_, run, err := w.desk.TakeIn(ctx, a, desk.Arrival{
		Upload: upload, Recording: sop.Recording{Name: f.Name, Size: n.bytes}, Blob: recordingKey(upload), Duration: w.length(ctx, recordingKey(upload)), Wish: f.Wish,
	})
	if err != nil && sop.CodeOf(err) != sop.Internal { // it was refused: nobody will ask for it
		err = errors.Join(err, w.blobs.Delete(context.WithoutCancel(ctx), recordingKey(upload)))
	}
	return run, err
}

// length is how long a recording is, as far as its container tells; 0 else.
func (w *Workspace) length(ctx context.Context, key string) sop.Moment {
	f, err := w.blobs.Open(ctx, key)
	if err != nil {
		return 0
	}
	defer f.Close()
	return length.Of(f)
}

// Subtitles keeps a subtitle file for a recording that comes next, and gives its id. One that can't be read is refused here already.
func (w *Workspace) Subtitles(ctx context.Context, a desk.Actor, f File) (string, error) {
	if err := errors.Join(a.May(desk.Record), desk.SubtitlesNamed(f.Name)); err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f.Bytes, subtitle.MaxBytes+1))
	if err != nil {
		return "", &sop.Error{Code: sop.Invalid, Message: "The upload broke off before its end.", Mend: "Send it again.", Cause: err}
	}
	if len(b) > subtitle.MaxBytes {
		return "", &sop.Error{Code: sop.Unreadable, Message: "The subtitle file is too large to be one.", Mend: "Bring a .vtt, .srt or Whisper's .json file."}
	}
	if _, err := subtitle.Read(f.Name, b); err != nil {
		return "", err
	}
	id := store.NewID()
	if err := w.desk.Bring(ctx, a, id); err != nil { // first: what is kept without that is never dropped
		return "", err
	}
	return id, w.blobs.Put(ctx, desk.SubtitlesKey(id), bytes.NewReader(b))
}

// counted counts what is read.
type counted struct {
	r     io.Reader
	bytes int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.bytes += int64(n)
	return n, err
}

package workspace

import (
	"context"
	"io"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/store"
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
	if err := a.May(desk.Record); err != nil { // before anything is kept
		return sop.Run{}, err
	}
	upload := store.NewID()
	n := &counted{r: f.Bytes}
	if err := w.blobs.Put(ctx, recordingKey(upload), n); err != nil {
		return sop.Run{}, err
	}
	_, run, err := w.desk.TakeIn(ctx, a, desk.Arrival{
		Upload: upload, Recording: sop.Recording{Name: f.Name, Size: n.bytes}, Blob: recordingKey(upload), Wish: f.Wish,
	})
	return run, err
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

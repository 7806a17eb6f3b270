package tus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"

	"showhow/internal/sop"
)

// write appends what a request brings to an upload that is held, and completes it when it's whole. It gives the upload's record and size.
func (h *Handler) write(g *held, offset int64, w http.ResponseWriter, r *http.Request) (sop.Upload, int64, error) {
	u := g.upload
	room := h.l.Size - offset
	if u.Size >= 0 {
		room = u.Size - offset
	}
	if r.ContentLength > room {
		return u, offset, refusal{http.StatusRequestEntityTooLarge, "These are more bytes than the upload may have."}
	}
	if err := h.enoughRoom(max(r.ContentLength, 0)); err != nil {
		return u, offset, err
	}
	if offset == u.Size { // all its bytes are there, perhaps as the object already
		u, err := h.complete(g.ctx, u)
		return u, offset, err
	}
	from, done := h.read(u.ID, w, r)
	defer done()
	capped := &capped{r: from, left: room}
	bytes, drop, err := h.proved(capped, r.Header.Get("Upload-Checksum"))
	if err != nil {
		return u, offset, err
	}
	defer drop()
	size, err := h.o.Blobs.Append(g.ctx, u.Handle, offset, bytes)
	if cause := context.Cause(g.ctx); cause != nil { // the record is another's now
		return u, size, cause
	}
	u.Expires = h.o.Now().Add(h.l.Keep)
	if err := errors.Join(err, h.o.Ledger.Keep(g.ctx, u)); err != nil {
		return u, size, fmt.Errorf("append: %w", err)
	}
	if size == u.Size {
		u, err = h.complete(g.ctx, u)
	}
	return u, size, err
}

// complete hands over an upload that is held and whole, unless that has been done.
func (h *Handler) complete(ctx context.Context, u sop.Upload) (sop.Upload, error) {
	if !u.Finished.IsZero() {
		return u, nil
	}
	if err := h.o.Blobs.Finish(ctx, u.Handle); err != nil {
		return u, fmt.Errorf("finish: %w", err)
	}
	if err := h.o.Done(ctx, u); err != nil {
		return u, fmt.Errorf("hand over: %w", err)
	}
	u.Finished = h.o.Now()
	if err := h.o.Ledger.Keep(ctx, u); err != nil {
		return u, fmt.Errorf("keep the record: %w", err)
	}
	return u, nil
}

// enoughRoom refuses n more bytes when too little would stay free.
func (h *Handler) enoughRoom(n int64) error {
	if h.o.Free == nil {
		return nil
	}
	free, err := h.o.Free()
	if err != nil {
		return fmt.Errorf("ask for the free space: %w", err)
	}
	if free-n < h.l.Free {
		return diskFull
	}
	return nil
}

// proved is r itself, or, when a checksum came with it, all of r once it has proved to be what the checksum says: until then nothing
// of it is added to the upload.
func (h *Handler) proved(r io.Reader, header string) (_ io.Reader, drop func(), err error) {
	sum, want, err := checksum(header)
	if err != nil || sum == nil {
		return r, func() {}, err
	}
	f, err := os.CreateTemp(h.o.Spool, "showhow-proof-*")
	if err != nil {
		return nil, nil, fmt.Errorf("make a file: %w", err)
	}
	os.Remove(f.Name()) // it goes with its last user, however that ends
	_, err = io.Copy(io.MultiWriter(f, sum), r)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil && !bytes.Equal(sum.Sum(nil), want) {
		err = refusal{badChecksum, "The bytes aren't those of the checksum. Send them again."}
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}

// capped reads up to a number of bytes, and fails when there are more.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left == 0 {
		n, err := io.ReadFull(c.r, make([]byte, 1))
		if n > 0 {
			return 0, refusal{http.StatusRequestEntityTooLarge, "These are more bytes than the upload may have."}
		}
		return 0, err
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// Sweep finishes the uploads whose last byte came just before a crash, drops those that expired, and what is left of such where
// bytes are kept. To be called now and then, by any number of processes.
func (h *Handler) Sweep(ctx context.Context) error {
	open, err := h.o.Ledger.Unfinished(ctx, "")
	if err != nil {
		return fmt.Errorf("list the unfinished uploads: %w", err)
	}
	var alive []string
	var failed error
	for _, u := range open {
		dropped, err := h.settle(ctx, u)
		failed = errors.Join(failed, err)
		if !dropped {
			alive = append(alive, u.Handle)
		}
	}
	return errors.Join(failed, h.o.Blobs.Sweep(ctx, h.o.Now().Add(-2*h.l.Keep), alive))
}

// settle finishes or drops an upload that isn't being written.
func (h *Handler) settle(ctx context.Context, u sop.Upload) (dropped bool, err error) {
	if is, err := h.state(ctx, u); err != nil || is == underWay {
		return false, err
	}
	ctx, free, err := h.take(ctx, u.ID, 0)
	if err != nil {
		if sop.CodeOf(err) == sop.Busy {
			err = nil // a request is at work on it
		}
		return false, err
	}
	defer free()
	if u, err = h.o.Ledger.Upload(ctx, u.ID); err != nil || !u.Finished.IsZero() {
		return false, err
	}
	is, err := h.state(ctx, u) // it may have gone on before we had the lease
	switch {
	case err != nil:
		return false, err
	case is == whole:
		_, err = h.complete(ctx, u)
		if h.o.Forget != nil && u.Expired(h.o.Now()) && forGood(err) {
			return true, h.forget(ctx, u)
		}
	case is == dead:
		return true, h.drop(ctx, u)
	}
	return false, err
}

// The states of an upload that isn't finished.
// forGood says that Done has refused an upload for what it is, or for what may be taken in, and not because something failed.
func forGood(err error) bool {
	return err != nil && slices.Contains([]sop.Code{sop.Invalid, sop.Unreadable, sop.Unsupported, sop.Forbidden, sop.Exhausted}, sop.CodeOf(err))
}

// forget drops an upload whose bytes are an object already.
func (h *Handler) forget(ctx context.Context, u sop.Upload) error {
	h.o.Log.WarnContext(ctx, "an upload was refused until it expired, and is dropped", "upload", u.ID)
	if err := h.o.Forget(ctx, u); err != nil {
		return fmt.Errorf("drop what was refused: %w", err)
	}
	return h.drop(ctx, u)
}

const (
	underWay = iota
	whole
	dead
)

func (h *Handler) state(ctx context.Context, u sop.Upload) (int, error) {
	size, err := h.o.Blobs.Size(ctx, u.Handle)
	switch {
	case err == nil && size == u.Size:
		return whole, nil
	case err != nil && sop.CodeOf(err) != sop.NotFound:
		return 0, err
	case u.Expired(h.o.Now()):
		return dead, nil
	}
	return underWay, nil
}

func (h *Handler) drop(ctx context.Context, u sop.Upload) error {
	if err := h.o.Blobs.Abort(ctx, u.Handle); err != nil {
		return fmt.Errorf("drop an upload: %w", err)
	}
	if err := h.o.Ledger.Drop(ctx, u.ID); err != nil {
		return fmt.Errorf("drop a record: %w", err)
	}
	return nil
}

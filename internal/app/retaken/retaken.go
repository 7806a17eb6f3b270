// Package retaken puts the desk of recording procedures again together.
package retaken

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/retake"
	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/retakes"
	pages "showhow/internal/web/retake"
	"showhow/internal/work"
)

// Blobs is where pictures lie.
type Blobs interface {
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	Put(ctx context.Context, key string, r io.Reader) error
}

// Room is what the desk is put together from.
type Room struct {
	DB    *store.DB
	Desk  *desk.Desk
	Blobs Blobs
	Now   func() time.Time
}

// Retakes is the desk.
func (r Room) Retakes() *retake.Desk {
	return &retake.Desk{Now: r.Now, NewID: store.NewID, Read: r.DB.Read(), Replace: r.Desk.ReplaceIn, Pictures: r.copy, Do: func(ctx context.Context, do func(retake.Tx) error) error {
		return r.DB.Do(ctx, func(tx *store.Tx) error { return do(retakes.In(tx)) })
	}}
}

// Pages are its pages.
func (r Room) Pages() *pages.Pages {
	return &pages.Pages{Desk: r.Retakes(), Reader: retakes.Read(r.DB)}
}

// copy copies pictures from a draft to a procedure. What the draft hasn't isn't copied: it is the procedure's own, or isn't kept any more.
func (r Room) copy(ctx context.Context, c retake.Copying) error {
	for to, from := range c.Names {
		for _, kind := range []string{work.Clean, work.Marked, work.Vector} {
			if err := r.one(ctx, work.PictureKey(c.Draft, kind, from), work.PictureKey(c.Procedure, kind, to)); err != nil {
				return err
			}
		}
		if desk.OwnPicture(to) { // other pictures can be made of what somebody brought
			_, rest, _ := strings.Cut(to, "-")
			own, _, _ := strings.Cut(rest, "-")
			name := work.OwnName(strings.ToUpper(own))
			if err := r.one(ctx, work.PictureKey(c.Draft, work.Own, name), work.PictureKey(c.Procedure, work.Own, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r Room) one(ctx context.Context, from, to string) error {
	f, err := r.Blobs.Get(ctx, from)
	if sop.CodeOf(err) == sop.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	return r.Blobs.Put(ctx, to, bytes.NewReader(b))
}

package tus

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"showhow/internal/sop"
)

// Rest is an upload that isn't finished, with what has come of it.
type Rest struct {
	sop.Upload
	Bytes int64
	// Last is when the last bytes came.
	Last time.Time
}

// Rests are an owner's uploads that aren't finished and haven't expired.
func (h *Handler) Rests(ctx context.Context, owner string) (all []Rest, err error) {
	open, err := h.o.Ledger.Unfinished(ctx, owner)
	if err != nil {
		return nil, fmt.Errorf("list the unfinished uploads: %w", err)
	}
	for _, u := range open {
		if u.Expired(h.o.Now()) {
			continue
		}
		n, err := h.o.Blobs.Size(ctx, u.Handle)
		switch {
		case sop.CodeOf(err) == sop.NotFound: // it is being handed over
		case err != nil:
			return nil, err
		default:
			all = append(all, Rest{u, n, u.Expires.Add(-h.l.Keep)})
		}
	}
	return all, nil
}

// End makes what has come of an owner's upload all of it, and hands it over: a recording whose end will never come.
func (h *Handler) End(ctx context.Context, owner, id string) error {
	return h.at(ctx, owner, id, func(g *held) error {
		if !g.upload.Finished.IsZero() {
			return nil
		}
		size, err := h.o.Blobs.Size(g.ctx, g.upload.Handle)
		if err != nil {
			return err
		}
		if size == 0 {
			return &sop.Error{Code: sop.Invalid, Message: "Nothing of this recording has come.", Mend: "Discard it, and record again."}
		}
		g.upload.Size = size
		if err := h.o.Ledger.Keep(g.ctx, g.upload); err != nil {
			return fmt.Errorf("keep the record: %w", err)
		}
		_, err = h.complete(g.ctx, g.upload)
		return err
	})
}

// Discard drops an owner's upload that isn't finished.
func (h *Handler) Discard(ctx context.Context, owner, id string) error {
	return h.at(ctx, owner, id, func(g *held) error {
		if !g.upload.Finished.IsZero() {
			return &sop.Error{Code: sop.Exists, Message: "This recording has been taken in already."}
		}
		return h.drop(g.ctx, g.upload)
	})
}

// at does something to an owner's upload while nobody writes it.
func (h *Handler) at(ctx context.Context, owner, id string, do func(*held) error) error {
	u, err := h.own(ctx, id, owner)
	if err == nil {
		var g *held
		if g, err = h.hold(ctx, u, h.patience()); err == nil {
			defer g.free()
			return do(g)
		}
	}
	var no refusal
	if !errors.As(err, &no) {
		return err
	}
	switch no.status {
	case http.StatusNotFound, http.StatusGone:
		return &sop.Error{Code: sop.NotFound, Message: "There is no such recording.", Mend: "It may have been taken in, discarded, or dropped because nothing came for too long.", Cause: err}
	case http.StatusLocked:
		return &sop.Error{Code: sop.Busy, Message: no.text, Mend: "Try again in a moment.", Cause: err}
	}
	return &sop.Error{Code: sop.Failed, Message: no.text, Cause: err}
}

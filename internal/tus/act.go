package tus

import (
	"context"
	"crypto/rand"
	"fmt"
	"mime"
	"net/http"

	"showhow/internal/sop"
)

// create begins an upload, and takes the bytes that come with it.
func (h *Handler) create(w http.ResponseWriter, r *http.Request, owner string) error {
	size, err := length(r.Header)
	if err != nil {
		return err
	}
	if size > h.l.Size {
		return refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("The file is too large: at most %d MiB can be uploaded.", h.l.Size>>20)}
	}
	all, err := metadata(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	withBytes := r.ContentLength != 0
	if withBytes {
		if err := bytesCome(r.Header); err != nil {
			return err
		}
	}
	if err := h.mayBegin(r.Context(), owner, max(size, 0)); err != nil {
		return err
	}
	if h.o.Admit != nil {
		if err := h.o.Admit(r, size); err != nil {
			return err
		}
	}
	u, err := h.begin(r.Context(), sop.Upload{ID: rand.Text(), Owner: owner, Name: fileName(all), Size: size, Metadata: all})
	if err != nil {
		return err
	}
	offset := int64(0)
	if withBytes || size == 0 {
		if u, offset, err = h.first(w, r, u); err != nil {
			return err
		}
	}
	w.Header().Set("Location", h.o.Base+u.ID)
	describe(w.Header(), u, offset)
	w.WriteHeader(http.StatusCreated)
	return nil
}

// first takes the bytes that came with the beginning of an upload; with an empty file they're all of it.
func (h *Handler) first(w http.ResponseWriter, r *http.Request, u sop.Upload) (sop.Upload, int64, error) {
	g, err := h.hold(r.Context(), u, h.patience())
	if err != nil {
		return u, 0, err
	}
	defer g.free()
	return h.write(g, 0, w, r)
}

// mayBegin refuses a new upload that would be one too many.
func (h *Handler) mayBegin(ctx context.Context, owner string, size int64) error {
	all, err := h.o.Ledger.Unfinished(ctx, owner)
	if err != nil {
		return fmt.Errorf("list the unfinished uploads: %w", err)
	}
	open := 0
	for _, u := range all {
		if !u.Expired(h.o.Now()) {
			open++
		}
	}
	if open >= h.l.Open {
		return refusal{http.StatusTooManyRequests, fmt.Sprintf("%d uploads are unfinished already. Finish or drop some of them first.", open)}
	}
	return h.enoughRoom(size)
}

// begin keeps a new upload's record. Its bytes' place comes first: one that no record knows is swept, a record without a place could
// never be finished.
func (h *Handler) begin(ctx context.Context, u sop.Upload) (_ sop.Upload, err error) {
	u.Created = h.o.Now()
	u.Expires = u.Created.Add(h.l.Keep)
	u.Key = h.o.Key(u)
	if u.Handle, err = h.o.Blobs.Begin(ctx, u.Key); err != nil {
		return u, fmt.Errorf("begin: %w", err)
	}
	if err := h.o.Ledger.Keep(ctx, u); err != nil {
		h.o.Blobs.Abort(context.WithoutCancel(ctx), u.Handle)
		return u, fmt.Errorf("keep the record: %w", err)
	}
	return u, nil
}

// bytesCome says whether a body is said to be an upload's bytes.
func bytesCome(h http.Header) error {
	if t, _, err := mime.ParseMediaType(h.Get("Content-Type")); err != nil || t != bytesType {
		return refusal{http.StatusUnsupportedMediaType, "The bytes of an upload must come as " + bytesType + "."}
	}
	return nil
}

// head tells how an upload stands, and completes it when that is all it lacks.
func (h *Handler) head(w http.ResponseWriter, r *http.Request, u sop.Upload) error {
	offset := u.Size
	if u.Finished.IsZero() {
		var err error
		if offset, err = h.o.Blobs.Size(r.Context(), u.Handle); err != nil {
			return err
		}
	}
	if u.Finished.IsZero() && offset == u.Size {
		g, err := h.hold(r.Context(), u, h.patience())
		if err != nil {
			return err
		}
		defer g.free()
		if u, err = h.complete(g.ctx, g.upload); err != nil {
			return err
		}
	}
	if u.Size < 0 {
		w.Header().Set("Upload-Defer-Length", "1")
	} else {
		w.Header().Set("Upload-Length", number(u.Size))
	}
	if len(u.Metadata) > 0 {
		w.Header().Set("Upload-Metadata", metadataHeader(u.Metadata))
	}
	describe(w.Header(), u, offset)
	w.WriteHeader(http.StatusOK)
	return nil
}

// patch adds bytes to an upload.
func (h *Handler) patch(w http.ResponseWriter, r *http.Request, u sop.Upload) error {
	if err := bytesCome(r.Header); err != nil {
		return err
	}
	offset, err := count(r.Header.Get("Upload-Offset"), "Upload-Offset")
	if err != nil {
		return err
	}
	if _, _, err := checksum(r.Header.Get("Upload-Checksum")); err != nil {
		return err
	}
	g, err := h.hold(r.Context(), u, h.patience())
	if err != nil {
		return err
	}
	defer g.free()
	if err := h.standsAt(g, offset); err != nil {
		return err
	}
	if err := h.told(g, offset, r.Header.Get("Upload-Length")); err != nil {
		return err
	}
	u, size := g.upload, offset
	if u.Finished.IsZero() {
		if u, size, err = h.write(g, offset, w, r); err != nil {
			return err
		}
	}
	describe(w.Header(), u, size)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// standsAt says whether an upload that is held has just so many bytes.
func (h *Handler) standsAt(g *held, offset int64) error {
	size := g.upload.Size
	if g.upload.Finished.IsZero() {
		var err error
		if size, err = h.o.Blobs.Size(g.ctx, g.upload.Handle); err != nil {
			return err
		}
	}
	if size != offset {
		return refusal{http.StatusConflict, fmt.Sprintf("The upload has %d bytes: go on from there.", size)}
	}
	return nil
}

// told takes in the size of an upload that was begun without one.
func (h *Handler) told(g *held, offset int64, header string) error {
	if header == "" {
		return nil
	}
	size, err := count(header, "Upload-Length")
	switch {
	case err != nil:
		return err
	case size > h.l.Size:
		return refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("The file is too large: at most %d MiB can be uploaded.", h.l.Size>>20)}
	case size == g.upload.Size:
		return nil
	case g.upload.Size >= 0, size < offset:
		return bad("Upload-Length isn't the size of this upload.")
	}
	g.upload.Size = size
	if err := h.o.Ledger.Keep(g.ctx, g.upload); err != nil {
		return fmt.Errorf("keep the record: %w", err)
	}
	return nil
}

// terminate drops an upload. What has been handed over is no upload any more.
func (h *Handler) terminate(w http.ResponseWriter, r *http.Request, u sop.Upload) error {
	g, err := h.hold(r.Context(), u, h.patience())
	if err != nil {
		return err
	}
	defer g.free()
	if !g.upload.Finished.IsZero() {
		return refusal{http.StatusConflict, "This upload is complete. Delete the recording instead."}
	}
	if err := h.drop(g.ctx, g.upload); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

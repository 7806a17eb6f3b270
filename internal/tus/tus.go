// Package tus takes uploads that may break off and go on: the server's side of the protocol tus 1.0.0
// (https://tus.io/protocols/resumable-upload) with its extensions creation, creation-with-upload, creation-defer-length,
// termination, expiration and checksum.
//
// The bytes go to a blob.Resumable, the records to a Ledger. One request at a time writes an upload, also across machines:
// it holds the upload's lease, and renews it while it works. A request that comes for an upload whose last one still waits for bytes
// on a dead connection ends that one when it's on this machine, and waits for its lease otherwise.
package tus

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

// Ledger keeps the records of uploads.
type Ledger interface {
	// Keep adds a record, or replaces the one with its ID.
	Keep(ctx context.Context, u sop.Upload) error
	// Upload is the record with an ID; sop.NotFound when there is none.
	Upload(ctx context.Context, id string) (sop.Upload, error)
	// Unfinished are the records of an owner whose Finished is zero, of all owners when it's "".
	Unfinished(ctx context.Context, owner string) ([]sop.Upload, error)
	// Drop forgets a record; where there is none there's nothing to do. Records that are finished are never dropped by this package:
	// the ledger may drop them some time after they Expire.
	Drop(ctx context.Context, id string) error
}

// Leases let one holder at a time write an upload. Times are by the leases' own clock, so that machines need not agree on theirs.
type Leases interface {
	// Take gives holder the lease of an upload for a while, or renews it when holder has it; sop.Busy while another has it.
	Take(ctx context.Context, l Lease) error
	// Release gives a lease back; when holder hasn't got it there's nothing to do.
	Release(ctx context.Context, l Lease) error
}

// Lease is the right to write an upload.
type Lease struct {
	ID     string // the upload's
	Holder string // a text that no other request has
	For    time.Duration
}

// Limits bound what uploads may take; zero is the value that is told with each.
type Limits struct {
	// Size is the most bytes of an upload; 0 is 16 GiB.
	Size int64
	// Free is how many bytes must stay free where uploads are kept; 0 is 1 GiB. It counts when Options.Free is there.
	Free int64
	// Open is how many unfinished uploads an owner may have; 0 is 100.
	Open int
	// Keep is how long an upload rests before it's dropped; 0 is a week.
	Keep time.Duration
	// Stall is how long a request may bring no byte; 0 is 30 s. It stands for the server's ReadTimeout, which would end long uploads.
	Stall time.Duration
	// Lease is how long an upload is held after its process died; 0 is 10 s.
	Lease time.Duration
}

// Options are what a Handler works with. All but Admit, Free, Now, Log and Limits must be given.
type Options struct {
	// Base is the path at which the handler is served, with a slash at its end: "/uploads/".
	Base   string
	Blobs  blob.Resumable
	Ledger Ledger
	Leases Leases
	// Owner tells who asks; "" is nobody, who is refused.
	Owner func(*http.Request) string
	// Admit says whether an upload of a size may begin (-1: not known yet); its *sop.Error is told to the client. May be nil.
	Admit func(r *http.Request, size int64) error
	// Key is the key of the object that a new upload becomes; it must be a new one.
	Key func(sop.Upload) string
	// Done takes over the object of an upload whose last byte has come. It is called under the upload's lease and with a context
	// that the client can't end; again and again until it returns nil, and again after a crash, so what it does must be safe to be done twice. Its
	// *sop.Error is told to the client.
	Done func(context.Context, sop.Upload) error
	// Forget drops the object of an upload that Done has refused until it expired: nobody mended why. May be nil, then it stays.
	Forget func(context.Context, sop.Upload) error
	// Free tells how many bytes can be kept.
	Free func() (int64, error)
	// Spool is the folder for bytes whose checksum isn't proved yet; "" is the system's for temporary files.
	Spool  string
	Limits Limits
	Now    func() time.Time
	Log    *slog.Logger
}

// Handler serves the protocol.
type Handler struct {
	o       Options
	l       Limits
	mu      sync.Mutex
	reading map[string]*body // the request that reads bytes of an upload, by the upload's ID
}

// New is a Handler.
func New(o Options) *Handler {
	l := o.Limits
	for _, d := range []struct {
		limit *int64
		usual int64
	}{
		{&l.Size, 16 << 30}, {&l.Free, 1 << 30}, {(*int64)(&l.Keep), int64(7 * 24 * time.Hour)},
		{(*int64)(&l.Stall), int64(30 * time.Second)}, {(*int64)(&l.Lease), int64(10 * time.Second)},
	} {
		if *d.limit == 0 {
			*d.limit = d.usual
		}
	}
	if l.Open == 0 {
		l.Open = 100
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Handler{o: o, l: l, reading: map[string]*body{}}
}

const (
	version    = "1.0.0"
	extensions = "creation,creation-with-upload,creation-defer-length,termination,expiration,checksum"
	bytesType  = "application/offset+octet-stream"
)

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Tus-Resumable", version)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	if r.ContentLength != 0 { // also for a body that is refused unread
		http.NewResponseController(w).SetReadDeadline(time.Now().Add(h.l.Stall + h.patience()))
	}
	if err := h.answer(w, r); err != nil {
		h.refuse(w, r, err)
	}
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) error {
	method := r.Method
	if over := r.Header.Get("X-HTTP-Method-Override"); over != "" && method == http.MethodPost {
		method = strings.ToUpper(over)
	}
	id, below := strings.CutPrefix(r.URL.Path, h.o.Base)
	if !below {
		id = "" // the base without its slash
	}
	if method == http.MethodOptions {
		h.tell(w)
		return nil
	}
	if r.Header.Get("Tus-Resumable") != version {
		w.Header().Set("Tus-Version", version)
		return refusal{http.StatusPreconditionFailed, "This server speaks version " + version + " of the upload protocol."}
	}
	owner := h.o.Owner(r)
	if owner == "" {
		return refusal{http.StatusUnauthorized, "Sign in to upload."}
	}
	if id == "" {
		if method != http.MethodPost {
			w.Header().Set("Allow", "OPTIONS, POST")
			return notAllowed
		}
		return h.create(w, r, owner)
	}
	act, ok := map[string]func(http.ResponseWriter, *http.Request, sop.Upload) error{
		http.MethodHead: h.head, http.MethodPatch: h.patch, http.MethodDelete: h.terminate,
	}[method]
	if !ok {
		w.Header().Set("Allow", "OPTIONS, HEAD, PATCH, DELETE")
		return notAllowed
	}
	u, err := h.own(r.Context(), id, owner)
	if err != nil {
		return err
	}
	return act(w, r, u)
}

// tell answers OPTIONS.
func (h *Handler) tell(w http.ResponseWriter) {
	w.Header().Set("Tus-Version", version)
	w.Header().Set("Tus-Extension", extensions)
	w.Header().Set("Tus-Max-Size", number(h.l.Size))
	w.Header().Set("Tus-Checksum-Algorithm", algorithms)
	w.WriteHeader(http.StatusNoContent)
}

// own is an upload of an owner.
func (h *Handler) own(ctx context.Context, id, owner string) (sop.Upload, error) {
	u, err := h.o.Ledger.Upload(ctx, id)
	switch {
	case err != nil && sop.CodeOf(err) == sop.NotFound, err == nil && u.Owner != owner:
		return u, notThere
	case err != nil:
		return u, err
	case u.Expired(h.o.Now()):
		return u, refusal{http.StatusGone, "Nothing came for this upload for too long, and it was dropped. Begin it again."}
	}
	return u, nil
}

package tus

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"showhow/internal/sop"
)

// held is an upload that this request may write.
type held struct {
	// ctx ends when the lease is lost, not when the client goes: what has come is to be kept.
	ctx    context.Context
	upload sop.Upload // as it is under the lease
	free   func()
}

// hold takes an upload's lease, and looks at its record again.
func (h *Handler) hold(ctx context.Context, u sop.Upload, wait time.Duration) (*held, error) {
	ctx, free, err := h.take(ctx, u.ID, wait)
	if err != nil {
		return nil, err
	}
	now, err := h.own(ctx, u.ID, u.Owner) // it may have changed while we waited
	if err != nil {
		free()
		return nil, err
	}
	return &held{ctx, now, free}, nil
}

// take takes an upload's lease and renews it until free is called. Who waits ends what this machine reads for the upload meanwhile; after
// the wait it's sop.Busy.
func (h *Handler) take(ctx context.Context, id string, wait time.Duration) (_ context.Context, free func(), err error) {
	lease := Lease{ID: id, Holder: rand.Text(), For: h.l.Lease}
	for until := time.Now().Add(wait); ; {
		if wait > 0 {
			h.interrupt(id)
		}
		err := h.o.Leases.Take(ctx, lease)
		if err == nil {
			break
		}
		if sop.CodeOf(err) != sop.Busy || time.Now().After(until) {
			return nil, nil, err
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(min(h.l.Lease/20, 100*time.Millisecond)):
		}
	}
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	var renewing sync.WaitGroup
	renewing.Go(func() { h.renew(work, lease, cancel) })
	return work, func() {
		cancel(nil)
		renewing.Wait()
		if err := h.o.Leases.Release(context.WithoutCancel(work), lease); err != nil {
			h.o.Log.ErrorContext(work, "upload lease not given back", "error", err)
		}
	}, nil
}

// patience is how long a request waits for an upload's lease.
func (h *Handler) patience() time.Duration { return h.l.Lease + h.l.Lease/5 }

// renew keeps a lease until its context ends, and ends it when the lease is another's or may be.
func (h *Handler) renew(ctx context.Context, lease Lease, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(lease.For / 4)
	defer tick.Stop()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		asked := time.Now()
		err := h.o.Leases.Take(ctx, lease)
		switch {
		case err == nil:
			last = asked
		case ctx.Err() != nil:
			return
		case sop.CodeOf(err) == sop.Busy, time.Since(last) > lease.For*3/4:
			cancel(taken)
			h.interrupt(lease.ID)
			return
		}
	}
}

// body reads a request's body with a deadline for each read, and can be ended from another request.
type body struct {
	r     io.Reader
	to    *http.ResponseController
	stall time.Duration
	mu    sync.Mutex
	ended bool
	whole bool // it was read to its end
}

// read registers a request's body as that from which an upload is read; done when there's nothing more to read.
func (h *Handler) read(id string, w http.ResponseWriter, r *http.Request) (b *body, done func()) {
	b = &body{r: r.Body, to: http.NewResponseController(w), stall: h.l.Stall}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reading[id] = b
	return b, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.reading[id] == b {
			delete(h.reading, id)
		}
		if b.whole { // otherwise the server still reads some of it, and shall not wait for ever
			b.to.SetReadDeadline(time.Time{})
		}
	}
}

// interrupt ends the reading of an upload on this machine.
func (h *Handler) interrupt(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if b := h.reading[id]; b != nil {
		b.end()
	}
}

func (b *body) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	b.to.SetReadDeadline(time.Now().Add(-time.Second))
}

func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	if b.ended {
		b.mu.Unlock()
		return 0, taken
	}
	b.to.SetReadDeadline(time.Now().Add(b.stall)) // not every writer can; then the server's own deadline holds
	b.mu.Unlock()
	n, err := b.r.Read(p)
	b.whole = err == io.EOF
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.ended {
			return n, taken
		}
		return n, stalled
	}
	return n, err
}

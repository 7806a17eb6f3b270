// Package blobtest is the suite that each way of keeping objects and uploads passes.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

// Place is what a way of keeping things offers.
type Place interface {
	blob.Store
	blob.Resumable
}

// Opener opens the same place anew, as another process would; the first call opens an empty one.
type Opener func() Place

// Run runs the suite; empty gives an opener of an empty place for each test.
func Run(t *testing.T, empty func(t *testing.T) Opener) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Opener)
	}{
		{"put and open", putAndOpen}, {"ranges", ranges}, {"overwrite", overwrite}, {"missing", missing}, {"delete", deletes},
		{"hostile keys", hostileKeys}, {"list", list}, {"list ends", listEnds}, {"put that fails", failingPut}, {"many at once", concurrent},
		{"open holds on", holdsOn}, {"served", served}, {"large", large},
		{"upload in pieces", pieces}, {"upload of nothing", emptyUpload}, {"upload cut off", cutOff}, {"wrong offset", wrongOffset},
		{"upload cancelled", cancelledAppend}, {"finish again", finishAgain}, {"abort", aborts}, {"hostile handles", hostileHandles}, {"sweep", sweeps},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, empty(t)) })
	}
}

// noise is n bytes that look random and are the same for one seed.
func noise(seed byte, n int64) io.Reader {
	return io.LimitReader(rand.NewChaCha8([32]byte{seed}), n)
}

func noiseBytes(t *testing.T, seed byte, n int64) []byte {
	t.Helper()
	b, err := io.ReadAll(noise(seed, n))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sum(t *testing.T, r io.Reader) [32]byte {
	t.Helper()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%v)", err, errors.Unwrap(err))
	}
}

// causes is what lies beneath an error that tells a person only what to do.
func causes(err error) (all []error) {
	var e *sop.Error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			all = append(all, causes(err)...)
		}
	} else if errors.As(err, &e) {
		all = append(all, e.Cause)
	}
	return all
}

func code(t *testing.T, err error, want sop.Code) {
	t.Helper()
	if err == nil || sop.CodeOf(err) != want {
		t.Errorf("got %v, want an error of the code %q", err, want)
	}
}

func put(t *testing.T, p Place, key, text string) {
	t.Helper()
	must(t, p.Put(t.Context(), key, bytes.NewReader([]byte(text))))
}

// holds says that an object has a text, whole and by its entry.
func holds(t *testing.T, p Place, key, text string) {
	t.Helper()
	o, err := p.Open(t.Context(), key)
	must(t, err)
	defer o.Close()
	got, err := io.ReadAll(o)
	must(t, err)
	if string(got) != text || o.Size != int64(len(text)) || o.Key != key || o.Modified.IsZero() {
		t.Errorf("%s holds %d bytes that are not the %d of it, and says %+v", key, len(got), len(text), o.Entry)
	}
}

// listed says that a prefix lists these keys.
func listed(t *testing.T, p Place, prefix string, want ...string) {
	t.Helper()
	var got []string
	for e, err := range p.List(t.Context(), prefix) {
		must(t, err)
		if e.Modified.IsZero() {
			t.Errorf("%s has no time", e.Key)
		}
		got = append(got, e.Key)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q lists %q, want %q", prefix, got, want)
	}
}

func begin(t *testing.T, p Place, key string) string {
	t.Helper()
	handle, err := p.Begin(t.Context(), key)
	must(t, err)
	if len(handle) > 2048 {
		t.Errorf("a handle of %d bytes", len(handle))
	}
	return handle
}

func size(t *testing.T, p Place, handle string) int64 {
	t.Helper()
	n, err := p.Size(t.Context(), handle)
	must(t, err)
	return n
}

// sized is an upload's handle with what its size should be.
type sized struct {
	handle string
	want   int64
}

func (s sized) in(t *testing.T, p Place) {
	t.Helper()
	if got := size(t, p, s.handle); got != s.want {
		t.Errorf("the upload has %d bytes, want %d", got, s.want)
	}
}

// failing reads from a reader to its end and then fails.
type failing struct {
	io.Reader
	with error
}

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = f.with
	}
	return n, err
}

// cancelling reads from a reader to its end, cancels a context, and has more.
type cancelling struct {
	io.Reader
	cancel context.CancelFunc
}

func (c cancelling) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.EOF {
		c.cancel()
		return copy(p, "more"), nil
	}
	return n, err
}

package blobtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

func pieces(t *testing.T, open Opener) {
	const n = 23<<20 + 11
	all := noiseBytes(t, 7, n)
	handle := begin(t, open(), "recording/B/original")
	at := int64(0)
	for _, piece := range []int64{0, 1, 3 << 20, 2<<20 - 1, 5 << 20, 10, 5<<20 + 1, 7 << 20, 0, n} { // beside, at and over the borders of parts
		p := open() // each piece may come to another process
		sized{handle, at}.in(t, p)
		end := min(at+piece, n)
		got, err := p.Append(t.Context(), handle, at, bytes.NewReader(all[at:end]))
		must(t, err)
		if got != end {
			t.Fatalf("appended up to %d, it says %d", end, got)
		}
		at = end
	}
	p := open()
	_, err := p.Open(t.Context(), "recording/B/original")
	code(t, err, sop.NotFound)
	must(t, p.Finish(t.Context(), handle))
	sized{handle, n}.in(t, p)
	holds(t, p, "recording/B/original", string(all))
	listed(t, p, "", "recording/B/original")
}

func emptyUpload(t *testing.T, open Opener) {
	p := open()
	handle := begin(t, p, "e")
	sized{handle, 0}.in(t, p)
	must(t, p.Finish(t.Context(), handle))
	must(t, p.Finish(t.Context(), handle))
	sized{handle, 0}.in(t, p)
	holds(t, p, "e", "")
}

// cutOff ends connections in the midst of pieces: what had come is kept.
func cutOff(t *testing.T, open Opener) {
	p := open()
	const n = 14 << 20
	all := noiseBytes(t, 8, n)
	handle := begin(t, p, "k")
	broken := errors.New("connection lost")
	at := int64(0)
	for _, piece := range []int64{100, 6 << 20, 5<<20 - 100, 1 << 20} {
		got, err := p.Append(t.Context(), handle, at, failing{bytes.NewReader(all[at : at+piece]), broken})
		at += piece
		if !errors.Is(err, broken) || got != at {
			t.Fatalf("after %d bytes %d are kept, %v", at, got, err)
		}
		sized{handle, at}.in(t, open())
	}
	_, err := p.Append(t.Context(), handle, at, bytes.NewReader(all[at:]))
	must(t, err)
	must(t, p.Finish(t.Context(), handle))
	holds(t, p, "k", string(all))
}

func wrongOffset(t *testing.T, open Opener) {
	p := open()
	handle := begin(t, p, "k")
	_, err := p.Append(t.Context(), handle, 0, strings.NewReader("0123"))
	must(t, err)
	for _, at := range []int64{0, 3, 5, -1, 1 << 40} {
		got, err := p.Append(t.Context(), handle, at, strings.NewReader("xxxx"))
		code(t, err, sop.Invalid)
		if got != 4 {
			t.Errorf("it says there are %d", got)
		}
	}
	must(t, p.Finish(t.Context(), handle))
	_, err = p.Append(t.Context(), handle, 4, strings.NewReader("more"))
	code(t, err, sop.NotFound)
	holds(t, p, "k", "0123")
}

func cancelledAppend(t *testing.T, open Opener) {
	p := open()
	const n = 12 << 20
	all := noiseBytes(t, 9, n)
	handle := begin(t, p, "k")
	ctx, cancel := context.WithCancel(t.Context())
	got, err := p.Append(ctx, handle, 0, cancelling{bytes.NewReader(all[:n-1000]), cancel})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	at := size(t, p, handle)
	if got != at || at > n-1000+4 {
		t.Fatalf("it says %d, and has %d", got, at)
	}
	_, err = p.Append(t.Context(), handle, at, bytes.NewReader(all[min(at, n-1000):n-1000]))
	must(t, err)
	must(t, p.Finish(t.Context(), handle))
	o, err := p.Open(t.Context(), "k")
	must(t, err)
	defer o.Close()
	kept, err := io.ReadAll(o)
	must(t, err)
	if !bytes.HasPrefix(kept, all[:n-1000]) || len(kept) > n-1000+4 {
		t.Errorf("it holds %d bytes, not the %d of the file", len(kept), n-1000)
	}
}

func finishAgain(t *testing.T, open Opener) {
	p := open()
	handle := begin(t, p, "k")
	_, err := p.Append(t.Context(), handle, 0, strings.NewReader("text"))
	must(t, err)
	must(t, p.Finish(t.Context(), handle))
	must(t, open().Finish(t.Context(), handle))
	must(t, p.Abort(t.Context(), handle))
	must(t, p.Finish(t.Context(), handle))
	holds(t, p, "k", "text")
	must(t, p.Delete(t.Context(), "k"))
	code(t, p.Finish(t.Context(), handle), sop.NotFound)
	_, err = p.Size(t.Context(), handle)
	code(t, err, sop.NotFound)
}

func aborts(t *testing.T, open Opener) {
	p := open()
	handle, other := begin(t, p, "k"), begin(t, p, "k2")
	for _, h := range []string{handle, other} {
		_, err := p.Append(t.Context(), h, 0, noise(1, 6<<20))
		must(t, err)
	}
	must(t, p.Abort(t.Context(), handle))
	must(t, p.Abort(t.Context(), handle))
	_, err := p.Size(t.Context(), handle)
	code(t, err, sop.NotFound)
	_, err = p.Append(t.Context(), handle, 0, strings.NewReader("x"))
	code(t, err, sop.NotFound)
	code(t, p.Finish(t.Context(), handle), sop.NotFound)
	sized{other, 6 << 20}.in(t, p)
	listed(t, p, "")
}

func hostileHandles(t *testing.T, open Opener) {
	p := open()
	put(t, p, "kept", "x")
	for _, handle := range []string{"", ":", "kept", "kept:", ":x", "../kept:x", "kept:../kept/kept", "kept:../kept/kept:x", "kept:a/b:x", "kept:.:x", "kept:a\x00:x", "kept:..", "kept:\x00"} {
		_, err := p.Size(t.Context(), handle)
		code(t, err, sop.Invalid)
		_, err = p.Append(t.Context(), handle, 0, strings.NewReader("x"))
		code(t, err, sop.Invalid)
		code(t, p.Finish(t.Context(), handle), sop.Invalid)
		code(t, p.Abort(t.Context(), handle), sop.Invalid)
	}
	holds(t, p, "kept", "x")
}

func sweeps(t *testing.T, open Opener) {
	p := open()
	put(t, p, "kept", "x")
	dead, live, young := begin(t, p, "dead"), begin(t, p, "live"), begin(t, p, "young")
	for _, h := range []string{dead, live, young} {
		_, err := p.Append(t.Context(), h, 0, noise(1, 5<<20+9))
		must(t, err)
	}
	hour := time.Hour
	must(t, p.Sweep(t.Context(), time.Now().Add(-hour), nil)) // all are younger
	for _, h := range []string{dead, live, young} {
		sized{h, 5<<20 + 9}.in(t, p)
	}
	must(t, p.Sweep(t.Context(), time.Now().Add(hour), []string{live, young})) // all are older
	_, err := p.Size(t.Context(), dead)
	code(t, err, sop.NotFound)
	sized{live, 5<<20 + 9}.in(t, p)
	must(t, p.Finish(t.Context(), live))
	must(t, p.Sweep(t.Context(), time.Now().Add(hour), nil))
	_, err = p.Size(t.Context(), young)
	code(t, err, sop.NotFound)
	listed(t, p, "", "kept", "live")
}

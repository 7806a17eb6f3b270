package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"showhow/internal/sop"
)

func putAndOpen(t *testing.T, open Opener) {
	p := open()
	put(t, p, "recording/A1/original", "hello")
	put(t, p, "empty", "")
	put(t, p, "recording/A1/original.json", "{}")
	holds(t, p, "recording/A1/original", "hello")
	holds(t, p, "empty", "")
	holds(t, open(), "recording/A1/original.json", "{}")
}

func ranges(t *testing.T, open Opener) {
	p := open()
	const n = 9<<20 + 7 // more than is asked for at once
	all := noiseBytes(t, 1, n)
	must(t, p.Put(t.Context(), "k", bytes.NewReader(all)))
	o, err := p.Open(t.Context(), "k")
	must(t, err)
	defer o.Close()
	for _, c := range []struct {
		offset int64
		whence int
		from   int64
		read   int
	}{
		{0, io.SeekStart, 0, 1}, {5, io.SeekCurrent, 6, 100}, {-7, io.SeekEnd, n - 7, 7}, {8<<20 - 1, io.SeekStart, 8<<20 - 1, 2}, {0, io.SeekStart, 0, n}, {0, io.SeekEnd, n, 0},
	} {
		at, err := o.Seek(c.offset, c.whence)
		must(t, err)
		got := make([]byte, c.read)
		_, err = io.ReadFull(o, got)
		must(t, err)
		if at != c.from || !bytes.Equal(got, all[c.from:c.from+int64(c.read)]) {
			t.Errorf("seek %d from %d: at %d other bytes than the %d of the object", c.offset, c.whence, at, c.read)
		}
	}
	if n, err := o.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("at the end it reads %d, %v", n, err)
	}
	if _, err := o.Seek(-1, io.SeekStart); err == nil {
		t.Error("it seeks before the beginning")
	}
}

func overwrite(t *testing.T, open Opener) {
	p := open()
	put(t, p, "a/b", "a long first text")
	put(t, p, "a/b", "short")
	holds(t, p, "a/b", "short")
	listed(t, p, "", "a/b")
}

func missing(t *testing.T, open Opener) {
	p := open()
	put(t, p, "a/b", "x")
	for _, key := range []string{"a", "b", "a/b/c", "a/bb", "a/b.c"} {
		_, err := p.Open(t.Context(), key)
		code(t, err, sop.NotFound)
		must(t, p.Delete(t.Context(), key))
	}
	holds(t, p, "a/b", "x")
}

func deletes(t *testing.T, open Opener) {
	p := open()
	put(t, p, "a/b/c", "x")
	put(t, p, "a/d", "y")
	must(t, p.Delete(t.Context(), "a/b/c"))
	must(t, p.Delete(t.Context(), "a/b/c"))
	_, err := p.Open(t.Context(), "a/b/c")
	code(t, err, sop.NotFound)
	listed(t, p, "", "a/d")
	put(t, p, "a/b", "where a folder was")
	holds(t, p, "a/b", "where a folder was")
	must(t, p.Delete(t.Context(), "a/b"))
	must(t, p.Delete(t.Context(), "a/d"))
	listed(t, p, "")
	put(t, p, "a/d", "again")
	holds(t, p, "a/d", "again")
}

// hostile are texts that are no keys.
var hostile = []string{"", ".", "..", "/", "/etc/passwd", "../x", "a/../../x", "a/..", "a//b", "a/", "/a", "a/./b", ".hidden", "a/.b", `a\b`, `..\x`, "C:x", "a\x00b", "a\nb", "a b",
	"ключ", "e\u0301", "\xff", "a%2fb", "%2e%2e", "a?b", "a#b", "*", strings.Repeat("k", 129), strings.Repeat("k/", 256) + "k", strings.Repeat("x", 1<<20)}

func hostileKeys(t *testing.T, open Opener) {
	p := open()
	put(t, p, "safe", "x")
	for _, key := range hostile {
		_, err := p.Open(t.Context(), key)
		code(t, err, sop.Invalid)
		code(t, p.Put(t.Context(), key, strings.NewReader("x")), sop.Invalid)
		code(t, p.Delete(t.Context(), key), sop.Invalid)
		_, err = p.Begin(t.Context(), key)
		code(t, err, sop.Invalid)
	}
	for _, prefix := range []string{"..", "../", "/", "a//", ".", "a/.", "a b", "\x00"} {
		n := 0
		for _, err := range p.List(t.Context(), prefix) {
			n++
			code(t, err, sop.Invalid)
		}
		if n != 1 {
			t.Errorf("the prefix %q lists %d things", prefix, n)
		}
	}
	listed(t, p, "", "safe")
	longest := strings.Repeat(strings.Repeat("k", 127)+"/", 3) + strings.Repeat("k", 128)
	for _, key := range []string{longest, "-rf", "--", "a..b/c..", "con", "0", "_"} {
		put(t, p, key, key)
		holds(t, p, key, key)
	}
}

func list(t *testing.T, open Opener) {
	p := open()
	listed(t, p, "")
	listed(t, p, "a/b/")
	for _, key := range []string{"b", "a/b/d", "a/b/c", "a-b", "a.b", "a0", "ab/c", "a/c"} {
		put(t, p, key, key)
	}
	listed(t, p, "", "a-b", "a.b", "a/b/c", "a/b/d", "a/c", "a0", "ab/c", "b")
	listed(t, p, "a", "a-b", "a.b", "a/b/c", "a/b/d", "a/c", "a0", "ab/c")
	listed(t, p, "a/", "a/b/c", "a/b/d", "a/c")
	listed(t, p, "a/b", "a/b/c", "a/b/d")
	listed(t, p, "a/b/c", "a/b/c")
	listed(t, p, "a/b/c/", []string(nil)...)
	listed(t, p, "z")
	begin(t, p, "z/upload")
	listed(t, p, "z")
	for e := range p.List(t.Context(), "a/b/c") {
		if e.Size != 5 {
			t.Errorf("listed with %d bytes", e.Size)
		}
	}
}

func listEnds(t *testing.T, open Opener) {
	p := open()
	put(t, p, "a", "x")
	put(t, p, "b", "x")
	for e, err := range p.List(t.Context(), "") {
		must(t, err)
		if e.Key != "a" {
			t.Errorf("it goes on with %s", e.Key)
		}
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := 0
	for _, err := range p.List(ctx, "") {
		n++
		if !errors.Is(err, context.Canceled) {
			t.Errorf("when cancelled it lists with %v", err)
		}
	}
	if n != 1 {
		t.Errorf("when cancelled it gives %d", n)
	}
}

func failingPut(t *testing.T, open Opener) {
	p := open()
	put(t, p, "old", "as it was")
	broken := errors.New("broken")
	for _, n := range []int64{0, 10, 6 << 20, 20 << 20} { // within one request, and in parts
		for _, key := range []string{"old", "new"} {
			if err := p.Put(t.Context(), key, failing{noise(2, n), broken}); !errors.Is(err, broken) {
				t.Errorf("after %d bytes: %v", n, err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			if err := p.Put(ctx, key, cancelling{noise(3, n), cancel}); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled after %d bytes: %v", n, err)
			}
		}
	}
	holds(t, p, "old", "as it was")
	listed(t, p, "", "old")
	if l, ok := p.(interface{ Leftovers(*testing.T) []string }); ok {
		if left := l.Leftovers(t); len(left) > 0 {
			t.Errorf("left half-written: %q", left)
		}
	}
}

func concurrent(t *testing.T, open Opener) {
	p, other := open(), open()
	var wg sync.WaitGroup
	for i := range 8 {
		for _, place := range []Place{p, other} {
			wg.Go(func() {
				key := fmt.Sprintf("many/%d", i)
				text := strings.Repeat(key, 10_000)
				if err := errors.Join(place.Put(t.Context(), key, strings.NewReader(text)), place.Put(t.Context(), "one", strings.NewReader(text)),
					place.Put(t.Context(), fmt.Sprintf("gone/%d/x", i), strings.NewReader(text)), place.Delete(t.Context(), fmt.Sprintf("gone/%d/x", i))); err != nil {
					t.Errorf("%v: %+v", err, causes(err))
				}
			})
		}
	}
	wg.Wait()
	for i := range 8 {
		key := fmt.Sprintf("many/%d", i)
		holds(t, p, key, strings.Repeat(key, 10_000))
	}
	o, err := p.Open(t.Context(), "one")
	must(t, err)
	defer o.Close()
	got, err := io.ReadAll(o)
	must(t, err)
	if len(got) != 60_000 || string(got) != strings.Repeat(string(got[:6]), 10_000) {
		t.Error("two puts are mixed")
	}
}

func holdsOn(t *testing.T, open Opener) {
	p := open()
	const n = 9 << 20
	must(t, p.Put(t.Context(), "k", noise(4, n)))
	o, err := p.Open(t.Context(), "k")
	must(t, err)
	defer o.Close()
	first := make([]byte, 100)
	_, err = io.ReadFull(o, first)
	must(t, err)
	must(t, p.Put(t.Context(), "k", noise(5, n)))
	rest, err := io.ReadAll(o)
	if want := noiseBytes(t, 4, n); err == nil && !bytes.Equal(append(first, rest...), want) {
		t.Error("what was opened before is read together with what was put after")
	}
	if _, err := o.Seek(n-10, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	end, err := io.ReadAll(o)
	if err == nil && !bytes.Equal(end, noiseBytes(t, 4, n)[n-10:]) {
		t.Error("what was put after is read")
	}
}

func served(t *testing.T, open Opener) {
	p := open()
	put(t, p, "k.mp4", "0123456789")
	serve := func(header, value string) *httptest.ResponseRecorder {
		o, err := p.Open(t.Context(), "k.mp4")
		must(t, err)
		defer o.Close()
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		r.Header.Set(header, value)
		http.ServeContent(w, r, "k.mp4", o.Modified, o)
		return w
	}
	if w := serve("X", ""); w.Code != 200 || w.Body.String() != "0123456789" {
		t.Errorf("whole: %d %q", w.Code, w.Body)
	}
	if w := serve("Range", "bytes=3-5"); w.Code != 206 || w.Body.String() != "345" {
		t.Errorf("range: %d %q", w.Code, w.Body)
	}
	if w := serve("Range", "bytes=-2"); w.Code != 206 || w.Body.String() != "89" {
		t.Errorf("end: %d %q", w.Code, w.Body)
	}
	if w := serve("Range", "bytes=10-"); w.Code != 416 {
		t.Errorf("beyond: %d", w.Code)
	}
}

// large keeps, uploads and reads 64 MiB each, and counts all memory that was taken meanwhile, whether given back or not: less
// than half of one of them.
func large(t *testing.T, open Opener) {
	p := open()
	const n, most = 64 << 20, 32 << 20
	want := sum(t, noise(6, n))
	frugal := func(what string, work func()) {
		t.Helper()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		work()
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > most {
			t.Errorf("%s of %d MiB took %d MiB of memory", what, n>>20, took>>20)
		}
	}
	handle := begin(t, p, "uploaded")
	frugal("put", func() { must(t, p.Put(t.Context(), "put", noise(6, n))) })
	frugal("append", func() {
		_, err := p.Append(t.Context(), handle, 0, noise(6, n))
		must(t, err)
	})
	must(t, p.Finish(t.Context(), handle))
	for _, key := range []string{"put", "uploaded"} {
		frugal("read", func() {
			o, err := p.Open(t.Context(), key)
			must(t, err)
			defer o.Close()
			if sum(t, o) != want {
				t.Errorf("%s is another", key)
			}
		})
	}
}

package tus

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/blob"
	"showhow/internal/blob/dir"
	"showhow/internal/sop"
)

type place interface {
	blob.Store
	blob.Resumable
}

// site is a served handler with what it works with.
type site struct {
	*httptest.Server
	t      *testing.T
	h      *Handler
	places place
	ledger *ledger
	mu     sync.Mutex
	done   []sop.Upload // each call of Done
	fail   error        // what Done answers
	forgot []string     // the keys of the objects that were to be dropped
	ahead  time.Duration
	room   int64
}

// newSite serves uploads of a folder, with limits that a test sees at once.
func newSite(t *testing.T, limits Limits) *site {
	t.Helper()
	d, err := dir.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	l, err := openLedger("")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, limits, d, l)
}

func serve(t *testing.T, limits Limits, p place, l *ledger) *site {
	s := &site{t: t, places: p, ledger: l, room: 1 << 40}
	s.h = New(Options{
		Base: "/uploads/", Blobs: p, Ledger: l, Leases: l, Limits: limits,
		Owner: func(r *http.Request) string { return r.Header.Get("X-Owner") },
		Key:   func(u sop.Upload) string { return "recording/" + u.ID },
		Done: func(_ context.Context, u sop.Upload) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.done = append(s.done, u)
			return s.fail
		},
		Forget: func(_ context.Context, u sop.Upload) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.forgot = append(s.forgot, u.Key)
			return nil
		},
		Free: func() (int64, error) { return s.room, nil },
		Now:  func() time.Time { return time.Now().Add(s.ahead) },
	})
	s.Server = httptest.NewServer(s.h)
	t.Cleanup(s.Close)
	return s
}

type headers map[string]string

func (h headers) and(more headers) headers {
	all := maps.Clone(h)
	maps.Copy(all, more)
	return all
}

// usual is what every request brings.
var usual = headers{"Tus-Resumable": "1.0.0", "X-Owner": "ann"}

// bytesAt is what a PATCH brings.
func bytesAt(offset int64) headers {
	return usual.and(headers{"Content-Type": bytesType, "Upload-Offset": number(offset)})
}

// answer is a response with its text.
type answer struct {
	*http.Response
	text string
}

// ask sends a request; a header that is "-" is left out.
func (s *site) ask(method, path string, h headers, body io.Reader) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for name, value := range h {
		if value != "-" {
			r.Header.Set(name, value)
		}
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{resp, string(text)}
}

// want asks and expects a status.
func (s *site) want(status int, method, path string, h headers, body string) answer {
	s.t.Helper()
	a := s.ask(method, path, h, strings.NewReader(body))
	if a.StatusCode != status {
		s.t.Fatalf("%s %s: %d %q, want %d", method, path, a.StatusCode, a.text, status)
	}
	return a
}

// create begins an upload and gives its path.
func (s *site) create(size int64) string {
	s.t.Helper()
	return s.want(201, "POST", "/uploads/", usual.and(headers{"Upload-Length": number(size)}), "").Header.Get("Location")
}

// stands expects an upload to have so many bytes.
func (s *site) stands(path string, offset int64) {
	s.t.Helper()
	if got := s.want(200, "HEAD", path, usual, "").Header.Get("Upload-Offset"); got != number(offset) {
		s.t.Errorf("it stands at %s, want %d", got, offset)
	}
}

// until waits for an upload to have so many bytes.
func (s *site) until(path string, offset int64) {
	s.t.Helper()
	for s.want(200, "HEAD", path, usual, "").Header.Get("Upload-Offset") != number(offset) {
		time.Sleep(time.Millisecond)
	}
}

// holds expects the object of an upload to be these bytes, and Done to have been called so often.
func (s *site) holds(path string, want []byte, times int) {
	s.t.Helper()
	o, err := s.places.Open(s.t.Context(), "recording/"+strings.TrimPrefix(path, "/uploads/"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer o.Close()
	got, err := io.ReadAll(o)
	if err != nil || !bytes.Equal(got, want) {
		s.t.Errorf("it holds %d bytes that aren't the %d of the file, %v", len(got), len(want), err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.done) != times {
		s.t.Errorf("it was handed over %d times, want %d", len(s.done), times)
	}
}

// trickle sends a PATCH that brings some bytes and then waits, until end ends its connection. Its answer comes through got.
func (s *site) trickle(path string, offset int64, text string) (end func(), got chan answer) {
	s.t.Helper()
	r, w := io.Pipe()
	req, err := http.NewRequestWithContext(s.t.Context(), "PATCH", s.URL+path, r)
	if err != nil {
		s.t.Fatal(err)
	}
	for name, value := range bytesAt(offset) {
		req.Header.Set(name, value)
	}
	got = make(chan answer, 1)
	go func() {
		c := &http.Client{Transport: &http.Transport{}}
		defer c.CloseIdleConnections()
		resp, err := c.Do(req)
		if err != nil {
			got <- answer{}
			return
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		got <- answer{resp, string(text)}
	}()
	go io.WriteString(w, text)
	s.until(path, offset+int64(len(text)))
	return func() { w.CloseWithError(errors.New("connection lost")) }, got
}

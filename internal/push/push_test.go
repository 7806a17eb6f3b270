package push_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/blob/dir"
	"showhow/internal/push"
	"showhow/internal/sop"
	"showhow/internal/store"
	"showhow/internal/store/sqlite"
	"showhow/internal/tus"
)

// site takes uploads in; hinder may answer a request in its place.
type site struct {
	*httptest.Server
	hinder func(w http.ResponseWriter, r *http.Request) bool
	came   []sop.Upload
	blobs  *dir.Dir
}

type leases struct{ *store.DB }

func (l leases) Take(ctx context.Context, x tus.Lease) error { return l.DB.Take(ctx, store.Lease(x)) }

func (l leases) Release(ctx context.Context, x tus.Lease) error {
	return l.DB.Release(ctx, store.Lease(x))
}

func open(t *testing.T) *site {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{}
	if s.blobs, err = dir.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	h := tus.New(tus.Options{
		Base: "/uploads/", Blobs: s.blobs, Ledger: db, Leases: leases{db}, Owner: func(*http.Request) string { return "ada" },
		Key:    func(u sop.Upload) string { return "recordings/" + u.ID },
		Done:   func(_ context.Context, u sop.Upload) error { s.came = append(s.came, u); return nil },
		Limits: tus.Limits{Size: 32 << 20, Free: 1},
	})
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.hinder == nil || !s.hinder(w, r) {
			h.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() { s.Close(); s.blobs.Close(); db.Close() })
	return s
}

func (s *site) push(t *testing.T, size int) push.Push {
	t.Helper()
	b := make([]byte, size)
	rand.Read(b)
	path := filepath.Join(t.TempDir(), "größe 1.mp4")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return push.Push{Path: path, Server: s.URL, Notes: t.TempDir(), Wish: sop.Wish{Title: "Deploy, then verify", Mask: []string{"a", "b"}}, Pause: time.Millisecond}
}

// whole says that what came is what was sent.
func (s *site) whole(t *testing.T, p push.Push, at string) {
	t.Helper()
	if len(s.came) != 1 || at != s.URL+"/new/"+s.came[0].ID {
		t.Fatalf("%q, %+v", at, s.came)
	}
	u := s.came[0]
	if u.Name != "größe 1.mp4" || u.Metadata["title"] != "Deploy, then verify" || u.Metadata["mask"] != "a\nb" {
		t.Errorf("%+v", u)
	}
	x, err := s.blobs.Open(t.Context(), u.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	want, err := os.ReadFile(p.Path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(x); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("other bytes came: %d of %d, %v", len(got), len(want), err)
	}
	if left, _ := os.ReadDir(p.Notes); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestDone(t *testing.T) {
	s := open(t)
	p := s.push(t, 3<<20)
	last := int64(0)
	p.Progress = func(done, total int64) {
		if done < last || total != 3<<20 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}
	at, err := p.Done(t.Context())
	if err != nil || last != 3<<20 {
		t.Fatal(last, err)
	}
	s.whole(t, p, at)
}

// The line breaks in the midst of the bytes, and the server is away for a while.
func TestGoesOn(t *testing.T) {
	s := open(t)
	p := s.push(t, 8<<20)
	var n atomic.Int32
	s.hinder = func(w http.ResponseWriter, r *http.Request) bool {
		switch k := n.Add(1); {
		case r.Method == http.MethodPatch && k < 4:
			r.Body = http.MaxBytesReader(w, r.Body, 3<<20) // and no more
			return false
		case k == 5 || k == 6:
			http.Error(w, "restarting", http.StatusBadGateway)
			return true
		}
		return false
	}
	at, err := p.Done(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.whole(t, p, at)
}

// A call that was stopped is gone on with by the next one.
func TestStopped(t *testing.T) {
	s := open(t)
	p := s.push(t, 8<<20)
	ctx, stop := context.WithCancel(t.Context())
	p.Progress = func(done, _ int64) {
		if done > 4<<20 {
			stop()
		}
	}
	if _, err := p.Done(ctx); err == nil {
		t.Fatal("it was not stopped")
	}
	p.Progress = nil
	var created atomic.Int32
	s.hinder = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			created.Add(1)
		}
		return false
	}
	at, err := p.Done(t.Context())
	if err != nil || created.Load() != 0 {
		t.Fatal(created.Load(), err)
	}
	s.whole(t, p, at)
}

func TestAnEndedUploadIsBegunAgain(t *testing.T) {
	s := open(t)
	p := s.push(t, 1<<20)
	var once atomic.Bool
	s.hinder = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodHead && once.CompareAndSwap(false, true) {
			w.WriteHeader(http.StatusGone)
			return true
		}
		return false
	}
	at, err := p.Done(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.whole(t, p, at)
}

func TestRefused(t *testing.T) {
	s := open(t)
	large := s.push(t, 33<<20)
	missing := s.push(t, 1)
	missing.Path += "x"
	folder := s.push(t, 1)
	folder.Path = filepath.Dir(folder.Path)
	nowhere := s.push(t, 1)
	nowhere.Server = "http://127.0.0.1:1"
	bad := s.push(t, 1)
	bad.Server = "127.0.0.1:8710"
	for name, c := range map[string]struct {
		push push.Push
		code sop.Code
	}{
		"too large": {large, sop.Invalid}, "missing": {missing, sop.NotFound}, "a folder": {folder, sop.Unreadable}, "no server": {nowhere, sop.Failed}, "no address": {bad, sop.Invalid},
	} {
		if _, err := c.push.Done(t.Context()); sop.CodeOf(err) != c.code || !strings.Contains(err.Error(), ". ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.hinder = func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "Sign in to upload.", http.StatusUnauthorized)
		return true
	}
	if _, err := s.push(t, 1).Done(t.Context()); sop.CodeOf(err) != sop.Unknown || !strings.Contains(err.Error(), "SHOWHOW_TOKEN") {
		t.Errorf("%v", err)
	}
}

// A token goes with each request, and nowhere into what is written down.
func TestToken(t *testing.T) {
	s := open(t)
	p := s.push(t, 1<<20)
	p.Token = "shk_secret"
	var with, without atomic.Int32
	s.hinder = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") == "Bearer shk_secret" {
			with.Add(1)
		} else {
			without.Add(1)
		}
		return false
	}
	at, err := p.Done(t.Context())
	if err != nil || with.Load() < 3 || without.Load() > 0 || strings.Contains(at, "shk_") {
		t.Fatal(with.Load(), without.Load(), at, err)
	}
	s.whole(t, p, at)
}

// TestWait: whoever waits is told of the stages, and gets the SOP's address, or why there is none.
func TestWait(t *testing.T) {
	for name, c := range map[string]struct {
		answers []string
		want    string
		code    sop.Code
	}{
		"done":      {[]string{"404", `{"state":"queued"}`, `{"state":"running","stage":"read"}`, "503", `{"state":"running","stage":"read"}`, `{"state":"running","stage":"figures"}`, `{"state":"done","procedure":"deploy"}`}, "/s/deploy", ""},
		"failed":    {[]string{`{"state":"failed","fault":{"code":"unreadable","message":"It is cut off.","mend":"Record it again."}}`}, "", sop.Unreadable},
		"cancelled": {[]string{`{"state":"cancelled"}`}, "", sop.Cancelled},
		"forbidden": {[]string{"403"}, "", sop.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			asked := 0
			s.hinder = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/v1/uploads/") || !strings.HasSuffix(r.URL.Path, "/run") {
					return false
				}
				a := c.answers[min(asked, len(c.answers)-1)]
				if asked++; !strings.HasPrefix(a, "{") {
					code, _ := strconv.Atoi(a)
					w.WriteHeader(code)
					return true
				}
				io.WriteString(w, a)
				return true
			}
			file := filepath.Join(t.TempDir(), "a.mp4")
			if err := os.WriteFile(file, []byte("bytes"), 0o600); err != nil {
				t.Fatal(err)
			}
			var stages []string
			at, err := push.Push{Path: file, Server: s.URL, Notes: t.TempDir(), Pause: time.Millisecond, Wait: true, Stage: func(w string) { stages = append(stages, w) }}.Done(t.Context())
			if c.code == "" {
				if err != nil || at != s.URL+c.want || strings.Join(stages, " ") != "read figures" {
					t.Errorf("%s, %v, %v", at, err, stages)
				}
			} else if sop.CodeOf(err) != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
}

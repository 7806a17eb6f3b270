package whisper

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/sop"
)

func TestModels(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"ggml-tiny.en.bin", "ggml-small.en.bin", "ggml-my-own.bin", "ggml-for-tests-base.bin", "notes.txt", "ggml-base.en.bin.part"} {
		os.WriteFile(filepath.Join(dir, f), []byte("x"), 0o600)
	}
	var names []string
	for _, f := range Installed(dir) {
		names = append(names, NameOf(f))
	}
	if got := strings.Join(names, " "); got != "small.en tiny.en my-own" {
		t.Errorf("%q", got)
	}
	if (Tool{Model: "/m/ggml-base.en.bin"}).Language() != "en" || (Tool{Model: "/m/ggml-base.bin"}).Language() != "" || (Tool{Model: "/m/ggml-medium.en-q5_0.bin"}).Language() != "en" {
		t.Error("the language of a model is told wrongly")
	}
	for _, m := range Models {
		if len(m.SHA1) != 40 || m.MiB == 0 {
			t.Errorf("%+v", m)
		}
	}
}

// content is a made-up model.
var content = []byte(strings.Repeat("a model's weights ", 50_000))

func made() Model { return Model{Name: "made", MiB: 1, SHA1: fmt.Sprintf("%x", sha1.Sum(content))} }

// TestGet fetches from servers of all kinds.
func TestGet(t *testing.T) {
	for name, c := range map[string]struct {
		part    []byte // what an earlier try left
		serve   http.HandlerFunc
		want    string // a part of the error
		partial bool   // the part file stays for the next try
	}{
		"whole":         {nil, serveContent, "", false},
		"goes on":       {content[:1000], serveContent, "", false},
		"all was there": {content, serveContent, "", false},
		"no ranges":     {content[:1000], func(w http.ResponseWriter, r *http.Request) { w.Write(content) }, "", false},
		"another part": {content[:1000], func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Range", "bytes 0-9/10")
			w.WriteHeader(206)
		}, "another part", true},
		"wrong content":           {nil, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) }, "checksum", false},
		"wrong beginning":         {[]byte("wrong"), serveContent, "checksum", false},
		"not there":               {nil, http.NotFound, "404", false},
		"breaks off":              {nil, breakOff, "broke off", true},
		"breaks off when resumed": {content[:1000], breakOff, "broke off", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.serve)
			defer s.Close()
			dir := t.TempDir()
			part := filepath.Join(dir, "ggml-made.bin.part")
			if c.part != nil {
				os.WriteFile(part, c.part, 0o600)
			}
			var last atomic.Int64
			place, err := Fetch{Model: made(), Folder: dir, Mirror: s.URL, Progress: func(done, _ int64) { last.Store(done) }}.Get(t.Context())
			_, left := os.Stat(part)
			if c.want != "" {
				var e *sop.Error
				if !errors.As(err, &e) || !strings.Contains(e.Message, c.want) || e.Mend == "" {
					t.Errorf("%v", err)
				}
				if (left == nil) != c.partial {
					t.Errorf("the part file: %v", left)
				}
				if _, err := os.Stat(filepath.Join(dir, "ggml-made.bin")); err == nil {
					t.Error("what isn't the model has its name")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := os.ReadFile(place); string(b) != string(content) {
				t.Errorf("%d bytes came", len(b))
			}
			if left == nil {
				t.Error("the part file was left")
			}
		})
	}
}

func serveContent(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(content)))
}

// breakOff promises more than it sends.
func breakOff(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Range") != "" {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes 1000-%d/%d", len(content)-1, len(content)))
		w.Header().Set("Content-Length", fmt.Sprint(len(content)-1000))
		w.WriteHeader(http.StatusPartialContent)
		w.Write(content[1000:5000])
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content[:5000])
}

// TestGetInTwo: what broke off goes on where it stopped, and is whole in the end.
func TestGetInTwo(t *testing.T) {
	var asked []string
	first := true
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Range"))
		if first {
			first = false
			breakOff(w, r)
			return
		}
		serveContent(w, r)
	}))
	defer s.Close()
	f := Fetch{Model: made(), Folder: t.TempDir(), Mirror: s.URL}
	if _, err := f.Get(t.Context()); err == nil {
		t.Fatal("it did not break off")
	}
	if _, err := f.Get(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || asked[1] != "bytes=5000-" {
		t.Errorf("asked for %q", asked)
	}
	// what is here and whole isn't fetched again
	if _, err := f.Get(t.Context()); err != nil || len(asked) != 2 {
		t.Errorf("%v, asked %d times", err, len(asked))
	}
}

// TestGetAtOnce: of two runs that fetch the same model one has it, and the other says so.
func TestGetAtOnce(t *testing.T) {
	f := Fetch{Model: made(), Folder: t.TempDir()}
	begun, goOn := make(chan bool), make(chan bool)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-goOn
		serveContent(w, r)
	}))
	defer s.Close()
	f.Mirror = s.URL
	first := make(chan error)
	go func() { _, err := f.Get(t.Context()); first <- err }()
	<-begun
	if _, err := f.Get(t.Context()); sop.CodeOf(err) != sop.Busy {
		t.Errorf("the second: %v", err)
	}
	close(goOn)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
}

func TestGetFromFolder(t *testing.T) {
	mirror := t.TempDir()
	f := Fetch{Model: made(), Folder: t.TempDir(), Mirror: "file://" + mirror}
	if _, err := f.Get(t.Context()); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(f.Folder); len(left) != 0 {
		t.Errorf("an empty file is left: %v", left)
	}
	os.WriteFile(filepath.Join(mirror, "ggml-made.bin"), content, 0o600)
	for name, part := range map[string][]byte{"nothing is here": nil, "a part is here": content[:1000], "all is here": content, "more is here": append(content[:len(content):len(content)], 'x')} {
		f.Folder = t.TempDir()
		os.WriteFile(filepath.Join(f.Folder, "ggml-made.bin.part"), part, 0o600)
		first := int64(-1)
		f.Progress = func(done, total int64) {
			if first < 0 {
				first = done
			}
			if total != int64(len(content)) {
				t.Errorf("%s: %d of %d", name, done, total)
			}
		}
		if _, err := f.Get(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if on := len(part) > 0 && len(part) <= len(content); on && first < int64(len(part)) {
			t.Errorf("%s: it begins at %d", name, first)
		}
	}
}

package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestSniff(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"\x00\x00\x00\x20ftypisom", "mp4"},
		{"\x00\x00\x00\x14ftypqt  ", "mp4"},
		{"\x00\x00\x00\x08wide\x00\x00", "mp4"},
		{"\x1A\x45\xDF\xA3\x01\x00", "matroska"},
		{`{"version": 2, "width": 80, "height": 24}` + "\n", "cast"},
		{`{"version":3,"term":{"cols":80}}`, "cast"},
		{"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd", ""},
		{"ffconcat version 1.0\nfile x.mp4", ""},
		{"RIFF....AVI ", ""},
		{`{"versions": 2}`, ""},
		{"", ""},
		{"\x00", ""},
	} {
		got, err := Sniff([]byte(c.head))
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: got %q, %v", c.head, got, err)
		}
		if err != nil && (sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "MP4")) {
			t.Errorf("%q: %v", c.head, err)
		}
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x20ftypisom"))
	f.Add([]byte(`{"version": 2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if kind, err := Sniff(b); (kind == "") == (err == nil) {
			t.Errorf("%q, %v", kind, err)
		}
	})
}

func TestLookAndKeep(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mp4")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x20ftypisom"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Look(t.Context(), path, Limits{})
	if err != nil || r.Kind != "mp4" || r.Size != 12 || r.Name != "a.mp4" || len(r.Hash) != 64 {
		t.Fatalf("%+v, %v", r, err)
	}
	job := t.TempDir()
	for range 2 {
		kept, err := Keep(t.Context(), path, job)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(kept); err != nil || len(b) != 12 {
			t.Fatalf("%q, %v", b, err)
		}
	}
	empty := filepath.Join(dir, "empty.mp4")
	os.WriteFile(empty, nil, 0o600)
	for _, c := range []struct {
		path string
		code sop.Code
	}{{empty, sop.Unreadable}, {dir, sop.Invalid}, {filepath.Join(dir, "none"), sop.NotFound}, {"/dev/null", sop.Invalid}} {
		if _, err := Look(t.Context(), c.path, Limits{}); sop.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.path, err)
		}
	}
	if _, err := Look(t.Context(), path, Limits{Bytes: 5}); sop.CodeOf(err) != sop.Unreadable {
		t.Errorf("over the limit: %v", err)
	}
}

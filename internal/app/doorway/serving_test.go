package doorway

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/config"
)

// A link leads to where the workspace is served now; without a server to where one would listen, and always to the address that is set.
func TestReached(t *testing.T) {
	dir := t.TempDir()
	load := func(env ...string) config.Config {
		c, err := config.Load(env, "", false)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	is := func(c config.Config, want string) {
		t.Helper()
		if got := Reached(c, dir); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	usual := load("SHOWHOW_LISTEN=127.0.0.1:8710")
	is(usual, "http://127.0.0.1:8710")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	note, err := Serve(dir, l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	is(usual, "http://127.0.0.1:8710") // it listens, and doesn't say who it is: it may be anybody
	go http.Serve(l, note.Handler(http.NotFoundHandler()))
	is(usual, "http://"+l.Addr().String())
	foreign, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go http.Serve(foreign, Note{secret: "other"}.Handler(http.NotFoundHandler()))
	stale := t.TempDir()
	if _, err := Serve(stale, foreign.Addr()); err != nil {
		t.Fatal(err)
	}
	if got := served(stale); got != "" {
		t.Errorf("another's server is taken for it: %q", got)
	}
	foreign.Close()
	if none, err := Serve(filepath.Join(dir, "none"), l.Addr()); err == nil || none.Done() != nil {
		t.Error("a folder that isn't there")
	}
	is(load("SHOWHOW_URL=https://sop.example.com/"), "https://sop.example.com")
	l.Close() // as by a kill: the file stays
	is(usual, "http://127.0.0.1:8710")
	other, err := Serve(dir, &net.TCPAddr{IP: net.IPv6unspecified, Port: 9})
	if err != nil {
		t.Fatal(err)
	}
	if err := note.Done(); err != nil { // the first one's, which isn't there any more
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, serving)); err != nil || !strings.HasPrefix(string(b), "http://127.0.0.1:9 ") {
		t.Errorf("%q, %v", b, err)
	}
	if err := other.Done(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, serving)); !os.IsNotExist(err) {
		t.Error("it is said to be served after it wasn't any more")
	}
}

package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"showhow/internal/config"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

// serveUntilKilled serves, and says where on the standard output.
func serveUntilKilled() {
	c, err := config.Load(strings.Split(os.Getenv("SHOWHOW_TEST_SERVER"), "\n"), "", false)
	if err == nil {
		err = New(c).Serve(context.Background(), slog.New(slog.NewTextHandler(os.Stderr, nil)), func(at string) { fmt.Println(strings.TrimSuffix(at, "/")) })
	}
	panic(err)
}

// killable starts a server of its own process over a folder, and gives what kills it.
func killable(t *testing.T, folder string) (s site, kill func()) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), "SHOWHOW_TEST_SERVER="+strings.Join([]string{"SHOWHOW_DATA=" + folder, "SHOWHOW_SPEECH=none", "SHOWHOW_LISTEN=127.0.0.1:0"}, "\n"))
	c.Stderr = t.Output()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return site{at: strings.TrimSpace(line)}, kill
}

// drafted brings a recording to the site, and gives the name of its procedure when it is drafted.
func (s site) drafted(t *testing.T) (slug string) {
	t.Helper()
	c, err := config.Load([]string{"SHOWHOW_WORK=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	at, err := New(c).Push(t.Context(), Push{Recording: "../../testdata/recording/terminal-edit/recording.cast", Server: s.at, Title: "Edit", Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	return at[strings.LastIndexByte(at, '/')+1:]
}

// counted is what a working copy's pages tell.
type counted struct {
	Latest int
	Dirty  bool
	Pieces []sop.Piece
}

func (s site) copyOf(t *testing.T, slug string) (c counted) {
	t.Helper()
	status, b, _ := s.get(t, "/s/"+slug+"/copy")
	if err := json.Unmarshal(b, &c); err != nil || status != http.StatusOK {
		t.Fatalf("%d: %s", status, b)
	}
	return c
}

// titled is the change that makes the n-th title of version n-1.
func titled(t *testing.T, head sop.Piece, n int) []byte {
	t.Helper()
	var h manuscript.Head
	if err := json.Unmarshal(head.Body, &h); err != nil {
		t.Fatal(err)
	}
	h.Title = sop.Claim{Text: fmt.Sprintf("Title %d", n)}
	body, err := json.Marshal(map[string]any{"changes": []any{map[string]any{"key": manuscript.HeadKey, "base": n - 1, "body": h}}})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A server that is killed in the middle of a save has saved all that it said it had, the last one whole or not at all, and revisions too.
func TestKilledSave(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	folder := t.TempDir()
	s, kill := killable(t, folder)
	slug := s.drafted(t)
	before := s.copyOf(t, slug)
	var head sop.Piece
	for _, p := range before.Pieces {
		if p.Key == manuscript.HeadKey {
			head = p
		}
	}
	send := func(n int) (int, error) {
		r, err := http.Post(s.at+"/s/"+slug+"/changes", "application/json", bytes.NewReader(titled(t, head, n)))
		if err != nil {
			return 0, err
		}
		return r.StatusCode, r.Body.Close()
	}
	const first, all = 5, 12
	for n := 1; n <= all; n++ {
		if code, err := send(n); code != http.StatusOK {
			t.Fatal(n, code, err)
		}
		if n == first {
			r, err := http.PostForm(s.at+"/s/"+slug+"/revisions", map[string][]string{"note": {"five"}})
			if err != nil || r.StatusCode != http.StatusOK {
				t.Fatal(r, err)
			}
			r.Body.Close()
		}
	}
	under := make(chan struct{})
	go func() {
		defer close(under)
		_, _ = send(all + 1) // killed before, while or after
	}()
	kill()
	<-under
	s, _ = killable(t, folder)
	after := s.copyOf(t, slug)
	if after.Latest != 2 || !after.Dirty || len(after.Pieces) != len(before.Pieces) {
		t.Errorf("revision %d, %d pieces of %d", after.Latest, len(after.Pieces), len(before.Pieces))
	}
	for _, p := range after.Pieces {
		if p.Key != manuscript.HeadKey {
			continue
		}
		if want := fmt.Sprintf(`"text":"Title %d"`, p.Version); p.Version < all || p.Version > all+1 || !strings.Contains(string(p.Body), want) {
			t.Errorf("version %d holds %s", p.Version, p.Body)
		}
	}
	if status, b, _ := s.get(t, "/s/"+slug+"/revisions/2"); status != http.StatusOK || !strings.Contains(string(b), fmt.Sprintf("Title %d", first)) {
		t.Errorf("revision 2: %d", status)
	}
}

package doorway

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/config"
)

// serving is the file in a workspace's folder that tells at which address a server serves it.
const serving = "serving"

// answers is how long somebody at that address has to take a call.
const answers = 500 * time.Millisecond

// proofPath is where a server proves that it is the one of the note in the workspace's folder.
const proofPath = "/serving"

// Note tells in a workspace's folder that it is served. The zero value tells nothing.
type Note struct{ path, text, secret string }

// Serve writes down in a workspace's folder at which address it is served from now on, so that a link which a command prints leads there whatever the port.
func Serve(dir string, at net.Addr) (Note, error) {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return Note{}, err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	n := Note{path: filepath.Join(dir, serving), secret: rand.Text()}
	n.text = "http://" + net.JoinHostPort(host, port) + " " + n.secret
	if err := os.WriteFile(n.path, []byte(n.text+"\n"), 0o600); err != nil {
		return Note{}, err
	}
	return n, nil
}

// Done takes it back.
func (n Note) Done() error {
	if b, err := os.ReadFile(n.path); n.path == "" || err != nil || strings.TrimSpace(string(b)) != n.text {
		return nil // another server has taken its place
	}
	if err := os.Remove(n.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Handler answers whoever asks whether this is the server of the note, and leaves all else to another.
func (n Note) Handler(other http.Handler) http.Handler {
	if n.secret == "" {
		return other
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != proofPath || r.Method != http.MethodGet {
			other.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, proof(n.secret, r.URL.Query().Get("of"))) // who asked may be gone
	})
}

// proof is what only who knows a secret can say of a word.
func proof(secret, word string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(word))
	return hex.EncodeToString(h.Sum(nil))
}

// Reached is the address by which people reach the workspace in a folder, without a slash at its end: the one that is set, or that of a server which serves
// it now, or the one at which a server would listen.
func Reached(c config.Config, dir string) string {
	if at := c.Text("url"); at != "" {
		return strings.TrimSuffix(at, "/")
	}
	if at := served(dir); at != "" {
		return at
	}
	return "http://" + c.Text("listen")
}

// served is the address at which a server serves it now; empty where that one doesn't answer: one that was killed left its file, and another may listen there.
func served(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, serving))
	if err != nil {
		return ""
	}
	text, secret, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
	at, err := url.Parse(text)
	if err != nil || at.Scheme != "http" || at.Host == "" || secret == "" {
		return ""
	}
	word := rand.Text()
	c := http.Client{Timeout: answers, Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := c.Get(at.String() + proofPath + "?of=" + word)
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	got, err := io.ReadAll(io.LimitReader(r.Body, 100))
	if err != nil || !hmac.Equal(got, []byte(proof(secret, word))) {
		return ""
	}
	return at.String()
}

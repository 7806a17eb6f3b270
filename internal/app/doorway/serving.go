package doorway

import (
	"errors"
	"net"
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

// Serve writes down in a workspace's folder at which address it is served from now on, so that a link which a command prints leads there whatever the port;
// done takes that back.
func Serve(dir string, at net.Addr) (done func() error, err error) {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	address, path := "http://"+net.JoinHostPort(host, port), filepath.Join(dir, serving)
	if err := os.WriteFile(path, []byte(address+"\n"), 0o600); err != nil {
		return nil, err
	}
	return func() error {
		if b, err := os.ReadFile(path); err != nil || strings.TrimSpace(string(b)) != address {
			return nil // another server has taken its place
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}, nil
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

// served is the address at which a server serves it now; empty where none answers: one that was killed left its file.
func served(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, serving))
	if err != nil {
		return ""
	}
	at, err := url.Parse(strings.TrimSpace(string(b)))
	if err != nil || at.Scheme != "http" || at.Host == "" {
		return ""
	}
	c, err := net.DialTimeout("tcp", at.Host, answers)
	if err != nil {
		return ""
	}
	c.Close()
	return at.String()
}

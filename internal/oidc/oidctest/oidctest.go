// Package oidctest starts an identity provider for tests: the example server of zitadel/oidc, a certified library.
package oidctest

import (
	"context"
	"go/build"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"showhow/internal/tool/command"
)

// Password is that of all its people.
const Password = "verysecure"

// Server is an identity provider of the test's own, with the client "web" whose secret is "secret".
type Server struct{ Issuer string }

// people are those that it knows: ada's address is verified, eve's isn't, and is ada's all the same.
const people = `{
	"id-ada": {"ID": "id-ada", "Username": "ada", "Password": "verysecure", "FirstName": "Ada", "LastName": "Lovelace", "Email": "ada@example.com", "EmailVerified": true, "PreferredLanguage": "en"},
	"id-eve": {"ID": "id-eve", "Username": "eve", "Password": "verysecure", "FirstName": "Eve", "LastName": "X", "Email": "ada@example.com", "EmailVerified": false, "PreferredLanguage": "en"},
	"id-bob": {"ID": "id-bob", "Username": "bob", "Password": "verysecure", "FirstName": "Bob", "LastName": "B", "Email": "bob@example.com", "EmailVerified": true, "PreferredLanguage": "en"}
}`

// Start starts it for a workspace that people come back to at an address; it ends with the test. With -short the test is skipped.
func Start(t testing.TB, back string) Server {
	t.Helper()
	if testing.Short() {
		t.Skip("starts an identity provider")
	}
	const name = "zitadel-oidc-server"
	program, ok := command.Path(name)
	if !ok {
		program, ok = command.Path(filepath.Join(build.Default.GOPATH, "bin", name))
	}
	if !ok {
		t.Fatal(name + " is not installed: run scripts/setup test, or go test -short to leave it out")
	}
	file := filepath.Join(t.TempDir(), "people.json")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { // what it is to be it reads from its environment, which env sets
		_, err := command.Run(ctx, command.Command{Program: "env", Dir: t.TempDir(), Online: true, Args: []string{"PORT=" + port, "USERS_FILE=" + file, "REDIRECT_URI=" + back, program}})
		ended <- err
	}()
	t.Cleanup(func() { stop(); <-ended })
	s := Server{"http://localhost:" + port + "/"}
	for {
		r, err := http.Get(s.Issuer + ".well-known/openid-configuration")
		if err == nil {
			r.Body.Close()
			return s
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v", name, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Browser has cookies of its own, and follows no redirect by itself.
type Browser struct {
	*http.Client
	server Server
}

// Browser is a new one.
func (s Server) Browser(t testing.TB) Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return Browser{&http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, s}
}

var hidden = regexp.MustCompile(`name="id" value="([^"]*)"`)

// Login goes to the provider by an address, signs in there as somebody, and gives the address at which the browser comes back.
func (b Browser) Login(t testing.TB, away, who string) *url.URL {
	t.Helper()
	next := away
	for range 10 {
		r, err := b.Get(next)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if m := hidden.FindSubmatch(body); m != nil {
			r, err = b.PostForm(b.server.Issuer+"login/username", url.Values{"id": {string(m[1])}, "username": {who}, "password": {Password}})
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
		}
		to, err := r.Location()
		if err != nil {
			t.Fatalf("the provider led nowhere: %d at %s: %.300s", r.StatusCode, next, body)
		}
		if !strings.HasPrefix(to.String(), b.server.Issuer) {
			return to
		}
		next = to.String()
	}
	t.Fatal("the provider leads in circles")
	return nil
}

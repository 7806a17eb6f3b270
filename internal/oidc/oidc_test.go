package oidc_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/oidc"
	"showhow/internal/oidc/oidctest"
	"showhow/internal/sop"
)

const back = "http://127.0.0.1:9/sign-in/return"

// A real provider tells who somebody is; what was altered on the way is refused.
func TestProvider(t *testing.T) {
	server := oidctest.Start(t, back)
	p := oidc.New(oidc.Settings{Issuer: server.Issuer, Client: "web", Secret: "secret", Groups: "groups"})
	trip := oidc.Trip{State: "state", Nonce: "nonce", Verifier: strings.Repeat("v", 52), Return: back}
	code := func(t *testing.T, who string) string {
		t.Helper()
		away, err := p.Away(t.Context(), trip)
		if err != nil {
			t.Fatal(err)
		}
		at := server.Browser(t).Login(t, away, who)
		if !strings.HasPrefix(at.String(), back+"?") || at.Query().Get("state") != "state" {
			t.Fatal(at)
		}
		return at.Query().Get("code")
	}
	began := time.Now().Truncate(time.Second) // as precise as it tells
	got, err := p.Back(t.Context(), trip, code(t, "ada"))
	if got.SignedIn.Before(began) || got.SignedIn.After(time.Now().Add(time.Minute)) {
		t.Errorf("it saw ada sign in at %v, not since %v", got.SignedIn, began)
	}
	got.SignedIn = time.Time{}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(oidc.Claims{Issuer: server.Issuer, Subject: "id-ada", Email: "ada@example.com", Name: "Ada Lovelace", Verified: true}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := p.Back(t.Context(), trip, code(t, "eve")); err != nil || got.Verified || got.Subject != "id-eve" {
		t.Errorf("%+v, %v", got, err)
	}
	anew := trip
	anew.Anew = true
	for want, of := range map[string]oidc.Trip{" ": trip, "login 0": anew} {
		away, err := p.Away(t.Context(), of)
		at, _ := url.Parse(away)
		if got := at.Query().Get("prompt") + " " + at.Query().Get("max_age"); err != nil || got != want {
			t.Errorf("it is asked with %q, want %q; %v", got, want, err)
		}
	}
	nonce, verifier, client := trip, trip, oidc.New(oidc.Settings{Issuer: server.Issuer, Client: "api", Secret: "secret"})
	nonce.Nonce, verifier.Verifier = "another", strings.Repeat("x", 52)
	if _, err := p.Back(t.Context(), nonce, code(t, "ada")); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("another nonce: %v", err)
	}
	if _, err := p.Back(t.Context(), verifier, code(t, "ada")); sop.CodeOf(err) != sop.Failed {
		t.Errorf("another verifier: %v", err)
	}
	if _, err := client.Back(t.Context(), trip, code(t, "ada")); sop.CodeOf(err) != sop.Failed {
		t.Errorf("another client: %v", err)
	}
	if _, err := p.Back(t.Context(), trip, "made up"); sop.CodeOf(err) != sop.Failed {
		t.Errorf("a code that was made up: %v", err)
	}
	once := code(t, "ada")
	if _, err := p.Back(t.Context(), trip, once); err != nil {
		t.Error(err)
	}
	if _, err := p.Back(t.Context(), trip, once); sop.CodeOf(err) != sop.Failed {
		t.Errorf("a code twice: %v", err)
	}
}

// A provider that is away, or says it is another, is an error, and is asked again.
func TestAnotherIssuer(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked == 1 {
			http.Error(w, "starting", http.StatusBadGateway)
			return
		}
		fmt.Fprint(w, `{"issuer": "https://another.example", "authorization_endpoint": "https://another.example/a", "token_endpoint": "https://another.example/t", "jwks_uri": "https://another.example/k"}`)
	}))
	defer s.Close()
	p := oidc.New(oidc.Settings{Issuer: s.URL, Client: "web"})
	for range 2 {
		if _, err := p.Away(t.Context(), oidc.Trip{}); sop.CodeOf(err) != sop.Failed || !strings.Contains(err.Error(), "password") {
			t.Errorf("%v", err)
		}
	}
	if asked != 2 || !strings.HasPrefix(p.Name, "127.0.0.1:") {
		t.Errorf("asked %d times; it is called %q", asked, p.Name)
	}
}

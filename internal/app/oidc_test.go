package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/config"
	"showhow/internal/oidc/oidctest"
	"showhow/internal/sop/team"
)

// People sign in by a real identity provider: who was invited, who has no account when accounts are made and when they aren't, and who only looks like
// somebody.
func TestSignInByProvider(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	provider := oidctest.Start(t, "http://"+address+"/sign-in/return")
	for _, provision := range []string{"off", "on"} {
		dir := filepath.Join(t.TempDir(), provision)
		settings := []string{
			"SHOWHOW_LISTEN=" + address, "SHOWHOW_DATA=" + dir, "SHOWHOW_OIDC_ISSUER=" + provider.Issuer, "SHOWHOW_OIDC_CLIENT=web", "SHOWHOW_OIDC_SECRET=secret", "SHOWHOW_OIDC_NAME=Test",
			"SHOWHOW_OIDC_DOMAINS=example.com", "SHOWHOW_OIDC_PROVISION=" + provision,
		}
		c, err := config.Load(settings, "", false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(c).AddAccount(context.Background(), "ada@example.com", "Ada", team.Editor); err != nil {
			t.Fatal(err)
		}
		s := serveSite(t, settings...)
		signIn := func(who string) (status int, name string) {
			b := provider.Browser(t)
			r, err := b.Get(s.at + "/sign-in/provider?next=/new")
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			at := b.Login(t, r.Header.Get("Location"), who)
			if r, err = b.Get(at.String()); err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			if status = r.StatusCode; status == http.StatusSeeOther && r.Header.Get("Location") != "/new" {
				t.Errorf("%s was led to %q", who, r.Header.Get("Location"))
			}
			me, err := b.Get(s.at + "/v1/me")
			if err != nil {
				t.Fatal(err)
			}
			defer me.Body.Close()
			body, _ := io.ReadAll(me.Body)
			return status, string(body)
		}
		if status, me := signIn("eve"); status != http.StatusForbidden || !strings.Contains(me, `"status":401`) { // ada's address, but not verified
			t.Errorf("eve, %s: %d %s", provision, status, me)
		}
		if status, me := signIn("ada"); status != http.StatusSeeOther || !strings.Contains(me, `"role":"editor"`) || !strings.Contains(me, `"identity":true`) {
			t.Errorf("ada, %s: %d %s", provision, status, me)
		}
		want := map[string]string{"off": "403 401", "on": "303 viewer"}[provision]
		status, me := signIn("bob")
		if got := fmt.Sprint(status, " ", map[bool]string{true: "viewer", false: "401"}[strings.Contains(me, `"role":"viewer"`)]); got != want {
			t.Errorf("bob, %s: %s, want %s: %s", provision, got, want, me)
		}
		page, err := http.Get(s.at + "/sign-in?next=" + url.QueryEscape("/new"))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(page.Body)
		page.Body.Close()
		if !strings.Contains(string(body), "Sign in with Test") {
			t.Errorf("the page doesn't offer it: %s", body)
		}
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
	}
}

package web

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop/team"
	"showhow/internal/web/live"
)

// TestSuspendedUserIsCutOff: whoever is disabled hears nothing more of what they listened to, and can't listen again (as in CVE-2025-68663 of a peer).
func TestSuspendedUserIsCutOff(t *testing.T) {
	o, _ := signed(t)
	_, n := o.begin(t, "rotate.mkv")
	bob, secret := o.join(t, "bob", team.Editor)
	server := httptest.NewServer(o)
	defer server.Close()
	listen := func() *http.Response {
		r, err := http.NewRequest("GET", server.URL+"/runs/"+n.ID+"/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: "showhow", Value: secret})
		r.Header.Set("Accept", "text/event-stream")
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	answer := listen()
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	if answer.StatusCode != http.StatusOK || !lines.Scan() {
		t.Fatal(answer.StatusCode)
	}
	if _, err := o.site.Door.Gate.SetDisabled(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}, bob, true); err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() {
		for lines.Scan() {
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(2*live.Recheck + time.Second):
		t.Fatal("the stream goes on")
	}
	again := listen()
	again.Body.Close()
	if again.StatusCode != http.StatusUnauthorized {
		t.Errorf("listening again: %d", again.StatusCode)
	}
}

// TestHostileNamesStayText puts payloads into everything that people give of themselves, and looks at each page that shows it.
func TestHostileNamesStayText(t *testing.T) {
	o, fill := signed(t)
	slug, g, ada := fill.Replace("{slug}"), o.site.Door.Gate, desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	for _, payload := range rendertest.Payloads {
		if err := g.Rename(t.Context(), ada, "x"+payload); err != nil {
			t.Fatal(err)
		}
		if _, _, err := g.AddToken(t.Context(), ada, gate.Want{Name: "x" + payload, Scopes: "read"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := g.Share(t.Context(), ada, slug, time.Hour); err != nil {
			t.Fatal(err)
		}
		e, err := g.SignIn(t.Context(), "ada@example.com", password, gate.Visit{Agent: payload, Address: payload})
		if err != nil {
			t.Fatal(err)
		}
		q := url.QueryEscape(payload)
		for _, at := range []string{"/", "/people", "/account", "/trail", "/trail?actor=" + q + "&verb=" + q + "&target=" + q + "&since=" + q + "&until=" + q, "/s/" + slug, "/s/" + slug + "/shares", "/s/" + slug + "/revisions"} {
			got := o.sent("GET", at, e.Secret, nil)
			if got.Code != http.StatusOK {
				t.Errorf("%q at %s: %d", payload, at, got.Code)
			}
			for _, bad := range intruders(got.Body.String()) {
				t.Errorf("%q at %s: %s", payload, at, bad)
			}
		}
		for _, at := range []string{"/sign-in?next=" + q, "/shared/" + url.PathEscape(payload), "/invited/" + url.PathEscape(payload)} {
			for _, bad := range intruders(o.ask("GET", at).Body.String()) {
				t.Errorf("%q at %s: %s", payload, at, bad)
			}
		}
		got := o.sent("POST", "/sign-in", "", url.Values{"email": {payload}, "password": {payload}, "next": {payload}})
		for _, bad := range intruders(got.Body.String()) {
			t.Errorf("%q typed at the sign-in page: %s", payload, bad)
		}
		if err := g.EndOthers(t.Context(), ada); err != nil { // and the count of tries at that address
			t.Fatal(err)
		}
		o.late += 16 * time.Minute
	}
}

// TestTokensAreNotTakenFromAddresses: a token in an address lets nobody in, and the log has neither it nor one of a header (as in a flaw of Gogs).
func TestTokensAreNotTakenFromAddresses(t *testing.T) {
	o, _ := signed(t)
	_, token, err := o.site.Door.Gate.AddToken(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}, gate.Want{Name: "t", Scopes: "read record write admin"})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/?token=", "/uploads/?token=", "/uploads/?access_token=", "/?access_token=", "/account?authorization=Bearer+"} {
		if got := o.ask("GET", at+token); got.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", at, got.Code)
		}
	}
	if got := o.ask("POST", "/uploads/", "Authorization: Bearer "+token); got.Code != http.StatusNoContent {
		t.Errorf("in the header: %d", got.Code)
	}
	if strings.Contains(o.log.String(), token) {
		t.Error("the log holds a token")
	}
}

// TestNamesOfTheWorkspace: with an address of its own a workspace answers to that name alone.
func TestNamesOfTheWorkspace(t *testing.T) {
	o, _ := signed(t)
	_, secret := o.join(t, "bob", team.Viewer)
	o.site.Door.URL = &url.URL{Scheme: "https", Host: "sop.example.com"}
	for host, want := range map[string]int{"sop.example.com": http.StatusOK, "SOP.example.com": http.StatusOK, "evil.example": http.StatusForbidden, "sop.example.com.evil.example": http.StatusForbidden, "127.0.0.1": http.StatusForbidden} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		for _, name := range []string{"showhow", "__Host-showhow"} {
			r.AddCookie(&http.Cookie{Name: name, Value: secret})
		}
		w := httptest.NewRecorder()
		if o.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
	https := httptest.NewRequest("GET", "/healthz", nil)
	https.Host = "sop.example.com"
	hsts := httptest.NewRecorder()
	o.ServeHTTP(hsts, https)
	if plain := o.ask("GET", "/healthz"); hsts.Header().Get("Strict-Transport-Security") == "" || plain.Header().Get("Strict-Transport-Security") != "" {
		t.Error("https is demanded where it is spoken, and only there")
	}
	r := httptest.NewRequest("GET", "/", nil) // over https a cookie that another site of the domain may have set counts for nothing
	r.Host = "sop.example.com"
	r.AddCookie(&http.Cookie{Name: "showhow", Value: secret})
	w := httptest.NewRecorder()
	if o.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
		t.Errorf("a cookie without __Host-: %d", w.Code)
	}
}

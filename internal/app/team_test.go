package app

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/config"
	"showhow/internal/sop"
)

// From this machine to a team: beyond it nothing is served before there is an account; then a person takes it by the link of the command line, makes a
// token, and a recording is brought by that and not without.
func TestFromLocalhostToATeam(t *testing.T) {
	dir := t.TempDir()
	settings := []string{"SHOWHOW_DATA=" + dir, "SHOWHOW_LISTEN=0.0.0.0:0", "SHOWHOW_SPEECH=none", "SHOWHOW_WORK=" + t.TempDir()}
	c, err := config.Load(settings, "", false)
	if err != nil {
		t.Fatal(err)
	}
	a := New(c)
	link, err := a.AddAccount(t.Context(), "ada@example.com", "Ada", "")
	if err != nil || link.Role != "admin" {
		t.Fatalf("%+v, %v", link, err)
	}
	if second, err := a.AddAccount(t.Context(), "bob@example.com", "Bob", ""); err != nil || second.Role != "viewer" {
		t.Errorf("%+v, %v", second, err)
	}
	s := serveSite(t, settings...)
	at := "http://127.0.0.1" + s.at[strings.LastIndexByte(s.at, ':'):]
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	_, secret, _ := strings.Cut(link.Address, "/invited/")
	r, err := client.PostForm(at+"/invited/"+secret, url.Values{"name": {"Ada"}, "password": {"correct horse battery"}})
	if err != nil || r.StatusCode != http.StatusSeeOther {
		t.Fatal(r, err)
	}
	ask, _ := http.NewRequest("POST", at+"/v1/me/tokens", strings.NewReader(`{"name": "ci", "scopes": ["record"]}`))
	ask.Header.Set("Content-Type", "application/json")
	ask.AddCookie(r.Cookies()[0])
	var token struct{ Secret string }
	made := site{at: at}
	if status := made.read(t, ask, &token); status != http.StatusOK || !strings.HasPrefix(token.Secret, "shk_") {
		t.Fatal(status, token)
	}
	cast := filepath.Join(t.TempDir(), "a.cast")
	b, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err == nil {
		err = os.WriteFile(cast, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Push(t.Context(), Push{Recording: cast, Server: at}); sop.CodeOf(err) != sop.Unknown {
		t.Errorf("without a token: %v", err)
	}
	if to, err := a.Push(t.Context(), Push{Recording: cast, Server: at, Token: token.Secret}); err != nil || !strings.HasPrefix(to, at+"/new/") {
		t.Errorf("with a token: %s, %v", to, err)
	}
	if err := a.DisableAccount(context.Background(), "ada@example.com", true); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("the last administrator: %v", err)
	}
	if again, err := a.ResetAccount(context.Background(), "ADA@example.com"); err != nil || again.Address == link.Address {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := a.Push(t.Context(), Push{Recording: cast, Server: at, Token: token.Secret}); sop.CodeOf(err) != sop.Unknown {
		t.Errorf("with a token from before the reset: %v", err)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

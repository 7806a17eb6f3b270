package app

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// Two teams on one server: the second is made from the command line, its people bring recordings by its path or by their token alone, each has a quota of its
// own, and neither sees what the other brought.
func TestTwoTeams(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	settings := []string{"SHOWHOW_DATA=" + dir, "SHOWHOW_SPEECH=none", "SHOWHOW_WORK=" + t.TempDir(), "SHOWHOW_QUOTA_RECORDINGS=2", "SHOWHOW_JOBS=0", "SHOWHOW_WATCH=ops=" + folder}
	c, err := config.Load(settings, "", false)
	if err != nil {
		t.Fatal(err)
	}
	a := New(c)
	if _, err := a.In("ops").AddAccount(t.Context(), "eve@example.com", "Eve", ""); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("a workspace that there isn't: %v", err)
	}
	if at, err := a.AddWorkspace(t.Context(), "ops", "Operations"); err != nil || !strings.HasSuffix(at, "/w/ops/") {
		t.Fatal(at, err)
	}
	if _, err := a.In("ops").AddAccount(t.Context(), "eve@example.com", "Eve", ""); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("the first account elsewhere than in the first workspace: %v", err)
	}
	ada, err := a.AddAccount(t.Context(), "ada@example.com", "Ada", "")
	if err != nil {
		t.Fatal(err)
	}
	eve, err := a.In("ops").AddAccount(t.Context(), "eve@example.com", "Eve", "admin")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.NameWorkspace(t.Context(), "ops", "Night shift"); err != nil {
		t.Error(err)
	}
	if all, err := a.Workspaces(t.Context()); err != nil || len(all) != 2 || all[0].Name != "Night shift" {
		t.Errorf("%+v, %v", all, err)
	}
	s := serveSite(t, settings...)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	token := func(link Link, root string) string {
		t.Helper()
		_, secret, _ := strings.Cut(link.Address, "/invited/")
		r, err := client.PostForm(s.at+"/invited/"+secret, url.Values{"name": {"N"}, "password": {"correct horse battery"}})
		if err != nil || r.StatusCode != http.StatusSeeOther {
			t.Fatal(r, err)
		}
		r.Body.Close()
		ask, _ := http.NewRequest("POST", s.at+root+"/v1/me/tokens", strings.NewReader(`{"name": "ci", "scopes": ["record", "read"]}`))
		ask.Header.Set("Content-Type", "application/json")
		ask.AddCookie(r.Cookies()[0])
		var made struct{ Secret string }
		if status := s.read(t, ask, &made); status != http.StatusOK {
			t.Fatal(status)
		}
		return made.Secret
	}
	adas, eves := token(ada, ""), token(eve, "/w/ops")
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	push := func(root, token string) (string, error) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "a.cast")
		if err := os.WriteFile(file, cast, 0o600); err != nil {
			t.Fatal(err)
		}
		return a.Push(t.Context(), Push{Recording: file, Server: s.at + root, Token: token})
	}
	if err := os.WriteFile(filepath.Join(folder, "watched.cast"), cast, 0o600); err != nil {
		t.Fatal(err)
	}
	if to, err := push("/w/ops", eves); err != nil || !strings.HasPrefix(to, s.at+"/w/ops/new/") {
		t.Errorf("%s, %v", to, err)
	}
	for root, token := range map[string]string{"/w/ops": adas, "/w/none": eves} {
		if _, err := push(root, token); err == nil {
			t.Errorf("a token of another workspace brings a recording to %q", root)
		}
	}
	runs := func(token string) (n int) {
		t.Helper()
		ask, _ := http.NewRequest("GET", s.at+"/v1/runs", nil)
		ask.Header.Set("Authorization", "Bearer "+token)
		var all struct{ Items []struct{} }
		if status := s.read(t, ask, &all); status != http.StatusOK {
			t.Fatal(status)
		}
		return len(all.Items)
	}
	for end := time.Now().Add(time.Minute); runs(eves) < 2; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("what was put into the folder doesn't come")
		}
	}
	if _, err := push("", eves); err == nil {
		t.Error("the second workspace's quota doesn't hold")
	}
	if _, err := push("", adas); err != nil {
		t.Errorf("the first workspace's quota: %v", err)
	}
	if n := runs(adas); n != 1 {
		t.Errorf("the first workspace has %d runs", n)
	}
	if err := a.Archive(t.Context(), "ops", true); err != nil {
		t.Error(err)
	}
	if _, err := push("", eves); sop.CodeOf(err) != sop.Unknown {
		t.Errorf("to an archived workspace: %v", err)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

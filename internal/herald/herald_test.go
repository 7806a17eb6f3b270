package herald

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

func TestNews(t *testing.T) {
	var got map[string]string
	status, body := 200, `{"change":{"name":"helm"},"marked":[{"slug":"release","title":"Release","steps":[4,7]}]}`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/w/ops/v1/changes" || r.Header.Get("Authorization") != "Bearer t" {
			t.Errorf("%s, %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		json.NewDecoder(r.Body).Decode(&got)
		if status == 302 {
			w.Header().Set("Location", "http://elsewhere.invalid/")
		}
		w.WriteHeader(status)
		w.Write([]byte(body))
	}))
	defer s.Close()
	n := News{Server: s.URL + "/w/ops", Token: "t", Change: current.Change{Kind: current.Tool, Name: "helm", From: "3.14", To: "3.15"}}
	r, err := n.Done(t.Context())
	if err != nil || len(r.Marked) != 1 || r.Marked[0].Steps[1] != 7 || got["from"] != "3.14" || got["id"] == "" {
		t.Errorf("%+v, %v, %v", r, err, got)
	}
	first := got["id"]
	n.Done(t.Context())
	if got["id"] != first {
		t.Error("the same news has another id")
	}
	n.From, n.To = "", ""
	if n.id() == n.id() {
		t.Error("what has no versions is told once for ever")
	}
	for _, x := range []struct {
		status int
		body   string
		want   sop.Code
	}{{401, `{"detail":"Sign in."}`, sop.Unknown}, {403, `{"detail":"No."}`, sop.Forbidden}, {400, `{"detail":"No."}`, sop.Invalid}, {409, `{}`, sop.Exists}, {500, "<html>", sop.Failed}, {200, "<html>", sop.Failed}, {200, "{}", sop.Failed}, {302, "", sop.Failed}} {
		status, body = x.status, x.body
		if _, err := n.Done(t.Context()); sop.CodeOf(err) != x.want {
			t.Errorf("%d %s: %v, want %s", x.status, x.body, err, x.want)
		}
	}
	for _, server := range []string{"", "sop.example.com", "ftp://x", "://"} {
		if _, err := (News{Server: server}).Done(t.Context()); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%q: %v", server, err)
		}
	}
}

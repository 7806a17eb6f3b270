package herald

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"showhow/internal/remote"
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
	to := func(server string) *remote.Client {
		c, err := remote.At(server, "t", nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	n := current.Change{Kind: current.Tool, Name: "helm", From: "3.14", To: "3.15"}
	r, err := Tell(t.Context(), to(s.URL+"/w/ops"), n)
	if err != nil || len(r.Marked) != 1 || r.Marked[0].Steps[1] != 7 || got["from"] != "3.14" || got["id"] == "" {
		t.Errorf("%+v, %v, %v", r, err, got)
	}
	first := got["id"]
	if _, err := Tell(t.Context(), to(s.URL+"/w/ops"), n); err != nil || got["id"] != first {
		t.Errorf("the same news has another id, or %v", err)
	}
	n.From, n.To = "", ""
	if id(n) == id(n) {
		t.Error("what has no versions is told once for ever")
	}
	for _, x := range []struct {
		status int
		body   string
		want   sop.Code
	}{{401, `{"detail":"Sign in."}`, sop.Unknown}, {403, `{"detail":"No."}`, sop.Forbidden}, {400, `{"detail":"No."}`, sop.Invalid}, {409, `{}`, sop.Busy}, {500, "<html>", sop.Failed}, {200, "<html>", sop.Failed}, {200, "{}", sop.Failed}, {302, "", sop.Failed}} {
		status, body = x.status, x.body
		if _, err := Tell(t.Context(), to(s.URL+"/w/ops"), n); sop.CodeOf(err) != x.want {
			t.Errorf("%d %s: %v, want %s", x.status, x.body, err, x.want)
		}
	}
}

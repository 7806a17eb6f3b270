package api_test

import (
	"net/http"
	"testing"

	"showhow/internal/api"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
)

// A program suggests, another accepts, and its person is told.
func TestThreads(t *testing.T) {
	o := open(t)
	viewer, _ := o.join(team.Viewer)
	says := "Authorization: Bearer " + o.token(viewer, "read write admin")
	owns := "Authorization: Bearer " + o.token(o.ada, "read write")
	want := func(code int, request, by string, body, v any) {
		t.Helper()
		if got := o.ask(request, by, body, v); got != code {
			t.Errorf("%s: %d, want %d", request, got, code)
		}
	}
	at := "POST /v1/procedures/deploy/threads"
	title := map[string]any{"part": "title", "words": "Deploy"}
	var s, q api.Thread
	want(http.StatusForbidden, at, says, map[string]any{"kind": "remark", "text": "Stop.", "blocking": true}, nil)
	want(http.StatusBadRequest, at, says, map[string]any{"kind": "suggestion", "anchor": title, "proposed": "Deploy"}, nil)
	want(http.StatusUnprocessableEntity, at, says, map[string]any{"kind": "finding", "text": "x"}, nil)
	want(http.StatusNotFound, at, says, map[string]any{"kind": "remark", "text": "x", "anchor": map[string]any{"step": "none"}}, nil)
	want(http.StatusOK, at, says, map[string]any{"kind": "suggestion", "anchor": title, "proposed": "Deploy it"}, &s)
	want(http.StatusOK, at, owns, map[string]any{"kind": "question", "text": "Who?", "blocking": true}, &q)
	want(http.StatusForbidden, "POST /v1/threads/"+s.ID+"/accept", says, nil, nil)
	want(http.StatusOK, "POST /v1/threads/"+s.ID+"/accept", owns, nil, &s)
	if s.State != thread.Resolved || s.Resolution.How != thread.Mended {
		t.Errorf("%+v", s)
	}
	want(http.StatusBadRequest, "POST /v1/threads/"+q.ID+"/resolve", owns, map[string]any{"how": "answered"}, nil)
	want(http.StatusOK, "POST /v1/threads/"+q.ID+"/reply", says, map[string]any{"text": "Me."}, nil)
	var list struct{ Items []api.Thread }
	want(http.StatusOK, "GET /v1/me/threads", owns, nil, &list)
	if len(list.Items) != 1 || list.Items[0].ID != q.ID || len(list.Items[0].Remarks) != 2 {
		t.Errorf("%+v", list)
	}
	want(http.StatusOK, "POST /v1/threads/"+q.ID+"/resolve", owns, map[string]any{"how": "answered"}, nil)
	want(http.StatusOK, "GET /v1/procedures/deploy/threads?state=open", owns, nil, &list)
	if len(list.Items) != 0 {
		t.Errorf("%+v", list)
	}
	want(http.StatusForbidden, "POST /v1/threads/"+q.ID+"/reopen", says, map[string]any{}, nil) // it isn't theirs
}

// What a person is told is read, and how they are told is chosen, by a program of theirs.
func TestNotices(t *testing.T) {
	o := open(t)
	viewer, _ := o.join(team.Viewer)
	says, owns := "Authorization: Bearer "+o.token(viewer, "write"), "Authorization: Bearer "+o.token(o.ada, "read admin")
	if got := o.ask("POST /v1/procedures/deploy/threads", says, map[string]any{"kind": "question", "text": "Why?"}, nil); got != http.StatusOK {
		t.Fatal(got)
	}
	if err := tellers(o.db).Spread(t.Context()); err != nil {
		t.Fatal(err)
	}
	var list struct{ Items []notice.Notice }
	if got := o.ask("GET /v1/me/notices?unread=true", owns, nil, &list); got != http.StatusOK || len(list.Items) != 1 || list.Items[0].Text != "N asked a question." || list.Items[0].Words != "Why?" {
		t.Errorf("%d, %+v", got, list)
	}
	if got := o.ask("POST /v1/me/notices/read", owns, map[string]any{"id": list.Items[0].ID}, nil); got >= 400 {
		t.Error(got)
	}
	if got := o.ask("GET /v1/me/notices?unread=true", owns, nil, &list); got != http.StatusOK || len(list.Items) != 0 {
		t.Errorf("%d, %+v", got, list)
	}
	var choices map[string]string
	if got := o.ask("PUT /v1/me/notices/choices", owns, map[string]any{"remarked": "off"}, &choices); got != http.StatusOK || choices["remarked"] != "off" || choices["asked"] != "mail" {
		t.Errorf("%d, %v", got, choices)
	}
	if got := o.ask("PUT /v1/me/notices/choices", owns, map[string]any{"remarked": "pigeon"}, nil); got != http.StatusBadRequest {
		t.Error(got)
	}
}

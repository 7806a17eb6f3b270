package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"testing"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

type copied struct {
	Latest int
	Dirty  bool
	Pieces []struct {
		Key     string
		Version int
		Body    json.RawMessage
	}
}

// head is a change of the working copy's title, made from a version.
func head(title string, base int) map[string]any {
	return map[string]any{"changes": []any{map[string]any{"key": "head", "base": base, "body": manuscript.Head{Title: sop.Claim{Text: title}}}}}
}

var titles int

// retitle gives the procedure a title that no one else has.
func (o *office) retitle() {
	o.Helper()
	titles++
	p, err := o.db.Read().Procedure(o.Context(), "w", "deploy")
	if err != nil {
		o.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(o.Context(), p.ID)
	if err != nil {
		o.Fatal(err)
	}
	base := 0
	for _, k := range kept {
		if k.Key == manuscript.HeadKey {
			base = k.Version
		}
	}
	body, _ := json.Marshal(manuscript.Head{Title: sop.Claim{Text: fmt.Sprint("Title ", titles)}})
	if _, err := o.desk.Change(o.Context(), o.ada, "deploy", []manuscript.Change{{Key: manuscript.HeadKey, Base: base, Body: body}}); err != nil {
		o.Fatal(err)
	}
}

// A program changes the working copy, is told of what another has changed, names revisions, and goes back to one.
func TestWorkingCopy(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read write")
	var c copied
	get := func() {
		t.Helper()
		c = copied{}
		if code := o.ask("GET /v1/procedures/deploy/copy", by, nil, &c); code != http.StatusOK {
			t.Fatal(code)
		}
	}
	if get(); c.Dirty || c.Latest != 1 || len(c.Pieces) != 3 || c.Pieces[0].Key != "head" {
		t.Fatalf("%+v", c)
	}
	if code := o.ask("POST /v1/procedures/deploy/copy", by, head("Roll out", 0), nil); code != http.StatusOK {
		t.Fatal(code)
	}
	if get(); !c.Dirty || c.Pieces[0].Version != 1 || !strings.Contains(string(c.Pieces[0].Body), "Roll out") {
		t.Errorf("%+v", c)
	}
	var p struct {
		Detail string
		Errors []struct{ Location string }
	}
	if code := o.ask("POST /v1/procedures/deploy/copy", by, head("Mine", 0), &p); code != http.StatusConflict || len(p.Errors) != 1 || p.Errors[0].Location != "head.title" {
		t.Errorf("%d, %+v", code, p)
	}
	if code := o.ask("POST /v1/procedures/deploy/copy", by, map[string]any{"changes": []any{map[string]any{"key": "tail", "base": 0, "body": 1}}}, nil); code != http.StatusBadRequest {
		t.Error(code)
	}
	var r struct {
		Number int
		Note   string
	}
	if code := o.ask("POST /v1/procedures/deploy/revisions", by, map[string]string{"note": "why"}, &r); code != http.StatusOK || r.Number != 2 || r.Note != "why" {
		t.Errorf("%d, %+v", code, r)
	}
	if code := o.ask("POST /v1/procedures/deploy/revisions", by, map[string]string{}, nil); code != http.StatusBadRequest {
		t.Errorf("a revision without a change: %d", code)
	}
	if code := o.ask("POST /v1/procedures/deploy/revisions/1/restore", by, nil, nil); code != http.StatusOK {
		t.Error(code)
	}
	if get(); !c.Dirty || c.Latest != 2 || !strings.Contains(string(c.Pieces[0].Body), `"Deploy"`) {
		t.Errorf("%+v", c)
	}
}

// What looks like a secret in what a program saves is told in the answer, and to whoever reads the working copy; the secret itself isn't told once more.
func TestASavedSecretIsTold(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read write")
	type answer struct {
		Items []json.RawMessage
		Found []struct {
			Piece, Field, Placeholder, Why string
			From, To                       int
		}
	}
	var made, read answer
	if code := o.ask("POST /v1/procedures/deploy/copy", by, head("Set DB_PASSWORD=hunter2x first", 0), &made); code != http.StatusOK || len(made.Items) != 1 || len(made.Found) != 1 {
		t.Fatalf("%d, %+v", code, made)
	}
	if f := made.Found[0]; f.Piece != "head" || f.Field != "title.text" || f.From != 16 || f.To != 24 || f.Placeholder != "<DB_PASSWORD>" || f.Why == "" {
		t.Errorf("%+v", f)
	}
	if code := o.ask("GET /v1/procedures/deploy/copy", by, nil, &read); code != http.StatusOK || len(read.Found) != 1 || read.Found[0] != made.Found[0] {
		t.Errorf("%d, %+v", code, read)
	}
	made = answer{}
	if code := o.ask("POST /v1/procedures/deploy/copy", by, head("Set DB_PASSWORD=<DB_PASSWORD> first", 1), &made); code != http.StatusOK || made.Found == nil || len(made.Found) != 0 {
		t.Errorf("%d, %+v", code, made)
	}
}

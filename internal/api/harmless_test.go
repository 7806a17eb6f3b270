package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// A program says of what looks like a secret that it is none: it is told so from then on, and no lack any more, until that is taken back.
func TestSaidToBeNoSecret(t *testing.T) {
	o := open(t)
	by, reads := "Authorization: Bearer "+o.token(o.ada, "read write"), "Authorization: Bearer "+o.token(o.ada, "read")
	type none struct{ ID, By, Reason, Where string }
	type answer struct {
		Found []struct {
			Piece, Field string
			From, To     int
			None         *none
		}
	}
	var made answer
	if code := o.ask("POST /v1/procedures/deploy/copy", by, head("Set DB_PASSWORD=hunter2x first", 0), &made); code != http.StatusOK || len(made.Found) != 1 || made.Found[0].None != nil {
		t.Fatalf("%d, %+v", code, made)
	}
	f := made.Found[0]
	place := map[string]any{"piece": f.Piece, "version": 1, "field": f.Field, "from": f.From, "to": f.To, "reason": "It is what everybody begins with."}
	if code := o.ask("POST /v1/procedures/deploy/copy/harmless", reads, place, nil); code != http.StatusForbidden {
		t.Errorf("without the scope: %d", code)
	}
	var said none
	if code := o.ask("POST /v1/procedures/deploy/copy/harmless", by, place, &said); code != http.StatusOK || said.ID == "" || said.By != o.ada.Account || said.Reason != "It is what everybody begins with." {
		t.Fatalf("%d, %+v", code, said)
	}
	var read answer
	if code := o.ask("GET /v1/procedures/deploy/copy", by, nil, &read); code != http.StatusOK || len(read.Found) != 1 || read.Found[0].None == nil || read.Found[0].None.ID != said.ID {
		t.Errorf("%d, %+v", code, read)
	}
	place["version"] = 0
	if code := o.ask("POST /v1/procedures/deploy/copy/harmless", by, place, nil); code != http.StatusConflict {
		t.Errorf("of another version: %d", code)
	}
	if code := o.ask("POST /v1/procedures/deploy/revisions", by, map[string]string{}, nil); code != http.StatusOK {
		t.Fatal(code)
	}
	type life struct {
		Lacks []struct{ Text string }
		None  []none `json:"no_secrets"`
	}
	shows := func(l life) bool {
		for _, x := range l.Lacks {
			if strings.Contains(x.Text, "looks like a password") {
				return true
			}
		}
		return false
	}
	var l life
	if code := o.ask("GET /v1/procedures/deploy/life", by, nil, &l); code != http.StatusOK || shows(l) || len(l.None) != 1 || l.None[0].Where != "before the steps" || l.None[0].Reason != said.Reason {
		t.Errorf("%d, %+v", code, l)
	}
	if code := o.ask("DELETE /v1/procedures/deploy/copy/harmless/"+said.ID, by, nil, nil); code != http.StatusNoContent {
		t.Error(code)
	}
	l = life{}
	if code := o.ask("GET /v1/procedures/deploy/life", by, nil, &l); code != http.StatusOK || !shows(l) || len(l.None) != 0 {
		t.Errorf("%d, %+v", code, l)
	}
}

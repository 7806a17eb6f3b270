package api_test

import (
	"net/http"
	"strings"
	"testing"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

// A program that gives a value that looks like a secret is refused, by the parameter's name and without the value, until it says that it is none.
func TestAValueThatLooksLikeASecret(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read write")
	changes := map[string]any{"changes": []any{map[string]any{"key": "head", "base": 0, "body": manuscript.Head{Title: sop.Claim{Text: "Deploy"}, Parameters: []sop.Parameter{{Name: "DB_PASSWORD"}}}}}}
	if code := o.ask("POST /v1/procedures/deploy/copy", by, changes, nil); code != http.StatusOK {
		t.Fatal(code)
	}
	if code := o.ask("POST /v1/procedures/deploy/revisions", by, map[string]string{}, nil); code != http.StatusOK {
		t.Fatal(code)
	}
	start := map[string]any{"mode": "dry_run", "values": map[string]string{"DB_PASSWORD": "hunter2x"}}
	var told struct{ Detail string }
	if code := o.ask("POST /v1/procedures/deploy/executions", by, start, &told); code != http.StatusBadRequest || !strings.Contains(told.Detail, "everybody who reads it: DB_PASSWORD.") || strings.Contains(told.Detail, "hunter2x") {
		t.Errorf("%d, %+v", code, told)
	}
	start["plain"] = []string{"DB_PASSWORD"}
	if code := o.ask("POST /v1/procedures/deploy/executions", by, start, nil); code != http.StatusOK {
		t.Error(code)
	}
}

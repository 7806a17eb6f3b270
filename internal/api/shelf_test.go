package api_test

import (
	"net/http"
	"slices"
	"testing"

	"showhow/internal/api"
)

// A program tags procedures, and finds them by their tags, page by page.
func TestShelf(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read write")
	var tags struct{ Items []string }
	if code := o.ask("POST /v1/procedures/deploy/tags", by, map[string]any{"tags": []string{"Urgent", "on call", "urgent"}}, &tags); code != http.StatusOK || !slices.Equal(tags.Items, []string{"on call", "urgent"}) {
		t.Errorf("%d, %v", code, tags)
	}
	for query, want := range map[string]int{"": 1, "?tag=urgent": 1, "?tag=none": 0, "?owner=nobody": 0, "?state=draft&sort=title": 1, "?system=none": 0, "?q=deploy&tag=urgent": 1, "?q=deploy&tag=none": 0, "?limit=1": 1} {
		var found struct {
			Items []api.Procedure
			Next  string
			Total int
		}
		if code := o.ask("GET /v1/procedures"+query, by, nil, &found); code != http.StatusOK || len(found.Items) != want || found.Total != want || found.Next != "" {
			t.Errorf("%q: %d, %+v", query, code, found)
		}
		if want == 1 && !slices.Equal(found.Items[0].Tags, tags.Items) {
			t.Errorf("%q: its tags are %v", query, found.Items[0].Tags)
		}
	}
	for query, want := range map[string]int{"?after=x": http.StatusBadRequest, "?sort=owner": http.StatusUnprocessableEntity} {
		if code := o.ask("GET /v1/procedures"+query, by, nil, nil); code != want {
			t.Errorf("%q: %d", query, code)
		}
	}
	if code := o.ask("POST /v1/procedures/deploy/tags", by, map[string]any{"tags": []string{"a,b"}}, nil); code != http.StatusBadRequest {
		t.Error(code)
	}
}

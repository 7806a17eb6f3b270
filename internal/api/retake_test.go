package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// sample puts a real draft into the library, and gives its slug.
func (o *office) sample(change func(*sop.Revision)) string {
	o.Helper()
	b, err := os.ReadFile("../../testdata/recording/terminal-edit/sop.json")
	if err != nil {
		o.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		o.Fatal(err)
	}
	if change != nil {
		change(&r)
	}
	h, n, err := o.desk.TakeIn(o.Context(), o.ada, desk.Arrival{Upload: store.NewID(), Recording: r.Recording, Blob: "b"})
	if err != nil {
		o.Fatal(err)
	}
	if n, _, _, err = o.desk.Begin(o.Context(), n.ID, "worker"); err != nil {
		o.Fatal(err)
	}
	p, ok, err := o.desk.Finish(o.Context(), n, h, r)
	if err != nil || !ok {
		o.Fatal(ok, err)
	}
	return p.Slug
}

// TestRetake shows what a draft would change, takes it in once it was looked at, and refuses what was changed since.
func TestRetake(t *testing.T) {
	o := open(t)
	was := o.sample(nil)
	draft := o.sample(func(r *sop.Revision) {
		s := r.Sections[0].Steps
		s[len(s)-1].Commands[0].Text += " --again"
	})
	by := "Authorization: Bearer " + o.token(o.ada, team.Scoped(team.ScopeRead+" "+team.ScopeWrite))
	var plan struct {
		Seen  string `json:"seen"`
		Steps []struct {
			Key, Title, State, Recorded string
			Number                      int
			Differs                     []string
		} `json:"steps"`
	}
	at := "/v1/procedures/" + was + "/retake/" + draft
	if code := o.ask("GET "+at, by, nil, &plan); code != http.StatusOK || len(plan.Steps) == 0 {
		t.Fatalf("%d: %+v", code, plan)
	}
	states := map[string]int{}
	for i, s := range plan.Steps {
		states[s.State]++
		if s.Number != i+1 || s.Recorded == "" || (s.State == "changed") != slices.Contains(s.Differs, "Commands") {
			t.Errorf("%+v", s)
		}
	}
	if states["changed"] != 1 || states["same"] != len(plan.Steps)-1 {
		t.Errorf("%v", states)
	}
	if code := o.ask("POST "+at, by, map[string]any{"seen": "before"}, nil); code != http.StatusConflict {
		t.Errorf("what was changed since: %d", code)
	}
	if code := o.ask("POST "+at, by, map[string]any{"is": map[string]string{"none": "+"}}, nil); code != http.StatusUnprocessableEntity && code != http.StatusBadRequest {
		t.Errorf("a step that isn’t there: %d", code)
	}
	var made struct{ Number int }
	if code := o.ask("POST "+at, by, map[string]any{"seen": plan.Seen, "note": "As it is now."}, &made); code != http.StatusOK || made.Number != 2 {
		t.Errorf("%d: %+v", code, made)
	}
	if code := o.ask("GET "+at, "Authorization: Bearer "+o.token(o.ada, team.Scoped(team.ScopeRead)), nil, nil); code != http.StatusForbidden {
		t.Errorf("with a token that only reads: %d", code)
	}
}

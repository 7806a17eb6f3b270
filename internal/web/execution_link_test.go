package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"showhow/internal/sop/team"
)

// TestLinksThatLeadNowhere: a step that there isn't is told on the procedure's page with how many there are, and a parameter that there isn't where it would be filled in; what there is stays filled in.
func TestLinksThatLeadNowhere(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	tom := o.as("tom", team.Viewer)
	page := func(at string, status int, want ...string) string {
		t.Helper()
		got := tom.ask("GET", at)
		body := html.UnescapeString(got.Body.String())
		if got.Code != status {
			t.Errorf("%s: %d", at, got.Code)
		}
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s has no %q, but %s", at, w, regexp.MustCompile(`There is no step[^<]*`).FindString(body))
			}
		}
		return body
	}
	for step, want := range map[string]string{"99": "There is no step 99 in revision 1: it has 4 steps.", "roll-uot": "There is no step “roll-uot” in revision 1: it has 4 steps."} {
		got := tom.ask("GET", "/s/"+p.Slug+"/"+step)
		if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || to != "/s/"+p.Slug+"?step="+step {
			t.Errorf("%s leads to %d %q", step, got.Code, to)
		}
		page("/s/"+p.Slug+"?step="+step, http.StatusNotFound, want, "Roll the new version out")
	}
	if body := page("/s/"+p.Slug+"?step=roll-out", http.StatusOK); strings.Contains(body, "There is no step") {
		t.Error("a step that there is isn't found")
	}
	at := "/s/" + p.Slug + "/run?mode=dry_run&from=https://alerts.example/1&VERSION=9.9.9"
	if body := page(at, http.StatusOK, `value="9.9.9"`); strings.Contains(body, "The link gives") {
		t.Error("what the page takes is told")
	}
	page(at+"&VERSON=1", http.StatusOK, `value="9.9.9"`, "The link gives “VERSON”, and there is no such parameter: was VERSION meant? There are: ")
}

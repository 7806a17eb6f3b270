package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/sop/team"
)

// TestTrailNamesThings: a line of the trail names the procedure that it is about, and leads there; one of an execution leads to its time line.
func TestTrailNamesThings(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	body := o.as("eve", team.Admin).ask("GET", "/trail").Body.String()
	for _, want := range []string{`<a href="/s/` + p.Slug + `">` + p.Title + `</a> <code class="id">` + p.ID + `</code>`, `<a href="` + at + `/time-line">its time line</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the trail has no %q", want)
		}
	}
}

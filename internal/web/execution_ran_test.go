package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/sop/team"
)

// TestARunThatEndedBadly: what a terminal kept of a command that ended badly holds on the page, too: the step says so, and isn't done without a reason.
func TestARunThatEndedBadly(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	tom.form(t, at+"/do", http.StatusSeeOther, url.Values{"kind": {"kept"}, "step": {"roll-out"}, "fresh": {"f1"}, "text": {"$ helm upgrade shop\nno such release"}, "value": {"exit status 1"}})
	for _, want := range []string{"<code>helm upgrade shop</code> ended with exit status 1", "data-failing", `<details class="carry-other-way" open`} {
		if body, _, _ := strings.Cut(tom.ask("GET", at+"?step=roll-out").Body.String(), "<template data-offline"); !strings.Contains(body, want) {
			t.Errorf("the step has no %q", want)
		}
	}
	done := url.Values{"kind": {"settled"}, "step": {"roll-out"}, "fresh": {"f2"}, "outcome": {"ok"}}
	tom.form(t, at+"/do", http.StatusBadRequest, done)
	done.Set("text", "It was there already.")
	tom.form(t, at+"/do", http.StatusSeeOther, done)
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop/team"
)

// TestExecutionLooks holds each page of carrying out against axe-core, at each kind of step, light and dark, on a phone and on a wide screen; none is wider
// than the window.
func TestExecutionLooks(t *testing.T) {
	o := newOffice(t)
	part := o.draft(t, carriable(t))
	r := deciding(t)
	r.Title.Text = "Restart the cache"
	r.Sections[0].Steps[6].Conduct.Procedure = part.Slug
	p := o.draft(t, r)
	o.force(t, part)
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	n := 0
	do := func(at string, fields url.Values) {
		t.Helper()
		n++
		fields.Set("fresh", fmt.Sprint("f", n))
		tom.form(t, at+"/do", http.StatusSeeOther, fields)
	}
	asks := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}})
	dry := tom.form(t, "/s/"+part.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"dry_run"}, "param.VERSION": {"1.0"}})
	do(dry, url.Values{"kind": {"thought"}, "step": {"backup"}, "value": {"wrong"}, "text": {"The host is db02 now."}})
	over := tom.form(t, "/s/"+part.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"1.0"}})
	do(over, url.Values{"kind": {"settled"}, "step": {"backup"}, "outcome": {"ok"}, "ticked": {"0"}})
	do(over, url.Values{"kind": {"settled"}, "step": {"roll-out"}, "outcome": {"failed"}, "text": {"It timed out."}})
	do(over, url.Values{"kind": {"settled"}, "step": {"undo"}, "outcome": {"ok"}})
	settled := tom.form(t, "/s/"+part.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"1.0"}, "told": {strings.TrimPrefix(over, "/executions/") + "="}})
	do(settled, url.Values{"kind": {"ended"}, "outcome": {"skipped"}, "text": {"The window closed."}})
	do(over, url.Values{"kind": {"ended"}, "outcome": {"recovered"}, "text": {"The old version runs."}})

	b, script := newBrowser(t, tom), axe(t)
	pages := []string{"/executions", "/s/" + part.Slug + "/executions", "/s/" + part.Slug + "/run", dry, over, settled, over + "/time-line"}
	for _, st := range r.Sections[0].Steps {
		pages = append(pages, asks+"?step="+st.Key)
	}
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 360}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 844))
		for _, path := range pages {
			b.open(path)
			is[any](b, script+"; null")
			for _, v := range b.violations() {
				t.Errorf("%s, %s, %d px: %s", path, look.scheme, look.width, v)
			}
			if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s at %d px is %d px too wide", path, look.width, over)
			}
			b.photograph(fmt.Sprintf("looks-%s-%d", strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(path[1:]), look.width), false)
		}
	}
}

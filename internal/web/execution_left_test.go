package web

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// TestCopyAsksForWhatIsLeft: a recorded value that is left in a command isn't copied before somebody says what belongs there.
func TestCopyAsksForWhatIsLeft(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Parameters = append(r.Parameters, sop.Parameter{Name: "DATABASE", Example: "shop", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}})
	p := o.draft(t, r)
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}, "param.DATABASE": {"orders"}})
	b, script := newBrowser(t, tom), axe(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"dark", 360}, {"light", 1280}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 844))
		b.open(at)
		is[any](b, `window.copied = []; navigator.clipboard.writeText = async (t) => void copied.push(t); null`)
		is[any](b, `document.querySelector(".cmd .copy").click(); null`)
		b.until(`document.activeElement.name === "left.0.0"`)
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			t.Errorf("%s, %d px: %s", look.scheme, look.width, v)
		}
		if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("at %d px it is %d px too wide", look.width, over)
		}
		b.photograph("left-"+look.scheme, false)
		for _, value := range []string{"orders", "shop"} {
			is[any](b, `document.querySelector('fieldset.left input[value="`+map[string]string{"orders": "DATABASE"}[value]+`"]').click(); document.querySelector(".cmd .copy").click(); null`)
			b.until(`copied.length > 0`)
			if got := is[string](b, "copied.pop()"); got != "pg_dump -Fc -f before.dump postgresql://deploy:<TOKEN>@db01/"+value {
				t.Errorf("copied: %s", got)
			}
		}
	}
}

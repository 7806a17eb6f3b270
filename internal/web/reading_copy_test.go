package web

import (
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
)

// TestCopyWhereOneReads gives the parameters' names wherever they stand, whether the recording showed a value or an author wrote the name, and the page says so.
func TestCopyWhereOneReads(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	by := sop.Evidence{Source: sop.FromAuthor, Confidence: 1, Actions: []string{"a1"}}
	r.Parameters[0].Example, r.Parameters[0].Evidence = "2.3.1", by
	r.Sections[0].Steps[1].Commands[0] = sop.Command{Text: "helm upgrade checkout --version 2.3.1 --set tag=<VERSION> --token '<TOKEN>' && echo 2.3.1", Shell: "shell", Evidence: by}
	p := o.draft(t, r)
	o.force(t, p)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 360}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 844))
		is[any](b, `window.copied = []; navigator.clipboard.writeText = async (t) => void copied.push(t); document.querySelector("#step-roll-out .copy").click(); null`)
		b.until(`copied.length > 0`)
		if got := is[string](b, "copied.pop()"); got != "helm upgrade checkout --version <VERSION> --set tag=<VERSION> --token '<TOKEN>' && echo <VERSION>" {
			t.Errorf("copied: %s", got)
		}
		is[any](b, `document.querySelector("#parameters").scrollIntoView(); null`)
		b.photograph("reading-copy-"+look.scheme, false)
	}
	if got := is[string](b, `document.querySelector("#parameters > p").innerText`); got != "Copy gives <NAME> in the place of each: values are asked for when it is carried out." {
		t.Errorf("the page says %q", got)
	}
}

package web

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestChoosingAStepSeeks: by its text, by the contents, and a place that isn't sure by its own moment.
func TestChoosingAStepSeeks(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.scheme("light")
	b.open("/s/" + p.Slug)
	b.ready()
	b.until(`document.querySelector("video").readyState > 0`)
	at := func(i int) string {
		return fmt.Sprintf(`Math.abs(document.querySelector("video").currentTime - document.querySelectorAll(".step")[%d].dataset.from) < 0.2`, i)
	}
	b.click("#step-" + everyStep(o.copyOf(t, p))[0].Key + " h3 [data-field]")
	b.until(at(0))
	b.opened()
	b.keys(kb.Escape)
	is[any](b, `document.querySelector(".contents a[href='#" + document.querySelectorAll(".step")[4].id + "']").click(), null`)
	b.until(at(4))
	b.keys("n")
	b.until(`document.activeElement.matches("[data-look-at].looked")`)
	b.until(`(() => { const a = document.querySelector(".looked").closest("li, p, .cmd, .callout, h1, .do").querySelector(".ev .at"), v = document.querySelector("video").currentTime; return v >= a.dataset.from - .2 && v <= Number(a.dataset.to) + .2 })()`)
}

// TestTheMenusKeys: what the menu of a step says beside its words is done while it's open; a note is ended by Ctrl+Enter.
func TestTheMenusKeys(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	steps := everyStep(o.copyOf(t, p))
	b.keys("jm")
	b.until(`document.activeElement.matches("[data-act=below]")`)
	b.keys(kb.Delete)
	b.until(fmt.Sprintf(`document.querySelectorAll(".step").length === %d && !document.querySelector("[data-step-menu][open]")`, len(steps)-1))
	b.saved()
	b.click("[data-name]")
	b.until(`document.activeElement.id === "note"`)
	b.keys("Without the first")
	b.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	b.until(`location.pathname.endsWith("/revisions") || !document.querySelector("dialog[open]")`)
	b.until(`document.body.innerText.includes("evision 2")`)
}

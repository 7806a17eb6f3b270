package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestLetterNobodyMeant: a letter that is typed while nothing has the focus is a key; the first time that it does something it is told, with how that is taken back and turned off.
func TestLetterNobodyMeant(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	const told = `document.body.innerText.includes("A is a key here, for nothing was being written.")`
	if is[bool](b, told) {
		t.Fatal("it's told before")
	}
	b.keys("a")
	b.until(told)
	b.do(chromedp.Reload())
	b.ready()
	b.keys("m")
	if is[bool](b, `document.body.innerText.includes("is a key here")`) {
		t.Error("it's told each time")
	}
}

package web

import (
	"net/http"
	"net/url"
	"strings"
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

// TestCopyAsksForAName: a file's name in which a recorded value is a part is a question of its own, and so is how a secret stands in an address.
func TestCopyAsksForAName(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Parameters = append(r.Parameters, sop.Parameter{Name: "DATABASE", Example: "shop", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}})
	r.Sections[0].Steps[0].Commands[0].Text = "pg_dump -Fc -f shop-before.dump postgresql://deploy:<TOKEN>@db01/shop"
	p := o.draft(t, r)
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}, "param.DATABASE": {"orders"}})
	b, script := newBrowser(t, tom), axe(t)
	b.do(chromedp.EmulateViewport(360, 844))
	b.scheme("dark")
	b.open(at)
	is[any](b, `window.copied = []; navigator.clipboard.writeText = async (t) => void copied.push(t); null`)
	copies := func(what string) {
		t.Helper()
		is[any](b, `document.querySelector(".cmd .copy").click(); null`)
		b.until(`copied.length > 0`)
		if got := is[string](b, "copied.pop()"); got != what {
			t.Errorf("copied %s, want %s", got, what)
		}
	}
	is[any](b, `document.querySelector('fieldset[data-left="shop"] input[value="DATABASE"]').click(); document.querySelector(".cmd .copy").click(); null`)
	b.until(`document.activeElement.closest("fieldset")?.dataset.left === "shop in shop-before.dump"`)
	is[any](b, `document.activeElement.closest("fieldset").querySelector('input[value=""]').click(); null`)
	copies("pg_dump -Fc -f shop-before.dump postgresql://deploy:<TOKEN>@db01/orders")
	is[any](b, `document.querySelector('fieldset[data-left="shop in shop-before.dump"] input[value="DATABASE"]').click(); null`)
	copies("pg_dump -Fc -f orders-before.dump postgresql://deploy:<TOKEN>@db01/orders")
	// a secret that means the same in an address isn't asked about; another is, and the answer stays until another secret is typed
	types := func(secret string) {
		t.Helper()
		is[any](b, `(() => { const f = document.querySelector(".own-secret input"); f.value = "`+secret+`"; f.dispatchEvent(new Event("input")); })(); null`)
	}
	types("s3cret")
	copies("pg_dump -Fc -f orders-before.dump postgresql://deploy:s3cret@db01/orders")
	types("p@ss:w/rd?#é!")
	is[any](b, `document.querySelector(".cmd .copy").click(); null`)
	b.until(`document.activeElement.closest("fieldset")?.dataset.address === "TOKEN"`)
	is[any](b, script+"; null")
	for _, v := range b.violations() {
		t.Error(v)
	}
	if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("it is %d px too wide", over)
	}
	b.photograph("address-dark-360", true)
	is[any](b, `document.activeElement.closest("fieldset").querySelector('[value="written"]').click(); null`)
	copies("pg_dump -Fc -f orders-before.dump postgresql://deploy:p%40ss%3Aw%2Frd%3F%23%C3%A9%21@db01/orders")
	is[any](b, `document.querySelector('fieldset[data-address] [value="typed"]').click(); null`)
	copies("pg_dump -Fc -f orders-before.dump postgresql://deploy:'p@ss:w/rd?#é!'@db01/orders")
	types("p%40ss")
	is[any](b, `document.querySelector(".cmd .copy").click(); null`)
	b.until(`document.querySelector("fieldset[data-address].asked") && !document.querySelector("fieldset[data-address] input:checked")`)
	types("plain")
	b.until(`!document.querySelector("fieldset[data-address]")`)
	if got := is[string](b, `new URLSearchParams(new FormData(document.querySelector("[data-step-form]"))).toString()`); strings.Contains(got, "plain") {
		t.Errorf("a secret is in the form: %s", got)
	}
}

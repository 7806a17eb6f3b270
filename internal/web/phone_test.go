package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// On a phone all rows of a procedure's buttons begin at one edge; in the library a title's second line, its tags and what stands below begin where the title does.
func TestEdgesOnAPhone(t *testing.T) {
	o, p := judged(t)
	if got := o.posted("/s/"+p.Slug+"/tags", url.Values{"tags": {"orders, a longer tag"}}); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	b := newBrowser(t, o)
	b.do(chromedp.EmulateViewport(360, 780))
	b.open("/s/" + p.Slug)
	const edges = `(() => { const rows = new Map(); for (const e of document.querySelectorAll(".head-tools > :is(a, button, .look, details)")) { const r = e.getBoundingClientRect(); if (!r.width) continue; const y = Math.round(r.top + r.height / 2); rows.set(y, Math.min(rows.get(y) ?? 999, Math.round(r.left))); } return [...rows.values()].join(" "); })()`
	rows := strings.Fields(is[string](b, edges))
	if len(rows) < 2 {
		t.Fatalf("rows at %v", rows)
	}
	for _, x := range rows {
		if x != rows[0] {
			t.Errorf("the rows of buttons begin at %v", rows)
			break
		}
	}
	b.photograph("phone-procedure", false)

	b.open("/")
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 780))
		const begin = `(() => { const x = (e) => Math.round(e.getBoundingClientRect().left), row = document.querySelector(".rows tbody tr"); return [x(row.querySelector("th a")), x(row.querySelector(".tag"))].concat(innerWidth < 700 ? [x(row.querySelector("td"))] : []).join(" "); })()`
		at := strings.Fields(is[string](b, begin))
		for _, x := range at {
			if x != at[0] {
				t.Errorf("%d px wide: the title, its tags and what stands below begin at %v", width, at)
				break
			}
		}
	}
	b.photograph("phone-library", false)
}

// A table of who may do what is none any more when its head is gone: on a phone it keeps that, and is pushed sideways.
func TestTablesOnAPhone(t *testing.T) {
	o := newOffice(t)
	if got := o.sent("POST", "/processes", "", typedProcess("Migrate the database")); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.Code, got.Body)
	}
	b := newBrowser(t, o)
	b.do(chromedp.EmulateViewport(360, 780))
	b.open("/processes")
	b.click(`main a[href^="/processes/"]:not([href$="new"], [href$="import"], [href$="formula"], [href*="export"])`)
	b.until(`document.querySelector(".score-table") !== null`)
	const beyond = `[...document.querySelectorAll(".score-table .num-cell")].filter((e) => { const r = e.getBoundingClientRect(); return !r.width || r.right > innerWidth; }).length`
	if n := is[int](b, beyond); n != 0 {
		t.Errorf("%d numbers of the score lie beyond the edge", n)
	}
	b.sound(axe(t), "phone-score")
	is[any](b, `(document.querySelector("main").insertAdjacentHTML("beforeend", '<div class="scrolls" id="probe"><table class="access"><thead><tr><th scope="col">Who</th><th scope="col">Read</th></tr></thead><tbody><tr><th scope="row">Ann</th><td>yes</td></tr></tbody></table></div>'), null)`)
	if got := is[string](b, `getComputedStyle(document.querySelector("#probe thead")).display + " " + getComputedStyle(document.querySelector("#probe tbody tr")).display`); got != "table-header-group table-row" {
		t.Errorf("the table is shown as %s", got)
	}
}

// The chip of a procedure's page is coloured as what it says of the revision that is shown.
func TestTheChipsColour(t *testing.T) {
	o, p := judged(t)
	for query, want := range map[string]string{"": `state-effective"`, "?draft": `state-in_review"`} {
		if got := o.ask("GET", "/s/"+p.Slug+query).Body.String(); !strings.Contains(got, `class="chip-state `+want) {
			t.Errorf("%s: no %s", query, want)
		}
	}
}

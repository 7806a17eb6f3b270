package web

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store/executions"
)

// TestTheTimeIsOver waits for a step's time: the page tells when it is over, in its title and in words, whichever step it shows.
func TestTheTimeIsOver(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections[0].Steps[0].Callouts, r.Sections[0].Steps[0].Conduct = nil, &sop.Conduct{Wait: 600}
	p := o.draft(t, r)
	o.force(t, p)
	var late atomic.Int64
	tom := o.as("tom", team.Viewer)
	tom.site.Executions.Desk.Now = func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	b := newBrowser(t, tom)
	b.do(chromedp.EmulateViewport(390, 844))
	b.open("/s/" + p.Slug + "/run?VERSION=9.9.9")
	b.click(".start-form .button.big")
	b.until(`document.querySelector("[name=kind][value=waiting]") !== null`)
	b.click("[name=kind][value=waiting]")
	b.until(`document.querySelector("[data-until]")?.textContent.startsWith("Wait ") && document.querySelector("#carry-live").textContent.includes("Step 1 waits until")`)
	title := is[string](b, "document.title")
	if strings.Contains(title, "Time over") || !is[bool](b, `document.querySelector("[data-line]").hidden`) {
		t.Errorf("it is told before it is over: %q", title)
	}
	x, _ := o.only(t)
	b.open("/executions/" + x.ID + "?step=roll-out")
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll")`)
	soon := *tom.site.Executions.Desk
	soon.Now = func() time.Time { return time.Now().Add(11 * time.Minute) }
	if err := soon.Wake(t.Context(), executions.Read(o.db).Waking); err != nil { // before the page looks again: nobody has to be told any more
		t.Fatal(err)
	}
	if x, _ = o.only(t); !x.Wakes.IsZero() || len(x.Woken) != 1 {
		t.Fatalf("not told: %+v", x)
	}
	late.Store(int64(11 * time.Minute))
	b.until(`document.title.startsWith("Time over · ")`)
	if got := is[string](b, `document.querySelector("[data-line][role=status]:not([hidden])")?.textContent`); got != "The time of a step is over. It stands above." {
		t.Errorf("it says %q", got)
	}
	if got := is[string](b, `document.querySelector("#carry-live a[href*='step=backup']")?.textContent`); got != "The time of step 1 is over" {
		t.Errorf("above it says %q", got)
	}
	b.photograph("time-over-390", false)
	b.click("#carry-live a[href*='step=backup']")
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Back up") && document.title.startsWith("Time over · ")`)
	if !is[bool](b, `document.querySelector("[data-line]").hidden`) {
		t.Error("what stands on the page from the beginning is told again")
	}
}

// TestTheTimeIsOverElsewhere looks at another tab meanwhile: the page hears nothing there, and rings all the same. What is waited for beyond midnight has its day.
func TestTheTimeIsOverElsewhere(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	const wait = 48 * time.Hour
	r.Sections[0].Steps[0].Callouts, r.Sections[0].Steps[0].Conduct = nil, &sop.Conduct{Wait: int(wait / time.Second)}
	p := o.draft(t, r)
	o.force(t, p)
	var late atomic.Int64
	late.Store(int64(10*time.Second - wait)) // by the browser's clock the time is over soon
	tom := o.as("tom", team.Viewer)
	tom.site.Executions.Desk.Now = func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	b := newBrowser(t, tom)
	b.open("/s/" + p.Slug + "/run?VERSION=9.9.9")
	b.click(".start-form .button.big")
	b.until(`document.querySelector("[name=kind][value=waiting]") !== null`)
	b.click("[name=kind][value=waiting]")
	b.until(`location.search.startsWith("?step=") && document.readyState === "complete" && /Step 1 waits until \d+ [A-Z][a-z]+, \d\d:/.test(document.querySelector("#carry-live").textContent)`)
	x, _ := o.only(t)
	b.open("/executions/" + x.ID + "?step=roll-out")
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll") && document.querySelector("[data-running^='backup@']") !== null`)
	if !is[bool](b, `Object.defineProperty(document, "hidden", {get: () => true}), document.dispatchEvent(new Event("visibilitychange")), document.hidden`) {
		t.Fatal("somebody looks at it")
	}
	late.Store(int64(time.Minute))
	b.until(`document.title.startsWith("Time over · ")`)
}

// TestSentOneAfterTheOther starts a step's clock while the page still sends that somebody came there.
func TestSentOneAfterTheOther(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections[0].Steps[0].Callouts, r.Sections[0].Steps[0].Conduct = nil, &sop.Conduct{Wait: 600}
	p := o.draft(t, r)
	o.force(t, p)
	b := newBrowser(t, o.as("tom", team.Viewer))
	b.before(`const go = fetch; let held = false; window.fetch = (...a) => { if (held || !String(a[0]).endsWith("/sync")) return go(...a); held = true; return new Promise((ok) => (window.release = () => ok(go(...a)))); }`)
	b.open("/s/" + p.Slug + "/run?VERSION=9.9.9")
	b.click(".start-form .button.big")
	b.until(`window.release !== undefined && document.querySelector("[name=kind][value=waiting]") !== null`)
	b.click("[name=kind][value=waiting]")
	b.until(`JSON.stringify(localStorage).includes("waiting")`)
	if !is[bool](b, `window.release(), true`) {
		t.Fatal("nothing was held")
	}
	b.until(`document.querySelector("[data-until]")?.textContent.startsWith("Wait ")`)
}

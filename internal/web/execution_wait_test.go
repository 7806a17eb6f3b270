package web

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
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

// TestWhatIsTypedGoesAlong presses Done with a note, a picture or a finding beside it that wasn't sent by itself, and reloads with words in a step's own field.
func TestWhatIsTypedGoesAlong(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections[0].Steps[0].Callouts = nil
	p := o.draft(t, r)
	b := newBrowser(t, o.as("tom", team.Viewer))
	b.open("/s/" + p.Slug + "/run?VERSION=9.9.9&mode=dry_run")
	b.click(".start-form .button.big")
	b.until(`document.querySelector(".carry-step h1") !== null && document.readyState === "complete"`)
	b.do(chromedp.SendKeys(chromedp.CSS("#kept-text"), "It took ten minutes."), chromedp.SendKeys(chromedp.CSS("#thought-text"), "The host is db02 now."))
	b.click(`.carry-buttons [value=ok]`)
	b.until(`document.querySelector("[data-line]").textContent.includes("Say which of these")`)
	b.click(`.thought-choice [value=wrong]`)
	b.click(`.carry-buttons .carry-other-way summary`)
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "Half a reason"))
	b.do(chromedp.Reload())
	b.until(`document.readyState === "complete" && document.querySelector("#text")?.value === "Half a reason" && document.querySelector(".carry-other-way").open`)
	b.do(chromedp.SendKeys(chromedp.CSS("#kept-text"), "It took ten minutes."), chromedp.SendKeys(chromedp.CSS("#thought-text"), "The host is db02 now."))
	b.click(`.thought-choice [value=wrong]`)
	b.click(`.carry-buttons [value=ok]`)
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new")`)
	photo := filepath.Join(t.TempDir(), "photo.png")
	var picture bytes.Buffer
	if err := errors.Join(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 9, 9))), os.WriteFile(photo, picture.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{photo}))
	b.click(`.carry-buttons [value=ok]`)
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error")`)
	_, events := o.only(t)
	if !slices.ContainsFunc(events, func(e execution.Event) bool {
		return e.Kind == execution.Kept && e.Picture != "" && e.Step == "roll-out"
	}) {
		t.Errorf("the picture vanished: %+v", events)
	}
	had := map[execution.Kind]string{}
	for _, e := range events {
		if had[e.Kind] += e.Value + e.Text; (e.Kind == execution.Noted || e.Kind == execution.Thought) && e.Step != "backup" {
			t.Errorf("it stands at another step: %+v", e)
		}
	}
	if had[execution.Noted] != "It took ten minutes." || had[execution.Thought] != "wrongThe host is db02 now." {
		t.Errorf("it vanished: %v", had)
	}
}

package web

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// write changes a text of a step and leaves it.
func (b *browser) write(selector, text string) {
	b.Helper()
	b.click(selector)
	b.opened()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys(text + kb.Escape)
}

// Two people at one SOP: each sees what the other wrote; of the same words written at once one is asked, and nothing is lost.
func TestTwoEditors(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	other := newBrowser(t, o)
	other.open("/s/" + p.Slug)
	other.ready()
	steps := everyStep(o.copyOf(t, p))
	title := func(i int) string { return fmt.Sprintf("#step-%s h3 [data-field]", steps[i].Key) }

	b.write(title(0), "Written by the first")
	b.saved()
	other.until(fmt.Sprintf(`document.querySelector("%s").textContent.trim() === "Written by the first"`, title(0)))

	// a question that is open is no reason to overwrite what comes meanwhile
	b.click(fmt.Sprintf("#step-%s .step-tools details:not([data-step-menu]) summary", steps[0].Key))
	b.click(fmt.Sprintf(`#step-%s [data-act="link"]`, steps[0].Key))
	b.until(`document.querySelector("#ask[open]") !== null`)
	is[bool](b, `window.told = false, new MutationObserver(() => { window.told ||= document.body.textContent.includes("has changed something here.") }).observe(document.body, { subtree: true, childList: true, characterData: true }), true`)
	other.write(title(0), "Written by the other")
	other.saved()
	b.do(chromedp.SetValue(chromedp.CSS(`#ask input[name="url"]`), "https://wiki.example/runbook"))
	b.until(`window.told`) // the stream has told of the other's change, which isn't drawn while the question is open
	b.click(`#ask button[value="ok"]`)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0]; got.Title.Text != "Written by the other" || len(got.Links) == 0 || got.Links[len(got.Links)-1].URL != "https://wiki.example/runbook" {
		t.Errorf("one has overwritten the other: %q, %+v", got.Title.Text, got.Links)
	}

	// both write the same title: the second one's request comes with a version that is gone
	b.click(title(1))
	b.opened()
	other.write(title(1), "The other's words")
	other.saved()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("My words" + kb.Escape)
	b.until(`document.querySelector("#merge[open]") !== null`)
	b.photograph("edit-merge", false)
	if got := is[string](b, `document.querySelector("#merge").innerText`); !strings.Contains(got, "My words") || !strings.Contains(got, "The other's words") {
		t.Errorf("the merge view says: %s", got)
	}
	if got := everyStep(o.copyOf(t, p))[1].Title.Text; got != "The other's words" {
		t.Errorf("before anybody chose: %s", got)
	}
	b.keys(" and more" + kb.Enter) // whoever types goes on typing
	if !is[bool](b, `document.querySelector("#merge[open]") !== null`) || everyStep(o.copyOf(t, p))[1].Title.Text != "The other's words" {
		t.Error("the question was answered by typing")
	}
	b.click(`#merge button[value="ok"]`)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[1].Title.Text; got != "My words" {
		t.Errorf("chosen: %s", got)
	}
	other.until(fmt.Sprintf(`document.querySelector("%s").textContent.trim() === "My words"`, title(1)))
}

// What is written without a connection is kept, over a reload too, and saved when there is one again.
func TestOffline(t *testing.T) {
	o, p := filmed(t)
	var down atomic.Bool
	next := o.Handler
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() && r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	step := everyStep(o.copyOf(t, p))[0]
	title := "#step-" + step.Key + " h3 [data-field]"
	down.Store(true)
	b.write(title, "Written without a connection")
	b.until(`document.querySelector("#edit-bar").dataset.state === "offline" && document.querySelector("[data-edit-state]").textContent.includes("1 change is kept")`)
	b.photograph("edit-offline", false)
	if got := everyStep(o.copyOf(t, p))[0].Title.Text; got != step.Title.Text {
		t.Errorf("saved all the same: %s", got)
	}
	b.do(chromedp.Reload())
	b.ready()
	b.until(fmt.Sprintf(`document.querySelector("%s").textContent.trim() === "Written without a connection"`, title))
	down.Store(false)
	is[bool](b, `dispatchEvent(new Event("online"))`)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0].Title.Text; got != "Written without a connection" {
		t.Errorf("not saved: %s", got)
	}
	b.do(chromedp.Reload())
	b.ready()
	if got := is[int](b, "localStorage.length"); got != 0 {
		t.Errorf("%d things are still kept in the browser", got)
	}
}

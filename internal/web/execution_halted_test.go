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

// TestAFailureThatNothingLeadsOnFrom: where a step failed and nothing says what to do then, the page isn't green, counts all steps, says who was told and who can help, and takes
// nothing behind it without a reason.
func TestAFailureThatNothingLeadsOnFrom(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections = r.Sections[:1]
	p := o.draft(t, r)
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "tom": team.Viewer})
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	b, script := newBrowser(t, tom), axe(t)
	b.do(chromedp.EmulateViewport(360, 800))
	b.open(at)
	b.do(chromedp.Click(`[name=ticked]`), chromedp.Click(`.carry-other-way > summary`), chromedp.SendKeys(`#text`, "The host doesn’t answer"), chromedp.Click(`.carry-ways [value=failed]`), chromedp.WaitVisible(`.carry-halted`))
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 360}, {"dark", 360}, {"light", 1280}, {"dark", 1280}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 800))
		b.open(at)
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			t.Errorf("%s, %d px: %s", look.scheme, look.width, v)
		}
		if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("at %d px it is %d px too wide", look.width, over)
		}
		b.photograph(fmt.Sprintf("halted-%s-%d", look.scheme, look.width), true)
	}
	words := strings.Join(strings.Fields(is[string](b, `document.querySelector("main").innerText`)), " ")
	for _, want := range []string{"Step 1 failed", "The host doesn’t answer", "Nothing in this procedure says what to do then.", "was told at ", "Who can help:", "1 of 3 settled", "2 steps are left", "Go on with step 2 all the same", "It failed, and is recovered"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q:\n%s", want, words)
		}
	}
	for _, not := range []string{"All steps are settled", "The new version answers", "needed unless it worked", "not on the way"} {
		if strings.Contains(words, not) {
			t.Errorf("it says %q:\n%s", not, words)
		}
	}
	if !is[bool](b, `document.querySelector(".carry-head progress").classList.contains("unwell")`) {
		t.Error("the bar is green")
	}
	b.do(chromedp.EmulateViewport(360, 800), chromedp.Click(`.carry-halted a[href$="step=roll-out"]`), chromedp.WaitVisible(`[data-halted]`))
	b.photograph("halted-on-360", false)
	if at := is[string](b, `getComputedStyle(document.querySelector(".carry-buttons")).position`); at != "static" {
		t.Errorf("the buttons cover the command while what is typed is open: %s", at)
	}
	b.click(".carry-buttons > .button.big")
	b.until(`document.querySelector("[data-line]").textContent.includes("say why you go on all the same") && document.activeElement.id === "text"`)
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "It is another host"))
	b.click(".carry-buttons > .button.big")
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error rate")`)
	if words := strings.Join(strings.Fields(is[string](b, `document.querySelector(".carry-progress").innerText`)), " "); !strings.Contains(words, "2 of 3 settled") {
		t.Error(words)
	}
}

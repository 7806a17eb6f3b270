package web

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// enter signs somebody in.
func (b *browser) enter(name string) {
	b.Helper()
	b.open("/sign-in")
	b.do(chromedp.SetValue(chromedp.CSS(`input[name="email"]`), name+"@example.com"), chromedp.SetValue(chromedp.CSS(`input[name="password"]`), password))
	b.click(`main form button[type="submit"], main form .button`)
	b.until(`location.pathname === "/"`)
}

// choose selects the text of an element, as a person does by dragging over it.
func (b *browser) choose(selector string) {
	b.Helper()
	is[bool](b, fmt.Sprintf(`(() => { const r = document.createRange(), el = document.querySelector(%q); el.scrollIntoView({block: "center"}); r.selectNodeContents(el); const s = getSelection(); s.removeAllRanges(); s.addRange(r); return true; })()`, selector))
}

// own makes a procedure somebody's.
func (o *office) own(t *testing.T, p sop.Procedure, account string) {
	t.Helper()
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		p.Owner = account
		return tx.SaveProcedure(t.Context(), p)
	}); err != nil {
		t.Fatal(err)
	}
}

// press clicks on what a selector finds, in the middle of the window: bars stand before its edges.
func (b *browser) press(selector string) {
	b.Helper()
	is[bool](b, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: "center", behavior: "instant"}), true)`, selector))
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// TestReviewStory: a reviewer remarks on a line and rejects; the author accepts the suggestion, answers, resolves and sends again; the reviewer sees what
// changed since, and another approves it.
func TestReviewStory(t *testing.T) {
	o, _ := signed(t)
	r := ready(t)
	p, st := o.draft(t, r), firstCommand(t, r)
	owner, _ := o.join(t, "ann", team.Editor)
	o.own(t, p, owner)
	o.join(t, "rob", team.Reviewer)
	at := "/s/" + p.Slug
	ann, rob := newBrowser(t, o), newBrowser(t, o)
	ann.enter("ann")
	rob.enter("rob")

	ann.open(at + "/approval")
	ann.do(chromedp.SetValue(chromedp.CSS("#summary"), "The first one."))
	ann.click(`form[action$="/send"] .button`)
	ann.until(`document.querySelector("#open-head") !== null`)

	// the reviewer selects a command and suggests another
	rob.open(at + "/revisions/1")
	code := fmt.Sprintf("#step-%s .cmd pre code", st.Key)
	rob.choose(code)
	rob.until(`!document.querySelector(".remark-here").hidden`)
	rob.photograph("remark-here", false)
	rob.click(".remark-here")
	rob.until(`document.querySelector("dialog.remark-dialog[open]") !== null`)
	rob.click(`.remark-dialog [value="suggestion"]`)
	rob.do(chromedp.SetValue(chromedp.CSS(`.remark-dialog [name="proposed"]`), st.Commands[0].Text+" --check"), chromedp.SetValue(chromedp.CSS(`.remark-dialog [name="text"]`), "Look before you leap."))
	rob.click(`.remark-dialog [name="blocking"]`)
	rob.photograph("remark-dialog", false)
	rob.click(`.remark-dialog .button`)
	rob.until(`location.hash.startsWith("#thread-") && document.querySelectorAll(".thread").length === 1`)
	rob.photograph("thread", false)

	// and, by keys alone, asks about the whole step
	rob.do(chromedp.Focus(chromedp.CSS("#step-" + st.Key)))
	rob.keys("r")
	rob.until(`document.querySelector("dialog.remark-dialog[open]") !== null`)
	rob.do(chromedp.SetValue(chromedp.CSS(`.remark-dialog [name="text"]`), "Who may do this?"))
	rob.click(`.remark-dialog [value="question"]`)
	rob.click(`.remark-dialog [name="blocking"]`)
	rob.click(`.remark-dialog .button`)
	rob.until(`document.querySelectorAll(".thread").length === 2`)

	rob.open(at + "/approval")
	rob.until(`document.body.innerText.includes("2 open remarks")`)
	rob.do(chromedp.SetValue(chromedp.CSS("#note"), "See my remarks."), chromedp.SetValue(chromedp.CSS(`.decide [name="password"]`), password))
	rob.click(`.decide [value="reject"]`)
	rob.until(`document.querySelector(".decide") === null && document.body.innerText.includes("Rejected")`)

	// the author is told of it, and what waits for them
	ann.open("/notices")
	ann.until(`document.querySelectorAll(".notices li.new").length === 3 && document.querySelector(".bell .unread").innerText.includes("3") && document.body.innerText.includes("Rob rejected revision 1.")`)
	ann.photograph("notices", false)
	ann.do(chromedp.EmulateViewport(390, 844))
	ann.open("/notices")
	if over := is[int](ann, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("the notices are %d px too wide", over)
	}
	ann.photograph("notices-390", false)
	ann.open("/notices/choices")
	ann.photograph("choices-390", false)
	ann.open(at)
	if over := is[int](ann, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("the page with threads is %d px too wide", over)
	}
	is[bool](ann, `(document.querySelector(".thread").scrollIntoView({block: "center"}), true)`)
	ann.photograph("threads-390", false)
	ann.do(chromedp.EmulateViewport(1280, 900))
	ann.open("/notices")
	ann.click(".notices li.new .link-button")
	ann.until(`location.pathname !== "/notices" && document.querySelector(".bell .unread").innerText.includes("2")`)
	ann.open("/reviews")
	ann.until(`document.body.innerText.includes("2 open remarks on a procedure of yours")`)
	ann.photograph("reviews-yours", false)

	// all of it without what keeps people out, light and dark, wide and narrow
	script := axe(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 390}} {
		ann.scheme(look.scheme)
		ann.do(chromedp.EmulateViewport(look.width, 844))
		for name, path := range map[string]string{"look-threads": at + "/threads", "look-sop": at + "?as=reader", "look-remark": at + "/threads/new?on=1&step=" + st.Key + "&place=commands.0.0", "look-notices": "/notices", "look-choices": "/notices/choices", "look-approval": at + "/approval"} {
			ann.open(path)
			is[any](ann, script+"; null")
			for _, v := range ann.violations() {
				t.Errorf("%s, %s, %d px: %s", path, look.scheme, look.width, v)
			}
			if over := is[int](ann, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s at %d px is %d px too wide", path, look.width, over)
			}
			if name == "look-sop" {
				is[bool](ann, `(document.querySelector(".thread").scrollIntoView({block: "center"}), true)`)
			}
			ann.photograph(fmt.Sprintf("%s-%d-%s", name, look.width, look.scheme), false)
		}
	}
	ann.scheme("light")
	ann.do(chromedp.EmulateViewport(1280, 900))

	// the author accepts, answers, resolves, and sends again
	ann.open(at)
	ann.ready()
	ann.photograph("threads-author", false)
	ann.press(".thread form.accept button")
	ann.until(`document.body.innerText.includes("1 resolved") || document.querySelectorAll(".thread-open").length === 1`)
	ann.ready()
	ann.until(fmt.Sprintf(`document.querySelector(%q).textContent.includes("--check")`, code))
	ann.press(".thread-open .answer summary")
	ann.do(chromedp.SetValue(chromedp.CSS(`.thread-open [name="words"]`), "Whoever is on call; it says so above."))
	ann.press(`.thread-open [value="answered"]`)
	ann.until(`document.querySelectorAll(".thread-open").length === 0`)
	ann.open(at + "/threads?show=resolved")
	ann.photograph("threads-page", false)
	if got := is[int](ann, `document.querySelectorAll(".thread").length`); got != 2 {
		t.Errorf("%d threads are resolved", got)
	}
	ann.open(at + "/approval")
	ann.do(chromedp.SetValue(chromedp.CSS("#summary"), "It is looked at before."))
	ann.click(`form[action$="/send"] .button`)
	ann.until(`document.querySelector("#open-head") !== null`)

	// the reviewer sees what is new since they looked, and another approves, for the suggestion's words are the reviewer's
	rob.open(at + "/revisions/2")
	rob.until(`document.querySelector(".banner.since")?.innerText.includes("1 step changed") && document.querySelectorAll(".step.since").length === 1`)
	rob.photograph("since", false)
	rob.click(".banner.since a")
	rob.until(`location.pathname.endsWith("/compare") && document.body.innerText.includes("--check")`)
	rob.open(at + "/approval")
	rob.until(`document.querySelector(".decide") === null && document.body.innerText.includes("You wrote some of it, so somebody else decides.")`)
	o.join(t, "kim", team.Reviewer)
	kim := newBrowser(t, o)
	kim.enter("kim")
	kim.open(at + "/approval")
	kim.do(chromedp.SetValue(chromedp.CSS(`.decide [name="password"]`), password))
	kim.click(`.decide [value="approve"]`)
	kim.until(`document.querySelector(".decide") === null && document.body.innerText.includes("In force")`)
}

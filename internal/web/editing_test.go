package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

// ready waits until an SOP's page can be written in.
func (b *browser) ready() {
	b.Helper()
	b.until(`document.querySelector("#main.editable") !== null`)
}

// saved waits until everything that was written is on the server.
func (b *browser) saved() {
	b.Helper()
	b.until(`document.querySelector("#edit-bar").dataset.state === "saved" && !document.querySelector(".writing, .writing-cmd")`)
}

// opened waits until a text can be written, and is the place of the keys.
func (b *browser) opened() {
	b.Helper()
	b.until(`document.activeElement.matches(".field-text, .command-text")`)
}

// click clicks on what a selector finds, as a person does. What the page draws anew between finding it and the click is looked for again: nothing was clicked then.
func (b *browser) click(selector string) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, pagePatience)
	defer stop()
	var err error
	for range 20 {
		err = chromedp.Do(ctx, chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
		if err == nil || !strings.Contains(err.Error(), "Could not find node") && !strings.Contains(err.Error(), "Node is detached") {
			break
		}
	}
	if err != nil {
		b.Fatal(err)
	}
}

// copyOf is the working copy as the server has it.
func (o *office) copyOf(t testing.TB, p sop.Procedure) *sop.Revision {
	t.Helper()
	p, err := o.db.Read().Procedure(t.Context(), "w", p.Slug)
	if err != nil {
		t.Fatal(err)
	}
	last, err := o.db.Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	all, err := manuscript.Overlay(&last, kept)
	if err != nil {
		t.Fatal(err)
	}
	r, err := manuscript.Join(&last, all)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// everyStep are a revision's steps in their order.
func everyStep(r *sop.Revision) (all []sop.Step) {
	for _, s := range r.Sections {
		all = append(all, s.Steps...)
	}
	return all
}

func titlesOf(r *sop.Revision) string {
	var all []string
	for _, s := range everyStep(r) {
		all = append(all, s.Title.Text)
	}
	return strings.Join(all, " | ")
}

// A whole task: sentences, steps, commands and parameters are changed where they stand, undone and done again, and named a revision.
func TestEditing(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	before := o.copyOf(t, p)
	first, second := everyStep(before)[0], everyStep(before)[1]
	at := func(s sop.Step) string { return "#step-" + s.Key }

	b.click(at(first) + " h3 [data-field]")
	b.opened()
	b.photograph("edit-field", false)
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("Open *the* ")
	b.do(chromedp.KeyEvent("b", chromedp.KeyModifiers(2)))
	b.keys("Jobs")
	b.do(chromedp.KeyEvent("b", chromedp.KeyModifiers(2)))
	b.keys(" page" + kb.Enter)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0].Title; got.Text != `Open \*the\* **Jobs** page` || got.Evidence.Source != sop.FromAuthor {
		t.Errorf("the title is %+v", got)
	}
	if got := is[string](b, fmt.Sprintf(`document.querySelector("%s h3").innerHTML`, at(first))); !strings.Contains(got, "Open *the* <strong>Jobs</strong> page") {
		t.Errorf("shown as %s", got)
	}

	b.click(at(first) + " .step-tools details:not([data-step-menu]) summary")
	b.photograph("edit-add", false)
	b.click(at(first) + ` [data-act="why"]`)
	b.opened()
	b.keys("So that `it` can be seen." + kb.Enter)
	b.opened() // Enter begins another line; Escape leaves it
	b.keys(kb.Escape)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0].Why; len(got) != 1 || got[0].Text != "So that \\`it\\` can be seen." {
		t.Errorf("why: %+v", got)
	}

	// keys alone: the second step up, and a new one below it
	b.do(chromedp.Focus(chromedp.CSS(at(second))))
	b.do(chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(1)))
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0]; got.Key != second.Key {
		t.Errorf("moved up: %s", titlesOf(o.copyOf(t, p)))
	}
	b.keys("a")
	b.opened()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("Take a breath" + kb.Enter)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[1]; got.Title.Text != "Take a breath" || got.Evidence.Source != sop.FromAuthor {
		t.Errorf("added: %s", titlesOf(o.copyOf(t, p)))
	}

	// all of it is undone, and done again
	want := titlesOf(o.copyOf(t, p))
	for is[bool](b, `!document.querySelector("[data-undo]").disabled`) {
		b.click("[data-undo]")
	}
	b.saved()
	if got, _ := json.Marshal(o.copyOf(t, p).Sections); string(got) != string(must(json.Marshal(before.Sections))) {
		t.Errorf("undone: %s", titlesOf(o.copyOf(t, p)))
	}
	for is[bool](b, `!document.querySelector("[data-redo]").disabled`) {
		b.click("[data-redo]")
	}
	b.saved()
	if got := titlesOf(o.copyOf(t, p)); got != want {
		t.Errorf("done again: %s, want %s", got, want)
	}

	b.click("[data-name]")
	b.do(chromedp.SendKeys(chromedp.CSS("#note"), "A breath before it"))
	b.photograph("edit-name", false)
	b.click(`#name-revision button[value="save"]`)
	b.until(`location.pathname.endsWith("/revisions") && document.body.innerText.includes("A breath before it")`)
	b.photograph("revisions", true)
	b.click(`a[href*="compare?from=1"]`)
	b.until(`document.querySelector("ins") !== null`)
	b.photograph("compare", true)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Commands are written in a field of their own; what differs from use to use becomes a parameter wherever it stands.
func TestEditingCommands(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "terminal-edit"))
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	var st sop.Step
	for _, s := range everyStep(o.copyOf(t, p)) {
		if len(s.Commands) > 0 {
			st = s
			break
		}
	}
	b.click("#step-" + st.Key + " .cmd pre")
	b.opened()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("kubectl rollout undo deploy/shop --to-revision=41")
	is[bool](b, `(() => { const a = document.activeElement, i = a.value.indexOf("41"); a.setSelectionRange(i, i + 2); return true; })()`)
	if is[bool](b, `document.querySelector(".command-where").readOnly`) {
		t.Error("where a command of one's own is run can't be said")
	}
	is[any](b, `(() => { const w = document.querySelector(".command-where"); w.value = "root@standby"; w.dispatchEvent(new Event("input", {bubbles: true})); return null; })()`)
	b.photograph("edit-command", false)
	b.click(".writing-cmd .write-tools button")
	b.until(`document.querySelector("#ask[open]") !== null`)
	b.photograph("edit-parameter", false)
	b.do(chromedp.SetValue(chromedp.CSS(`#ask input[name="name"]`), "revision"))
	b.click(`#ask button[value="ok"]`)
	b.until(`document.activeElement.matches(".command-text") && document.activeElement.value.endsWith("<REVISION>")`)
	b.keys(kb.Escape)
	b.saved()
	r := o.copyOf(t, p)
	for _, s := range everyStep(r) {
		if s.Key == st.Key && (s.Commands[0].Text != "kubectl rollout undo deploy/shop --to-revision=<REVISION>" || s.Commands[0].Context != "root@standby" || s.Commands[0].Class != sop.Changes || s.Commands[0].Evidence.Source != sop.FromAuthor) {
			t.Errorf("%+v", s.Commands[0])
		}
	}
	if n := len(r.Parameters); n == 0 || r.Parameters[n-1].Name != "REVISION" || r.Parameters[n-1].Example != "41" {
		t.Errorf("%+v", r.Parameters)
	}
	// a question to the author is answered
	b.click(`.ask[data-ask="purpose"] [data-answer]`)
	b.opened()
	b.keys("To change a file." + kb.Escape)
	b.saved()
	if r := o.copyOf(t, p); len(r.Purpose) != 1 || r.Purpose[0].Text != "To change a file." {
		t.Errorf("%+v", r.Purpose)
	}
	b.until(`document.querySelector('.ask[data-ask="purpose"]') === null`)
	b.photograph("edit-head", false)
}

// Whoever looked at an unsure place says that it's right: the mark goes, and the evidence stays.
func TestItIsRight(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	places := `document.querySelectorAll("[data-look-at]").length`
	n := is[int](b, places)
	if n == 0 {
		t.Fatal("nothing is unsure in the sample")
	}
	for left := n; left > 0; left-- {
		b.keys("n")
		b.until(`!document.querySelector(".evidence").hidden && document.querySelector(".evidence .evidence-rests") !== null`)
		b.photograph(fmt.Sprint("evidence-", left), false)
		b.keys("y")
		b.until(fmt.Sprintf("%s === %d", places, left-1))
	}
	b.saved()
	for part := range sop.Walk(o.copyOf(t, p)) {
		if part.Unsure != "" || part.Evidence.Source == sop.FromAuthor {
			t.Errorf("%s: %+v", part.Place, part)
		}
	}
}

// Steps are split and merged.
func TestSplitAndMerge(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	before := o.copyOf(t, p)
	all := everyStep(before)
	b.click("#step-" + all[1].Key + " [data-step-menu] summary")
	b.photograph("edit-menu", false)
	b.click("#step-" + all[1].Key + ` [data-act="merge"]`)
	b.saved()
	r := o.copyOf(t, p)
	merged := everyStep(r)[0]
	if r.StepCount() != before.StepCount()-1 || len(merged.Detail) == 0 || merged.Evidence.Span.To < all[1].Evidence.Span.To || len(merged.Figures) != len(all[0].Figures)+len(all[1].Figures) {
		t.Fatalf("merged: %d steps, %+v", r.StepCount(), merged)
	}
	b.click("#step-" + merged.Key + " [data-step-menu] summary")
	b.click("#step-" + merged.Key + ` [data-act="split"]`)
	b.until(`document.querySelector("#ask[open]") !== null`)
	b.photograph("edit-split", false)
	b.click(`#ask input[type="checkbox"]`)
	b.click(`#ask button[value="ok"]`)
	b.opened()
	b.keys(kb.Escape)
	b.saved()
	if r := o.copyOf(t, p); r.StepCount() != before.StepCount() || everyStep(r)[1].Title.Text != merged.Detail[0].Text {
		t.Errorf("split: %s", titlesOf(r))
	}
	b.do(chromedp.Focus(chromedp.CSS("#step-" + merged.Key)))
	b.keys(kb.Delete)
	b.saved()
	if r := o.copyOf(t, p); r.StepCount() != before.StepCount()-1 {
		t.Errorf("deleted: %s", titlesOf(r))
	}
}

// A misheard name is put right in one line of the narration, then everywhere, and remembered.
func TestNames(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	r := o.copyOf(t, p)
	var u sop.Utterance
	for _, x := range r.Transcript.Utterances {
		if strings.Contains(x.Text, "Jenkins") {
			u = x
			break
		}
	}
	count := func() int {
		r := o.copyOf(t, p)
		n := 0
		for _, x := range r.Transcript.Utterances {
			n += strings.Count(x.Text, "Jenkins")
		}
		for _, s := range everyStep(r) {
			n += strings.Count(s.Title.Text, "Jenkins")
		}
		return n
	}
	if count() < 2 {
		t.Fatal("the sample says the name once only")
	}
	b.click(`.said [data-said="` + u.ID + `"] [data-words]`)
	b.until(`document.activeElement.matches(".said-field")`)
	is[bool](b, `(() => { const i = document.activeElement; i.value = i.value.replace("Jenkins", "Tekton"); return true; })()`)
	b.keys(kb.Enter)
	b.until(`document.querySelector("#ask[open]") !== null`)
	b.photograph("edit-name-everywhere", false)
	b.click(`#ask button[value="ok"]`)
	b.until(`document.querySelector("[data-edit-state]").textContent.includes("is in the glossary")`)
	b.until(`document.querySelector("#edit-bar").dataset.state === "saved"`)
	if n := count(); n != 0 {
		t.Errorf("the name still stands in %d places", n)
	}
	terms, err := o.db.Read().Glossary(t.Context(), "w")
	if err != nil || len(terms) != 1 || terms[0].Used != "Tekton" || terms[0].Heard[0] != "Jenkins" {
		t.Errorf("%+v, %v", terms, err)
	}
	b.click("[data-undo]")
	b.click("[data-undo]")
	b.until(`document.querySelector("#edit-bar").dataset.state === "saved"`)
	if n := count(); n < 2 {
		t.Errorf("after undo it stands in %d places", n)
	}
	b.open("/glossary")
	b.until(`document.body.innerText.includes("Tekton")`)
	b.photograph("glossary", false)
	b.click(`form[action="/glossary/forget"] button`)
	b.until(`document.body.innerText.includes("No names yet")`)
}

// Every text is reached and changed by keys alone.
func TestEditingByKeys(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	st := everyStep(o.copyOf(t, p))[0]
	b.keys("j")
	b.until(`document.activeElement.id === "step-` + st.Key + `"`)
	for range 12 {
		b.keys(kb.Tab)
		if is[bool](b, `document.activeElement.dataset.field === "detail.0"`) {
			break
		}
	}
	b.keys(kb.Enter)
	b.opened()
	b.keys(" By keys." + kb.Escape)
	b.saved()
	if got := everyStep(o.copyOf(t, p))[0].Detail[0].Text; !strings.HasSuffix(got, " By keys.") {
		t.Errorf("the detail is %q", got)
	}
	b.until(`document.activeElement.closest(".step") !== null`)
}

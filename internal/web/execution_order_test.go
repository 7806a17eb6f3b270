package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// TestOutOfOrderOnThePage: a step that is done before its turn wants a reason, with scripts and without them; what was seen is asked for under “Verify”.
func TestOutOfOrderOnThePage(t *testing.T) {
	o := newOffice(t)
	r := restoring(t)
	r.Sections = slices.Insert(r.Sections, 1, sop.Section{Kind: sop.Verify, Title: "Verify", Steps: r.Sections[0].Steps[2:]})
	r.Sections[0].Steps = r.Sections[0].Steps[:2]
	r.Sections[1].Steps[0].Kind = sop.StepManual
	p := o.draft(t, r)
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	do := func(want int, fields url.Values) string {
		t.Helper()
		fields.Set("kind", "settled")
		fields.Set("fresh", "f"+strings.Map(func(r rune) rune { return map[bool]rune{true: r, false: 'x'}[r >= 'a' && r <= 'z'] }, fields.Encode())[:30]+strings.Repeat("y", len(fields.Encode())%19))
		return tom.form(t, at+"/do", want, fields)
	}
	if body := do(http.StatusBadRequest, url.Values{"step": {"check"}, "outcome": {"ok"}, "text": {"It was looked at before."}}); !strings.Contains(body, "What was observed isn&#39;t written down.") || !strings.Contains(body, "Write down what you saw") {
		t.Error("a check is a tick")
	}
	do(http.StatusSeeOther, url.Values{"step": {"backup"}, "outcome": {"failed"}, "text": {"The disk is full."}})
	if body := do(http.StatusBadRequest, url.Values{"step": {"undo"}, "outcome": {"ok"}}); !strings.Contains(body, "Step 4 comes before it, and isn&#39;t settled: that needs a reason.") || !strings.Contains(body, "say why this one is done before it") {
		t.Error("the roll back's last step was done first, without a word")
	}
	b, script := newBrowser(t, tom), axe(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 360}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 844))
		b.open(at + "?step=undo")
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			t.Errorf("%s, %d px: %s", look.scheme, look.width, v)
		}
		if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("at %d px it is %d px too wide", look.width, over)
		}
		b.photograph("order-"+look.scheme, true)
	}
	b.click(".carry-buttons > .button.big")
	b.until(`document.querySelector("[data-line]").textContent.includes("A step before it isn’t settled") && document.activeElement.id === "text"`)
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "The database was never touched."))
	b.click(".carry-buttons > .button.big")
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Restore the database")`)
	x, events := o.only(t)
	if st := execution.Fold(x, r, events).Steps["undo"]; st.Outcome() != execution.OK || st.Settled.Text != "The database was never touched." || st.Settled.Early != 4 {
		t.Errorf("%+v", st.Settled)
	}
	if line := tom.ask("GET", at+"/time-line").Body.String(); !strings.Contains(line, "done; before step 4") {
		t.Error("the time line doesn't tell that it was done before its turn")
	}
	// in order nothing is asked
	if body := tom.ask("GET", at).Body.String(); strings.Contains(body, "carry-first") {
		t.Error("the step that is next asks for a reason")
	}
}

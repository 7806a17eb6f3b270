package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/notices"
)

// staff has people be in the workspace "w", by their ids and what they may.
func (o *office) staff(t testing.TB, all map[string]team.Role) {
	t.Helper()
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		for id, role := range all {
			a := team.Account{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com"}
			if err := tx.AddAccount(t.Context(), a); err != nil {
				return err
			}
			if err := tx.SetMember(t.Context(), team.Member{Account: a, Workspace: "w", Role: role}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAFailureByPlainForms says at the step that failed who was told, whom one can call and where one goes on, and tells them.
func TestAFailureByPlainForms(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "tom": team.Viewer})
	tom, rob := o.as("tom", team.Viewer), o.as("rob", team.Reviewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	n := 0
	do := func(o *office, fields url.Values) {
		t.Helper()
		n++
		fields.Set("fresh", fmt.Sprint("f", n))
		o.form(t, at+"/do", http.StatusSeeOther, fields)
	}
	page := func(o *office, at string, want, not []string) {
		t.Helper()
		body, _, _ := strings.Cut(o.ask("GET", at).Body.String(), `<template data-offline=`)
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s has no %q", at, s)
			}
		}
		for _, s := range not {
			if strings.Contains(body, s) {
				t.Errorf("%s has %q", at, s)
			}
		}
	}
	do(rob, url.Values{"kind": {"settled"}, "step": {"backup"}, "outcome": {"ok"}, "ticked": {"0"}})
	page(tom, at, []string{`value="skipped">Stop here`}, []string{"It worked", "were told"})
	do(tom, url.Values{"kind": {"settled"}, "step": {"roll-out"}, "outcome": {"failed"}, "text": {"The pod doesn’t start."}})

	told := []string{"Ada and Rob were told at ", "Who can help:", "mailto:ada@example.com", "its owner"}
	page(tom, at, append(told, "What follows rolls back."), []string{"It worked", "carry-failed"})
	page(tom, at+"?step=roll-out", append(told, "To the roll back", "Settle it again", "It failed, I made it good", `value="ok">It didn’t fail: done`), []string{"It worked", `class="button big" name="outcome" value="ok"`})
	page(rob, at, []string{"Step 2 failed: Roll the new version out.", "Look at step 2", "The pod doesn’t start."}, nil)
	do(tom, url.Values{"kind": {"settled"}, "step": {"undo"}, "outcome": {"ok"}})
	page(tom, at, []string{"All steps are settled", `big" name="outcome" value="failed"`, `value="recovered">It failed, and is recovered`}, []string{"It worked"})

	page(tom, at+"/report.md", []string{"- Step 2 failed: Ada and Rob were told."}, nil)
	page(tom, at+"/time-line", []string{"Step 2 failed</dt><dd>Ada and Rob were told."}, nil)
	page(tom, at+"/report.json", []string{`"to":["ada","rob"]`, `"rolled_back":true`}, []string{"0001-01-01"})
	if err := o.site.Tellers.Spread(t.Context()); err != nil {
		t.Fatal(err)
	}
	for account, want := range map[string]string{"ada": "Tom carries this out, and step 2 failed: “Roll the new version out”.", "rob": "Tom carries this out, and step 2 failed: “Roll the new version out”.", "tom": ""} {
		all, err := notices.Read(o.db).Notices(t.Context(), notice.Query{Workspace: "w", Account: account, Limit: 9})
		got := ""
		for _, x := range all {
			if x.Kind == notice.Failed {
				got += x.Text
				if x.Href != at+"?step=roll-out" || x.Words != "The pod doesn’t start." {
					t.Errorf("%+v", x)
				}
			}
		}
		if err != nil || got != want {
			t.Errorf("%s is told %q, %v", account, got, err)
		}
	}
}

// TestAFailureWithoutAConnection asks before it rolls back as with one, and lets one go back and settle it again; the other's open page tells of it as soon as it has arrived.
func TestAFailureWithoutAConnection(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "tom": team.Viewer})
	var down atomic.Bool
	tom := o.as("tom", team.Viewer)
	next := tom.Handler
	tom.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	phone, desktop := newBrowser(t, tom), newBrowser(t, o.as("rob", team.Reviewer))
	phone.do(chromedp.EmulateViewport(390, 844))
	phone.open(at)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	desktop.open(at)
	fails := func(why string) {
		t.Helper()
		phone.click(".carry-other-way summary")
		phone.do(chromedp.SetValue(chromedp.CSS("#text"), why))
		phone.click(`.carry-ways [value=failed]`)
		phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the old version")`)
	}

	down.Store(true)
	fails("helm says: timed out")
	const asked = `(document.querySelector("main > .carry-turn")?.innerText ?? "").replace(/\s+/g, " ")`
	if got := is[string](phone, asked); !strings.Contains(got, "Step 2 failed, and 1 other step was done. What follows rolls back.") || !strings.Contains(got, "go back to step 2") || !strings.Contains(got, "Nobody was told yet") || !strings.Contains(got, "Ada, its owner ada@example.com") {
		t.Errorf("without a connection it asks %q", got)
	}
	phone.photograph("fail-asks-offline-390", false)
	phone.click(".carry-turn [data-turn-back]")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version") && !document.querySelector("main > .carry-turn")`)
	if got := is[string](phone, `document.querySelector(".carry-buttons > .button.big").textContent`); got != "To what follows a failure" {
		t.Errorf("the large button is %q", got)
	}
	phone.photograph("fail-back-offline-390", false)
	fails("helm says: no such chart")
	if got := is[string](phone, asked); !strings.Contains(got, "Step 2 failed, and 1 other step was done.") {
		t.Errorf("the second time it asks %q", got)
	}
	phone.do(chromedp.SendKeys(chromedp.CSS("#turn-text"), "Nothing was rolled out."))
	phone.click(".carry-turn .tool")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("That it ends here is noted")`)
	down.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(`document.querySelector("h1.outcome-failed") !== null`)
	x, events := o.only(t)
	state := execution.Fold(x, carriable(t), events)
	if st := state.Steps["roll-out"]; st.Conflict() || st.Settled.Text != "helm says: no such chart" || len(st.Past) != 1 || x.Outcome != execution.Failed || state.End.Text != "Nothing was rolled out." || len(state.Void) != 0 {
		t.Errorf("%+v, %v", st, state.Void)
	}
}

// TestAnothersFailure tells it on the open page: in words that are read aloud, once, and in the title.
func TestAnothersFailure(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "tom": team.Viewer})
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	b := newBrowser(t, o.as("rob", team.Reviewer))
	b.open(at)
	b.until(`document.querySelector("[data-carry-events]").textContent.includes("0 of")`)
	b.until(`performance.getEntriesByType("resource").some(e => e.name.endsWith("/sync"))`) // where the answer knows of the failure the page goes on, and tells it as it opens
	if got := is[string](b, `document.querySelector("[data-alarm]").getAttribute("role") + document.querySelector("[data-alarm]").textContent`); got != "alert" {
		t.Errorf("before it: %q", got)
	}
	tom.form(t, at+"/do", http.StatusSeeOther, url.Values{"fresh": {"f1"}, "kind": {"settled"}, "step": {"backup"}, "outcome": {"failed"}, "text": {"The disk is full."}})
	b.until(`document.querySelector(".carry-failed")?.textContent.includes("The disk is full.")`)
	b.until(`document.querySelector("[data-alarm]").textContent === "Step 1 failed: Back up the database." && document.title.startsWith("Step failed · ")`)
	b.photograph("fail-other-1280", false)
	b.scheme("dark")
	b.do(chromedp.EmulateViewport(360, 740))
	b.photograph("fail-other-dark-360", false)
	if wide := is[bool](b, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.Error("it is wider than the window")
	}
	is[any](b, `document.querySelector("[data-alarm]").textContent = ""; null`)
	o.form(t, at+"/do", http.StatusSeeOther, url.Values{"fresh": {"f2"}, "kind": {"settled"}, "step": {"undo"}, "outcome": {"ok"}})
	b.until(`document.querySelector(".carry-progress strong").textContent.startsWith("2 of")`)
	if got := is[string](b, `document.querySelector("[data-alarm]").textContent`); got != "" {
		t.Errorf("read aloud again: %q", got)
	}
	mine := newBrowser(t, tom)
	script := axe(t)
	for _, step := range []string{"", "?step=backup"} {
		mine.do(chromedp.EmulateViewport(360, 740))
		mine.open(at + step)
		is[any](mine, script+"; null")
		for _, v := range mine.violations() {
			t.Errorf("%s: %s", step, v)
		}
		mine.photograph("fail-mine"+strings.ReplaceAll(step, "?step=", "-")+"-360", true)
	}
}

// TestAPilotInProduction is refused by the page with the reason, and what was typed stays.
func TestAPilotInProduction(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	tom := o.as("tom", team.Viewer)
	fields := url.Values{"mode": {"pilot"}, "param.VERSION": {"9.9.9"}, "environment": {"eu-prod"}}
	body := tom.form(t, "/s/"+p.Slug+"/run", http.StatusBadRequest, fields)
	for _, want := range []string{"“eu-prod” is production", `value="eu-prod"`, `value="9.9.9"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	fields.Set("environment", "staging")
	tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, fields)
	if x, _ := o.only(t); x.Environment != "staging" {
		t.Errorf("%+v", x)
	}
	fields.Set("mode", "dry_run")
	fields.Set("environment", "typed before")
	tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, fields)
	if x, _ := o.only(t); x.Environment == "typed before" {
		t.Errorf("%+v", x)
	}
}

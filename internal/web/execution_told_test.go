package web

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// restoring is carriable with a roll back that begins with the dump of its first step.
func restoring(t testing.TB) *sop.Revision {
	r := carriable(t)
	author := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	back := &r.Sections[1]
	back.Steps = append([]sop.Step{{Key: "restore", Kind: sop.StepCommand, Title: sop.Claim{Text: "Restore the database.", Evidence: author}, Evidence: author,
		Commands: []sop.Command{{Text: "pg_restore -d shop before.dump", Shell: "shell", Class: sop.Changes, Evidence: author}}}}, back.Steps...)
	return r
}

// lossy is an office as somebody sees it whose connection can be lost.
func (o *office) lossy(account string, role team.Role) (*office, *atomic.Bool) {
	var down atomic.Bool
	other := o.as(account, role)
	next := other.Handler
	other.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	return other, &down
}

// TestToldOnceTheConnectionIsBack: what a page said without a connection of a failure is put right by itself once that has arrived; the roll back says which file wasn't written, and blanks are no reason.
func TestToldOnceTheConnectionIsBack(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, restoring(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "tom": team.Viewer})
	tom, down := o.lossy("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	phone, script := newBrowser(t, tom), axe(t)
	phone.do(chromedp.EmulateViewport(360, 844))
	phone.scheme("dark")
	phone.open(at)
	down.Store(true)
	phone.click(".carry-other-way summary")
	phone.do(chromedp.SetValue(chromedp.CSS("#text"), "The disk is full."))
	phone.click(`.carry-ways [value=failed]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Restore the database")`)
	const asked = `(document.querySelector("main > .carry-turn")?.innerText ?? "").replace(/\s+/g, " ")`
	if got := is[string](phone, asked); !strings.Contains(got, "What follows rolls back. Step 4 uses before.dump, which step 1 was to write: see which one is there, and whether it is whole, before you do that.") || !strings.Contains(got, "Nobody was told yet") {
		t.Errorf("without a connection it asks %q", got)
	}
	if got := is[string](phone, `document.querySelector("main > form .carry-loss:not([hidden])")?.innerText ?? ""`); !strings.Contains(got, "This uses before.dump. Step 1 was to write it, and wasn’t done") {
		t.Errorf("the step says %q", got)
	}
	phone.photograph("told-offline-360", true)
	phone.do(chromedp.SendKeys(chromedp.CSS("#turn-text"), "   "))
	phone.click(".carry-turn .tool")
	phone.until(`document.querySelector("[data-line]").textContent.includes("It needs a reason.") && document.activeElement.id === "turn-text"`)
	if got := is[bool](phone, `Object.entries(localStorage).some(([, v]) => v.includes('"ended"'))`); got {
		t.Error("blanks ended it")
	}
	down.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(asked + `.includes("Ada was told.") && !` + asked + `.includes("Nobody was told yet")`)
	phone.photograph("told-again-360", true)
	is[any](phone, script+"; null")
	for _, v := range phone.violations() {
		t.Error(v)
	}
	if over := is[int](phone, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("it is %d px too wide", over)
	}
	// with a connection the same stands there, and no more once the step was done
	body := tom.ask("GET", at).Body.String()
	if live, _, _ := strings.Cut(body, `<template data-offline=`); !strings.Contains(live, "Step 4 uses before.dump") || strings.Contains(live, `data-lost="backup" hidden`) || !strings.Contains(live, `data-lost="backup"`) {
		t.Error("with a connection the step says nothing of the file")
	}
	x, events := o.only(t)
	failed := execution.Fold(x, restoring(t), events).Steps["backup"].Settled.ID
	tom.form(t, at+"/do", http.StatusSeeOther, url.Values{"fresh": {"f1"}, "over": {failed}, "kind": {"settled"}, "step": {"backup"}, "outcome": {"recovered"}, "text": {"It is there by now."}, "ticked": {"0"}})
	if body = tom.ask("GET", at+"?step=restore").Body.String(); !strings.Contains(body, `data-lost="backup" hidden`) {
		t.Error("the file was written, and the step says that it wasn't")
	}
}

// TestWhoHelpsAnOwner: where the owner carries it out alone, reviewers and administrators are named, on the page and without a connection; a dry run doesn't say that anybody will be told.
func TestWhoHelpsAnOwner(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, restoring(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"ada": team.Editor, "rob": team.Reviewer, "eve": team.Admin, "tom": team.Viewer})
	ada := o.as("ada", team.Editor)
	for _, c := range []struct{ mode, want, not string }{{"live", "Nobody else was told.", "nothing"}, {"dry_run", "What follows rolls back.", "Nobody"}} {
		at := ada.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {c.mode}, "param.VERSION": {"9.9.9"}})
		ada.form(t, at+"/do", http.StatusSeeOther, url.Values{"fresh": {"f-" + c.mode[:3]}, "kind": {"settled"}, "step": {"backup"}, "outcome": {"failed"}, "text": {"The disk is full."}})
		body := ada.ask("GET", at).Body.String()
		for _, want := range []string{c.want, "<strong>Rob</strong>, a reviewer", "mailto:rob@example.com", "<strong>Eve</strong>, an administrator"} {
			if n := strings.Count(body, want); n == 0 {
				t.Errorf("%s: no %q", c.mode, want)
			}
		}
		if strings.Contains(body, c.not+" was told yet") || strings.Contains(body, "Tom</strong>,") {
			t.Errorf("%s: somebody is named who can't help, or it says that nobody was told yet", c.mode)
		}
	}
}

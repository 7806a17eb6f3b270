package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/threads"
)

// TestMarksWhereItIsCarriedOut shows what has changed, what was found and what readers say at the very step that somebody carries out, counts it where they begin, and tells whoever has no account of what has changed alone.
func TestMarksWhereItIsCarriedOut(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	begin := "/s/" + p.Slug + "/run"
	if body := tom.ask("GET", begin+"?VERSION=9.9.9").Body.String(); strings.Contains(body, "start-marks") {
		t.Error("marks that there aren’t")
	}
	at := tom.form(t, begin, http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})

	ada := desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	if _, err := o.site.Current.Desk.Changed(t.Context(), ada, current.Change{Kind: current.Tool, Name: "helm", From: "3.14", To: "3.15", Why: "Mallory told us."}); err != nil {
		t.Fatal(err)
	}
	found := func(id string, sort thread.Sort, step, words string) {
		t.Helper()
		x := thread.Thread{ID: id, Workspace: "w", Procedure: p.ID, Number: 1, Anchor: thread.Anchor{Step: step}, Kind: thread.Finding, Sort: sort, Execution: "another", State: thread.Open, By: "mallory", At: time.Now(), Remarks: []thread.Remark{{ID: id + "-1", By: "mallory", At: time.Now(), Text: words}}}
		if err := o.db.Do(t.Context(), func(tx *store.Tx) error { return threads.In(tx).AddThread(t.Context(), x) }); err != nil {
			t.Fatal(err)
		}
	}
	found("t1", thread.Wrong, "roll-out", "The host is <b>db02</b> now.")
	found("t2", thread.Long, "check", "It took an hour.")
	for range 2 {
		tom.form(t, "/s/"+p.Slug+"/feedback", http.StatusSeeOther, url.Values{"step": {"check"}, "revision": {"1"}, "kind": {"outdated"}, "words": {"Mallory’s words."}})
	}
	tom.form(t, "/s/"+p.Slug+"/feedback", http.StatusSeeOther, url.Values{"step": {"check"}, "revision": {"1"}, "kind": {"good"}, "words": {"It helps."}})

	step := func(path string) string {
		t.Helper()
		_, body, _ := strings.Cut(tom.ask("GET", path).Body.String(), `data-step-form`)
		body, _, _ = strings.Cut(body, `<template`)
		return body
	}
	for path, want := range map[string]string{
		"?step=roll-out": "</strong> helm 3.14 → 3.15; found wrong when it was tried",
		"?step=check":    "</strong> 2 readers say it is outdated",
		"?step=undo":     "</strong> helm 3.14 → 3.15",
	} {
		body := step(at + path)
		if !strings.Contains(body, want) {
			t.Errorf("%s has no %q", path, want)
		}
		if strings.Contains(body, "Mallory") || strings.Contains(body, "took long") {
			t.Errorf("%s tells too much", path)
		}
	}
	if body := step(at + "?step=roll-out"); !strings.Contains(body, "The host is &lt;b&gt;db02&lt;/b&gt; now.") || !strings.Contains(body, "#thread-t1") {
		t.Error("what was found isn’t told")
	}
	if body := step(at + "?step=backup"); strings.Contains(body, "carry-marks") {
		t.Error("a step without marks has some")
	}
	if body := tom.ask("GET", begin+"?VERSION=9.9.9").Body.String(); !strings.Contains(body, "At 3 steps something is to be known before you do them.") || !strings.Contains(body, "Step 2:") {
		t.Error("they aren’t counted where one begins")
	}

	_, secret, err := o.site.Door.Gate.Share(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}, p.Slug, gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	body := o.ask("GET", "/shared/"+secret).Body.String()
	if strings.Count(body, "helm 3.14 → 3.15") != 2 || !strings.Contains(body, "look before you work by the marked steps") {
		t.Errorf("shared: %d marks", strings.Count(body, "helm 3.14 → 3.15"))
	}
	for _, no := range []string{"Mallory", "mallory", "db02", "outdated when", "readers say"} {
		if strings.Contains(body, no) {
			t.Errorf("shared tells %q", no)
		}
	}

	b := newBrowser(t, tom)
	b.scheme("dark")
	b.do(chromedp.EmulateViewport(360, 740))
	script := axe(t)
	for name, path := range map[string]string{"step": at + "?step=roll-out", "start": begin + "?VERSION=9.9.9"} {
		b.open(path)
		b.photograph("marks-"+name+"-dark-360", false)
		b.click("details.carry-marks summary, details.start-marks summary")
		b.photograph("marks-"+name+"-open-dark-360", false)
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			t.Errorf("%s: %s", path, v)
		}
		if is[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("%s is wider than the window", path)
		}
	}
}

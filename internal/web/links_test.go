package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
)

// TestWatchedLinks says how links are turned on while they are off, shows what was seen of them, and has one asked again by whoever may.
func TestWatchedLinks(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	const gone = "https://wiki.corp.org/<b>?page=7&x=1"
	r.Sections[0].Steps[0].Links = []sop.Link{{URL: "https://wiki.corp.org/runbook?page=7&x=1", Text: "x", Evidence: r.Sections[0].Steps[0].Evidence}, {URL: "https://ada:pw@a.org/x", Text: "y", Evidence: r.Sections[0].Steps[0].Evidence}}
	p := o.draft(t, r)
	look := o.site.Judges.Look
	o.site.Judges.Look = nil // it came into force before links were looked through for passwords
	o.force(t, p)
	o.site.Judges.Look = look
	ada, tom, max := o.as("ada", team.Editor), o.as("tom", team.Viewer), o.as("max", team.Admin)
	if got := tom.ask("GET", "/links").Code; got != http.StatusForbidden {
		t.Errorf("a viewer gets %d", got)
	}
	page := max.ask("GET", "/links").Body.String()
	for _, want := range []string{"Showhow calls nobody by itself", "SHOWHOW_LINKS_WATCH=on", "https://wiki.corp.org/runbook?page=7&amp;x=1", "Not watched", "Nobody has looked: the watch is off.", "such a link is never asked"} {
		if !strings.Contains(page, want) {
			t.Errorf("while it is off the page lacks %q", want)
		}
	}
	if strings.Contains(page, "Look again now") || strings.Contains(page, "ada:pw") || strings.Contains(page, "Not asked yet") {
		t.Error("it offers what is off, promises a turn, or shows a password")
	}
	if body := max.form(t, "/links/again", http.StatusBadRequest, url.Values{"link": {"https://wiki.corp.org/runbook?page=7&x=1"}}); !strings.Contains(body, "Set links_watch to on") {
		t.Error("the refusal says nothing of the switch")
	}
	asked := 0
	d := o.site.Current.Desk
	d.Watch.Every, d.Watch.Ask = 24*time.Hour, func(context.Context, string, func(string) bool) current.Answer {
		asked++
		return current.Answer{Outcome: current.Answered, Status: http.StatusNotFound}
	}
	if page := ada.ask("GET", "/links").Body.String(); !strings.Contains(page, "once a day at most") || strings.Count(page, "Look again now") != 1 {
		t.Error("the page isn’t that of links that are asked")
	}
	if to := ada.form(t, "/links/again", http.StatusSeeOther, url.Values{"link": {"https://wiki.corp.org/runbook?page=7&x=1"}}); to != "/links?asked" {
		t.Errorf("it leads to %s", to)
	}
	page = ada.ask("GET", "/links?asked").Body.String()
	for _, want := range []string{"It was asked", "Answers 404 since ", "Steps are marked when it is so on 2 days.", `href="/s/` + p.Slug + `#step-`, "Can’t tell"} {
		if !strings.Contains(page, want) {
			t.Errorf("after it was asked the page lacks %q", want)
		}
	}
	if body := ada.form(t, "/links/again", http.StatusTooManyRequests, url.Values{"link": {"https://wiki.corp.org/runbook?page=7&x=1"}}); !strings.Contains(body, "Try again in ten minutes") || asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	for at, want := range map[string]int{gone: http.StatusNotFound, "http://127.0.0.1/": http.StatusNotFound, "https://a.org/x": http.StatusBadRequest} {
		if got := ada.form(t, "/links/again", want, url.Values{"link": {at}}); strings.Contains(got, "<b>?page") || asked != 1 {
			t.Errorf("%s was asked, or is taken for markup", at)
		}
	}
	if page := ada.ask("GET", "/links?show=not+asked").Body.String(); strings.Contains(page, "wiki.corp.org/runbook") || !strings.Contains(page, "https://a.org/x") {
		t.Error("the states aren’t parted")
	}
	if page := ada.ask("GET", "/links?show=moved&from=x").Body.String(); !strings.Contains(page, "None of them.") {
		t.Error("a state without links says nothing")
	}
	if page := ada.ask("GET", "/s/"+p.Slug+"/depends").Body.String(); !strings.Contains(page, `href="/links"`) {
		t.Error("what it depends on doesn’t lead to the links")
	}
	if page := o.as("eve", team.Admin).ask("GET", "/links", "Workspace: other").Body.String(); strings.Contains(page, "wiki.corp.org") || !strings.Contains(page, "No procedure in force names a link") {
		t.Error("another workspace sees them")
	}
}

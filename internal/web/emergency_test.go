package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// Two people bring a revision into force in an emergency by the pages, and wherever it is it says so, until another has looked at it again.
func TestEmergencyIsSeen(t *testing.T) {
	o, _ := signed(t)
	r := ready(t)
	r.Purpose, r.Parameters = nil, nil
	p := o.draft(t, r)
	_, bob := o.join(t, "bob", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	_, sue := o.join(t, "sue", team.Reviewer)
	at := "/s/" + p.Slug
	sent := func(secret, path string, want int, v url.Values) string {
		t.Helper()
		method := http.MethodPost
		if v == nil {
			method = http.MethodGet
		}
		got := o.sent(method, path, secret, v)
		if got.Code != want {
			t.Fatalf("%s: %d, want %d: %s", path, got.Code, want, got.Body)
		}
		return got.Body.String()
	}
	of := func() *life.Life {
		t.Helper()
		l, err := o.site.Lives.Life(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return &l
	}
	sent(bob, at+"/approval/send", http.StatusSeeOther, url.Values{"number": {"1"}, "summary": {"Now."}, "urgent": {"yes"}})
	open := of().In(life.InReview)
	sent(rob, at+"/approval/"+open.ID+"/waive", http.StatusSeeOther, url.Values{"rule": {"complete"}, "reason": {"The shop is down."}})
	sent(rob, at+"/approval/"+open.ID+"/decide", http.StatusSeeOther, url.Values{"verdict": {"approve"}, "digest": {open.Digest}, "password": {password}})
	l := of()
	day := l.Next().UTC().Format("2 Jan 2006")
	share := o.sent("POST", at+"/shares", bob, url.Values{"days": {"7"}})
	secret := between(share.Body.String(), "/shared/", "\"")
	begun := o.sent("POST", at+"/run", bob, url.Values{"mode": {"live"}, "alone": {"It can’t wait."}})
	if begun.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", begun.Code, begun.Body)
	}
	badge, banner, told := "Emergency: look due "+day, "In force by an emergency’s waiver of rob; to be looked at again by "+day, "by an emergency’s waiver, to be looked at again by "
	seen := map[string][2]string{
		"/": {badge, ""}, "/?q=" + url.QueryEscape(strings.Fields(p.Title)[0]): {badge, ""}, at: {banner, "The shop is down."}, at + "/run": {banner, "The shop is down."},
		begun.Header().Get("Location"): {banner, "The shop is down."}, "/shared/" + secret: {badge, "by an emergency’s waiver"}, at + "/sop.md": {told, "The shop is down."}, at + "/sop.html": {told, "The shop is down."},
	}
	for path, words := range seen {
		got := sent(bob, path, http.StatusOK, nil)
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%s doesn't say %q", path, w)
			}
		}
	}
	if got := sent("", "/shared/"+secret, http.StatusOK, nil); strings.Contains(got, "The shop is down.") || strings.Contains(got, "waiver of") {
		t.Error("a stranger reads why, or who")
	}
	if got := sent(rob, at+"/approval", http.StatusOK, nil); !strings.Contains(got, "You gave the waiver, so somebody else looks at it again. <strong>sue may look at it again.</strong>") {
		t.Error("who waived is asked to look again, or isn't told who may")
	}
	o.asksOnly(t, sue, bob, rob)
	follow := at + "/approval/" + open.ID + "/follow-up"
	if got := sent(rob, follow, http.StatusForbidden, url.Values{"outcome": {"It holds."}}); !strings.Contains(got, "sue may look at it again.") {
		t.Errorf("the refusal doesn't say who may: %s", got)
	}
	sent(sue, follow, http.StatusSeeOther, url.Values{"outcome": {"It holds."}})
	for path, words := range seen {
		if got := sent(bob, path, http.StatusOK, nil); strings.Contains(got, words[0]) {
			t.Errorf("%s still says it after the look", path)
		}
	}
}

// asksOnly holds that the look after an emergency waits, on the pages of what waits, for one person alone, and that the others are told so.
func (o *office) asksOnly(t *testing.T, who string, others ...string) {
	t.Helper()
	if got := o.sent("GET", "/work", who, nil).Body.String(); !strings.Contains(got, "after an emergency, by ") {
		t.Errorf("Work doesn't ask who may: %s", got)
	}
	if got := between(o.sent("GET", "/reviews", who, nil).Body.String(), "Waiting for you", "</section>"); !strings.Contains(got, "to be looked at again after an emergency, by ") {
		t.Errorf("Reviews doesn't ask who may: %s", got)
	}
	for _, other := range others {
		if got := o.sent("GET", "/work", other, nil).Body.String(); strings.Contains(got, "after an emergency") {
			t.Errorf("Work asks who may not: %s", got)
		}
		got := o.sent("GET", "/reviews", other, nil).Body.String()
		if yours := between(got, "Waiting for you", "</section>"); strings.Contains(yours, "after an emergency") || !strings.Contains(got, "; sue may<") {
			t.Errorf("Reviews asks who may not, or doesn't say who may: %s", got)
		}
	}
}

// What is overdue and an editor's own waits for the reviewers; its page says who may, and that it is overdue stands wherever the procedure does.
func TestOverdueWaitsForThoseWhoMay(t *testing.T) {
	o, _ := signed(t)
	p := o.draft(t, ready(t))
	bobs, bob := o.join(t, "bob", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	at := "/s/" + p.Slug
	err := o.db.Do(t.Context(), func(s *store.Tx) error {
		x, err := s.HoldProcedure(t.Context(), "w", p.Slug)
		if err != nil {
			return err
		}
		x.Owner = bobs
		if err := s.SaveProcedure(t.Context(), x); err != nil {
			return err
		}
		now := o.site.Now()
		return lives.In(s).Rows.SaveLife(t.Context(), x, life.Life{Due: now.AddDate(0, 0, -30), Reviews: []life.Review{{ID: "r", Number: 1, State: life.Effective, By: bobs, Authors: []string{bobs}, Came: now.AddDate(0, -4, 0), Policy: life.Policy{Approvals: 1, Every: 3}}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	says := func(path, secret string, words ...string) {
		t.Helper()
		got := o.sent("GET", path, secret, nil).Body.String()
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%s doesn't say %q: %s", path, w, got)
			}
		}
	}
	says("/work", bob, "Nothing waits for you.", "Yours, and others look at it again", " or rob may<")
	says("/work", rob, "1 thing to do, 1 of them overdue", "To be looked at again")
	says(at+"/approval", bob, " or rob may look at it again.</strong>")
	says(at+"/approval", rob, "Sign that it still holds")
	share := between(o.sent("POST", at+"/shares", bob, url.Values{"days": {"7"}}).Body.String(), "/shared/", "\"")
	due := o.site.Now().AddDate(0, 0, -30).UTC()
	badge, banner, told := "Review overdue since "+due.Format("2 Jan 2006"), "Overdue: it should have been looked at again by "+due.Format("2 Jan 2006"), "verdue: it should have been reviewed by "+due.Format("2 January 2006")
	for path, words := range map[string]string{"/": badge, "/?q=" + url.QueryEscape(strings.Fields(p.Title)[0]): badge, at: banner, at + "/run": banner, "/shared/" + share: banner, at + "/sop.md": told, at + "/sop.html": told} {
		says(path, bob, words)
	}
	for _, path := range []string{at + "/sop.md", at + "/sop.html", "/shared/" + share} {
		if got := o.sent("GET", path, bob, nil).Body.String(); strings.Contains(got, "o be reviewed by") {
			t.Errorf("%s still tells of it as of a day to come", path)
		}
	}
}

// between is what stands between two texts.
func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

// The library goes by the workspace's clock: what is due by it is overdue.
func TestEmergencyOverdueByTheClock(t *testing.T) {
	due := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	l := life.Life{Reviews: []life.Review{{Number: 3, State: life.Effective, Came: due.AddDate(0, 0, -2), Waivers: []life.Waiver{{Reason: "Down.", By: "rob", Due: due}}}}}
	for at, want := range map[time.Time]string{due.Add(-time.Hour): "Emergency: look due 4 Mar 2026", due.Add(time.Hour): "Emergency: look overdue since 4 Mar 2026"} {
		if got := l.Emergency(at); got == nil || got.Badge() != want {
			t.Errorf("%s: %+v, want %q", at, got, want)
		}
	}
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/desk"
	rules "showhow/internal/desk/feedback"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/team"
)

// TestFeedbackInTwoTaps says something of a step by its form alone, finds it in the queue, answers and closes it, and is told.
func TestFeedbackInTwoTaps(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom, ada := o.as("tom", team.Viewer), o.as("ada", team.Editor)
	page := tom.ask("GET", "/s/"+p.Slug).Body.String()
	if n := strings.Count(page, `action="/s/`+p.Slug+`/feedback"`); n != strings.Count(page, `<article class="step`) || n == 0 {
		t.Fatalf("%d forms on %d steps", n, strings.Count(page, `<article class="step`))
	}
	key := everyStep(carriable(t))[0].Key
	to := tom.form(t, "/s/"+p.Slug+"/feedback", http.StatusSeeOther, url.Values{"step": {key}, "revision": {"1"}, "kind": {"wrong"}, "words": {"<b>It asks</b> for a region now."}})
	if !strings.HasPrefix(to, "/s/"+p.Slug+"?said="+key+"#step-"+key) {
		t.Errorf("it leads to %s", to)
	}
	if page := tom.ask("GET", "/s/"+p.Slug+"?said="+key).Body.String(); strings.Count(page, "what becomes of it") != 1 {
		t.Error("the step doesn’t say that it was said")
	}
	queue := ada.ask("GET", "/feedback?procedure="+p.Slug).Body.String()
	for _, want := range []string{"&lt;b&gt;It asks&lt;/b&gt; for a region now.", "Step 1: ", "said of revision 1", "/s/" + p.Slug + "?draft#step-" + key} {
		if !strings.Contains(queue, want) {
			t.Errorf("the queue lacks %q", want)
		}
	}
	if page := ada.ask("GET", "/s/"+p.Slug).Body.String(); !strings.Contains(page, "1 said of this step, not answered yet") {
		t.Error("the step doesn’t show its author what was said")
	}
	if page := o.as("bea", team.Viewer).ask("GET", "/feedback?show=all").Body.String(); strings.Contains(page, "for a region now") {
		t.Error("another viewer reads it")
	}
	_, id, _ := strings.Cut(queue, `id="said-`)
	id, _, _ = strings.Cut(id, `"`)
	if body := ada.form(t, "/feedback/"+id+"/close", http.StatusBadRequest, url.Values{"how": {"declined"}}); !strings.Contains(body, "there has to be a word why") {
		t.Error("it can be declined without a word")
	}
	ada.form(t, "/feedback/"+id+"/answer", http.StatusSeeOther, url.Values{"note": {"Which one?"}})
	ada.form(t, "/feedback/"+id+"/close", http.StatusSeeOther, url.Values{"how": {"mended"}, "note": {"It stands there now."}})
	if page := tom.ask("GET", "/feedback").Body.String(); !strings.Contains(page, "Which one?") || !strings.Contains(page, "It stands there now.") || strings.Contains(page, "Answer or close") {
		t.Error("whoever said it isn’t shown what became of it")
	}
}

// TestFeedbackOnSharedPages is said without an account and without scripts, where that is allowed, and looked at again by an address that isn't logged.
func TestFeedbackOnSharedPages(t *testing.T) {
	o, fill := signed(t)
	admin := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	_, secret, err := o.site.Door.Gate.Share(t.Context(), admin, fill.Replace("{slug}"), gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	at := "/shared/" + secret
	page := o.ask("GET", at).Body.String()
	if strings.Contains(page, "Feedback") {
		t.Error("feedback is offered where nobody allowed it")
	}
	_, key, _ := strings.Cut(page, `id="step-`)
	key, _, _ = strings.Cut(key, `"`)
	said := url.Values{"step": {key}, "kind": {"outdated"}, "words": {"The page looks different."}}
	o.form(t, at+"/feedback", http.StatusForbidden, said)
	if err := o.site.Current.Takes.Set(t.Context(), admin, feedback.Setting{Guests: true}); err != nil {
		t.Fatal(err)
	}
	if page := o.ask("GET", at).Body.String(); !strings.Contains(page, `action="`+at+`/feedback"`) || strings.Contains(page, "/notices") {
		t.Error("feedback isn’t offered, or leads to what guests don’t have")
	}
	body := o.form(t, at+"/feedback", http.StatusOK, said)
	_, link, ok := strings.Cut(body, "/said/")
	link, _, _ = strings.Cut(link, "<")
	if !ok || strings.Contains(body, `href="/reviews"`) {
		t.Fatalf("no address: %s", body)
	}
	again := o.ask("GET", "/said/"+link)
	if again.Code != 200 || !strings.Contains(again.Body.String(), "Nobody has closed it yet") || again.Header().Get("X-Robots-Tag") == "" || again.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", again.Code, again.Header())
	}
	if strings.Contains(o.log.String(), link) {
		t.Error("the log holds the address")
	}
	if got := o.ask("GET", "/said/none").Code; got != http.StatusNotFound {
		t.Errorf("another address: %d", got)
	}
	all, err := o.site.Current.Feedback.AllFeedback(t.Context(), feedback.Query{Workspace: "w", State: feedback.Open, Limit: 9})
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, err := o.site.Current.Takes.Close(t.Context(), admin, all[0].ID, feedback.Closing{How: feedback.Answered, Note: "The old page is behind Settings."}); err != nil {
		t.Fatal(err)
	}
	if body := o.ask("GET", "/said/"+link).Body.String(); !strings.Contains(body, "The old page is behind Settings.") || strings.Contains(body, "Ada") || strings.Contains(body, "/threads") {
		t.Error("whoever said it doesn’t see what became of it, or sees names")
	}
}

// TestWhatAChangeShows marks the steps that name a program, tells readers, and is taken back with a reason.
func TestWhatAChangeShows(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	first := everyStep(r)[0]
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			if s := &r.Sections[i].Steps[j]; s.Key == first.Key {
				s.Commands = append(s.Commands, sop.Command{Text: "argocd app sync checkout", Shell: "shell", Evidence: s.Evidence})
			}
		}
	}
	p := o.draft(t, r)
	o.force(t, p)
	tom, rob := o.as("tom", team.Viewer), o.as("rob", team.Reviewer)
	depends := "/s/" + p.Slug + "/depends"
	if page := tom.ask("GET", depends).Body.String(); !strings.Contains(page, `<code>argocd</code>`) || strings.Contains(page, "To be looked at") {
		t.Error("the page lacks what the step calls")
	}
	if page := tom.ask("GET", "/depends?kind=tool&name=ArgoCD").Body.String(); !strings.Contains(page, `href="/s/`+p.Slug+`"`) {
		t.Error("who uses argocd isn’t found")
	}
	if page := tom.ask("GET", "/depends?kind=tool&name=ArgoCD", "Workspace: other").Body.String(); strings.Contains(page, p.Slug) {
		t.Error("another workspace finds it")
	}
	if _, err := o.site.Current.Desk.Changed(t.Context(), desk.Actor{Workspace: "w", Account: "ci", Role: team.Editor}, current.Change{Kind: current.Tool, Name: "argocd", From: "3.14", To: "3.15", Why: "See <the notes>."}); err != nil {
		t.Fatal(err)
	}
	page := tom.ask("GET", "/s/"+p.Slug).Body.String()
	for _, want := range []string{"To be looked at: argocd 3.14 → 3.15 (step 1).", "See &lt;the notes&gt;.", `class="flagged"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the reader’s page lacks %q", want)
		}
	}
	if page := tom.ask("GET", depends).Body.String(); !strings.Contains(page, "argocd 3.14 → 3.15") || strings.Contains(page, "Why it is still right") {
		t.Error("a viewer is offered what only those who judge may do, or isn’t told")
	}
	_, id, _ := strings.Cut(rob.ask("GET", depends).Body.String(), `id="flag-`)
	id, _, _ = strings.Cut(id, `"`)
	right := "/s/" + p.Slug + "/flags/" + id + "/right"
	rob.form(t, right, http.StatusBadRequest, url.Values{"step": {first.Key}})
	rob.form(t, right, http.StatusSeeOther, url.Values{"step": {first.Key}, "reason": {"Tried with 3.15."}})
	if page := tom.ask("GET", depends).Body.String(); !strings.Contains(page, "Tried with 3.15.") || strings.Contains(page, "To be looked at: ") {
		t.Error("what was looked at isn’t told")
	}
	if page := tom.ask("GET", "/s/"+p.Slug).Body.String(); strings.Contains(page, "To be looked at:") {
		t.Error("the banner stays")
	}
}

// TestCurrentScreens photographs what waits, and feedback, when -screens says where to.
func TestCurrentScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens")
	}
	o, fill := signed(t)
	o.site.Whose = asked
	slug := fill.Replace("{slug}")
	admin := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	bob, _ := o.join(t, "bob", team.Editor)
	p, err := o.db.Read().Procedure(t.Context(), "w", slug)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), p.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	steps := everyStep(&r)
	_, shared, err := o.site.Door.Gate.Share(t.Context(), admin, slug, gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.site.Current.Takes.Set(t.Context(), admin, feedback.Setting{Guests: true}); err != nil {
		t.Fatal(err)
	}
	for i, k := range feedback.Kinds {
		words := []string{"", "Which of the two jobs is meant?", "It asks for a region now, and “eu-central-1” isn’t among those that can be chosen in production.", "The page is called Releases since Monday."}[i]
		if _, err := o.site.Current.Takes.Say(t.Context(), desk.Actor{Workspace: "w", Account: bob, Role: team.Viewer}, slug, rules.Saying{Step: steps[i%len(steps)].Key, Number: 1, Kind: k, Words: words}); err != nil {
			t.Fatal(err)
		}
	}
	asAdmin(o)
	empty, carried := newOffice(t), newOffice(t)
	release := carried.draft(t, carriable(t))
	carried.force(t, release)
	first := everyStep(carriable(t))[0].Key
	if _, err := carried.site.Current.Desk.Changed(t.Context(), admin, current.Change{Kind: current.Tool, Name: "helm", From: "3.14", To: "3.15", Why: "The release notes tell what was removed: https://example.com/helm"}); err != nil {
		t.Fatal(err)
	}
	asAdmin(carried)
	for _, at := range []struct {
		name, path string
		o          *office
	}{{"work", "/work", o}, {"work-empty", "/work", empty}, {"feedback", "/feedback", o}, {"feedback-empty", "/feedback", empty}, {"feedback-shared", "/shared/" + shared, o}, {"feedback-step", "/s/" + release.Slug + "?said=" + first, carried}, {"depends", "/s/" + release.Slug + "/depends", carried}, {"who", "/depends?name=helm", carried}, {"work-flagged", "/work", carried}} {
		if !regexp.MustCompile(*screensOf).MatchString(at.name) {
			continue
		}
		b := newBrowser(t, at.o)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			for _, width := range []int64{390, 1280} {
				b.do(chromedp.EmulateViewport(width, 900))
				b.open(at.path)
				b.do(chromedp.Sleep(200 * time.Millisecond))
				is[bool](b, `(document.querySelector(".say details, .said-tools details")?.setAttribute("open", ""), document.querySelector(".say")?.scrollIntoView({block: "center"}), true)`)
				if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
					t.Errorf("%s at %d px is %d px too wide", at.name, width, over)
				}
				b.photograph(fmt.Sprintf("%s-%d-%s", at.name, width, scheme), false)
			}
		}
	}
}

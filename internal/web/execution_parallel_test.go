package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/executions"
)

// What is under way is told where one reads, begins and carries out, and asked before another one is begun that would collide with it: once more where both have the same values. It bars nobody.
func TestParallelIsTold(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"tom": team.Viewer, "ann": team.Viewer})
	tom, ann := o.as("tom", team.Viewer), o.as("ann", team.Viewer)
	read, run := "/s/"+p.Slug, "/s/"+p.Slug+"/run"
	has := func(who *office, at string, want bool, parts ...string) {
		t.Helper()
		page := who.ask("GET", at).Body.String()
		for _, part := range parts {
			if strings.Contains(page, part) != want {
				t.Errorf("%s: %q is there: %t", at, part, !want)
			}
		}
	}
	has(ann, read, false, "It is being carried out")
	has(ann, run, false, "It is under way already")
	first := tom.form(t, run, http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	has(ann, read, true, "It is being carried out: Live, by Tom", `href="`+first+`"`)
	has(ann, run, true, "It is under way already", "Live, by Tom", "0 of 3 settled", `name="told"`)
	has(ann, run, false, "with the same values")
	has(ann, run+"?VERSION=9.9.9", true, "with the same values")
	has(tom, first, false, "Others carry it out, too")
	id := strings.TrimPrefix(first, "/executions/")
	live := func(version string, told ...string) url.Values {
		return url.Values{"mode": {"live"}, "param.VERSION": {version}, "told": told}
	}
	if body := ann.form(t, run, http.StatusConflict, live("9.9.8")); !strings.Contains(body, "The same is under way already. Nothing was begun yet.") || !strings.Contains(body, `value="9.9.8"`) || !strings.Contains(body, `name="told" value="`+id+`"`) {
		t.Errorf("another one was begun unasked, or what was typed is lost: %s", body)
	}
	if body := ann.form(t, run, http.StatusConflict, live("9.9.9", id)); !strings.Contains(body, "already, with the same values. Nothing was begun yet.") || !strings.Contains(body, `name="told" value="`+id+`="`) {
		t.Errorf("nobody was told that the values are the same: %s", body)
	}
	if all, err := executions.Read(o.db).Executions(t.Context(), execution.Question{Workspace: "w", Limit: 9}); err != nil || len(all) != 1 {
		t.Fatalf("%d, %v", len(all), err)
	}
	second := ann.form(t, run, http.StatusSeeOther, live("9.9.9", id+"="))
	ann.form(t, run, http.StatusSeeOther, url.Values{"mode": {"dry_run"}, "param.VERSION": {"9.9.9"}}) // collides with nothing
	has(tom, first, true, "Others carry it out, too", "with the same values", "Live, by Ann", `href="`+second+`"`, "Dry run, by Ann")
	has(ann, read, true, "It is being carried out 3 times at once")
}

// Whoever is in the middle of a step is told on the open page that somebody has begun the same, and that it is over.
func TestParallelIsToldAtOnce(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	o.staff(t, map[string]team.Role{"tom": team.Viewer, "ann": team.Viewer})
	tom, ann := o.as("tom", team.Viewer), o.as("ann", team.Viewer)
	live := url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}}
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, live)
	b, script := newBrowser(t, tom), axe(t)
	b.do(chromedp.EmulateViewport(360, 740))
	b.open(at)
	b.until(`document.querySelector("[data-carry-events]").textContent.includes("0 of")`)
	if got := is[string](b, `document.querySelector("[data-alarm]").textContent + (document.querySelector(".parallels")?.textContent ?? "")`); got != "" {
		t.Errorf("before it: %q", got)
	}
	live.Set("told", strings.TrimPrefix(at, "/executions/")+"=")
	second := ann.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, live)
	b.until(`document.querySelector("[data-alarm]").textContent === "Ann carries it out, too, with the same values." && document.title.startsWith("Others carry it out · ")`)
	b.until(`document.querySelector("#carry-live .parallels a[href='` + second + `']")?.textContent === "Live, by Ann"`)
	b.photograph("parallel-live-360", false)
	is[any](b, script+"; null")
	for _, v := range b.violations() {
		t.Error(v)
	}
	ann.form(t, second+"/do", http.StatusSeeOther, url.Values{"fresh": {"f1"}, "kind": {"ended"}, "outcome": {"skipped"}, "text": {"Tom does it."}})
	b.until(`!document.querySelector(".parallels")`)
}

// Whoever carries out what isn't in force any more is told, also where nothing is in its place.
func TestGoneIsTold(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}})
	const gone = "Revision 1 is no longer in force, and no other one is"
	if page := tom.ask("GET", at).Body.String(); strings.Contains(page, gone) {
		t.Error("it is in force")
	}
	rob := desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	if err := o.site.Judges.Retire(t.Context(), rob, p.Slug, desklife.Ending{Reason: "Another one is used."}); err != nil {
		t.Fatal(err)
	}
	if page := tom.ask("GET", at).Body.String(); !strings.Contains(page, gone) || !strings.Contains(page, "Retired on ") {
		t.Error("a retired one is carried out without a word")
	}
	if err := o.site.Judges.Unretire(t.Context(), rob, p.Slug); err != nil {
		t.Fatal(err)
	}
	if page := tom.ask("GET", at).Body.String(); !strings.Contains(page, gone) {
		t.Error("one that is a draft again is carried out without a word")
	}
}

// Who knows a procedure too well for its class is told before they begin a dry run that it wouldn't count; at the dry run and at the review stands how often whoever did it had carried it out.
func TestHowWellWhoTriesKnowsIt(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.staff(t, map[string]team.Role{"tom": team.Viewer, "ann": team.Viewer, "rob": team.Reviewer})
	two, all := 2, life.Usual()
	all[life.Normal] = life.Policy{Approvals: 1, DryRun: true, Newcomer: &two}
	if err := o.site.Judges.SetPolicies(t.Context(), desk.Actor{Workspace: "w", Account: "eve", Role: team.Admin}, all); err != nil {
		t.Fatal(err)
	}
	ended := o.clock().Add(-time.Hour)
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		for id, mode := range map[string]execution.Mode{"a": execution.Live, "b": execution.Live, "c": execution.DryRun} {
			x := execution.Execution{ID: id, Workspace: "w", Procedure: p.ID, Slug: p.Slug, Number: 1, Mode: mode, By: "tom", Started: ended.Add(-time.Hour)}
			x.Lead, x.Doers, x.Ended, x.Changed, x.Outcome = "tom", []string{"tom"}, ended, ended, execution.OK
			if x.Mode == execution.DryRun {
				x.Started, x.Passed = ended.Add(time.Minute), true
			}
			if err := executions.In(tx).AddExecution(t.Context(), x); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.site.Judges.Send(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, p.Slug, desklife.Sending{Number: 1}); err != nil {
		t.Fatal(err)
	}
	const wouldnt = "A dry run of yours can’t count for the review: you had carried it out for real 2 times or more, and it takes somebody who had done so fewer than 2 times."
	for who, told := range map[string]bool{"tom": true, "ann": false} {
		if page := o.as(who, team.Viewer).ask("GET", "/s/"+p.Slug+"/run?mode=dry_run").Body.String(); strings.Contains(page, wouldnt) != told {
			t.Errorf("%s is told: %t", who, !told)
		}
	}
	review := o.as("rob", team.Reviewer).ask("GET", "/s/"+p.Slug+"/approval").Body.String()
	for _, want := range []string{"by Tom, who had carried it out for real 2 times before.", "It doesn’t count. It has to be done by somebody who had carried it out for real fewer than 2 times.", "in a dry run by somebody who had carried it out for real fewer than 2 times"} {
		if !strings.Contains(review, want) {
			t.Errorf("the review has no %q", want)
		}
	}
	if !strings.Contains(review, "It has to be tried by somebody") {
		t.Error("one that doesn't count is enough")
	}
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		x := execution.Execution{ID: "d", Workspace: "w", Procedure: p.ID, Slug: p.Slug, Number: 1, Mode: execution.DryRun, By: "ann", Started: ended.Add(time.Minute)}
		x.Lead, x.Doers, x.Ended, x.Changed, x.Outcome, x.Passed = "ann", []string{"ann"}, ended.Add(time.Hour), ended.Add(time.Hour), execution.OK, true
		return executions.In(tx).AddExecution(t.Context(), x)
	}); err != nil {
		t.Fatal(err)
	}
	if review := o.as("rob", team.Reviewer).ask("GET", "/s/"+p.Slug+"/approval").Body.String(); strings.Contains(review, "It has to be tried by somebody") || !strings.Contains(review, "It was tried as it has to be:") {
		t.Error("it still asks for what is done")
	}
	if page := o.ask("GET", "/executions/c").Body.String(); !strings.Contains(page, "This dry run is by Tom, who had carried it out for real 2 times before.") {
		t.Error("the dry run doesn't say who did it")
	}
}

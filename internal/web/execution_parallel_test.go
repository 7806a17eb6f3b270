package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
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
	if err := o.site.Judges.Retire(t.Context(), rob, p.Slug, "Another one is used."); err != nil {
		t.Fatal(err)
	}
	if page := tom.ask("GET", at).Body.String(); !strings.Contains(page, gone) || !strings.Contains(page, "Retired by") {
		t.Error("a retired one is carried out without a word")
	}
	if err := o.site.Judges.Unretire(t.Context(), rob, p.Slug); err != nil {
		t.Fatal(err)
	}
	if page := tom.ask("GET", at).Body.String(); !strings.Contains(page, gone) {
		t.Error("one that is a draft again is carried out without a word")
	}
}

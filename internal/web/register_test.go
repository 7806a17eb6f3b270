package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop/register"
)

// typedProcess is a form as somebody fills it in.
func typedProcess(name string) url.Values {
	return url.Values{"name": {name}, "status": {"to_record"}, "severity": {"4"}, "times": {"1"}, "per": {"week"}, "people": {"Ann"}, "area": {"operations"}, "stakeholders": {"Support; Sales"}, "sign_new": {"no"}, "sign_forgotten": {"yes"}}
}

// A process is written down, ranked with its reason, explained, changed, and found by its filters; another workspace has none of it.
func TestProcesses(t *testing.T) {
	o := newOffice(t)
	if got := o.ask("GET", "/processes").Body.String(); !strings.Contains(got, "What should be written down first?") || strings.Contains(got, "<svg viewBox") {
		t.Error("an empty register doesn't say how to begin")
	}
	made := o.sent("POST", "/processes", "", typedProcess("Restore the database"))
	at := made.Header().Get("Location")
	if made.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/processes/") {
		t.Fatalf("%d, %s", made.Code, made.Body)
	}
	o.sent("POST", "/processes", "", url.Values{"name": {"Water the plants"}, "status": {"idea"}})
	o.sent("POST", "/processes", "", url.Values{"name": {"Rotate logs"}, "status": {"not_worth"}, "reason": {"it runs by itself"}, "severity": {"1"}, "times": {"1"}, "per": {"day"}})
	list := o.ask("GET", "/processes").Body.String()
	for _, want := range []string{"Record this next", "Is severe when it fails, done each week, only Ann can do it, could be forgotten.", "Not ranked yet: nothing is answered", "Nobody has said how bad a failure is, how often it is done, who can do it alone.",
		`class="dot dot-unsure dot-done"`, "it runs by itself", "1 process is without a place", "1. Restore the database"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if strings.Count(list, "<circle") != 2 || strings.Index(list, "Restore the database</a>") > strings.Index(list, "Water the plants</a>") {
		t.Error("what is known ranks after what isn't, or a process without a place has a dot")
	}
	page := o.ask("GET", at).Body.String()
	for _, want := range []string{"How its score comes about", "35 %", "Severity of a failure", "4 of 5. An outage", "Not answered.", "In part not answered.", "Support, Sales", "version 1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for query, want := range map[string]int{"?area=operations": 1, "?area=release": 0, "?status=idea": 1, "?owner=nobody": 2, "?owner=ada": 0} {
		if got := strings.Count(o.ask("GET", "/processes"+query).Body.String(), `class="rank"`); got != want {
			t.Errorf("%s: %d in the list, want %d", query, got, want)
		}
	}
	if got := o.ask("GET", at, "Workspace: other").Code; got != http.StatusNotFound {
		t.Errorf("from another workspace: %d", got)
	}
	if got := o.ask("GET", "/processes", "Workspace: other").Body.String(); strings.Contains(got, "Restore") {
		t.Error("another workspace sees this one's processes")
	}
	change := typedProcess("Restore the database")
	change.Set("severity", "5")
	for i, want := range []int{http.StatusBadRequest, http.StatusSeeOther, http.StatusConflict} { // without a version, made from the first, and again from that
		if i == 1 {
			change.Set("version", "1")
		}
		if i == 0 {
			change.Set("times", "never")
		} else {
			change.Set("times", "1")
		}
		if got := o.sent("POST", at, "", change); got.Code != want {
			t.Errorf("change %d: %d, want %d\n%s", i, got.Code, want, got.Body)
		}
	}
	if got := o.ask("GET", at).Body.String(); !strings.Contains(got, "What it was before") || !strings.Contains(got, "Is a disaster when it fails") {
		t.Error("the page doesn't tell what it was before")
	}
	refused := o.sent("POST", "/processes", "", url.Values{"name": {"x"}, "status": {"has_sop"}, "people": {"Kim"}})
	if body := refused.Body.String(); refused.Code != http.StatusBadRequest || !strings.Contains(body, "which SOP it has") || !strings.Contains(body, `value="Kim"`) {
		t.Errorf("%d: a refused form loses what was typed", refused.Code)
	}
}

// The page of the import names each column that a table may have, and each area.
func TestTheImportNamesItsColumns(t *testing.T) {
	page := newOffice(t).ask("GET", "/processes/import").Body.String()
	list := page[strings.Index(page, `<p>A CSV file`):strings.Index(page, "<form")]
	for _, column := range append(deskregister.Columns(), "infrastructure", "quarter") {
		if !regexp.MustCompile(`\b` + column + `\b`).MatchString(list) {
			t.Errorf("the page doesn't name %q", column)
		}
	}
}

// What has an SOP that one person alone can carry out has a list of its own; what two can, or waits for its SOP, isn't in it.
func TestOnlyOnePerson(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, ready(t))
	for name, people := range map[string]string{"Migrate the database": "Ann", "Release the shop": "Ann, Bob"} {
		form := typedProcess(name)
		form.Set("status", "has_sop")
		form.Set("slug", p.Slug)
		form.Set("people", people)
		if got := o.sent("POST", "/processes", "", form); got.Code != http.StatusSeeOther {
			t.Fatalf("%d: %s", got.Code, got.Body)
		}
	}
	o.sent("POST", "/processes", "", typedProcess("Restore the database"))
	page := o.ask("GET", "/processes").Body.String()
	_, list, ok := strings.Cut(page, "Only one person can do this")
	list, _, _ = strings.Cut(list, "</section>")
	if !ok || !strings.Contains(list, "Migrate the database") || !strings.Contains(list, "/s/"+p.Slug+"/training") || strings.Contains(list, "Release the shop") || strings.Contains(list, "Restore the database") {
		t.Errorf("%v: %s", ok, list)
	}
}

// Weights get versions; a process is explained by an old one, too.
func TestWeights(t *testing.T) {
	o := newOffice(t)
	at := o.sent("POST", "/processes", "", typedProcess("Restore")).Header().Get("Location")
	set := func(role string, v url.Values) int {
		return o.ask("POST", "/processes/formula?"+v.Encode(), "Role: "+role).Code
	}
	weights := url.Values{"severity": {"50"}, "frequency": {"20"}, "gap": {"20"}, "complexity": {"10"}, "signs": {"0"}, "note": {"failures cost us most"}}
	if got := set("editor", weights); got != http.StatusForbidden {
		t.Errorf("an editor changes the weights: %d", got)
	}
	if got := set("admin", weights); got != http.StatusSeeOther {
		t.Fatalf("%d", got)
	}
	if got := set("admin", weights); got != http.StatusBadRequest {
		t.Errorf("the same again: %d", got)
	}
	page := o.ask("GET", "/processes/formula").Body.String()
	if !strings.Contains(page, "Version 2") || !strings.Contains(page, "failures cost us most") || !strings.Contains(page, "Showhow’s own") {
		t.Error("the page of weights doesn't tell its versions")
	}
	now, old := o.ask("GET", at).Body.String(), o.ask("GET", at+"?formula=1").Body.String()
	if !strings.Contains(now, "50 %") || !strings.Contains(old, "35 %") || !strings.Contains(old, "doesn’t count any more") {
		t.Error("a process isn't explained by the version that is asked for")
	}
	if got := o.ask("GET", at+"?formula=9").Code; got != http.StatusNotFound {
		t.Errorf("a version that there isn't: %d", got)
	}
}

// Five hundred processes, many at one place: each has a dot, the list says how many more there are, and shows them.
func TestManyProcesses(t *testing.T) {
	o := newOffice(t)
	for i := range 500 {
		five := 5
		p := register.Process{Name: "Process " + time.Duration(i).String(), Severity: 1 + i%2, Frequency: register.Frequency{Times: float64(1 + i%3), Per: "month"}, Able: &five}
		if _, err := o.site.Register.Desk.Add(t.Context(), ada, p); err != nil {
			t.Fatal(err)
		}
	}
	got := o.ask("GET", "/processes").Body.String()
	if n := strings.Count(got, "<circle"); n != 500 {
		t.Errorf("%d dots", n)
	}
	if !strings.Contains(got, "Show the other 440") {
		t.Error("the list doesn't say how many more there are")
	}
	if n := strings.Count(o.ask("GET", "/processes?all").Body.String(), `class="rank"`); n != 500 {
		t.Errorf("%d in the whole list", n)
	}
}

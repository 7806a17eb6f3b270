package web

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/store"
)

// posted is the answer to a form; who sends it is an editor.
func (o *office) posted(address string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// A library of 120 has three pages, each procedure once, without scripts; filters and the order go from page to page.
func TestLibraryPages(t *testing.T) {
	o := newOffice(t)
	first := o.draft(t, rendertest.Bare())
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		for i := range 119 {
			p := sop.Procedure{ID: store.NewID(), Workspace: "w", Slug: fmt.Sprint("keys-", i), Title: fmt.Sprint("Keys ", i), Owner: []string{"ada", "bo"}[i%2], State: sop.Draft, Holding: first.Holding, Changed: time.Now().Add(-time.Duration(i) * time.Hour)}
			if err := tx.AddProcedure(t.Context(), p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	row, next := regexp.MustCompile(`<th scope="row">.*?<a href="/s/([^"]+)"`), regexp.MustCompile(`rel="next" href="([^"]+)"`)
	for start, want := range map[string]int{"/": 120, "/?sort=title": 120, "/?owner=bo": 59, "/?owner=bo&sort=title&state=draft": 59, "/?tag=none": 0} {
		seen, at := map[string]bool{}, start
		for at != "" {
			got := o.ask("GET", at).Body.String()
			for _, m := range row.FindAllStringSubmatch(got, -1) {
				if seen[m[1]] {
					t.Errorf("%s shows %s twice", start, m[1])
				}
				seen[m[1]] = true
			}
			if at = ""; next.MatchString(got) {
				at = html.UnescapeString(next.FindStringSubmatch(got)[1])
			}
		}
		if len(seen) != want {
			t.Errorf("%s shows %d, want %d", start, len(seen), want)
		}
	}
	back := regexp.MustCompile(`rel="prev" href="([^"]+)"`)
	for _, start := range []string{"/", "/?sort=title"} {
		pages, at := []string{}, start
		for at != "" {
			got := o.ask("GET", at).Body.String()
			if at = ""; next.MatchString(got) {
				at = html.UnescapeString(next.FindStringSubmatch(got)[1])
			}
			pages = append(pages, fmt.Sprint(row.FindAllStringSubmatch(got, -1)))
			if at != "" {
				continue
			}
			for n := len(pages) - 2; n >= 0; n-- { // and all the way back
				if !back.MatchString(got) {
					t.Fatalf("%s: there is no way back from page %d", start, n+2)
				}
				got = o.ask("GET", html.UnescapeString(back.FindStringSubmatch(got)[1])).Body.String()
				if fmt.Sprint(row.FindAllStringSubmatch(got, -1)) != pages[n] {
					t.Errorf("%s: page %d is another one on the way back", start, n+1)
				}
			}
			if back.MatchString(got) || len(pages) != 3 {
				t.Errorf("%s: %d pages, and one before the first", start, len(pages))
			}
		}
	}
	if got := o.ask("GET", "/?q=&owner=bo&state=&sort=title&after="); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/?owner=bo&sort=title" {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	if got := o.ask("GET", "/?after=x").Code; got != http.StatusBadRequest {
		t.Error(got)
	}
}

// Tags are given in the list and on the procedure's page, are shown in both, and choose.
func TestTagging(t *testing.T) {
	o := newOffice(t)
	p, q := o.draft(t, rendertest.Bare()), o.draft(t, rendertest.Bare())
	if got := o.posted("/tags", url.Values{"slug": {p.Slug, q.Slug}, "tags": {"On call, <b>"}, "do": {"add"}, "back": {"/?owner=ada"}}); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/?owner=ada" {
		t.Errorf("%d, %v", got.Code, got.Header())
	}
	if got := o.posted("/s/"+p.Slug+"/tags", url.Values{"tags": {"urgent, <b>"}}); got.Code != http.StatusSeeOther {
		t.Error(got.Code)
	}
	for at, want := range map[string]int{"/?tag=on+call": 1, "/?tag=urgent": 1, "/?tag=%3Cb%3E": 2, "/": 2} {
		got := o.ask("GET", at).Body.String()
		if n := strings.Count(got, `<th scope="row">`); n != want || strings.Contains(got, "<b><") {
			t.Errorf("%s: %d rows, want %d", at, n, want)
		}
	}
	if got := o.ask("GET", "/s/"+p.Slug).Body.String(); !strings.Contains(got, `href="/?tag=urgent"`) || !strings.Contains(got, `value="&lt;b&gt;, urgent"`) {
		t.Error("the page doesn't show its tags")
	}
	viewer := o.ask("GET", "/", "Role: viewer").Body.String() + o.ask("GET", "/s/"+p.Slug, "Role: viewer").Body.String()
	if strings.Contains(viewer, `name="slug"`) || strings.Contains(viewer, `/tags"`) || !strings.Contains(viewer, "urgent") {
		t.Error("a viewer is offered to tag, or doesn't see the tags")
	}
	if got := o.posted("/tags", url.Values{"slug": {p.Slug}, "tags": {"x"}}, "Role: viewer").Code; got != http.StatusForbidden {
		t.Error(got)
	}
	if got := o.posted("/tags", url.Values{"slug": {p.Slug}, "tags": {"urgent"}, "do": {"drop"}}); got.Code != http.StatusSeeOther || strings.Contains(o.ask("GET", "/").Body.String(), "urgent") {
		t.Error("it wasn't taken off")
	}
}

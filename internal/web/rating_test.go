package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Somebody without an account rates a process by a link, and changes it; disagreement is said, the team's own value stays; an ended link, and a guessed one, open nothing.
func TestRatings(t *testing.T) {
	o := newOffice(t)
	at := o.sent("POST", "/processes", "", typedProcess("Restore the database")).Header().Get("Location")
	ask := func(who string) string {
		got := o.sent("POST", at+"/links", "", url.Values{"for": {who}, "days": {"30"}})
		m := regexp.MustCompile(`value="http://[^"/]+(/rate/[A-Z2-7]{52})"`).FindStringSubmatch(got.Body.String())
		if m == nil || got.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d: no link for %s", got.Code, who)
		}
		return m[1]
	}
	kim, lee := ask("Kim of support"), ask("Lee")
	page := o.ask("GET", kim, "Role: nobody")
	if h := page.Header(); page.Code != http.StatusOK || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || h.Get("Cache-Control") != "no-store" || !strings.Contains(page.Body.String(), "Restore the database") || !strings.Contains(page.Body.String(), "Kim of support, ") || strings.Contains(page.Body.String(), "Ann") {
		t.Errorf("%d, %v", page.Code, h)
	}
	for _, x := range []struct {
		link string
		v    url.Values
		want int
	}{
		{kim, url.Values{"severity": {"1"}, "why": {"we hush about it"}}, 303}, {lee, url.Values{"severity": {"5"}, "times": {"2"}, "per": {"day"}, "able": {"0"}}, 303},
		{kim, url.Values{"severity": {"2"}, "why": {"I hush <b>"}}, 303}, {lee, url.Values{}, 400}, {lee, url.Values{"severity": {"9"}}, 400}, {"/rate/" + strings.Repeat("A", 52), url.Values{"severity": {"1"}}, 404},
	} {
		r := o.sent("POST", x.link, "", x.v)
		if r.Code != x.want {
			t.Errorf("%v: %d, want %d", x.v, r.Code, x.want)
		}
	}
	got := o.ask("GET", at).Body.String()
	for _, want := range []string{"They don’t agree: 2 to 5.", "n = 2", "One rating: 730 times a year.", "Kim of support", "I &lt;SECRET&gt; &lt;b&gt;", "4 of 5. An outage"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if list := o.ask("GET", "/processes").Body.String(); !strings.Contains(list, "Rated by 2 of 2 who were asked: failure 2 to 5 of 5, done 730 times a year, 0 can do it alone. They don’t agree on how bad a failure is. The team itself says something else of how often it is done.") {
		t.Error("the list doesn't tell what was rated, and by how many")
	}
	if !strings.Contains(got, "The team’s own value is another: 52 times a year.") {
		t.Error("that who was asked says something else than the team isn't told")
	}
	if strings.Contains(o.log.String(), strings.TrimPrefix(kim, "/rate/")) {
		t.Error("the log tells a link")
	}
	link := regexp.MustCompile(at+`/links/([A-Z2-7]{26})`).FindAllStringSubmatch(got, -1)
	if len(link) != 2 {
		t.Fatalf("%d links", len(link))
	}
	if got := o.ask("POST", at+"/links/"+link[0][1], "Workspace: other").Code; got != http.StatusNotFound {
		t.Errorf("ended from another workspace: %d", got)
	}
	for _, l := range link {
		o.sent("POST", at+"/links/"+l[1], "", url.Values{"do": {"revoke"}})
	}
	for _, l := range []string{kim, lee} {
		if got := o.ask("GET", l).Code; got != http.StatusNotFound {
			t.Errorf("an ended link opens: %d", got)
		}
	}
	if got := o.ask("GET", at).Body.String(); !strings.Contains(got, "They don’t agree: 2 to 5.") || !strings.Contains(got, "link ended") {
		t.Error("what was said goes with the link")
	}
	o.sent("POST", at+"/links/"+link[0][1], "", url.Values{"do": {"forget"}})
	if got := o.ask("GET", at).Body.String(); strings.Contains(got, "They don’t agree") {
		t.Error("what was taken out is still counted")
	}
}

// A link that changes its rating without an end is stopped, and keeps what was said last.
func TestRatingsAreBounded(t *testing.T) {
	o := newOffice(t)
	at := o.sent("POST", "/processes", "", typedProcess("Restore")).Header().Get("Location")
	link := regexp.MustCompile(`/rate/[A-Z2-7]{52}`).FindString(o.sent("POST", at+"/links", "", url.Values{"for": {"Kim"}, "days": {"1"}}).Body.String())
	for i := range 21 {
		want := http.StatusSeeOther
		if i == 20 {
			want = http.StatusTooManyRequests
		}
		if got := o.sent("POST", link, "", url.Values{"severity": {"3"}}).Code; got != want {
			t.Errorf("try %d: %d, want %d", i, got, want)
		}
	}
}

package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// policyForm is what the page of policies sends when nothing is changed.
func policyForm() url.Values {
	v := url.Values{}
	for _, c := range life.Classes {
		for name, n := range map[string]string{"approvals": "1", "every": "12", "failed": "1", "recovered": "3", "said": "2", "unused": "0", "by_reviewer": "0", "by_admin": "0", "by_owner": "0"} {
			v.Set(string(c)+"_"+name, n)
		}
	}
	return v
}

// A class asks for roles on its page, and the page of a review says whose approval is still missing.
func TestRolesOfReviewers(t *testing.T) {
	o, _ := signed(t)
	_, boss := o.join(t, "boss", team.Admin)
	p := o.draft(t, ready(t))
	_, bob := o.join(t, "bob", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	at := "/s/" + p.Slug + "/approval"
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
	v := policyForm()
	v.Set("normal_by_admin", "2")
	if got := sent(boss, "/policy", http.StatusBadRequest, v); !strings.Contains(got, "Whose approvals normal procedures need") || !strings.Contains(got, `name="normal_by_admin" min="0" max="9" value="2"`) {
		t.Errorf("more of a role than approvals: %s", got)
	}
	v.Set("normal_by_admin", "1")
	v.Set("normal_newcomer", "100")
	if got := sent(boss, "/policy", http.StatusBadRequest, v); !strings.Contains(got, "By whom normal procedures need a dry run") || !strings.Contains(got, `name="normal_newcomer" min="0" max="99" value="100"`) {
		t.Errorf("what nobody can be asked for: %s", got)
	}
	v.Set("normal_newcomer", "4")
	v.Set("normal_deviated", "7")
	sent(boss, "/policy", http.StatusSeeOther, v)
	if got := sent(boss, "/policy", http.StatusOK, nil); !strings.Contains(got, `name="normal_by_admin" min="0" max="9" value="1"`) || !strings.Contains(got, `name="normal_newcomer" min="0" max="99" value="4"`) || !strings.Contains(got, `name="normal_deviated" min="0" max="99" value="7"`) {
		t.Errorf("it isn't kept: %s", got)
	}
	sent(bob, at+"/send", http.StatusSeeOther, url.Values{"number": {"1"}, "summary": {"First."}})
	l, err := o.site.Lives.Life(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	r := l.In(life.InReview)
	sent(rob, at+"/"+r.ID+"/decide", http.StatusSeeOther, url.Values{"verdict": {"approve"}, "digest": {r.Digest}, "password": {password}})
	if got := sent(rob, at, http.StatusOK, nil); !strings.Contains(got, "1 approval (1 of them by an administrator)") || !strings.Contains(got, "Still needs:</strong> 1 approval, by an administrator.") {
		t.Errorf("it isn't told who is missing: %s", got)
	}
	sent(boss, at+"/"+r.ID+"/decide", http.StatusSeeOther, url.Values{"verdict": {"approve"}, "digest": {r.Digest}, "password": {password}})
	if got := sent(rob, at, http.StatusOK, nil); strings.Contains(got, "Still needs") || !strings.Contains(got, "in force") {
		t.Errorf("it isn't in force: %s", got)
	}
}

// Who signs in elsewhere is asked to do so anew before they sign, at the provider, and comes back to the page.
func TestSignInAnewToSign(t *testing.T) {
	o, _ := signed(t)
	p := o.draft(t, ready(t))
	_, bob := o.join(t, "bob", team.Editor)
	o.site.Door.Gate.Provider.Provision, o.site.Door.Gate.Provider.Usual = true, team.Reviewer
	at := "/s/" + p.Slug + "/approval"
	enter := func(code, address string) (secret, led string) {
		t.Helper()
		state := o.ask("GET", address).Result().Cookies()[0].Value
		r := httptest.NewRequest("GET", "/sign-in/return?state="+state+"&code="+code, nil)
		r.AddCookie(&http.Cookie{Name: "showhow-errand", Value: state})
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			if c.Name == "showhow" {
				secret = c.Value
			}
		}
		if w.Code != http.StatusSeeOther || secret == "" {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		return secret, w.Header().Get("Location")
	}
	if got := o.sent("POST", at+"/send", bob, url.Values{"number": {"1"}}); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	l, err := o.site.Lives.Life(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	r := l.In(life.InReview)
	yes := url.Values{"verdict": {"approve"}, "digest": {r.Digest}, "note": {"Read it twice."}}
	open, _ := enter("rob", "/sign-in/provider")
	got := o.sent("POST", at+"/"+r.ID+"/decide", open, yes)
	again := html.UnescapeString(between(got.Body.String(), `<a class="tool" href="/sign-in`, `"`))
	if got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), "nothing was signed") || !strings.Contains(got.Body.String(), "Read it twice.") || !strings.Contains(again, "anew=") {
		t.Fatalf("%d, %q", got.Code, again)
	}
	now, led := enter("rob-now", "/sign-in"+again)
	if led != at {
		t.Errorf("it leads back to %s", led)
	}
	if got := o.sent("GET", at, now, nil).Body.String(); strings.Contains(got, "Sign in again") {
		t.Error("who has just signed in is asked to do so again")
	}
	if got := o.sent("POST", at+"/"+r.ID+"/decide", now, yes); got.Code != http.StatusSeeOther {
		t.Errorf("%d: %s", got.Code, got.Body)
	}
	if l, err = o.site.Lives.Life(t.Context(), p.ID); err != nil || l.State() != life.Effective || l.Reviews[0].Decisions[0].Proof != "sign-in" {
		t.Errorf("%+v, %v", l, err)
	}
}

// A review that nobody could approve but who wrote it says so on its page, and who could be let; one whose missing roles were waived after an approval says that it takes one more.
func TestAStuckReviewSaysSo(t *testing.T) {
	o, _ := signed(t)
	_, bob := o.join(t, "bob", team.Editor)
	p := o.draft(t, ready(t))
	_, rob := o.join(t, "rob", team.Reviewer)
	at := "/s/" + p.Slug + "/approval"
	if got := o.sent("POST", at+"/send", rob, url.Values{"number": {"1"}, "summary": {"First."}}); got.Code != http.StatusSeeOther { // the only one who may review
		t.Fatal(got.Code)
	}
	page := o.sent("GET", at, bob, nil).Body.String()
	if !strings.Contains(page, "there is nobody who may review and wrote none of it. Make bob a reviewer.") {
		t.Errorf("nobody is told: %s", page)
	}
	_, max := o.join(t, "max", team.Reviewer)
	if page = o.sent("GET", at, max, nil).Body.String(); strings.Contains(page, "there is nobody who may review") {
		t.Error("somebody could")
	}
}

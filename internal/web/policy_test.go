package web

import (
	"net/http"
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
	sent(boss, "/policy", http.StatusSeeOther, v)
	if got := sent(boss, "/policy", http.StatusOK, nil); !strings.Contains(got, `name="normal_by_admin" min="0" max="9" value="1"`) {
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

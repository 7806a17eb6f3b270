package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// ready is a revision that lacks nothing.
func ready(t testing.TB) *sop.Revision {
	r := sample(t, "migration")
	said := func(text string) []sop.Claim {
		return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}}
	}
	r.Purpose, r.Audience, r.Prerequisites, r.Success, r.Gaps = said("So that it's new."), said("Whoever is on call."), said("A backup."), said("It answers."), nil
	r.Title.Unsure = ""
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			st := &r.Sections[i].Steps[j]
			st.Title.Unsure = ""
			for _, cs := range [][]sop.Claim{st.Detail, st.Why, st.Expected} {
				for k := range cs {
					cs[k].Unsure = ""
				}
			}
			for k := range st.Callouts {
				st.Callouts[k].Unsure = ""
			}
			for k := range st.Commands {
				st.Commands[k].Unsure, st.Commands[k].Doubts = "", nil
				if st.Commands[k].Class == sop.Destroys {
					st.Callouts = append(st.Callouts, sop.Callout{Kind: sop.Warning, Claim: said("There is no way back.")[0]})
				}
			}
			for k := range st.Figures {
				st.Figures[k].Alt.Unsure = ""
				for m := range st.Figures[k].Marks {
					st.Figures[k].Marks[m].Unsure = ""
				}
			}
		}
	}
	return r
}

// TestApproval goes from a draft to what is in force by the pages alone, as several people.
func TestApproval(t *testing.T) {
	o, _ := signed(t)
	p := o.draft(t, ready(t))
	bob, bobs := o.join(t, "bob", team.Editor)
	robs, rob := o.join(t, "rob", team.Reviewer)
	_, una := o.join(t, "una", team.Admin)
	_, tom := o.join(t, "tom", team.Viewer)
	at := "/s/" + p.Slug
	page := func(secret, path string) string { return o.sent("GET", path, secret, nil).Body.String() }
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("there is no %q in %s", part, text)
			}
		}
	}
	post := func(secret, path string, want int, fields url.Values) string {
		t.Helper()
		got := o.sent("POST", path, secret, fields)
		if got.Code != want {
			t.Fatalf("%s: %d, want %d: %s", path, got.Code, want, got.Body)
		}
		return got.Body.String()
	}
	has(page(tom, at), "nobody has approved it")
	has(page(bobs, at+"/approval"), "Send revision 1 for review")
	post(bobs, at+"/approval/send", http.StatusSeeOther, url.Values{"number": {"1"}, "summary": {"The first <b>one</b>."}})
	has(page(rob, "/reviews"), p.Title, "Yours to decide")
	if strings.Contains(page(bobs, "/reviews"), "Yours to decide") {
		t.Error("who sent it is told to decide it")
	}
	asked := page(rob, at+"/approval")
	has(asked, "The first &lt;b&gt;one&lt;/b&gt;.", "Approve", "Your password")
	review := regexp.MustCompile(`/approval/([A-Z0-9]+)/decide`).FindStringSubmatch(asked)[1]
	digest := regexp.MustCompile(`name="digest" value="([0-9a-f]+)"`).FindStringSubmatch(asked)[1]
	decide := at + "/approval/" + review + "/decide"
	yes := func(password string) url.Values {
		return url.Values{"verdict": {"approve"}, "digest": {digest}, "password": {password}, "note": {"Read it twice."}}
	}
	has(post(rob, decide, http.StatusBadRequest, yes("wrong")), "nothing was signed", "Read it twice.")
	has(post(rob, decide, http.StatusBadRequest, url.Values{"verdict": {"reject"}, "digest": {digest}, "password": {password}}), "needs a reason")
	post(bobs, decide, http.StatusForbidden, yes(password))
	post(rob, decide, http.StatusSeeOther, yes(password))
	has(page(tom, at), "In force", digest[:12])
	has(page(tom, at+"/approval"), "rob", "reviewer", "signed by password", "Read it twice.")

	// what is changed now isn't what people work by
	one := o.changed(t, desk.Actor{Workspace: "w", Account: bob, Role: team.Editor}, p.Slug)
	if got := page(tom, at); strings.Contains(got, one) {
		t.Error("a reader is shown a draft")
	}
	has(page(bobs, at), `href="`+at+`?draft"`)
	has(page(bobs, at+"?draft"), one, "isn’t what is in force", "/sop.md?draft")
	if got := page(tom, at+"/sop.md"); strings.Contains(got, one) || !strings.Contains(got, "· in force since ") || !strings.Contains(got, "So that it's new.") {
		t.Error("an export for a reader is of a draft")
	}
	has(page(tom, at+"/sop.html"), "In force since ")
	if got := page(bobs, at+"/sop.html?draft"); strings.Contains(got, "In force since ") || !strings.Contains(got, "<dd>Draft</dd>") {
		t.Error("an export of the working copy doesn’t say that it's a draft")
	}
	has(page(bobs, at+"/approval"), "Send for review what you have now")
	post(bobs, at+"/approval/send", http.StatusSeeOther, url.Values{"number": {"2"}, "summary": {"Said better."}})
	has(page(rob, at+"/approval"), "Revision 2 is in review", "compare?from=1&amp;to=2", "Only its wording differs")

	if strings.Contains(page(rob, at+"/approval"), `name="deputy"`) {
		t.Error("a reviewer is asked who stands in for the owner")
	}
	has(post(rob, at+"/approval/class", http.StatusForbidden, url.Values{"class": {"critical"}, "deputy": {robs}}), "Only the owner or an administrator")
	has(page(una, at+"/approval"), `name="deputy"`)
	post(una, at+"/approval/class", http.StatusSeeOther, url.Values{"class": {"normal"}, "deputy": {bob}})
	post(rob, at+"/approval/class", http.StatusSeeOther, url.Values{"class": {"critical"}})
	has(page(tom, at+"/approval"), "Critical", "Deputy</dt><dd>bob")
	has(post(rob, at+"/approval/class", http.StatusBadRequest, url.Values{"class": {"low"}, "deputy": {bob}, "reason": {" "}}), "That less hangs on it needs a reason: it was critical, and is to be low.", `value="low" selected`)
	post(rob, at+"/approval/class", http.StatusSeeOther, url.Values{"class": {"normal"}, "deputy": {bob}, "reason": {"The old cluster is gone."}})
	has(page(tom, at+"/approval"), "Normal", "So by rob since ", "The old cluster is gone.")
	post(tom, at+"/approval/suspend", http.StatusForbidden, url.Values{"reason": {"x"}})
	post(bobs, at+"/approval/suspend", http.StatusSeeOther, url.Values{"reason": {"Step 2 drops the wrong table."}})
	has(page(tom, at), "Suspended by bob", "Step 2 drops the wrong table.")
	has(page(tom, "/reviews"), "Step 2 drops the wrong table.")
	has(page(tom, at+"/sop.html"), "In force since ", "suspended since ", "Step 2 drops the wrong table.")
	has(page(tom, at+"/sop.md"), "suspended since ", "Step 2 drops the wrong table.")
	post(rob, at+"/approval/resume", http.StatusSeeOther, url.Values{"reason": {"It was the staging copy."}})
	if got := page(tom, at); strings.Contains(got, "Suspended by") {
		t.Error("it is still suspended")
	}
}

// changed changes the purpose in the working copy, and gives its new words.
func (o *office) changed(t *testing.T, a desk.Actor, slug string) string {
	t.Helper()
	const words = "So that nobody waits for it."
	p, err := o.db.Read().Procedure(t.Context(), "w", slug)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil {
		t.Fatal(err)
	}
	pieces, err := manuscript.Split(&r)
	if err != nil {
		t.Fatal(err)
	}
	head := pieces["head"]
	body := strings.Replace(string(head.Body), "So that it's new.", words, 1)
	if body == string(head.Body) {
		body = strings.Replace(string(head.Body), `So that it\u0026#39;s new.`, words, 1)
	}
	if _, err := o.desk.Change(t.Context(), a, slug, []manuscript.Change{{Key: "head", Body: []byte(body)}}); err != nil {
		t.Fatal(err)
	}
	return words
}

// judged is an office in which a revision is in force, and the next one is in review.
func judged(t *testing.T) (*office, sop.Procedure) {
	t.Helper()
	o := newOffice(t)
	p := o.draft(t, ready(t))
	ctx, bob, rob := t.Context(), desk.Actor{Workspace: "w", Account: "bob", Role: team.Editor}, desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	send := func(number int, summary string) life.Review {
		t.Helper()
		r, err := o.site.Judges.Send(ctx, bob, p.Slug, desklife.Sending{Number: number, Summary: summary})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := send(1, "The first one.")
	if err := o.site.Judges.Waive(ctx, rob, p.Slug, desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Threads}, Reason: "The database is down, and nobody else is awake."}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.site.Judges.Decide(ctx, rob, p.Slug, desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob Mayer", Note: "Read it twice, and tried it on the staging database.", Proof: "password"}); err != nil {
		t.Fatal(err)
	}
	o.changed(t, bob, p.Slug)
	if _, err := o.desk.Name(ctx, bob, p.Slug, "Said better."); err != nil {
		t.Fatal(err)
	}
	send(2, "The purpose is said better, after last week’s incident.")
	return o, p
}

package web

import (
	"bytes"
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

// Who approves that only words differ is shown the sentence, and what they send says that they saw it; who saw another one is asked again, and their note stays.
func TestWordingIsSignedAsSeen(t *testing.T) {
	o, _ := signed(t)
	rev := carriable(t)
	rev.Sections[0].Steps[2].Detail = []sop.Claim{{Text: "Wait for the rollout.", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}}
	p := o.draft(t, rev)
	o.force(t, p)
	who, _ := o.join(t, "bob", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	bob := desk.Actor{Workspace: "w", Account: who, Role: team.Editor}
	pieces, err := manuscript.Split(rev)
	if err != nil {
		t.Fatal(err)
	}
	for key, piece := range pieces {
		if body := bytes.ReplaceAll(piece.Body, []byte("Wait for the rollout."), []byte("Wait for the roll-out.")); !bytes.Equal(body, piece.Body) {
			if _, err := o.desk.Change(t.Context(), bob, p.Slug, []manuscript.Change{{Key: key, Body: body}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := o.desk.Name(t.Context(), bob, p.Slug, "A word."); err != nil {
		t.Fatal(err)
	}
	r, err := o.site.Judges.Send(t.Context(), bob, p.Slug, desklife.Sending{Number: 2, Summary: "A word.", Wording: "It was misspelled."})
	if err != nil || r.Wording == "" {
		t.Fatalf("%v, %q", err, r.Wording)
	}
	at := "/s/" + p.Slug + "/approval"
	page := o.sent("GET", at, rob, nil).Body.String()
	if !strings.Contains(page, "Only its wording differs: nobody does anything else by it.") {
		t.Error("the sentence isn't shown")
	}
	seen := regexp.MustCompile(`name="signs" value="(\w+)"`).FindStringSubmatch(page)
	if seen == nil {
		t.Fatal("the form doesn't say what was seen")
	}
	fields := url.Values{"verdict": {"approve"}, "digest": {r.Digest}, "note": {"Read it twice."}, "password": {password}}
	if body := o.sent("POST", at+"/"+r.ID+"/decide", rob, fields).Body.String(); !strings.Contains(body, "only its wording is said to differ") || !strings.Contains(body, "Read it twice.") {
		t.Error("it is signed unseen, or what was written is lost", regexp.MustCompile(`(?s)role="alert".{0,600}`).FindString(body))
	}
	fields.Set("signs", seen[1])
	if got := o.sent("POST", at+"/"+r.ID+"/decide", rob, fields); got.Code != http.StatusSeeOther {
		t.Errorf("%d", got.Code)
	}
	if l, err := o.site.Lives.Life(t.Context(), p.ID); err != nil || l.In(life.Effective).Number != 2 {
		t.Errorf("%+v, %v", l, err)
	}
}

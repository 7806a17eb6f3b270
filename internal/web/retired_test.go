package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
)

// reading is pages that are asked for, and what they must and mustn't say.
type reading map[string]struct{ says, not []string }

func (o *office) reads(t *testing.T, who string, all reading) {
	t.Helper()
	for address, want := range all {
		body := o.ask("GET", address).Body.String()
		for _, words := range want.says {
			if !strings.Contains(body, words) {
				t.Errorf("%s: %s doesn't say %q", who, address, words)
			}
		}
		for _, words := range want.not {
			if strings.Contains(body, words) {
				t.Errorf("%s: %s says %q", who, address, words)
			}
		}
	}
}

// What is retired says so, with who retired it, when, why and what is used instead; it shows what was in force last, begins nothing, and has nothing looked at. All that is back once the retirement is taken back.
func TestRetired(t *testing.T) {
	o := newOffice(t)
	next := o.draft(t, carriable(t))
	p := o.draft(t, ready(t))
	o.force(t, p)
	at, ctx := "/s/"+p.Slug, t.Context()
	later, err := o.db.Read().Revision(ctx, p.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	later.Number, later.Title.Text = 2, "An unapproved zebra"
	if err := o.db.Do(ctx, func(tx *store.Tx) error {
		of, err := tx.HoldProcedure(ctx, "w", p.Slug)
		if err != nil {
			return err
		}
		if err := tx.AddRevision(ctx, later, sop.Release{Procedure: p.ID}); err != nil {
			return err
		}
		of.Latest = 2
		if err := tx.SaveProcedure(ctx, of); err != nil {
			return err
		}
		return currents.In(tx).AddFlag(ctx, current.Flag{ID: "f", Workspace: "w", Procedure: p.ID, Reason: current.ByFailure, Text: "an execution failed", At: o.clock(), Number: 1})
	}); err != nil {
		t.Fatal(err)
	}
	tom, rob := o.as("tom", team.Viewer), desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	tom.reads(t, "before", reading{at: {says: []string{"Carry it out", "To be looked at: an execution failed", "/feedback"}, not: []string{"zebra"}}})
	refused := o.as("rob", team.Reviewer).form(t, at+"/approval/retire", http.StatusBadRequest, url.Values{"reason": {"Argo deploys it."}, "instead": {"none"}})
	if !strings.Contains(refused, "no procedure") || !strings.Contains(refused, ">Argo deploys it.</textarea>") || !strings.Contains(refused, `value="none" maxlength="1000"`) {
		t.Error("what was typed is gone")
	}
	if err := o.site.Judges.Retire(ctx, rob, p.Slug, desklife.Ending{Reason: "Argo deploys it.", Instead: next.Slug}); err != nil {
		t.Fatal(err)
	}
	tom.reads(t, "nobody works by the other one", reading{
		at:          {[]string{`href="/s/` + next.Slug + `"`, "“Release checkout-api” is to be used instead: nobody works by it yet"}, []string{"Use “Release"}},
		at + "/run": {[]string{"nobody works by it yet"}, []string{`href="/s/` + next.Slug + `/run"`}},
	})
	o.force(t, next)
	said := []string{"Retired on " + o.clock().UTC().Format("2 Jan 2006") + " by ", ": Argo deploys it.", `href="/s/` + next.Slug + `"`, "Use “Release checkout-api” instead"}
	begins := []string{"Try it", "Carry it out</a>", "To be looked at", "/feedback\"", "zebra", ">Withdrawn<", "Send for review", "/shares", at + "/run"}
	for who, of := range map[string]*office{"a viewer": tom, "an editor": o.as("ada", team.Editor), "an administrator": o} {
		of.reads(t, who, reading{
			at:                 {append(said, "This is revision 1, the last that was in force", `state-retired" href="`+at+`/approval">Retired`), begins},
			at + "/run":        {append(said, "nobody begins it any more", `href="/s/`+next.Slug+`/run"`), []string{"<form class=\"start-form", "VERSION"}},
			at + "/executions": {not: []string{`href="` + at + `/run"`}},
			at + "/training":   {[]string{"It is retired"}, []string{"Ask people to learn it"}},
			at + "/depends":    {[]string{"It is retired"}, []string{"an execution failed"}},
			at + "/sop.md":     {[]string{"Revision 1 · retired since", ": Argo deploys it; in force from "}, []string{"zebra"}},
			at + "?revision=2": {append(said, "This isn’t what was in force last: that is revision 1.", "zebra"), begins[:3]},
		})
	}
	if err := o.site.Judges.Unretire(ctx, rob, p.Slug); err != nil {
		t.Fatal(err)
	}
	tom.reads(t, "taken back", reading{at: {says: []string{"Try it", "To be looked at: an execution failed", "zebra"}, not: []string{"Retired on"}}})
	never := o.draft(t, carriable(t))
	if err := o.site.Judges.Retire(ctx, rob, never.Slug, desklife.Ending{Reason: "Nobody\nneeds it."}); err != nil {
		t.Fatal(err)
	}
	o.reads(t, "never in force", reading{"/s/" + never.Slug: {says: []string{"Nothing of it was ever in force", "needs it."}, not: []string{"Try it", "Send for review", "data-edit"}}})
}

package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// Whoever has an address reads what is in force; a draft is shown only where that was chosen, and says what it is.
func TestSharedStands(t *testing.T) {
	o, fill := signed(t)
	admin := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	slug := fill.Replace("{slug}")
	stands := func(l life.Life) {
		t.Helper()
		if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
			p, err := tx.HoldProcedure(t.Context(), "w", slug)
			if err != nil {
				return err
			}
			p.State = sop.ProcedureState(l.State())
			return lives.In(tx).SaveLife(t.Context(), p, l)
		}); err != nil {
			t.Fatal(err)
		}
	}
	says := func(secret, words string, no ...string) {
		t.Helper()
		body := o.ask("GET", "/shared/"+secret).Body.String()
		if !strings.Contains(body, words) {
			t.Errorf("it doesn't say %q", words)
		}
		for _, n := range no {
			if strings.Contains(body, n) {
				t.Errorf("it says %q", n)
			}
		}
	}
	p, err := o.db.Read().Procedure(t.Context(), "w", slug)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := o.db.Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil {
		t.Fatal(err)
	}
	draft.Number, draft.Title.Text = p.Latest+1, "An unapproved zebra"
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error { return later(t.Context(), tx, p, draft) }); err != nil {
		t.Fatal(err)
	}
	stands(life.Life{Reviews: []life.Review{{ID: "r", Number: p.Latest, State: life.Effective, Came: time.Now()}}})
	e, err := o.site.Door.Gate.SignIn(t.Context(), "ada@example.com", password, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if got := o.sent("GET", "/s/"+slug+"/shares", e.Secret, nil).Body.String(); !strings.Contains(got, "Whoever has the address reads what is in force") || !strings.Contains(got, `name="draft"`) {
		t.Error("the page doesn't say what is shared")
	}
	_, usual, err := o.site.Door.Gate.Share(t.Context(), admin, slug, gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	says(usual, "n force since", "zebra", "A draft: nobody has approved it", "don’t work by it")
	got := o.sent("POST", "/s/"+slug+"/shares", e.Secret, url.Values{"days": {"7"}, "draft": {"yes"}})
	_, after, ok := strings.Cut(got.Body.String(), "/shared/")
	if got.Code != http.StatusOK || !ok {
		t.Fatal(got.Code, got.Body)
	}
	secret := after[:strings.IndexFunc(after, func(r rune) bool { return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", r) })]
	says(secret, "An unapproved zebra")
	says(secret, "This revision isn’t in force: don’t work by it. Another one is.")
	stands(life.Life{Reviews: []life.Review{{ID: "r", Number: p.Latest, State: life.Effective, Came: time.Now()}}, Suspended: &life.Mark{Reason: "It burns."}})
	says(usual, "It is suspended: don’t work by it.")
	stands(life.Life{})
	says(usual, "A draft: nobody has approved it, and none of it is in force.", "zebra")
	day := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	retired := &life.Mark{By: "ada", At: day, Reason: "A secret reason."}
	stands(life.Life{Retired: retired})
	says(usual, "This procedure is retired since 4 Mar 2026: nobody works by it any more. Nothing of it was ever in force.", "zebra", "secret reason", "/feedback")
	stands(life.Life{Retired: retired, Reviews: []life.Review{
		{ID: "r", Number: p.Latest, State: life.Superseded, Came: day.AddDate(0, -2, 0), Left: day.AddDate(0, -1, 0)}, {ID: "s", Number: p.Latest + 1, State: life.Retired, Came: day.AddDate(0, -1, 0), Left: day}}})
	says(usual, "This is the last revision that was in force.", "secret reason")
	says(usual, "zebra") // it followed what was in force
}

// later writes a later revision that nobody has approved.
func later(ctx context.Context, tx *store.Tx, p sop.Procedure, r sop.Revision) error {
	if err := tx.AddRevision(ctx, r, sop.Release{Procedure: p.ID}); err != nil {
		return err
	}
	p.Latest = r.Number
	return tx.SaveProcedure(ctx, p)
}

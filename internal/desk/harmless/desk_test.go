package harmless_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/harmless"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/sop/team"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

const hash = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"

var ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}

// office has a procedure "deploy" whose step shows what looks like a token, with one of whose recording a password was masked.
type office struct {
	*testing.T
	*harmless.Desk
	books *desk.Desk
	db    *store.DB
}

func open(t *testing.T, db *store.DB, err error) *office {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now := func() time.Time { return time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC) }
	o := &office{T: t, db: db, Desk: &harmless.Desk{Now: now, NewID: store.NewID, Look: redact.Spots, Do: func(ctx context.Context, do func(harmless.Tx) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
	}}}
	o.books = &desk.Desk{Now: now, NewID: store.NewID, Look: redact.Spots, Said: lives.Read(db).Harmless, Judge: func(*sop.Command) {}, Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
		return db.Do(ctx, func(s *store.Tx) error { return do(s, nil) })
	}}
	said := sop.Claim{Text: "It is " + hash + ".", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
	r := sop.Revision{Number: 1, Title: sop.Claim{Text: "Deploy", Evidence: said.Evidence}, Redactions: []sop.Redaction{{Placeholder: "<DB_PASSWORD>"}},
		Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "abcd", Kind: sop.StepManual, Evidence: said.Evidence, Title: sop.Claim{Text: "Do it.", Evidence: said.Evidence}, Detail: []sop.Claim{said, {Text: "DB_PASSWORD=hunter2x", Evidence: said.Evidence}}}}}}}
	if err := db.Do(t.Context(), func(s *store.Tx) error {
		for _, err := range []error{
			s.AddWorkspace(t.Context(), team.Workspace{ID: "w", Slug: "w", Name: "W"}), s.AddHolding(t.Context(), sop.Holding{ID: "h", Workspace: "w"}, "u"),
			s.AddProcedure(t.Context(), sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Holding: "h", Latest: 1, State: sop.Draft}), s.AddRevision(t.Context(), r, sop.Release{Procedure: "p", Number: 1}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return o
}

// found are what looks like a secret in the working copy, and its pieces.
func (o *office) found() ([]secret.Finding, manuscript.Pieces) {
	o.Helper()
	r, err := o.db.Read().Revision(o.Context(), "p", 1)
	if err != nil {
		o.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(o.Context(), "p")
	if err != nil {
		o.Fatal(err)
	}
	all, err := manuscript.Overlay(&r, kept)
	if err != nil {
		o.Fatal(err)
	}
	found, err := o.books.Found(o.Context(), "p", all.Sorted())
	if err != nil {
		o.Fatal(err)
	}
	return found, all
}

// at is where the token is, as it is told.
func (o *office) at(field string) (s harmless.Saying) {
	o.Helper()
	found, pieces := o.found()
	for _, f := range found {
		if f.Field == field {
			s = harmless.Saying{Piece: f.Piece, Version: pieces[f.Piece].Version, Field: f.Field, From: f.From, To: f.To, Reason: "An example of the docs."}
		}
	}
	return s
}

// write changes the step's first sentence.
func (o *office) write(text string) {
	o.Helper()
	_, pieces := o.found()
	p := pieces["step/abcd"]
	var st sop.Step
	if err := json.Unmarshal(p.Body, &st); err != nil {
		o.Fatal(err)
	}
	st.Detail[0].Text = text
	body, err := json.Marshal(st)
	if err != nil {
		o.Fatal(err)
	}
	if _, err := o.books.Change(o.Context(), ada, "deploy", []manuscript.Change{{Key: p.Key, Base: p.Version, Body: body}}); err != nil {
		o.Fatal(err)
	}
}

// none are the reasons why what looks like a secret is none; empty for what nobody said that of.
func (o *office) none(field string) (all []string) {
	found, _ := o.found()
	for _, f := range found {
		if f.Field == field && f.None != nil {
			all = append(all, f.None.By+": "+f.None.Reason)
		} else if f.Field == field {
			all = append(all, "")
		}
	}
	return all
}

func (o *office) refused(err error, code sop.Code, words string) {
	o.Helper()
	if err == nil || sop.CodeOf(err) != code || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "ghp_") {
		o.Errorf("%v, want %s %q", err, code, words)
	}
}

func TestSQLite(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	suite(open(t, db, err))
}

func TestPostgres(t *testing.T) {
	db, err := postgres.Open(t.Context(), storetest.Postgres(t).Database(t))
	suite(open(t, db, err))
}

// What is said holds for that very text, wherever it stands in that procedure, until it is taken back; another text is looked at anew, and nothing that is kept holds the text.
func suite(o *office) {
	s := o.at("detail.0.text")
	made, err := o.Say(o.Context(), ada, "deploy", s)
	if err != nil || made.Placeholder != "<GITHUB_TOKEN>" || made.By != "ada" {
		o.Fatalf("%+v, %v", made, err)
	}
	if got := o.none("detail.0.text"); len(got) != 1 || got[0] != "ada: An example of the docs." {
		o.Errorf("%q", got)
	}
	if again, err := o.Say(o.Context(), ada, "deploy", s); err != nil || again.ID != made.ID {
		o.Errorf("said twice: %+v, %v", again, err)
	}
	o.write("Now it is " + hash + ", as before.")
	if got := o.none("detail.0.text"); len(got) != 1 || got[0] == "" {
		o.Errorf("the same elsewhere in the sentence: %q", got)
	}
	o.write("It is ghp_Z1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r9.")
	if got := o.none("detail.0.text"); len(got) != 1 || got[0] != "" {
		o.Errorf("another one: %q", got)
	}
	o.refused(func() error { _, err := o.Say(o.Context(), ada, "deploy", s); return err }(), sop.Busy, "changed meanwhile")
	o.write("It is " + hash + ".")
	if err := o.TakeBack(o.Context(), ada, "deploy", made.ID); err != nil {
		o.Fatal(err)
	}
	if got := o.none("detail.0.text"); len(got) != 1 || got[0] != "" {
		o.Errorf("taken back: %q", got)
	}
	o.refused(o.TakeBack(o.Context(), ada, "deploy", made.ID), sop.NotFound, "taken back already")
	o.trail()
	o.refusals()
}

// trail holds what was said, and not of what.
func (o *office) trail() {
	events, err := o.db.Read().Events(o.Context(), "w", 100)
	if err != nil {
		o.Fatal(err)
	}
	var told []string
	for _, e := range events {
		if strings.HasPrefix(e.Verb, "secret.") {
			told = append(told, e.Verb+" "+e.Detail)
		}
	}
	if got := strings.Join(told, "\n"); strings.Count(got, "secret.") != 2 || !strings.Contains(got, "secret.none GITHUB_TOKEN in step/abcd: An example of the docs.") || !strings.Contains(got, "secret.none_taken_back GITHUB_TOKEN") {
		o.Errorf("%s", got)
	}
	b, err := json.Marshal(events)
	if err != nil || strings.Contains(string(b), "ghp_") || strings.Contains(string(b), secret.Mark(hash)) {
		o.Errorf("the trail holds it: %v", err)
	}
}

func (o *office) refusals() {
	say := func(a desk.Actor, change func(s *harmless.Saying)) error {
		s := o.at("detail.0.text")
		change(&s)
		_, err := o.Say(o.Context(), a, "deploy", s)
		return err
	}
	nothing := func(*harmless.Saying) {}
	o.refused(say(desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}, nothing), sop.Forbidden, "")
	o.refused(o.TakeBack(o.Context(), desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}, "deploy", "x"), sop.Forbidden, "")
	o.refused(say(desk.Actor{Workspace: "x", Account: "ada", Role: team.Editor}, nothing), sop.NotFound, "")
	o.refused(say(ada, func(s *harmless.Saying) { s.Reason = " \n" }), sop.Invalid, "It isn’t said what it is")
	o.refused(say(ada, func(s *harmless.Saying) { s.Reason = strings.Repeat("x", 301) }), sop.Invalid, "too long")
	o.refused(say(ada, func(s *harmless.Saying) { s.To-- }), sop.NotFound, "Nothing looks like a secret there")
	o.refused(say(ada, func(s *harmless.Saying) { s.Piece = "step/none" }), sop.NotFound, "no such piece")
	masked := o.at("detail.1.text")
	_, err := o.Say(o.Context(), ada, "deploy", masked)
	o.refused(err, sop.Invalid, "The recording showed a secret there (DB_PASSWORD), and it was masked")
	if err := say(ada, func(s *harmless.Saying) { s.Reason = "as " + hash }); err != nil {
		o.Fatal(err)
	}
	if got := o.none("detail.0.text"); got[0] != "ada: as <GITHUB_TOKEN>" {
		o.Errorf("a secret in the reason: %q", got)
	}
}

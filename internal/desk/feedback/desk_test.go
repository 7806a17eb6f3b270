package feedback_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/desk"
	rules "showhow/internal/desk/feedback"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/custody"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/custody"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
	max = desk.Actor{Workspace: "w", Account: "max", Role: team.Admin}
	eve = desk.Actor{Workspace: "other", Account: "eve", Role: team.Admin}
)

// office is the workspace "w" with the procedure "release" of ada's, and "other" without any.
type office struct {
	*rules.Desk
	t     *testing.T
	db    *store.DB
	rows  currents.Rows
	clock time.Time
	step  string
	r     sop.Revision
}

// stories are what is tried with each engine.
var stories = map[string]func(o *office){"from saying to closing": fromSayingToClosing, "a thread": itBecomesAThread, "without an account": withoutAnAccount, "erased": erasedWithThePerson, "twice": sentTwice, "waited": waited}

func TestSQLite(t *testing.T) {
	for name, try := range stories {
		t.Run(name, func(t *testing.T) {
			db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
			try(open(t, db, err))
		})
	}
}

func TestPostgres(t *testing.T) {
	server := storetest.Postgres(t)
	for name, try := range stories {
		t.Run(name, func(t *testing.T) {
			db, err := postgres.Open(t.Context(), server.Database(t))
			try(open(t, db, err))
		})
	}
}

func open(t *testing.T, db *store.DB, err error) *office {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, rows: currents.Read(db), clock: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC), Desk: current.Room{DB: db}.Takes()}
	o.Now = func() time.Time { o.clock = o.clock.Add(time.Second); return o.clock }
	b, err := os.ReadFile("../../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &o.r); err != nil {
		t.Fatal(err)
	}
	o.r.Number, o.step = 1, o.r.Sections[0].Steps[0].Key
	if err := db.Do(t.Context(), func(tx *store.Tx) error {
		s, ctx := currents.In(tx), t.Context()
		for _, w := range []string{"w", "other"} {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		if err := s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "release", Title: "Release", Owner: "ada", State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		if err := s.AddRevision(ctx, o.r, sop.Release{Procedure: "p", Author: "ada"}); err != nil {
			return err
		}
		return s.AddAccount(ctx, team.Account{ID: "tom", Email: "tom@example.com", Name: "Tom"})
	}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) count(query string) (n int) {
	o.t.Helper()
	if err := o.db.Pool().QueryRowContext(o.t.Context(), query).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) say(a desk.Actor, k feedback.Kind, words string) feedback.Feedback {
	o.t.Helper()
	f, err := o.Say(o.t.Context(), a, "release", rules.Saying{Step: o.step, Number: 1, Kind: k, Words: words})
	if err != nil {
		o.t.Fatal(err)
	}
	return f
}

func fromSayingToClosing(o *office) {
	t, ctx := o.t, o.t.Context()
	f := o.say(tom, feedback.Wrong, "The token is ghp_16C7e42F292c6912E7710c838347Ae178B4a, and it isn’t asked for.")
	if strings.Contains(f.Words, "ghp_16C7") || f.State != feedback.Open || f.Title != sop.Bare(o.r.Sections[0].Steps[0].Title.Text) {
		t.Errorf("%+v", f)
	}
	o.say(tom, feedback.Good, "")
	for name, x := range map[string]struct {
		who    desk.Actor
		slug   string
		saying rules.Saying
		want   sop.Code
	}{
		"of no step":                      {tom, "release", rules.Saying{Step: "none", Number: 1, Kind: feedback.Good}, sop.NotFound},
		"of no revision":                  {tom, "release", rules.Saying{Step: o.step, Number: 9, Kind: feedback.Good}, sop.NotFound},
		"of another workspace":            {eve, "release", rules.Saying{Step: o.step, Number: 1, Kind: feedback.Good}, sop.NotFound},
		"of no kind":                      {tom, "release", rules.Saying{Step: o.step, Number: 1}, sop.Invalid},
		"by a token that only reads":      {desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer, Token: "k", Scopes: "read"}, "release", rules.Saying{Step: o.step, Number: 1, Kind: feedback.Good}, sop.Forbidden},
		"by nobody":                       {desk.Actor{Workspace: "w"}, "release", rules.Saying{Step: o.step, Number: 1, Kind: feedback.Good}, sop.Forbidden},
		"more than anybody wants to read": {tom, "release", rules.Saying{Step: o.step, Number: 1, Kind: feedback.Good, Words: strings.Repeat("x", 4001)}, sop.Invalid},
	} {
		if _, err := o.Say(ctx, x.who, x.slug, x.saying); sop.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
	if _, err := o.Answer(ctx, tom, f.ID, "Me too."); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("a viewer answers: %v", err)
	}
	if _, err := o.Close(ctx, eve, f.ID, feedback.Closing{How: feedback.Mended}); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("somebody of another workspace closes: %v", err)
	}
	if f, err := o.Answer(ctx, ada, f.ID, "Which page?"); err != nil || len(f.Answers.Answers) != 1 || f.State != feedback.Open {
		t.Fatalf("%+v, %v", f, err)
	}
	if f, err := o.Close(ctx, ada, f.ID, feedback.Closing{How: feedback.Mended, Note: "It asks now."}); err != nil || f.State != feedback.Closed || f.ClosedBy != "ada" || f.ClosedAt.IsZero() {
		t.Fatalf("%+v, %v", f, err)
	}
	if _, err := o.Close(ctx, ada, f.ID, feedback.Closing{How: feedback.Mended}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("closed twice: %v", err)
	}
	if got := o.count("SELECT COUNT(*) FROM event WHERE verb IN ('feedback.given', 'feedback.answered', 'feedback.closed')"); got != 4 {
		t.Errorf("%d lines of the trail, want 4", got)
	}
	if got := o.count("SELECT COUNT(*) FROM happening WHERE body LIKE '%[\"tom\"]%'"); got != 2 {
		t.Errorf("whoever said it is told %d times, want of the answer and of the end", got)
	}
	tallies, err := o.rows.FeedbackCounts(ctx, "p", time.Time{})
	if err != nil || len(tallies) != 2 || tallies[0] != (feedback.Tally{Step: o.step, Number: 1, Kind: feedback.Good, N: 1}) {
		t.Errorf("%+v, %v", tallies, err)
	}
	if mine, err := o.rows.AllFeedback(ctx, feedback.Query{Workspace: "w", By: "tom", Limit: 9}); err != nil || len(mine) != 2 || len(mine[1].Answers.Answers) != 1 {
		t.Errorf("%+v, %v", mine, err)
	}
	if theirs, err := o.rows.AllFeedback(ctx, feedback.Query{Workspace: "other", Limit: 9}); err != nil || len(theirs) != 0 {
		t.Errorf("another workspace has %+v, %v", theirs, err)
	}
}

func itBecomesAThread(o *office) {
	f := o.say(tom, feedback.Unclear, "Which job?")
	f, err := o.Thread(o.t.Context(), ada, f.ID, "A reader doesn’t know which job is meant.")
	if err != nil || f.How != feedback.Threaded || f.Thread == "" {
		o.t.Fatalf("%+v, %v", f, err)
	}
	if n := o.count("SELECT COUNT(*) FROM thread WHERE id = '" + f.Thread + "' AND state = 'open' AND body LIKE '%which job is meant%' AND body LIKE '%" + o.step + "%'"); n != 1 {
		o.t.Error("there is no such thread on the step")
	}
	if _, err := o.Thread(o.t.Context(), ada, f.ID, "Again."); sop.CodeOf(err) != sop.Invalid {
		o.t.Errorf("twice: %v", err)
	}
}

// Without an account: off at first, bounded, and looked at again by an address that only its author has.
func withoutAnAccount(o *office) {
	t, ctx := o.t, o.t.Context()
	visit := rules.Visiting{Share: team.Share{ID: "s", Workspace: "w", Procedure: "p", Revision: 1}, Client: "203.0.113.9"}
	s := rules.Saying{Step: o.step, Number: 77, Kind: feedback.Outdated, Words: "The menu is gone.", Execution: "x"}
	if _, _, err := o.SayAsGuest(ctx, visit, s); sop.CodeOf(err) != sop.Forbidden {
		t.Fatalf("not allowed, and: %v", err)
	}
	if err := o.Set(ctx, ada, feedback.Setting{Guests: true}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("an editor allows it: %v", err)
	}
	if err := o.Set(ctx, max, feedback.Setting{Guests: true}); err != nil {
		t.Fatal(err)
	}
	f, secret, err := o.SayAsGuest(ctx, visit, s)
	if err != nil || f.By != "" || f.Number != 1 || f.Source != "share" || f.Ref != "s" || len(secret) < 20 {
		t.Fatalf("%+v, %v", f, err)
	}
	if n := o.count("SELECT COUNT(*) FROM feedback WHERE link LIKE '%" + secret + "%' OR words LIKE '%203.0.113%' OR ref LIKE '%203.0.113%'"); n != 0 {
		t.Error("the secret or the visitor’s address is kept")
	}
	if got, err := o.rows.FeedbackByLink(ctx, team.Hash(secret)); err != nil || got.ID != f.ID {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{"", team.Hash(""), team.Hash("other")} {
		if _, err := o.rows.FeedbackByLink(ctx, wrong); sop.CodeOf(err) != sop.NotFound {
			t.Errorf("link %q: %v", wrong, err)
		}
	}
	said := 1
	for ; said < 100; said++ {
		if _, _, err = o.SayAsGuest(ctx, visit, s); err != nil {
			break
		}
	}
	if sop.CodeOf(err) != sop.TooMany || said != 20 {
		t.Errorf("%d in an hour from one place: %v", said, err)
	}
	visit.Client = "203.0.113.10"
	if _, _, err := o.SayAsGuest(ctx, visit, s); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	o.clock = o.clock.Add(2 * time.Hour)
	visit.Client = "203.0.113.9"
	if _, _, err := o.SayAsGuest(ctx, visit, s); err != nil {
		t.Errorf("two hours later: %v", err)
	}
	s.Words = strings.Repeat("x", 1001)
	if _, _, err := o.SayAsGuest(ctx, visit, s); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("1001 characters: %v", err)
	}
}

// Who is erased leaves what they said as counts, without their name and their words.
func erasedWithThePerson(o *office) {
	f := o.say(tom, feedback.Wrong, "Call me, Tom, at 555-0100.")
	if err := o.db.Do(o.t.Context(), func(tx *store.Tx) error {
		return custody.In(tx).EraseAccount(o.t.Context(), nouns.Erasure{Left: team.Account{ID: "tom", Name: "Erased", Email: "erased@erased.invalid"}, Was: team.Account{ID: "tom"}, Guess: "g"})
	}); err != nil {
		o.t.Fatal(err)
	}
	got, err := o.rows.Feedback(o.t.Context(), "w", f.ID)
	if err != nil || got.By != "" || got.Words != "" || got.Kind != feedback.Wrong || got.Step != o.step {
		o.t.Errorf("%+v, %v", got, err)
	}
	if n := o.count("SELECT COUNT(*) FROM happening WHERE body LIKE '%555-0100%'"); n != 0 {
		o.t.Error("a notice repeats the words")
	}
	if _, err := o.Close(o.t.Context(), ada, f.ID, feedback.Closing{How: feedback.Mended}); err != nil {
		o.t.Errorf("it can't be closed any more: %v", err)
	}
}

// What is sent twice under one id, as a page does whose connection was lost, counts once, with one line of the trail; another's same id is another.
func sentTwice(o *office) {
	s := rules.Saying{Step: o.step, Number: 1, Kind: feedback.Wrong, Words: "It hangs.", Execution: "x", ID: "0a"}
	first, err := o.Say(o.t.Context(), tom, "release", s)
	if err != nil {
		o.t.Fatal(err)
	}
	again, err := o.Say(o.t.Context(), tom, "release", s)
	if err != nil || again.ID != first.ID || again.At.Unix() != first.At.Unix() {
		o.t.Errorf("%+v, %v", again, err)
	}
	if n, lines := o.count("SELECT COUNT(*) FROM feedback"), o.count("SELECT COUNT(*) FROM event WHERE verb = 'feedback.given'"); n != 1 || lines != 1 {
		o.t.Errorf("%d times, %d lines of the trail", n, lines)
	}
	if _, err := o.Say(o.t.Context(), ada, "release", s); err != nil || o.count("SELECT COUNT(*) FROM feedback") != 2 {
		o.t.Errorf("somebody else's same id: %v", err)
	}
	s.ID = strings.Repeat("x", 65)
	if _, err := o.Say(o.t.Context(), tom, "release", s); sop.CodeOf(err) != sop.Invalid {
		o.t.Errorf("a long id: %v", err)
	}
}

// waited: what waited for the connection is dated by when it was written, within the execution, and says when it came; the trail tells that.
func waited(o *office) {
	began := o.clock.Add(-2 * time.Hour)
	o.Began = func(_ context.Context, workspace, id string) (string, time.Time, error) {
		p, err := o.db.Read().Procedure(o.t.Context(), "w", "release")
		if id != "x" || workspace != "w" {
			err = &sop.Error{Code: sop.NotFound}
		}
		return p.ID, began, err
	}
	for _, c := range []struct {
		execution string
		waited    time.Duration
		from      time.Duration // before now that it is dated; 0 for now
	}{{"x", 30 * time.Minute, 30 * time.Minute}, {"x", 100 * time.Hour, 2 * time.Hour}, {"x", time.Second, 0}, {"x", -time.Hour, 0}, {"", time.Hour, 0}, {"other", time.Hour, 0}} {
		f, err := o.Say(o.t.Context(), tom, "release", rules.Saying{Step: o.step, Number: o.r.Number, Kind: feedback.Wrong, Words: "It is gone.", Execution: c.execution, Waited: c.waited})
		if err != nil {
			o.t.Fatal(err)
		}
		kept, err := o.rows.Feedback(o.t.Context(), "w", f.ID)
		if err != nil || !kept.At.Equal(f.At) || !kept.Arrived.Equal(f.Arrived) {
			o.t.Fatalf("%+v, %v", kept, err)
		}
		if c.from == 0 {
			if !kept.Arrived.IsZero() || o.clock.Sub(kept.At) > time.Minute {
				o.t.Errorf("%v in %q: %v, arrived %v", c.waited, c.execution, kept.At, kept.Arrived)
			}
			continue
		}
		if kept.At.Before(began) || kept.Arrived.Before(kept.At) || (kept.Arrived.Sub(kept.At)-c.from).Abs() > time.Minute {
			o.t.Errorf("%v in %q: %v, arrived %v", c.waited, c.execution, kept.At, kept.Arrived)
		}
	}
}

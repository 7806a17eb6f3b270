package current_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/store/postgres"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/storetest"
)

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	bob = desk.Actor{Workspace: "w", Account: "bob", Role: team.Editor}
	cyd = desk.Actor{Workspace: "w", Account: "cyd", Role: team.Editor}
	rob = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	eve = desk.Actor{Workspace: "other", Account: "eve", Role: team.Admin}
	max = desk.Actor{Workspace: "w", Account: "max", Role: team.Admin}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
)

// office is the workspaces "w" and "other", each with the procedure "release"; that of "w" is ada's, in force by revision 1.
type office struct {
	*rules.Desk
	t     *testing.T
	db    *store.DB
	clock time.Time
	r     sop.Revision
}

// engine opens a database without anything in it.
var engine = func(t *testing.T) *store.DB {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// TestPostgres tries with the other engine what the tests beside it try.
func TestPostgres(t *testing.T) {
	server, usual := storetest.Postgres(t), engine
	defer func() { engine = usual }()
	engine = func(t *testing.T) *store.DB {
		db, err := postgres.Open(t.Context(), server.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	for name, try := range map[string]func(*testing.T){"looked at": TestWhatIsToBeLookedAt, "rejected": TestRejectedWaitsForWhoseItIs, "retired": TestNothingOfWhatIsRetiredWaits, "remarks": TestRemarksWaitForAnAnswer, "emergencies": TestEmergenciesWaitForThoseWhoMay, "own failure": TestNobodyClearsTheirOwnFailure, "leavers": TestLeaversProceduresAreHandedOver, "change": TestAChangeMarksItsSteps, "caught up": TestCaughtUp, "use": TestReviewByUse, "feedback": TestReviewByFeedback, "unused": TestUnusedIsFlaggedOnceALapse, "bounds": TestBoundsByClass, "owner": TestOwnersClearMarks,
		"gone": TestAGoneLinkMarksItsStep, "answers": TestWhatAnswersMean, "own line": TestOwnLineCut, "marked once": TestMarkedOnce, "written before": TestAskingIsWrittenDownBefore, "left alone": TestLeftAlone, "again": TestAgain, "nobody's links": TestNobodysLinks} {
		t.Run(name, try)
	}
}

func open(t *testing.T) *office {
	t.Helper()
	return openWith(t, func(*sop.Revision) {})
}

// openWith opens one whose procedures differ from the usual one.
func openWith(t *testing.T, change func(*sop.Revision)) *office {
	t.Helper()
	db := engine(t)
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, clock: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC), Desk: current.Room{DB: db}.Desk()}
	o.Now = func() time.Time { return o.clock }
	b, err := os.ReadFile("../../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &o.r); err != nil {
		t.Fatal(err)
	}
	o.r.Number = 1
	change(&o.r)
	for _, w := range []string{"w", "other"} {
		o.do(func(ctx context.Context, s currents.Tx) error {
			if err := s.AddWorkspace(ctx, team.Workspace{ID: w, Slug: w, Name: w}); err != nil {
				return err
			}
			return s.AddHolding(ctx, sop.Holding{ID: "h" + w, Workspace: w}, "u"+w)
		})
	}
	for _, a := range []desk.Actor{ada, bob, cyd, rob, eve, max, tom} {
		o.do(func(ctx context.Context, s currents.Tx) error {
			m := team.Account{ID: a.Account, Email: a.Account + "@example.com", Name: strings.ToUpper(a.Account[:1]) + a.Account[1:], Password: "x"}
			if err := s.AddAccount(ctx, m); err != nil {
				return err
			}
			return s.SetMember(ctx, team.Member{Account: m, Workspace: a.Workspace, Role: a.Role})
		})
	}
	o.add("w", "p", "release", "ada")
	o.add("other", "q", "release", "eve")
	return o
}

func (o *office) do(f func(context.Context, currents.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), currents.In(s)) }); err != nil {
		o.t.Fatal(err)
	}
}

// add adds a procedure that is in force by its first revision, and due in 20 days.
func (o *office) add(workspace, id, slug, owner string) {
	o.t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		p := sop.Procedure{ID: id, Workspace: workspace, Slug: slug, Title: "Release " + id, Owner: owner, State: "effective", Holding: "h" + workspace, Latest: 1, Changed: o.clock}
		if err := s.AddProcedure(ctx, p); err != nil {
			return err
		}
		if err := s.AddRevision(ctx, o.r, sop.Release{Procedure: id, Author: owner}); err != nil {
			return err
		}
		return s.SaveLife(ctx, p, life.Life{Deputy: "bob", Due: o.clock.AddDate(0, 0, 20), Reviews: []life.Review{{ID: "r" + id, Number: 1, State: life.Effective, By: owner, Came: o.clock.AddDate(0, -1, 0), Policy: life.Policy{Approvals: 1, Every: 12}}}})
	})
}

// live changes what became of a procedure.
func (o *office) live(slug, id string, change func(l *life.Life)) {
	o.t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", slug)
		if err != nil {
			return err
		}
		l, err := s.Life(ctx, id)
		if err != nil {
			return err
		}
		change(&l)
		return s.SaveLife(ctx, p, l)
	})
}

// part is one of what waits for somebody; without lines when it isn't among it.
func (o *office) part(a desk.Actor, key string) nouns.Part {
	o.t.Helper()
	all, err := o.Work(o.t.Context(), a)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, p := range all {
		if p.Key == key {
			return p
		}
	}
	return nouns.Part{}
}

func (o *office) count(query string, args ...any) (n int) {
	o.t.Helper()
	if err := o.db.Pool().QueryRowContext(o.t.Context(), query, args...).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// What is to be looked at waits for those who may do it; whose it is, and may not, is told who may.
func TestWhatIsToBeLookedAt(t *testing.T) {
	o := open(t)
	o.add("w", "p2", "rollback", "rob") // whose owner may: another wrote it
	o.live("rollback", "p2", func(l *life.Life) { l.Reviews[0].By = "cyd" })
	for _, x := range []struct {
		after     time.Duration
		who       desk.Actor
		key, want string
	}{
		{0, ada, "look", ""},
		{0, ada, "have-looked", "release by 17 Dec 2026; Max or Rob may"},
		{0, bob, "have-looked", "release by 17 Dec 2026, as the owner’s deputy; Max or Rob may; rollback by 17 Dec 2026, as the owner’s deputy; Max or Rob may"},
		{0, rob, "look", "release by 17 Dec 2026; rollback by 17 Dec 2026"},
		{0, rob, "have-looked", ""},
		{0, cyd, "look", ""},
		{0, max, "look", "release by 17 Dec 2026"},
		{0, tom, "look", ""},
		{0, desk.Actor{Workspace: "other", Account: "ada", Role: team.Editor}, "have-looked", ""},
		{21 * 24 * time.Hour, ada, "have-looked", "release overdue since 17 Dec 2026; Max or Rob may"},
		{21 * 24 * time.Hour, max, "look", "release overdue since 17 Dec 2026"},
	} {
		o.clock = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).Add(x.after)
		p := o.part(x.who, x.key)
		var got []string
		for _, l := range p.Lines {
			got = append(got, l.Key+" "+l.Words)
			if l.Late != (x.after > 0) || p.Others != (x.key == "have-looked") {
				t.Errorf("for %s: %+v", x.who.Account, p)
			}
		}
		if got := strings.Join(got, "; "); got != x.want {
			t.Errorf("%s for %s after %s: %q, want %q", x.key, x.who.Account, x.after, got, x.want)
		}
	}
	o.clock = time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)
	if p := o.part(rob, "look"); len(p.Lines) > 0 {
		t.Errorf("what is due in 37 days is shown: %+v", p)
	}
}

// After an emergency the look waits for everybody who may, and for nobody else: not for who wrote, waived or approved it, whoever owns it.
func TestEmergenciesWaitForThoseWhoMay(t *testing.T) {
	o := open(t)
	due := o.clock.Add(40 * time.Hour)
	o.add("w", "p2", "rollback", "rob")
	o.live("rollback", "p2", func(l *life.Life) {
		l.Deputy, l.Due, l.Reviews[0].Waivers = "", o.clock.AddDate(1, 0, 0), []life.Waiver{{ID: "x", By: "rob", Reason: "Down.", Due: due}}
	})
	if p := o.part(max, "look"); len(p.Lines) != 2 || p.Lines[0].Words != "after an emergency, by 29 Nov 2026" || p.Lines[0].Key != "rollback" {
		t.Errorf("%+v", p)
	}
	if p := o.part(rob, "look"); len(p.Lines) != 1 || p.Lines[0].Key != "release" {
		t.Errorf("it waits for whoever waived: %+v", p)
	}
	if p := o.part(rob, "have-looked"); len(p.Lines) != 1 || p.Lines[0].Words != "after an emergency, by 29 Nov 2026; Max may" {
		t.Errorf("%+v", p)
	}
}

func TestReviewsAskedOfSomebody(t *testing.T) {
	o := open(t)
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		l, err := s.Life(ctx, "p")
		if err != nil {
			return err
		}
		l.Reviews = append(l.Reviews, life.Review{ID: "r2", Number: 2, State: life.InReview, By: "ada", Authors: []string{"ada", "max"}, Opened: o.clock})
		return s.SaveLife(ctx, p, l)
	})
	for who, want := range map[desk.Actor]int{rob: 1, ada: 0, bob: 0, max: 0, eve: 0} { // max wrote some of it, bob may judge nothing
		if got := len(o.part(who, "judge").Lines); got != want {
			t.Errorf("%s is asked for %d reviews, want %d", who.Account, got, want)
		}
	}
}

// Who was taken out of the workspace leaves procedures behind; who may manage people hands them over, once, and the trail and the new owner are told.
func TestLeaversProceduresAreHandedOver(t *testing.T) {
	o := open(t)
	o.add("w", "p2", "rollback", "ada")
	o.add("w", "p3", "gone", "nobody-known")
	if got := len(o.part(max, "unowned").Lines); got != 1 {
		t.Fatalf("%d without an owner, want the one of nobody's", got)
	}
	o.do(func(ctx context.Context, s currents.Tx) error {
		return s.SetMember(ctx, team.Member{Account: team.Account{ID: "ada"}, Workspace: "w", Role: ""})
	})
	p := o.part(max, "unowned")
	if len(p.Lines) != 3 || !p.Hands || p.Lines[0].Words == "" {
		t.Fatalf("%+v", p)
	}
	if got := o.part(rob, "unowned"); len(got.Lines) > 0 {
		t.Errorf("a reviewer is shown whose procedures have no owner: %+v", got)
	}
	for name, x := range map[string]struct {
		who  desk.Actor
		h    rules.Handing
		want sop.Code
	}{
		"by a reviewer":                {rob, rules.Handing{Slugs: []string{"release"}, To: "bob"}, sop.Forbidden},
		"to a viewer":                  {max, rules.Handing{Slugs: []string{"release"}, To: "tom"}, sop.Invalid},
		"to whoever left":              {max, rules.Handing{Slugs: []string{"release"}, To: "ada"}, sop.Invalid},
		"to somebody of elsewhere":     {max, rules.Handing{Slugs: []string{"release"}, To: "eve"}, sop.Invalid},
		"of another workspace's":       {eve, rules.Handing{Slugs: []string{"rollback"}, To: "eve"}, sop.NotFound},
		"none":                         {max, rules.Handing{To: "bob"}, sop.Invalid},
		"one of which there isn't any": {max, rules.Handing{Slugs: []string{"release", "none"}, To: "bob"}, sop.NotFound},
	} {
		if n, err := o.HandOver(t.Context(), x.who, x.h); sop.CodeOf(err) != x.want || n != 0 && err == nil {
			t.Errorf("%s: %d, %v, want %s", name, n, err, x.want)
		}
	}
	if n := o.count("SELECT COUNT(*) FROM procedure WHERE owner = 'bob'"); n != 0 {
		t.Fatalf("what was refused changed %d procedures", n)
	}
	if n, err := o.HandOver(t.Context(), max, rules.Handing{Slugs: []string{"release"}, To: "bob"}); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := o.HandOver(t.Context(), max, rules.Handing{Slugs: []string{"release"}, To: "bob"}); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	if n, err := o.HandOver(t.Context(), max, rules.Handing{All: true, To: "bob"}); n != 2 || err != nil {
		t.Errorf("all that are left: %d, %v", n, err)
	}
	if n := o.count("SELECT COUNT(*) FROM event WHERE verb = 'procedure.handed_over' AND actor = 'max' AND workspace = 'w'"); n != 3 {
		t.Errorf("%d lines of the trail", n)
	}
	if n := o.count("SELECT COUNT(*) FROM happening WHERE body LIKE '%\"kind\":\"" + string(notice.Handed) + "\"%' AND body LIKE '%\"bob\"%'"); n != 3 {
		t.Errorf("%d notices", n)
	}
	if got := o.part(max, "unowned"); len(got.Lines) > 0 {
		t.Errorf("still without an owner: %+v", got)
	}
	if n := o.count("SELECT COUNT(*) FROM procedure WHERE workspace = 'other' AND owner = 'eve'"); n != 1 {
		t.Error("another workspace's procedure was handed over")
	}
}

// What other rooms add stands behind ours, one without lines isn't shown, and of many lines the first are, with how many there are beside.
func TestSourcesOfOthers(t *testing.T) {
	o := open(t)
	of := func(n int) rules.Source {
		return func(_ context.Context, a desk.Actor) (p nouns.Part, err error) {
			p = nouns.Part{Key: fmt.Sprint("room", n), Title: "Room"}
			for i := range n {
				p.Add(nouns.Line{Title: fmt.Sprint(a.Account, i)})
			}
			return p, nil
		}
	}
	o.Sources = []rules.Source{of(0), of(1), of(nouns.MostLines + 7)}
	all, err := o.Work(t.Context(), tom)
	if err != nil || len(all) != 2 || all[0].Key != "room1" || all[0].Lines[0].Title != "tom0" || len(all[1].Lines) != nouns.MostLines || all[1].Beyond != 7 {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := o.Work(t.Context(), desk.Actor{Workspace: "w"}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("nobody is shown what waits: %v", err)
	}
}

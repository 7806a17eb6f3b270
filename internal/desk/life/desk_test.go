package life_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/sqlite"
)

// office is a workspace "w" with a procedure "deploy" of ada's, whole enough to be sent for review.
type office struct {
	*desklife.Desk
	t   *testing.T
	db  *store.DB
	now time.Time
}

var (
	ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	rob = desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}
	eve = desk.Actor{Workspace: "w", Account: "eve", Role: team.Admin}
	sue = desk.Actor{Workspace: "w", Account: "sue", Role: team.Reviewer}
	tom = desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}
)

// engine opens a database without anything in it.
var engine = func(t *testing.T) *store.DB {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func open(t *testing.T) *office {
	t.Helper()
	db := engine(t)
	t.Cleanup(func() { db.Close() })
	o := &office{t: t, db: db, now: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}
	o.Desk = &desklife.Desk{
		Do: func(ctx context.Context, do func(desklife.Tx) error) error {
			return db.Do(ctx, func(s *store.Tx) error { return do(lives.In(s)) })
		},
		Now:   func() time.Time { o.now = o.now.Add(time.Second); return o.now },
		NewID: store.NewID,
	}
	o.do(func(ctx context.Context, s *store.Tx) error {
		if err := s.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "w", Name: "W"}); err != nil {
			return err
		}
		if err := s.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"); err != nil {
			return err
		}
		return s.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: "w", Slug: "deploy", Owner: "ada", State: sop.Draft, Holding: "h"})
	})
	o.revise("ada", whole)
	return o
}

func (o *office) do(f func(context.Context, *store.Tx) error) {
	o.t.Helper()
	if err := o.db.Do(o.t.Context(), func(s *store.Tx) error { return f(o.t.Context(), s) }); err != nil {
		o.t.Fatal(err)
	}
}

// whole is a revision that lacks nothing.
func whole(r *sop.Revision) {
	said := func(text string) []sop.Claim {
		return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}}
	}
	r.Title, r.Purpose, r.Audience, r.Prerequisites, r.Success = said("Deploy")[0], said("Why"), said("Who"), said("What before"), said("How one knows")
	r.Sections = []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "s1", Kind: sop.StepCommand, Title: said("Do it.")[0], Commands: []sop.Command{{Text: "kubectl get pods", Class: sop.Reads}}}}}}
}

// revise adds a revision.
func (o *office) revise(author string, change func(*sop.Revision)) {
	o.t.Helper()
	o.do(func(ctx context.Context, s *store.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "deploy")
		if err != nil {
			return err
		}
		var r sop.Revision
		if p.Latest > 0 {
			if r, err = s.Revision(ctx, "p", p.Latest); err != nil {
				return err
			}
		}
		change(&r)
		p.Latest++
		r.Number = p.Latest
		if err := s.AddEvent(ctx, team.Event{ID: store.NewID(), Workspace: "w", Actor: author, Verb: "procedure.changed", Target: "p", At: o.Now()}); err != nil {
			return err
		}
		if err := s.AddRevision(ctx, r, sop.Release{Procedure: "p", Author: author, Created: o.Now()}); err != nil {
			return err
		}
		return s.SaveProcedure(ctx, p)
	})
}

func (o *office) life() life.Life {
	o.t.Helper()
	l, err := lives.Read(o.db).Life(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

// send sends the last revision.
func (o *office) send(a desk.Actor, number int) life.Review {
	o.t.Helper()
	r, err := o.Send(o.t.Context(), a, "deploy", desklife.Sending{Number: number, Summary: "New."})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *office) decide(a desk.Actor, r life.Review, v life.Verdict) (life.Review, error) {
	l := o.life()
	return o.Decide(o.t.Context(), a, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: v, Note: "Seen.", Wording: l.Review(r.ID).Reworded(o.Now()), Name: a.Account, Proof: "password"})
}

func want(t *testing.T, err error, code sop.Code, words string) {
	t.Helper()
	if err == nil || sop.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		t.Errorf("%v; want the code %s and %q", err, code, words)
	}
}

// A revision is sent, rejected, mended, approved, and replaces the one before; each line of it stands in the trail.
func TestStory(t *testing.T) {
	o := open(t)
	first := o.send(ada, 1)
	if first.Change != life.First || first.State != life.InReview || len(first.Digest) != 64 || !slices.Equal(first.Authors, []string{"ada"}) {
		t.Fatalf("%+v", first)
	}
	_, err := o.decide(ada, first, life.Approve)
	want(t, err, sop.Forbidden, "may not")
	_, err = o.decide(tom, first, life.Approve)
	want(t, err, sop.Forbidden, "may not")
	if _, err = o.decide(rob, first, life.Reject); err != nil {
		t.Fatal(err)
	}
	_, err = o.decide(eve, first, life.Approve)
	want(t, err, sop.Invalid, "closed: rejected")
	_, err = o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1})
	want(t, err, sop.Invalid, "judged already")

	o.revise("rob", func(r *sop.Revision) { r.Sections[0].Steps[0].Commands[0].Text = "kubectl get pods -A" })
	second := o.send(ada, 2)
	_, err = o.decide(rob, second, life.Approve)
	want(t, err, sop.Forbidden, "You wrote some of this revision")
	if got, err := o.decide(eve, second, life.Approve); err != nil || got.State != life.Effective {
		t.Fatalf("%+v, %v", got, err)
	}
	if p, _ := o.db.Read().ProcedureByID(t.Context(), "w", "p"); p.State != "effective" {
		t.Errorf("the procedure is %s", p.State)
	}

	o.revise("ada", func(r *sop.Revision) { r.Purpose[0].Text = "Said better" })
	third := o.send(ada, 3)
	if third.Change != life.Minor || !slices.Equal(third.Authors, []string{"ada"}) {
		t.Errorf("%+v", third)
	}
	if _, err := o.decide(rob, third, life.Approve); err != nil {
		t.Fatal(err)
	}
	l := o.life()
	if l.Standing(2) != life.Superseded || l.Standing(3) != life.Effective || l.Standing(4) != life.Draft || l.Due.Sub(o.now) < 360*24*time.Hour {
		t.Errorf("%+v", l)
	}
	if d := l.Review(third.ID).Decisions[0]; d.Name != "rob" || d.Role != "reviewer" || d.Meaning == "" || d.Proof != "password" || d.At.IsZero() {
		t.Errorf("%+v", d)
	}
	events, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "review.", Limit: 50})
	var verbs []string
	for _, e := range slices.Backward(events) {
		verbs = append(verbs, strings.TrimPrefix(e.Verb, "review."))
	}
	if err != nil || strings.Join(verbs, " ") != "opened rejected opened approved opened approved" {
		t.Errorf("%v, %v", verbs, err)
	}
}

// What lacks something isn't sent, but in an emergency, and then only a waiver of somebody else's lets it pass.
func TestEmergency(t *testing.T) {
	o := open(t)
	o.revise("ada", func(r *sop.Revision) {
		r.Purpose = nil
		r.Sections[0].Steps[0].Commands[0].Class = sop.Destroys
	})
	_, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2})
	want(t, err, sop.Invalid, "it doesn't say what it is for; step 1 destroys something")
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2, Urgent: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "isn't complete")
	err = o.Waive(t.Context(), eve, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}})
	want(t, err, sop.Invalid, "needs a reason")
	if err := o.Waive(t.Context(), eve, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}, Reason: "The site is down."}); err != nil {
		t.Fatal(err)
	}
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Effective {
		t.Fatalf("%+v, %v", got, err)
	}
	l := o.life()
	if l.Overdue(o.now) || !l.Overdue(o.now.Add(49*time.Hour)) {
		t.Errorf("due %v", l.Next())
	}
	if rows, err := lives.Read(o.db).Lives(t.Context(), life.Question{Workspace: "w", Due: o.now.Add(49 * time.Hour), Limit: 9}); err != nil || len(rows) != 1 || rows[0].Procedure != "p" {
		t.Errorf("%+v, %v", rows, err)
	}
	want(t, o.FollowedUp(t.Context(), ada, "deploy", desklife.Waiving{Review: r.ID, Reason: "Fine."}), sop.Forbidden, "may not")
	want(t, o.FollowedUp(t.Context(), rob, "deploy", desklife.Waiving{Review: r.ID, Reason: "Fine."}), sop.Forbidden, "You approved this revision")
	if err := o.FollowedUp(t.Context(), sue, "deploy", desklife.Waiving{Review: r.ID, Reason: "It held."}); err != nil {
		t.Fatal(err)
	}
	if l = o.life(); l.Overdue(o.now.Add(49 * time.Hour)) {
		t.Errorf("due %v", l.Next())
	}
}

// A revision that is approved for later comes into force by the clock, and by nothing else.
func TestLater(t *testing.T) {
	o := open(t)
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1, From: o.now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Approved {
		t.Fatalf("%+v, %v", got, err)
	}
	enact := func(later time.Duration, want life.State) {
		t.Helper()
		o.now = o.now.Add(later)
		due, err := lives.Read(o.db).Enacting(t.Context(), o.now, 9)
		if err != nil || (len(due) == 1) != (want == life.Effective) {
			t.Errorf("%v, %v", due, err)
		}
		if err := o.Enact(t.Context(), "w", "p"); err != nil {
			t.Fatal(err)
		}
		if l := o.life(); l.Standing(1) != want {
			t.Errorf("it is %s", l.Standing(1))
		}
	}
	enact(time.Hour, life.Approved)
	enact(24*time.Hour, life.Effective)
}

// Suspending takes a moment and one person; taking it back takes another.
func TestSuspend(t *testing.T) {
	o := open(t)
	if _, err := o.decide(rob, o.send(ada, 1), life.Approve); err != nil {
		t.Fatal(err)
	}
	want(t, o.Suspend(t.Context(), tom, "deploy", "Wrong."), sop.Forbidden, "may not")
	want(t, o.Suspend(t.Context(), rob, "deploy", " "), sop.Invalid, "needs a reason")
	if err := o.Suspend(t.Context(), rob, "deploy", "Step 1 deletes the wrong thing."); err != nil {
		t.Fatal(err)
	}
	if p, _ := o.db.Read().ProcedureByID(t.Context(), "w", "p"); p.State != "suspended" {
		t.Errorf("the procedure is %s", p.State)
	}
	want(t, o.Resume(t.Context(), rob, "deploy", "Fine."), sop.Forbidden, "somebody else")
	if err := o.Resume(t.Context(), eve, "deploy", "It was a misunderstanding."); err != nil {
		t.Fatal(err)
	}
	l := o.life()
	if l.State() != life.Effective {
		t.Errorf("%s", l.State())
	}
	if err := o.Reaffirm(t.Context(), rob, "deploy", desklife.Judgement{Digest: l.In(life.Effective).Digest, Name: "Rob", Note: "Looked."}); err != nil {
		t.Fatal(err)
	}
	if l = o.life(); len(l.Looks) != 1 || l.Looks[0].Number != 1 {
		t.Errorf("%+v", l.Looks)
	}
	if err := o.Retire(t.Context(), eve, "deploy", desklife.Ending{Reason: "Nobody uses it."}); err != nil {
		t.Fatal(err)
	}
	if l = o.life(); l.State() != life.Retired || l.At(o.now) != nil || l.Standing(1) != life.Retired {
		t.Errorf("%+v", l)
	}
	_, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1})
	want(t, err, sop.Invalid, "retired")
}

func TestPolicies(t *testing.T) {
	o := open(t)
	all := life.Usual()
	want(t, o.SetPolicies(t.Context(), rob, all), sop.Forbidden, "may not")
	want(t, o.SetPolicies(t.Context(), eve, life.Policies{}), sop.Invalid, "critical")
	all[life.Low] = life.Policy{}
	if err := o.SetPolicies(t.Context(), eve, all); err != nil {
		t.Fatal(err)
	}
	want(t, o.SetClass(t.Context(), rob, "deploy", desklife.Classing{Class: "grave"}), sop.Invalid, "no such class")
	dan := "dan"
	o.settle(dan)
	for _, c := range []desklife.Classing{{Class: life.Normal, Deputy: &dan}, {Class: life.Low, Reason: "Only for tests."}} {
		if err := o.SetClass(t.Context(), eve, "deploy", c); err != nil {
			t.Fatal(err)
		}
	}
	if l := o.life(); l.Deputy != "dan" || l.Class != life.Low {
		t.Errorf("%+v", l)
	}
	if r := o.send(ada, 1); r.State != life.Effective || len(r.Decisions) != 0 {
		t.Errorf("a class that asks for no approval: %+v", r)
	}
}

// A class asks for whose approvals there must be. Until they are there nothing comes into force, and it is told who is missing; policies without roles keep those that hold.
func TestRoles(t *testing.T) {
	o := open(t)
	all := life.Usual()
	all[life.Normal] = life.Policy{Approvals: 1, Roles: []life.Need{{Role: life.ByAdmin, Count: 1}, {Role: life.ByOwner, Count: 0}}}
	for _, bad := range [][]life.Need{{{Role: "king", Count: 1}}, {{Role: life.ByAdmin, Count: 2}}, {{Role: life.ByAdmin, Count: 1}, {Role: life.ByAdmin, Count: 1}}, {{Role: life.ByAdmin, Count: -1}}} {
		is := life.Usual()
		is[life.Normal] = life.Policy{Approvals: 1, Roles: bad}
		want(t, o.SetPolicies(t.Context(), eve, is), sop.Invalid, "Whose approvals")
	}
	if err := o.SetPolicies(t.Context(), eve, all); err != nil {
		t.Fatal(err)
	}
	if err := o.SetPolicies(t.Context(), eve, life.Usual()); err != nil {
		t.Fatal(err)
	}
	without := life.Usual()
	without[life.Normal] = life.Policy{}
	want(t, o.SetPolicies(t.Context(), eve, without), sop.Invalid, "there would be fewer approvals")
	r := o.send(ada, 1)
	if len(r.Policy.Roles) != 1 {
		t.Fatalf("what was asked for is forgotten, or what wasn't is kept: %+v", r.Policy)
	}
	got, err := o.decide(rob, r, life.Approve)
	if m := got.Missing(o.now); err != nil || got.State != life.InReview || m == nil || m.Words != "1 approval, by an administrator" {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "still needs 1 approval, by an administrator")
	if got, err := o.decide(eve, r, life.Approve); err != nil || got.State != life.Effective {
		t.Fatalf("%+v, %v", got, err)
	}
}

// Nothing is approved while a remark that holds it up is open; it may be waived in an emergency.
func TestOpenThreads(t *testing.T) {
	o := open(t)
	r := o.send(ada, 1)
	hold := thread.Thread{ID: "t", Workspace: "w", Procedure: "p", Number: 1, Kind: thread.Note, Blocking: true, State: thread.Open, By: "rob", At: o.now}
	o.do(func(ctx context.Context, s *store.Tx) error { return lives.In(s).AddThread(ctx, hold) })
	_, err := o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "1 remark is still unanswered")
	hold.State = thread.Resolved
	o.do(func(ctx context.Context, s *store.Tx) error { return lives.In(s).SaveThread(ctx, hold) })
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Effective {
		t.Fatalf("%+v, %v", got, err)
	}
}

// What differs by a word that one works by is minor when whoever sends it says why, and somebody approves that; what was said stands with the review and in the trail.
func TestSendReworded(t *testing.T) {
	o := open(t)
	if _, err := o.decide(rob, o.send(ada, 1), life.Approve); err != nil {
		t.Fatal(err)
	}
	o.revise("ada", func(r *sop.Revision) { r.Success[0].Text = "Spelled well" })
	s := desklife.Sending{Number: 2, Summary: "A word.", Wording: " It was misspelled. "}
	r, err := o.Send(t.Context(), ada, "deploy", s)
	if err != nil || r.Change != life.Minor || r.Wording != "It was misspelled." {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err = o.decide(rob, r, life.Approve); err != nil || r.State != life.Effective || r.Change != life.Minor {
		t.Fatalf("%+v, %v", r, err)
	}
	if l := o.life(); l.Reviews[len(l.Reviews)-1].Wording == "" {
		t.Error("it isn't kept")
	}
	o.revise("ada", func(r *sop.Revision) { r.Sections[0].Steps[0].Commands[0].Text = "kubectl delete pods -A" })
	s.Number = 3
	_, err = o.Send(t.Context(), ada, "deploy", s)
	want(t, err, sop.Invalid, "More than wording differs")
}

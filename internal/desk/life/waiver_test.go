package life_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// urgent sends a last revision that lacks its purpose, and is to come into force at a time.
func (o *office) urgent(number int, from time.Time) life.Review {
	o.t.Helper()
	o.revise("ada", func(r *sop.Revision) { r.Purpose = nil })
	r, err := o.Send(o.t.Context(), ada, "deploy", desklife.Sending{Number: number, Summary: "Otherwise.", Urgent: true, From: from})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// A waiver lets nothing pass after its two days: no approval, and no coming into force.
func TestWaiverRunsOut(t *testing.T) {
	o := open(t)
	waive := func(r life.Review) {
		t.Helper()
		if err := o.Waive(t.Context(), eve, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}, Reason: "The site is down."}); err != nil {
			t.Fatal(err)
		}
	}
	r := o.urgent(2, time.Time{})
	waive(r)
	o.now = o.now.AddDate(0, 3, 0)
	_, err := o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "isn't complete: it doesn't say what it is for. Its waiver ran out on 29 November 2026")
	waive(r) // anew
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Effective || !slices.Equal(got.Waived, []life.Rule{life.Complete}) {
		t.Fatalf("%+v, %v", got, err)
	}

	r = o.urgent(3, o.now.Add(60*time.Hour))
	waive(r)
	_, err = o.decide(rob, r, life.Approve)
	want(t, err, sop.Invalid, "runs out before that")
	if err := o.Withdraw(t.Context(), ada, "deploy", r.ID); err != nil {
		t.Fatal(err)
	}
	r = o.urgent(4, o.now.Add(40*time.Hour))
	waive(r)
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Approved {
		t.Fatalf("%+v, %v", got, err)
	}
	o.now = o.now.Add(60 * time.Hour) // nobody looked after the workspace meanwhile
	if err := o.Enact(t.Context(), "w", "p"); err != nil {
		t.Fatal(err)
	}
	if l := o.life(); l.Standing(4) != life.Approved || l.Standing(2) != life.Effective {
		t.Errorf("%s, %s", l.Standing(4), l.Standing(2))
	}
}

// Two people are enough for an emergency: who wrote it, and who lets rules pass and approves. Neither of them says what came of it, and where nobody else does, it stays due.
func TestWaiverTakesTwo(t *testing.T) {
	o := open(t)
	r := o.urgent(2, time.Time{})
	waive := func(who desk.Actor) error {
		return o.Waive(t.Context(), who, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}, Reason: "The site is down."})
	}
	look := func(who desk.Actor) error {
		return o.FollowedUp(t.Context(), who, "deploy", desklife.Waiving{Review: r.ID, Reason: "Fine."})
	}
	want(t, waive(desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}), sop.Forbidden, "what you wrote")
	if err := waive(rob); err != nil {
		t.Fatal(err)
	}
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Effective || !slices.Equal(got.Waived, []life.Rule{life.Complete}) {
		t.Fatalf("%+v, %v", got, err)
	}
	want(t, look(rob), sop.Forbidden, "You waived a rule")
	want(t, look(desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}), sop.Forbidden, "You wrote")
	o.now = o.now.Add(49 * time.Hour)
	if l := o.life(); !l.Overdue(o.now) || len(l.Owed()) != 1 {
		t.Errorf("it isn't overdue: %+v", l)
	}
	want(t, look(rob), sop.Forbidden, "You waived a rule")
	if err := look(sue); err != nil {
		t.Fatal(err)
	}
	want(t, look(eve), sop.Invalid, "no waiver left")

	// where two approve, neither of them looks again, whoever waived
	if err := o.SetClass(t.Context(), eve, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	r = o.urgent(3, time.Time{})
	if err := o.Waive(t.Context(), rob, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete, life.DryRun}, Reason: "Down."}); err != nil {
		t.Fatal(err)
	}
	for i, who := range []string{"rob", "eve"} {
		if got, err := o.decide(reviewer(who), r, life.Approve); err != nil || (got.State == life.Effective) != (i == 1) {
			t.Fatalf("%s: %+v, %v", who, got, err)
		}
	}
	want(t, look(eve), sop.Forbidden, "You approved this revision")
	if err := look(sue); err != nil {
		t.Fatal(err)
	}
}

// Who may not look again is told who may: by a rule of the look, or because they lack the role; a token isn't.
func TestLooksAreRefusedWithNames(t *testing.T) {
	o := open(t)
	o.do(func(ctx context.Context, s *store.Tx) error {
		for _, a := range []desk.Actor{ada, rob, eve, sue} {
			m := team.Account{ID: a.Account, Name: strings.ToUpper(a.Account[:1]) + a.Account[1:], Email: a.Account + "@example.com", Password: "x"}
			if err := s.AddAccount(ctx, m); err != nil {
				return err
			}
			if err := s.SetMember(ctx, team.Member{Account: m, Workspace: "w", Role: a.Role}); err != nil {
				return err
			}
		}
		return nil
	})
	r := o.urgent(2, time.Time{})
	if err := o.Waive(t.Context(), rob, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}, Reason: "Down."}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.decide(eve, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	read := rob
	read.Token = "k"
	for _, c := range []struct {
		who        desk.Actor
		look, hold string
	}{
		{ada, "Sue may look at it again.", "Eve, Rob or Sue may look at it again."},
		{rob, "Sue may look at it again.", ""},
		{tom, "Sue may look at it again.", "Eve, Rob or Sue may look at it again."},
		{read, "Use one with the scope", "Use one with the scope"},
	} {
		look := o.FollowedUp(t.Context(), c.who, "deploy", desklife.Waiving{Review: r.ID, Reason: "Fine."})
		for _, x := range []struct {
			err  error
			want string
		}{{look, c.look}, {o.Reaffirm(t.Context(), c.who, "deploy", desklife.Judgement{Digest: r.Digest}), c.hold}} {
			var e *sop.Error
			if errors.As(x.err, &e); x.want != "" && (e == nil || e.Code != sop.Forbidden || !strings.HasPrefix(e.Mend, x.want)) {
				t.Errorf("%s is told %+v, want %q", c.who.Account, e, x.want)
			}
		}
	}
}

// Only what is asked for of a revision can be waived: a normal one is asked for one approval of anybody's, and for no trial.
func TestWaiverOfWhatNobodyAsksFor(t *testing.T) {
	o := open(t)
	r := o.urgent(2, time.Time{})
	waive := func(rules ...life.Rule) error {
		return o.Waive(t.Context(), rob, "deploy", desklife.Waiving{Review: r.ID, Rules: rules, Reason: "Down."})
	}
	want(t, waive(life.Complete, life.Pilot), sop.Invalid, "isn't asked for a pilot")
	want(t, waive(life.DryRun), sop.Invalid, "isn't asked for a dry run")
	want(t, waive(life.Quorum), sop.Invalid, "isn't asked for more than one approval")
	if l := o.life(); len(l.Review(r.ID).Waivers) != 0 {
		t.Errorf("%+v", l.Review(r.ID).Waivers)
	}
	if err := waive(life.Complete, life.Threads); err != nil {
		t.Error(err)
	}
	if err := o.Withdraw(t.Context(), ada, "deploy", r.ID); err != nil {
		t.Fatal(err)
	}
	if err := o.class(life.Critical, ""); err != nil {
		t.Fatal(err)
	}
	r = o.urgent(3, time.Time{})
	if err := waive(life.Quorum, life.DryRun); err != nil {
		t.Error(err)
	}
	want(t, waive(life.Pilot), sop.Invalid, "isn't asked for a pilot")
}

// Whoever wrote what others had to approve doesn't say alone that it still holds; where nobody had to approve it, they do.
func TestAuthorsDontSayThatItHolds(t *testing.T) {
	o := open(t)
	author := desk.Actor{Workspace: "w", Account: "ada", Role: team.Reviewer}
	r := o.send(author, 1)
	if _, err := o.decide(rob, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	holds := func(a desk.Actor) error {
		l := o.life()
		return o.Reaffirm(t.Context(), a, "deploy", desklife.Judgement{Digest: l.In(life.Effective).Digest, Name: a.Account})
	}
	want(t, holds(author), sop.Forbidden, "You wrote some of this revision, so somebody else has to say that it still holds")
	if err := holds(rob); err != nil {
		t.Error(err)
	}
	all := life.Usual()
	all[life.Normal] = life.Policy{Every: 12}
	if err := o.SetPolicies(t.Context(), eve, all); err != nil {
		t.Fatal(err)
	}
	o.revise("ada", func(r *sop.Revision) { r.Purpose[0].Text = "Said better" })
	if got := o.send(author, 2); got.State != life.Effective {
		t.Fatalf("%+v", got)
	}
	if err := holds(author); err != nil {
		t.Errorf("who works alone: %v", err)
	}
}

// What a waiver let pass stays to be looked at when another revision is in force since.
func TestWaiverIsOwedAfter(t *testing.T) {
	o := open(t)
	r := o.urgent(2, time.Time{})
	if err := o.Waive(t.Context(), eve, "deploy", desklife.Waiving{Review: r.ID, Rules: []life.Rule{life.Complete}, Reason: "The site is down."}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.decide(rob, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	l := o.life()
	due := l.Next()
	o.revise("ada", func(r *sop.Revision) { whole(r) })
	if _, err := o.decide(rob, o.send(ada, 3), life.Approve); err != nil {
		t.Fatal(err)
	}
	l = o.life()
	if l.Standing(2) != life.Superseded || !l.Next().Equal(due) || due.Sub(o.now) > 48*time.Hour || len(l.Owed()) != 1 || !l.Overdue(due.Add(time.Second)) {
		t.Errorf("%v, want %v: %+v", l.Next(), due, l)
	}
	if rows, err := lives.Read(o.db).Lives(t.Context(), life.Question{Workspace: "w", Due: due.Add(time.Second), Limit: 9}); err != nil || len(rows) != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
	if err := o.FollowedUp(t.Context(), sue, "deploy", desklife.Waiving{Review: r.ID, Reason: "It held."}); err != nil {
		t.Fatal(err)
	}
	if l = o.life(); len(l.Owed()) != 0 || l.Next().Sub(o.now) < 300*24*time.Hour || !strings.Contains(l.Reviews[0].Waivers[0].Outcome, "held") {
		t.Errorf("%+v", l)
	}
	k, lines := o.kept()
	if got := desklife.Altered(k, lines); len(got) > 0 {
		t.Error(got)
	}
}

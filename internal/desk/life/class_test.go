package life_test

import (
	"errors"
	"testing"
	"time"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// class gives the procedure a class.
func (o *office) class(c life.Class, reason string) error {
	return o.SetClass(o.t.Context(), rob, "deploy", desklife.Classing{Class: c, Reason: reason})
}

// That less hangs on a procedure needs a reason, which the trail and the life keep.
func TestLoweringNeedsAReason(t *testing.T) {
	o := open(t)
	want(t, o.class(life.Low, " "), sop.Invalid, "needs a reason: it was normal, and is to be low") // as it is until somebody says so
	for _, c := range []life.Class{life.Critical, life.Critical} {
		if err := o.class(c, ""); err != nil {
			t.Fatal(err)
		}
	}
	want(t, o.class(life.Normal, ""), sop.Invalid, "it was critical, and is to be normal")
	if l := o.life(); l.Class != life.Critical {
		t.Errorf("it is %s", l.Class)
	}
	if err := o.class(life.Normal, "The old cluster is gone."); err != nil {
		t.Fatal(err)
	}
	l := o.life()
	if l.Class != life.Normal || l.Classed == nil || l.Classed.By != "rob" || l.Classed.Reason != "The old cluster is gone." {
		t.Errorf("%+v", l.Classed)
	}
	events, err := o.db.Read().Trail(t.Context(), team.Question{Workspace: "w", Verb: "procedure.classed", Limit: 9})
	if err != nil || len(events) != 3 || events[0].Detail != "critical to normal: The old cluster is gone." {
		t.Errorf("%+v, %v", events, err)
	}
}

// Whoever wrote any of what is in force or in review doesn't say that less hangs on it, and is told who can; that more does they may say. An administrator who is alone may.
func TestAuthorsDontLower(t *testing.T) {
	o := open(t)
	author := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	class := func(a desk.Actor, c life.Class) error {
		return o.SetClass(t.Context(), a, "deploy", desklife.Classing{Class: c, Reason: "I say so."})
	}
	lowered := func(a desk.Actor) error {
		t.Helper()
		if err := class(author, life.Critical); err != nil {
			t.Fatal(err)
		}
		return class(a, life.Low)
	}
	if err := lowered(author); err != nil {
		t.Errorf("of a draft that nobody sent: %v", err)
	}
	if err := class(author, life.Normal); err != nil {
		t.Fatal(err)
	}
	r := o.send(ada, 1)
	if err := lowered(author); err != nil {
		t.Errorf("an administrator who is alone: %v", err)
	}
	o.enrol("rob", "hash")
	want(t, lowered(author), sop.Forbidden, "You wrote some of it, so somebody else has to say that less hangs on it")
	var e *sop.Error
	if err := class(author, life.Low); !errors.As(err, &e) || e.Mend != "Ask rob to say so." {
		t.Errorf("%+v", e)
	}
	if l := o.life(); l.Class != life.Critical {
		t.Errorf("it is %s", l.Class)
	}
	if _, err := o.decide(rob, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	want(t, lowered(author), sop.Forbidden, "You wrote some of it") // in force, too
	if err := lowered(rob); err != nil {
		t.Errorf("who wrote none of it: %v", err)
	}
}

// The class that a procedure has now says when it is looked at next: from the last look on, and when it is looked at again.
func TestClassMovesTheLook(t *testing.T) {
	o := open(t)
	r := o.send(ada, 1)
	if _, err := o.decide(rob, r, life.Approve); err != nil {
		t.Fatal(err)
	}
	due := func(since time.Time, months int) {
		t.Helper()
		if l := o.life(); !l.Due.Equal(since.AddDate(0, months, 0)) {
			t.Errorf("due %v, want %d months after %v", l.Due, months, since)
		}
	}
	l := o.life()
	came := l.In(life.Effective).Came
	due(came, 12)
	o.now = o.now.AddDate(0, 2, 0)
	if err := o.class(life.Critical, ""); err != nil {
		t.Fatal(err)
	}
	due(came, 3)
	o.now = o.now.AddDate(0, 0, 5)
	if err := o.Reaffirm(t.Context(), eve, "deploy", desklife.Judgement{Digest: r.Digest, Name: "Eve"}); err != nil {
		t.Fatal(err)
	}
	l = o.life()
	looked := l.Looks[0].At
	due(looked, 3)
	dan := "dan"
	o.now = o.now.AddDate(0, 0, 5)
	o.settle(dan)
	if err := o.SetClass(t.Context(), eve, "deploy", desklife.Classing{Class: life.Critical, Deputy: &dan}); err != nil {
		t.Fatal(err)
	}
	due(looked, 3)
	if err := o.class(life.Low, "Only for tests."); err != nil {
		t.Fatal(err)
	}
	due(looked, 24)

	// what is in review when the class is changed is looked at by the new one when it is in force
	o.revise("ada", func(r *sop.Revision) { r.Purpose[0].Text = "Said better" })
	r = o.send(ada, 2)
	if err := o.class(life.Critical, ""); err != nil {
		t.Fatal(err)
	}
	due(looked, 3)
	if got, err := o.decide(rob, r, life.Approve); err != nil || got.State != life.Effective || got.Policy.Approvals != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	l = o.life()
	due(l.In(life.Effective).Came, 3)
}

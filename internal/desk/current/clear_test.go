package current_test

import (
	"strings"
	"testing"

	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Owners and deputies clear what has changed outside, and what nobody carries out; not what failed or what readers say, nothing of what is critical, and nothing once they may only read.
func TestClears(t *testing.T) {
	p := sop.Procedure{Owner: "ada"}
	reader := ada
	reader.Role = team.Viewer
	for _, x := range []struct {
		name   string
		who    desk.Actor
		class  life.Class
		reason current.Reason
		want   bool
	}{
		{"owner, change", ada, "", current.ByChange, true},
		{"deputy, change", bob, life.Low, current.ByChange, true},
		{"owner, unused", ada, life.Normal, current.ByRest, true},
		{"another editor", cyd, life.Low, current.ByChange, false},
		{"owner who may only read", reader, life.Low, current.ByChange, false},
		{"owner, failure", ada, life.Low, current.ByFailure, false},
		{"owner, trouble", ada, life.Low, current.ByTrouble, false},
		{"owner, feedback", ada, life.Low, current.ByFeedback, false},
		{"owner, critical", ada, life.Critical, current.ByChange, false},
		{"reviewer, critical failure", rob, life.Critical, current.ByFailure, true},
	} {
		if got := rules.Clears(x.who, rules.Of{Procedure: p, Life: life.Life{Class: x.class, Deputy: "bob"}}, current.Flag{Reason: x.reason}); got != x.want {
			t.Errorf("%s: %t", x.name, got)
		}
	}
	if rules.Clears(desk.Actor{Role: team.Editor}, rules.Of{}, current.Flag{Reason: current.ByChange}) {
		t.Error("what has no owner is nobody's")
	}
}

// An owner says so with their words, which stay, with their name and a line of the trail.
func TestOwnersClearMarks(t *testing.T) {
	o := open(t)
	o.force(names)
	o.told(helm)
	f := o.flags()[0]
	if _, err := o.StillRight(t.Context(), cyd, f.ID, current.FlagStep{Key: f.Steps[0].Key, Reason: "Sure."}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("another editor: %v", err)
	}
	for _, s := range f.Steps {
		if _, err := o.StillRight(t.Context(), ada, f.ID, current.FlagStep{Key: s.Key, Reason: "Tried with 3.15."}); err != nil {
			t.Fatal(err)
		}
	}
	past := o.past()
	if len(o.flags()) != 0 || len(past) != 1 || past[0].ClearedBy != "ada" || past[0].Note != "Tried with 3.15." || past[0].How != "still right" {
		t.Fatalf("%+v", past)
	}
	if n := o.count("SELECT COUNT(*) FROM event WHERE workspace = 'w' AND actor = 'ada' AND verb = 'flag.still_right'"); n != len(f.Steps) {
		t.Errorf("%d lines of the trail", n)
	}
	o.carried("f1", "live", f.Number, "failed")
	if err := o.Review(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := o.StillRight(t.Context(), ada, o.flags()[0].ID, current.FlagStep{Reason: "Bad luck."})
	if sop.CodeOf(err) != sop.Forbidden || !strings.Contains(err.Error(), "still right") {
		t.Errorf("what failed: %v", err)
	}
}

package execution

import (
	"fmt"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func exits(n int) *int { return &n }

// A step whose command ended badly isn't done without a reason, whoever says so and by which face; a command whose status tells what it found isn't one that failed.
func TestRanBadly(t *testing.T) {
	plain := sop.Step{Commands: []sop.Command{{Text: "helm upgrade", Class: sop.Changes, Output: []string{"no"}}}}
	stopped := sop.Step{Commands: []sop.Command{{Text: "systemctl is-active shop", Class: sop.Reads, Output: []string{"inactive"}}}}
	known := sop.Step{Commands: []sop.Command{{Text: "grep -q x y", Class: sop.Reads, Exit: exits(1)}}}
	value := func(v string) sop.Step {
		return sop.Step{Commands: []sop.Command{{Text: "systemctl is-active shop"}}, Conduct: &sop.Conduct{Value: &sop.Claim{Text: v}}}
	}
	for _, x := range []struct {
		step          sop.Step
		exit, printed string
		reason, fails string
	}{
		{plain, "0", "", "", ""}, {plain, "1", "no", "", "exit status 1"}, {plain, "-1", "", "It was stopped by hand.", "exit status -1"},
		{stopped, "3", "inactive\n", "", ""}, {stopped, "3", "failed", "", "exit status 3"}, {stopped, "4", "", "", "exit status 4"},
		{known, "1", "", "", ""}, {known, "2", "", "", "exit status 2"},
		{value("inactive"), "3", "inactive\n", "", ""}, {value("exit status 3"), "3", "", "", ""}, {value("inactive"), "3", "active", "", "exit status 3"},
	} {
		x.step.Key = "one"
		r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{x.step}}}}
		observed := ""
		if x.step.Conduct != nil {
			observed = x.step.Conduct.Value.Text
		}
		events := []Event{
			{ID: "a", Kind: Kept, Step: "one", Text: "$ run it\n" + x.printed, Value: ExitWords + x.exit, Order: 1},
			{ID: "b", Kind: Settled, Step: "one", Outcome: OK, Value: observed, Text: x.reason, Order: 2},
		}
		s := Fold(Execution{By: "ada", Rules: RulesNow}, r, events)
		got := ""
		if f := s.Steps["one"].Failing; f != nil {
			if got = f.Exit; f.Command != "run it" {
				t.Errorf("%+v", f)
			}
		}
		wants := x.fails != "" && x.reason == ""
		if got != x.fails || (s.Void["b"] != "") != wants || wants && !strings.Contains(s.Void["b"], x.fails) {
			t.Errorf("%v: %q, %q", x, got, s.Void["b"])
		}
		if old := Fold(Execution{By: "ada", Rules: 2}, r, events); old.Void["b"] != "" {
			t.Errorf("what was begun by the rules of before: %s", old.Void["b"])
		}
	}
}

// What an execution can be ended as is what ending it so would be taken for.
func TestEnds(t *testing.T) {
	r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}, {Key: "two"}}}, {Kind: sop.RollBack, Steps: []sop.Step{{Key: "back"}}}}}
	for _, x := range []struct {
		outcomes []Outcome // of one, two and back
		want     string
	}{
		{nil, "[failed skipped]"}, {[]Outcome{OK, OK}, "[ok failed skipped]"}, {[]Outcome{OK, Recovered}, "[recovered failed skipped]"},
		{[]Outcome{OK, Failed}, "[failed skipped]"}, {[]Outcome{OK, Failed, OK}, "[recovered failed skipped]"}, {[]Outcome{OK, Failed, Failed}, "[failed skipped]"},
	} {
		var events []Event
		for i, o := range x.outcomes {
			events = append(events, Event{ID: fmt.Sprint(i), Kind: Settled, Step: []string{"one", "two", "back"}[i], Outcome: o, Text: "why", Order: i})
		}
		if got := fmt.Sprint(Fold(Execution{By: "ada", Rules: RulesNow}, r, events).Ends); got != x.want {
			t.Errorf("%v: %s, want %s", x.outcomes, got, x.want)
		}
	}
}

package execution

import (
	"testing"

	"showhow/internal/sop"
)

// TestTurned: the turn is told before the first step of a roll back, and nowhere else.
func TestTurned(t *testing.T) {
	r := &sop.Revision{Sections: []sop.Section{
		{Kind: sop.Perform, Steps: []sop.Step{{Key: "a"}, {Key: "b"}, {Key: "c"}}},
		{Kind: sop.RollBack, Steps: []sop.Step{{Key: "x"}, {Key: "y"}}},
	}}
	as := func(step string, o Outcome) Event {
		return Event{Kind: Settled, Step: step, Outcome: o, Text: "because"}
	}
	for name, c := range map[string]struct {
		all  []Event
		want string
	}{
		"nothing yet":     {nil, ""},
		"all is well":     {[]Event{as("a", OK), as("b", Recovered)}, ""},
		"at once":         {[]Event{as("a", Failed)}, "Step 1 failed, and no other step was done. What follows rolls back."},
		"after one":       {[]Event{as("a", OK), as("b", Failed)}, "Step 2 failed, and 1 other step was done. What follows rolls back."},
		"after two":       {[]Event{as("a", OK), as("b", Recovered), as("c", Failed)}, "Step 3 failed, and 2 other steps were done. What follows rolls back."},
		"skipped is none": {[]Event{as("a", Skipped), as("b", Failed)}, "Step 2 failed, and no other step was done. What follows rolls back."},
		"it has begun":    {[]Event{as("a", Failed), as("x", OK)}, ""},
		"at the end":      {[]Event{as("a", OK), as("b", OK), as("c", OK)}, ""},
	} {
		turn, ok := Fold(run, r, story(c.all...)).Turned(SheetOf(run, r).Steps)
		if turn.Words != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %t", name, turn.Words, ok)
		}
	}
}

package execution

import (
	"slices"
	"testing"
	"time"

	"showhow/internal/sop"
)

// What is skipped and what shows another value than is declared deviates; what fails, doesn't apply or is off the way doesn't.
func TestDeviations(t *testing.T) {
	value := sop.Claim{Text: "200"}
	r := &sop.Revision{Sections: []sop.Section{
		{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}, {Key: "probe", Conduct: &sop.Conduct{Value: &value}}, {Key: "three"}}},
		{Kind: sop.RollBack, Steps: []sop.Step{{Key: "undo"}}},
	}}
	type settled struct {
		step, value string
		Outcome
	}
	for name, c := range map[string]struct {
		all  []settled
		want []string
		back bool
	}{
		"as it stands":      {all: []settled{{"one", "", OK}, {"probe", " 200 ", OK}, {"three", "", OK}}},
		"skipped":           {all: []settled{{"one", "", Skipped}, {"probe", "200", OK}, {"three", "", Skipped}}, want: []string{"one", "three"}},
		"another value":     {all: []settled{{"one", "", OK}, {"probe", "302", OK}, {"three", "", OK}}, want: []string{"probe"}},
		"it doesn’t apply":  {all: []settled{{"one", "", NotNeeded}, {"probe", "", NotNeeded}}},
		"it failed":         {all: []settled{{"one", "", OK}, {"probe", "500", Failed}}},
		"rolled back":       {all: []settled{{"one", "", OK}, {"probe", "500", Failed}, {"undo", "", OK}}, back: true},
		"roll back skipped": {all: []settled{{"one", "", Failed}, {"undo", "", Skipped}}, want: []string{"undo"}},
		"off the way":       {all: []settled{{"one", "", OK}, {"undo", "", OK}}},
	} {
		var events []Event
		for i, s := range c.all {
			events = append(events, Event{ID: s.step, Kind: Settled, Step: s.step, Outcome: s.Outcome, Value: s.value, Text: "Why.", At: time.Unix(int64(i), 0), Author: "ada"})
		}
		s := Fold(Execution{By: "ada", Rules: RulesNow}, r, events)
		if !slices.Equal(s.Deviated, c.want) || s.RolledBack != c.back || len(s.Void) > 0 {
			t.Errorf("%s: %v, %t, %v", name, s.Deviated, s.RolledBack, s.Void)
		}
		if sum := s.Summary(Live); !slices.Equal(sum.Deviated, c.want) || sum.RolledBack != c.back {
			t.Errorf("%s: %+v", name, sum)
		}
	}
}

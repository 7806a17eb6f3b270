package execution

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	pages "showhow/internal/web/template/execution"
)

// The report's times of steps add up to what it says they add up to, and it says when people were at them, what they are, and how they go with how long it took.
func TestTimesOfSteps(t *testing.T) {
	r := sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Title: sop.Claim{Text: "One."}}, {Key: "two", Title: sop.Claim{Text: "Two."}}}}}}
	began := time.Date(2026, 11, 29, 23, 59, 0, 0, time.UTC)
	at := func(ms int) time.Time { return began.Add(time.Duration(ms) * time.Millisecond) }
	carried := func(events ...execution.Event) string {
		for i := range events {
			events[i].ID = string(rune('a' + i))
			if events[i].Author == "" {
				events[i].Author = "ada"
			}
		}
		x := execution.Execution{ID: "x", Title: "Deploy", Mode: execution.Live, By: "ada", Started: began, Number: 1}
		s := execution.Fold(x, &r, events)
		x.Summary = s.Summary(x.Mode)
		return reported(pages.Carry{Execution: x, State: s, Sheet: execution.SheetOf(x, &r), Events: execution.Sorted(events), Name: func(id string) string { return id }})
	}
	alone := []execution.Event{
		{Kind: execution.Opened, Step: "one", At: at(10_000)}, {Kind: execution.Settled, Step: "one", Outcome: execution.OK, At: at(40_400)},
		{Kind: execution.Opened, Step: "two", At: at(40_400)}, {Kind: execution.Settled, Step: "two", Outcome: execution.OK, At: at(70_800)},
		{Kind: execution.Ended, Outcome: execution.OK, At: at(71_000)},
	}
	for _, c := range []struct {
		events []execution.Event
		want   []string
	}{
		{alone, []string{"| 1 | One. | Done |  | 23:59:10 | 23:59:40 | 30s |", "| 2 | Two. | Done |  | 23:59:40 | 2026-11-30 00:00:10 | 31s |", "Together: 1 min 01 s; from its beginning to its end it took 1 min 11 s, of which 10 s nobody had a step before them."}},
		{alone[:2], []string{"| 1 | One. | Done |  | 23:59:10 | 23:59:40 | 30s |", "Together: 30 s so far."}},
		{append([]execution.Event{{Kind: execution.Opened, Step: "one", Author: "rob", At: at(0)}}, alone...), []string{"| 1 | One. | Done |  | 23:59:00 | 23:59:40 | 1m41s |", "Together: 2 min 12 s; from its beginning to its end it took 1 min 11 s, for several were at it at once."}},
	} {
		got := carried(c.events...)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in\n%s", want, got)
			}
		}
	}
}

package execution

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// Who only looks on is there as long as they give signs, and is at no step for longer; who carries it out is where they were last, however long that takes.
func TestWhoIsThere(t *testing.T) {
	r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}, {Key: "two"}}}}}
	at := func(minute int, e Event) Event {
		e.At = start.Add(time.Duration(minute) * time.Minute)
		if e.ID = string(e.Kind) + e.At.String() + e.Author; e.Author == "" {
			e.Author = "ada"
		}
		return e
	}
	look := func(minute int, who, step string) Event {
		return at(minute, Event{Kind: Opened, Step: step, Author: who})
	}
	all := []Event{
		look(0, "ada", "one"), look(0, "eve", "one"), look(0, "tom", "one"), look(0, "may", "one"),
		at(10, Event{Kind: Noted, Step: "one", Text: "Look.", Author: "eve"}),
		look(100, "may", "one"),
		at(120, ok("one")), look(120, "ada", "two"),
		at(130, Event{Kind: Settled, Step: "two", Outcome: OK, Author: "tom"}),
	}
	who := func(s *State, minute int) string {
		return strings.Join(slices.Sorted(maps.Keys(s.There(start.Add(time.Duration(minute)*time.Minute)))), " ")
	}
	s := Fold(run, r, all[:5])
	for minute, want := range map[int]string{1: "ada eve may tom", 15: "ada eve may tom", 16: "ada eve", 25: "ada eve", 26: "ada", 600: "ada"} {
		if got := who(s, minute); got != want {
			t.Errorf("after %d minutes there are %s, want %s", minute, got, want)
		}
	}
	if next := s.Fades(start.Add(time.Minute)); next != start.Add(Unseen) {
		t.Errorf("the first goes at %v", next)
	}
	if next := s.Fades(start.Add(time.Hour)); !next.IsZero() {
		t.Errorf("whoever carries it out goes at %v", next)
	}
	if got := who(Fold(run, r, all), 131); got != "ada tom" { // who settles a step carries it out
		t.Errorf("there are %s", got)
	}
	// Two who look on at the first step, one of them again much later, were there for a quarter of an hour each time; who carries it out was until they settled it.
	only := Fold(run, r, []Event{look(0, "ada", "one"), look(0, "eve", "one"), look(100, "eve", "one"), at(120, ok("one")), look(120, "ada", "two"), at(130, ok("two")), at(600, Event{Kind: Ended, Outcome: OK})})
	if one := only.Steps["one"].Took; only.End == nil || one != (120+15+15)*time.Minute {
		t.Errorf("with one who looked on twice it took %v", one)
	}
}

package execution

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// four is a procedure of four steps that says nothing of what to do when one fails, or rolls back in two.
func four(rolls bool) *sop.Revision {
	r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "a"}, {Key: "b"}, {Key: "c"}, {Key: "d"}}}}}
	if rolls {
		r.Sections = append(r.Sections, sop.Section{Kind: sop.RollBack, Steps: []sop.Step{{Key: "x"}, {Key: "y"}}})
	}
	return r
}

func because(step string, o Outcome) Event {
	return Event{Kind: Settled, Step: step, Outcome: o, Text: "The disk is full"}
}

// TestHalted: a failure after which nothing leads on isn't the end. All steps are counted, and one may go on all the same, with a reason.
func TestHalted(t *testing.T) {
	for name, c := range map[string]struct {
		rolls                       bool
		all                         []Event
		halt, then, next, way, ends string
	}{
		"nothing says":       {false, []Event{ok("a"), because("b", Failed)}, "b", "c", "", "abcd", "recovered failed skipped"},
		"went on":            {false, []Event{ok("a"), because("b", Failed), because("c", OK)}, "", "", "d", "abcd", "failed skipped"},
		"went past one":      {false, []Event{ok("a"), because("b", Failed), because("d", OK)}, "", "", "c", "abcd", "failed skipped"},
		"done before":        {false, []Event{ok("a"), because("d", OK), because("b", Failed)}, "b", "c", "", "abcd", "recovered failed skipped"},
		"made good":          {false, []Event{ok("a"), because("b", Failed), {Kind: Settled, Step: "b", Outcome: Recovered, Text: "so", Over: []string{"e001"}}}, "", "", "c", "abcd", "failed skipped"},
		"fails again":        {false, []Event{because("a", Failed), because("b", Skipped), because("c", Failed)}, "c", "d", "", "abcd", "recovered failed skipped"},
		"the last":           {false, []Event{ok("a"), ok("b"), ok("c"), because("d", Failed)}, "d", "", "", "abcd", "recovered failed skipped"},
		"all else is done":   {false, []Event{because("a", Failed), because("b", OK), ok("c"), ok("d")}, "", "", "", "abcd", "recovered failed skipped"},
		"rolls back":         {true, []Event{ok("a"), because("b", Failed)}, "", "", "x", "abxy", "failed skipped"},
		"roll back fails":    {true, []Event{because("a", Failed), because("x", Failed)}, "x", "y", "", "axy", "failed skipped"},
		"behind that":        {true, []Event{because("a", Failed), because("x", Failed), because("y", OK)}, "", "", "", "axy", "failed skipped"},
		"it has ended":       {false, []Event{because("a", Failed), {Kind: Ended, Outcome: Recovered, Text: "Put back by hand."}}, "", "", "", "abcd", ""},
		"declared elsewhere": {false, []Event{because("a", OK)}, "", "", "b", "abcd", "failed skipped"},
	} {
		s := Fold(run, four(c.rolls), story(c.all...))
		h, ok := s.Stands(SheetOf(run, four(c.rolls)).Steps)
		var ends []string
		for _, o := range s.Ends {
			ends = append(ends, string(o))
		}
		if len(s.Void) > 0 || h.Failed.Key != c.halt || ok != (c.halt != "") || h.Then.Key != c.then || s.Next != c.next || strings.Join(s.Way, "") != c.way || strings.Join(ends, " ") != c.ends {
			t.Errorf("%s: halts at %q, then %q, next %q, way %v, ends %v, void %v", name, h.Failed.Key, h.Then.Key, s.Next, s.Way, ends, s.Void)
		}
	}
}

// TestHaltedWords: it is said in words, and counted by all steps.
func TestHaltedWords(t *testing.T) {
	s := Fold(run, four(false), story(ok("a"), because("b", Failed)))
	h, _ := s.Stands(SheetOf(run, four(false)).Steps)
	if got := h.Words(); got != "Step 2 failed: The disk is full. Nothing in this procedure says what to do then." {
		t.Error(got)
	}
	if sum := s.Summary(Live); sum.Done != 2 || sum.Of != 4 || !s.Unwell() {
		t.Errorf("%+v", sum)
	}
}

// TestGoingOnAllTheSame: what is done behind such a failure needs a word, by the rules of now; what was begun by those of before stays as it was.
func TestGoingOnAllTheSame(t *testing.T) {
	all := story(ok("a"), because("b", Failed), ok("c"))
	s := Fold(run, four(false), all)
	if early := s.Early(run, all[2:]); early[all[2].ID] != 2 {
		t.Fatalf("it isn't told: %v", early)
	}
	all[2].Early = 2
	s = Fold(run, four(false), all)
	why := s.Void[all[2].ID]
	if why != "Step 2 failed, and nothing says what to do then: going on all the same needs a reason." || !strings.HasPrefix(Mend(why), "Say why it goes on") || s.Before("c") != "b" {
		t.Errorf("%q, %q, before %q", why, Mend(why), s.Before("c"))
	}
	all[2].Text = "It is another disk."
	if s = Fold(run, four(false), all); len(s.Void) > 0 || s.Next != "d" {
		t.Errorf("%v, next %q", s.Void, s.Next)
	}
	old := run
	old.Rules = 3
	if s = Fold(old, four(false), all); s.Halt != "" || s.Next != "" || !slices.Equal(s.Way, []string{"a", "b"}) {
		t.Errorf("halts at %q, way %v", s.Halt, s.Way)
	}
}

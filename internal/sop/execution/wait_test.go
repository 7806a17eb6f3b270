package execution

import (
	"slices"
	"testing"
	"time"
)

// TestAskedAgain asks again for an approval: only after somebody refused, once, by who carries it out; the answer to that counts.
func TestAskedAgain(t *testing.T) {
	rob := func(e Event) Event {
		e.Step, e.Author, e.Role = "sign", "rob", "reviewer"
		return e
	}
	no, yes, ask := rob(Event{Kind: Approved, Value: "no"}), rob(Event{Kind: Approved, Value: "yes"}), Event{Kind: Asked, Step: "sign"}
	all := story(ask, no, rob(Event{Kind: Asked}), ask, ask, ok("sign"), yes, ask, ok("sign"))
	s := Fold(run, release(), all)
	want := map[string]string{
		"e000": "Nobody has refused to approve it.", "e002": "Only whoever carries it out asks again.", "e004": "It is asked for again already.",
		"e005": "Somebody else has to approve it.", "e007": "Nobody has refused to approve it.",
	}
	for _, e := range all {
		if s.Void[e.ID] != want[e.ID] {
			t.Errorf("%s %s: %q, want %q", e.ID, e.Kind, s.Void[e.ID], want[e.ID])
		}
	}
	if st := s.Steps["sign"]; st.Outcome() != OK || st.Asked != nil || st.Refused() {
		t.Errorf("%+v", st)
	}
	if st := Fold(run, release(), all[:4]).Steps["sign"]; !st.Refused() || st.Asked == nil || st.Asked.ID != "e003" {
		t.Errorf("as long as nobody has answered: %+v", st)
	}
	refusedTwice := story(no, ask, no)
	if st := Fold(run, release(), refusedTwice).Steps["sign"]; !st.Refused() || st.Asked != nil {
		t.Errorf("refused again: %+v", st)
	}
}

// TestClocks tells of times only as long as somebody waits for them.
func TestClocks(t *testing.T) {
	steps := func(all ...Event) (out []string) {
		for _, c := range Fold(run, release(), story(all...)).Clocks(release()) {
			out = append(out, c.Step)
			if !c.Over.Equal(start.Add(time.Minute)) {
				t.Errorf("over at %s", c.Over)
			}
		}
		return out
	}
	began := Event{Kind: Waiting, Step: "wait"}
	for _, c := range []struct {
		what string
		all  []Event
		runs bool
	}{
		{"running", []Event{began}, true},
		{"begun twice", []Event{began, began}, true},
		{"not begun", []Event{{Kind: Opened, Step: "wait"}}, false},
		{"skipped", []Event{began, {Kind: Settled, Step: "wait", Outcome: Skipped, Text: "No time."}}, false},
		{"ended", []Event{began, {Kind: Ended, Outcome: Failed, Text: "It burns."}}, false},
		{"rolled back before it", []Event{began, {Kind: Settled, Step: "warned", Outcome: Failed, Text: "It burns."}}, false},
	} {
		if got := steps(c.all...); slices.Contains(got, "wait") != c.runs {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

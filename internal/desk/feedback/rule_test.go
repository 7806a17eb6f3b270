package feedback

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
)

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"  The menu moved. \r\n":            "The menu moved.",
		"a\x00b\x07c":                       "abc",
		"user\u202egnp.exe\u2066":           "usergnp.exe",
		"two\n\tlines":                      "two\n\tlines",
		"<script>alert(1)</script>":         "<script>alert(1)</script>", // it is words, and shown as such
		"\xff\xfe":                          "",
		strings.Repeat("ä", 10):             strings.Repeat("ä", 10),
		"Größe – 運用 \U0001f680 \u200dstays": "Größe – 運用 \U0001f680 \u200dstays",
	} {
		if got, err := tidy(in, 40); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
	if _, err := tidy(strings.Repeat("ä", 41), 40); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("41 characters: %v", err)
	}
}

func TestWhereItBegins(t *testing.T) {
	for _, x := range []struct {
		kind  feedback.Kind
		words string
		want  feedback.State
	}{{feedback.Good, "", feedback.Noted}, {feedback.Good, "But slow.", feedback.Open}, {feedback.Wrong, "", feedback.Open}, {"great", "", ""}, {"", "x", ""}} {
		if got, err := begins(x.kind, x.words); got != x.want || (err != nil) != (x.want == "") {
			t.Errorf("%q %q: %q, %v", x.kind, x.words, got, err)
		}
	}
}

func TestHowItCloses(t *testing.T) {
	for name, x := range map[string]struct {
		state feedback.State
		c     feedback.Closing
		ok    bool
	}{
		"mended":                 {feedback.Open, feedback.Closing{How: feedback.Mended}, true},
		"what was good":          {feedback.Noted, feedback.Closing{How: feedback.Answered, Note: "Thanks."}, true},
		"declined with a word":   {feedback.Open, feedback.Closing{How: feedback.Declined, Note: "It works."}, true},
		"declined without":       {feedback.Open, feedback.Closing{How: feedback.Declined}, false},
		"answered without":       {feedback.Open, feedback.Closing{How: feedback.Answered}, false},
		"in no way":              {feedback.Open, feedback.Closing{Note: "So."}, false},
		"twice":                  {feedback.Closed, feedback.Closing{How: feedback.Mended}, false},
		"a thread that is there": {feedback.Open, feedback.Closing{How: feedback.Threaded, Thread: "t"}, true},
		"a thread that isn't":    {feedback.Open, feedback.Closing{How: feedback.Threaded}, false},
	} {
		if err := closes(feedback.Feedback{State: x.state}, x.c); (err == nil) != x.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was said stays with its step: it moves with it, and is told when the step's words changed or the step is gone.
func TestWhatBecameOfTheStep(t *testing.T) {
	step := func(key, title string) sop.Step {
		return sop.Step{Key: key, Kind: sop.StepManual, Title: sop.Claim{Text: title}}
	}
	was := step("b", "Open the menu.")
	f := feedback.Feedback{Step: "b", Digest: feedback.DigestOf(&was)}
	for name, x := range map[string]struct {
		steps []sop.Step
		want  Since
	}{
		"where it was":     {[]sop.Step{step("a", "A."), was}, Same},
		"moved":            {[]sop.Step{was, step("a", "A.")}, Same},
		"other words":      {[]sop.Step{step("b", "Open the list.")}, Changed},
		"deleted":          {[]sop.Step{step("a", "Open the menu.")}, Gone},
		"evidence changed": {[]sop.Step{{Key: "b", Kind: sop.StepManual, Title: sop.Claim{Text: "Open the menu.", Unsure: "heard"}}}, Same},
		"a command came":   {[]sop.Step{{Key: "b", Kind: sop.StepManual, Title: sop.Claim{Text: "Open the menu."}, Commands: []sop.Command{{Text: "ls"}}}}, Changed},
	} {
		if got := SinceOf(f, &sop.Revision{Sections: []sop.Section{{Steps: x.steps}}}); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

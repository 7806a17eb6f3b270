package marker

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

func action(at float64) *sop.Action {
	return &sop.Action{Kind: sop.Click, At: sop.Seconds(at), Span: span(at, at+1)}
}

func span(from, to float64) sop.Span { return sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)} }

func TestParts(t *testing.T) {
	all := []sop.Marker{{At: sop.Seconds(5), Kind: sop.MarkStep}, {At: sop.Seconds(20), Kind: sop.MarkWarning}, {At: sop.Seconds(30)}}
	for _, c := range []struct {
		before, after float64
		want          bool
	}{{4, 6, true}, {4, 5, true}, {5, 6, false}, {6, 7, false}, {19, 21, false}, {29, 31, false}, {1, 40, true}} {
		if got := Parts(all, action(c.before), action(c.after)); got != c.want {
			t.Errorf("between %v and %v: %v", c.before, c.after, got)
		}
	}
	answer := action(6)
	answer.Command = &sop.CommandLine{Shell: "input"}
	if Parts(all, action(4), answer) {
		t.Error("an answer was parted from its command")
	}
}

func step(from, to float64, utterance string) sop.Step {
	s := sop.Step{Title: sop.Claim{Text: "Click **Delete**."}, Evidence: sop.Evidence{Source: sop.FromScreen, Span: span(from, to)}}
	if utterance != "" {
		s.Title.Evidence.Utterances = []string{utterance}
	}
	return s
}

func TestWarn(t *testing.T) {
	said := sop.Transcript{Trust: 1, Utterances: []sop.Utterance{{ID: "u1", Span: span(11, 13), Text: "This drops *all* orders."}, {ID: "u2", Span: span(40, 41), Text: "Delete it."}}}
	content := func() *sop.Content {
		return &sop.Content{Sections: []sop.Section{{Steps: []sop.Step{step(10, 20, ""), step(21, 30, ""), step(40, 45, "u2")}}}}
	}
	warn := func(c *sop.Content, t sop.Transcript, at ...float64) *sop.Content {
		var all []sop.Marker
		for _, s := range at {
			all = append(all, sop.Marker{At: sop.Seconds(s), Kind: sop.MarkWarning})
		}
		Warn(c, t, all)
		return c
	}
	for name, c := range map[string]struct {
		at   float64
		step int
		text string
	}{
		"in the words that were said":               {12, 0, `This drops \*all\* orders.`},
		"without words":                             {25, 1, unsaid},
		"words that are the instruction":            {40.5, 2, unsaid},
		"just before the first step":                {9, 0, `This drops \*all\* orders.`},
		"the later one of two steps that touch":     {20.5, 1, unsaid},
		"after the last step, where nobody spoke":   {60, 2, unsaid},
		"a mark far from all, which is left out":    {200, -1, ""},
		"a mark before the beginning, at the start": {0, 0, unsaid},
	} {
		got := warn(content(), said, c.at)
		for i, s := range got.Sections[0].Steps {
			if want := i == c.step; (len(s.Callouts) == 1) != want {
				t.Errorf("%s: step %d has %d callouts", name, i, len(s.Callouts))
			} else if want {
				o := s.Callouts[0]
				if o.Kind != sop.Warning || o.Text != c.text || o.Evidence.Source != sop.FromAuthor || o.Evidence.Span != span(c.at, c.at) {
					t.Errorf("%s: %+v", name, o)
				}
			}
		}
	}
	if s := warn(content(), said, 25, 26).Sections[0].Steps[1]; len(s.Callouts) != 1 {
		t.Errorf("the key pressed twice made %d warnings", len(s.Callouts))
	}
	had := content()
	had.Sections[0].Steps[0].Callouts = []sop.Callout{{Kind: sop.Note, Claim: sop.Claim{Text: "This drops all orders.", Evidence: sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}}}}}
	if s := warn(had, said, 12).Sections[0].Steps[0]; len(s.Callouts) != 1 || s.Callouts[0].Kind != sop.Warning {
		t.Errorf("%+v", s.Callouts)
	}
	said.Trust = .3
	if s := warn(content(), said, 12).Sections[0].Steps[0]; !strings.HasPrefix(s.Callouts[0].Text, "Take care") {
		t.Errorf("words that aren't trusted were used: %+v", s.Callouts)
	}
}

package compose

import (
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
)

// seen is the evidence that the actions give.
func seen(actions ...*sop.Action) sop.Evidence {
	e := sop.Evidence{Source: sop.FromScreen, Confidence: 1}
	for _, a := range actions {
		e.Span = e.Span.Cover(actionSpan(a))
		e.Actions = append(e.Actions, a.ID)
		e.Frames = appendMoments(e.Frames, a.Before, a.After)
		if a.Box != nil {
			e.Boxes = append(e.Boxes, *a.Box)
		}
		e.Confidence = min(e.Confidence, clamp(a.Confidence))
	}
	if len(actions) == 1 {
		e.Read = readOf(actions[0])
	}
	return e
}

// readOf are the words that stood on the screen for a.
func readOf(a *sop.Action) string {
	switch {
	case a.Command != nil:
		return a.Command.Text
	case a.Label != "" && a.Text != "":
		return a.Label + ": " + a.Text
	case a.Label != "":
		return a.Label
	}
	return a.Text
}

// heard is the evidence that the sayings give.
func heard(sayings ...*saying) sop.Evidence {
	e := sop.Evidence{Source: sop.FromSpeech, Confidence: 1}
	for i, s := range sayings {
		e.Span = e.Span.Cover(s.span)
		e.Confidence = min(e.Confidence, s.confidence)
		for _, id := range s.sentence.Utterances {
			if !slices.Contains(e.Utterances, id) {
				e.Utterances = append(e.Utterances, id)
			}
		}
		if i == 0 || s.n != sayings[i-1].n {
			if e.Heard != "" {
				e.Heard += " "
			}
			e.Heard += s.sentence.Text
			e.Corrections = append(e.Corrections, s.sentence.Corrections...)
		}
	}
	return e
}

// both joins what was seen with what was heard of it. The span is that of what was seen.
func both(actions []*sop.Action, sayings []*saying) sop.Evidence {
	e := seen(actions...)
	if len(sayings) == 0 {
		return e
	}
	h := heard(sayings...)
	e.Source, e.Utterances, e.Heard, e.Corrections = sop.FromBoth, h.Utterances, h.Heard, h.Corrections
	return e
}

// ruled is the evidence for what a fixed rule says of the actions.
func ruled(rule string, actions ...*sop.Action) sop.Evidence {
	e := seen(actions...)
	e.Source, e.Rule, e.Confidence = sop.FromRule, rule, 1
	return e
}

// claim is s as a claim, with the names of the step set off.
func (s *saying) claim(n names) sop.Claim {
	s.used = true
	instruction := s.Kind == phrase.Do || s.Kind == phrase.Check
	return sop.Claim{Text: n.decorate(s.Text, instruction), Evidence: heard(s), Unsure: s.unsure}
}

func appendMoments(all []sop.Moment, more ...sop.Moment) []sop.Moment {
	for _, m := range more {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func clamp(c float64) float64 { return min(1, max(0, c)) }

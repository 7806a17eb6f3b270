package compose

import (
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/vocabulary"
)

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
	e := evidence.Seen(actions...)
	if len(sayings) == 0 {
		return e
	}
	h := heard(sayings...)
	e.Source, e.Utterances, e.Heard, e.Corrections = sop.FromBoth, h.Utterances, h.Heard, h.Corrections
	return e
}

// claim is s as a claim, with the names of the step set off.
func (s *saying) claim(n vocabulary.Names) sop.Claim {
	s.used = true
	instruction := s.Kind == phrase.Do || s.Kind == phrase.Check
	return sop.Claim{Text: n.Decorate(s.Text, instruction), Evidence: heard(s), Unsure: s.unsure}
}

package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
)

// spokenWord is a word of the transcript in its plain form.
type spokenWord struct {
	text string
	span sop.Span
	of   string // the utterance's ID
}

func spokenWords(t sop.Transcript) []spokenWord {
	var out []spokenWord
	for _, u := range t.Utterances {
		if len(u.Words) > 0 {
			for _, w := range u.Words {
				for _, p := range alike.Words(w.Text) {
					out = append(out, spokenWord{p, w.Span, u.ID})
				}
			}
			continue
		}
		words := alike.Words(u.Text)
		for i, p := range words {
			n := time.Duration(len(words))
			from := u.Span.From.Add(u.Span.Length() * time.Duration(i) / n)
			out = append(out, spokenWord{p, sop.Span{From: from, To: from.Add(u.Span.Length() / n)}, u.ID})
		}
	}
	return out
}

// weak are words too common to tell what is meant.
var weak = map[string]bool{"the": true, "a": true, "an": true, "to": true, "of": true, "in": true, "on": true, "and": true, "or": true, "for": true, "it": true, "is": true, "this": true, "that": true, "we": true, "you": true, "i": true, "with": true, "at": true, "all": true, "by": true, "as": true}

// spokenNear says whether most of a label's own words were spoken within the span.
func (s *scene) spokenNear(label string, in sop.Span) bool {
	_, ok := s.speakersOf(label, in)
	return ok
}

// speakersOf are the utterances that speak a label's words within the span, and whether they speak most of them.
func (s *scene) speakersOf(label string, in sop.Span) ([]string, bool) {
	want := map[string]bool{}
	for _, w := range alike.Words(label) {
		if !weak[w] && len(w) > 1 {
			want[w] = false
		}
	}
	if len(want) == 0 {
		return nil, false
	}
	var of []string
	n := 0
	for _, w := range s.spoken {
		if w.span.Overlap(in) == 0 {
			continue
		}
		for k, done := range want {
			if !alikeWords(k, w.text) {
				continue
			}
			if !done {
				want[k] = true
				n++
			}
			if len(of) == 0 || of[len(of)-1] != w.of {
				of = append(of, w.of)
			}
		}
	}
	return of, 2*n > len(want)
}

// alikeWords says whether two words are the same but for an ending ("deploy", "deployed").
func alikeWords(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 4 && len(b)-len(a) <= 3 && strings.HasPrefix(b, a)
}

// Around an action, the time in which it may be spoken of.
const (
	spokenBefore = 7 * time.Second
	spokenAfter  = 4 * time.Second
)

// hear notes the utterances that speak of an action: they share words with its label or text, or stand at its moment.
func (s *scene) hear(a *sop.Action) {
	in := sop.Span{From: a.At.Add(-spokenBefore), To: a.At.Add(spokenAfter)}
	seen := map[string]bool{}
	texts := []string{a.Label, a.Text}
	if a.Command != nil {
		texts = append(texts, a.Command.Text)
	}
	for _, t := range texts {
		of, ok := s.speakersOf(t, in)
		if !ok {
			continue
		}
		for _, id := range of {
			seen[id] = true
		}
	}
	for _, u := range s.in.Transcript.Utterances {
		if seen[u.ID] {
			a.Heard = append(a.Heard, u.ID)
		}
	}
}

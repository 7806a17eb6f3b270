package compose

import (
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
)

// saying is a clause of the narration with when and how well it was heard.
type saying struct {
	phrase.Clause
	sentence *phrase.Sentence
	// n counts the sentences, so that clauses of one sentence know each other.
	n int
	// span is that of the clause's own words.
	span       sop.Span
	words      bag
	confidence float64
	// unsure is why it may not have been said so.
	unsure string
	// action is the index in draft.actions that it speaks of, and -1 when it speaks of none.
	action int
	used   bool
}

// The limits of trust: below trusted a transcript's sentence counts only as far as the screen bears it out; below clear a
// clause is marked as badly heard.
const (
	trusted      = 0.6
	clear        = 0.6
	nearby       = 10 * time.Second
	sureWord     = 0.85
	minSupported = 0.75
)

// listen reads the narration. What can't be trusted is left out and counted.
func (d *draft) listen() {
	sentences := phrase.Sentences(d.in.Transcript)
	for i := range sentences {
		s := &sentences[i]
		clauses := phrase.Read(s.Text)
		if len(clauses) == 0 {
			continue
		}
		d.heard++
		used := false
		for _, c := range clauses {
			sy := newSaying(c, s, i)
			if d.in.Transcript.Trust < trusted && !d.believe(sy) {
				continue
			}
			used = true
			d.sayings = append(d.sayings, sy)
		}
		if !used {
			d.leftOut++
		}
	}
}

func newSaying(c phrase.Clause, s *phrase.Sentence, n int) *saying {
	sy := &saying{Clause: c, sentence: s, n: n, action: -1, words: bagOf(c.Text)}
	var words []sop.SpokenWord
	sy.span, words = s.Locate(c.Said)
	for _, w := range words {
		sy.confidence += w.Confidence / float64(len(words))
	}
	sy.confidence = min(1, max(0, sy.confidence))
	if sy.confidence < clear {
		sy.unsure = "This was not heard clearly."
	}
	return sy
}

// believe says whether the screen bears out a saying of a transcript that isn't trusted: most of its words must have been
// read within ten seconds of it or been heard with confidence, and one at least must have been read.
func (d *draft) believe(s *saying) bool {
	s.unsure = "This was heard by a speech recogniser that often errs."
	if s.words.empty() {
		return s.Kind == phrase.Turn
	}
	seen := d.seenNear(s.span)
	sure := bag{}
	for _, w := range s.sentence.Words {
		if w.Confidence >= sureWord {
			for v := range bagOf(w.Text) {
				sure[v] = true
			}
		}
	}
	read, supported := 0, 0
	for w := range s.words {
		if seen[w] {
			read++
		}
		if seen[w] || sure[w] {
			supported++
		}
	}
	return read > 0 && float64(supported) >= minSupported*float64(len(s.words))
}

// seenNear are the words that stood on the screen, or were typed, within ten seconds of s.
func (d *draft) seenNear(s sop.Span) bag {
	near := sop.Span{From: s.From.Add(-nearby), To: s.To.Add(nearby)}
	seen := bag{}
	add := func(texts ...string) {
		for w := range bagOf(texts...) {
			seen[w] = true
		}
	}
	for i := range d.in.Screens {
		if sc := &d.in.Screens[i]; sc.Span.Overlap(near) > 0 || near.Holds(sc.At) {
			for _, t := range screenTexts(sc) {
				add(t)
			}
		}
	}
	for _, a := range d.actions {
		if near.Holds(a.At) {
			for w := range actionWords(a) {
				seen[w] = true
			}
		}
	}
	return seen
}

// screenTexts are all the lines that stand on a screen.
func screenTexts(s *sop.Screen) []string {
	texts := []string{s.Title, s.Address}
	for _, b := range s.Blocks {
		for _, l := range b.Lines {
			texts = append(texts, l.Text)
		}
	}
	for _, e := range s.Elements {
		texts = append(texts, e.Label, e.Text)
	}
	for _, t := range s.Terminals {
		for _, r := range t.Rows {
			texts = append(texts, r.Text)
		}
	}
	return texts
}

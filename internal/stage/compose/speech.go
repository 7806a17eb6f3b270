package compose

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/vocabulary"
)

// saying is a clause of the narration with when and how well it was heard.
type saying struct {
	phrase.Clause
	sentence *phrase.Sentence
	// n counts the sentences, so that clauses of one sentence know each other.
	n int
	// span is that of the clause's own words.
	span       sop.Span
	words      vocabulary.Bag
	confidence float64
	// unsure is why it may not have been said so.
	unsure string
	// first is the index of the first action behind a remark that was typed, and until when the next one was that speaks of another.
	first int
	until sop.Moment
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
	taken := false // the sentence before took something back
	for i := range sentences {
		s := &sentences[i]
		clauses := phrase.Read(s.Text)
		if taken && len(strings.Fields(s.Text)) == 1 {
			continue // "Sorry, that's the wrong one. Cancel."
		}
		taken = slices.ContainsFunc(clauses, func(c phrase.Clause) bool { return c.Kind == phrase.Retract })
		if len(clauses) == 0 {
			continue
		}
		d.heard++
		used := false
		for _, c := range clauses {
			sy := newSaying(c, s, i)
			if d.in.Transcript.Trust < trusted && !s.Typed && !d.believe(sy) {
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
	sy := &saying{Clause: c, sentence: s, n: n, action: -1, words: vocabulary.Of(c.Text)}
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
	if s.words.Empty() {
		return s.Kind == phrase.Turn
	}
	seen := d.seenNear(s.span)
	sure := vocabulary.Bag{}
	for _, w := range s.sentence.Words {
		if w.Confidence >= sureWord {
			for v := range vocabulary.Of(w.Text) {
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
	need := minSupported
	switch s.Kind {
	case phrase.Remark:
		need = 1 // nothing else holds a statement up, and one wrong word in it can say the contrary
	case phrase.Do, phrase.Check:
		// One that was misheard makes it another deed, or none: what it is done to must have been seen, every word.
		return read > 0 && phrase.Begins(s.Text) && !phrase.Garbled(s.Text) && s.words.Within(seen, vocabulary.Of(phrase.FirstWord(s.Text)))
	}
	return read > 0 && float64(supported) >= need*float64(len(s.words))
}

// seenNear are the words that stood on the screen, or were typed, within ten seconds of s.
func (d *draft) seenNear(s sop.Span) vocabulary.Bag {
	near := sop.Span{From: s.From.Add(-nearby), To: s.To.Add(nearby)}
	seen := vocabulary.Bag{}
	add := func(words vocabulary.Bag) {
		for w := range words {
			seen[w] = true
		}
	}
	for i := range d.in.Screens {
		if sc := &d.in.Screens[i]; sc.Span.Overlap(near) > 0 || near.Holds(sc.At) {
			add(vocabulary.OfScreen(sc))
		}
	}
	for _, a := range d.actions {
		if near.Holds(a.At) {
			add(vocabulary.OfAction(a))
		}
	}
	return seen
}

// vague says whether a saying has nothing but pronouns: "Open it.", "Do this."
func (s *saying) vague() bool { return s.words.Empty() && len(strings.Fields(s.Text)) <= 4 }

// early is how long before the first deed something must have been said to introduce the whole.
const early = 3 * time.Second

// introduce takes what was told of the procedure in general, before anything was done and before the first instruction, as
// its purpose: "Once a year we rotate the key. We do this so that …"
func (d *draft) introduce() {
	if len(d.actions) == 0 {
		return
	}
	first := evidence.Span(d.actions[0]).From
	last := -1 // the last instruction before the first deed: that one may well speak of it
	for i, s := range d.sayings {
		if (s.Kind == phrase.Do || s.Kind == phrase.Check || s.Kind == phrase.Caution) && s.span.From <= d.actions[0].At {
			last = i
		}
	}
	purpose := false
	if s := d.sayings; len(s) > 0 && s[0].sentence.Typed && s[0].Kind == phrase.Do && !s[0].Ordered && s[0].span.From <= d.actions[0].At && deed.Aims(s[0].Text, d.actions) {
		s[0].Kind, purpose = phrase.Purpose, true // "# Renew the certificate", and then a look at it
	}
	for i, s := range d.sayings {
		if s.span.To.Add(early) > first {
			return
		}
		switch {
		case s.Kind == phrase.Purpose:
			purpose = true
		case s.Kind == phrase.Do && s.Habit && !s.Ordered && i < last:
			s.Kind, purpose = phrase.Purpose, true
		case s.Kind == phrase.Why && purpose && !d.goesWith(s):
			s.Kind = phrase.Purpose
		}
	}
}

// goesWith says whether a saying has an instruction in its own sentence.
func (d *draft) goesWith(s *saying) bool {
	for _, o := range d.sayings {
		if o != s && o.n == s.n {
			return true
		}
	}
	return false
}

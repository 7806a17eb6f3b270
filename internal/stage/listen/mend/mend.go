// Package mend puts names right that a speech engine misheard: "cube control" for kubectl, "check out a p i" for the
// checkout-api that stands on the screen. A correction needs a reason: a form in which nobody says anything else, or a name that the
// screen showed and that sounds the same. Ordinary English is left alone.
package mend

import (
	"slices"
	"sort"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/spoken"
)

// Limits is what mending depends on beside the words themselves.
type Limits struct {
	// Trust is the transcript's: the less of it, the sooner a doubtful word gives way to a name on the screen.
	Trust float64
	// Glossary are names that may be said though no screen shows them; what people once put right for one is always that.
	Glossary []sop.Term
}

// The bounds of likeness and of time.
const (
	nearby    = 15 * time.Second // a name on the screen so near in time is likely to be spoken of
	likeNear  = .25              // how far apart in sound a heard word and such a name may be
	likeFar   = .12              // and a name that stood there at another time
	doubtful  = .6               // a confidence below which even an ordinary word may have been a name
	mostWords = 4                // of a heard form
)

// name is something that may have been said.
type name struct {
	written string
	phones  []string
	words   int      // of its spoken form
	spoken  string   // its spoken form, in words
	shown   sop.Span // when it was nearest; see at
	spans   []sop.Span
	source  string
}

// Names gives the utterances with misheard names put right, each correction noted. What was given is not changed.
func Names(all []sop.Utterance, hints []sop.Hint, limits Limits) []sop.Utterance {
	m := newMender(hints, limits)
	out := slices.Clone(all)
	for i := range out {
		m.mend(&out[i])
	}
	return out
}

type mender struct {
	limits Limits
	names  []name
	// shown are the lower-case words that the screen showed, letter for letter.
	shown map[string]bool
	forms map[string]form // heard words → what they are
}

// form is a form in which a name is often misheard.
type form struct {
	written string
	sure    bool
	learnt  bool // from people, who also tell the case of letters
}

func newMender(hints []sop.Hint, limits Limits) *mender {
	m := &mender{limits: limits, shown: map[string]bool{}, forms: map[string]form{}}
	for _, n := range spoken.Names() {
		for _, h := range n.Heard {
			m.forms[h.Words] = form{n.Written, h.Sure, false}
		}
	}
	index := map[string]int{}
	add := func(written, source string, at sop.Span) {
		key := strings.ToLower(written)
		if i, ok := index[key]; ok {
			m.names[i].spans = append(m.names[i].spans, at)
			return
		}
		n, ok := asName(written)
		if !ok {
			return
		}
		n.source, n.spans = source, []sop.Span{at}
		index[key] = len(m.names)
		m.names = append(m.names, n)
	}
	for _, h := range hints {
		for _, f := range strings.Fields(h.Text) {
			f = strings.Trim(f, `.,;:!?()[]{}<>"'“”‘’|#*`)
			m.shown[strings.ToLower(f)] = true
			add(f, "screen", h.Span)
		}
	}
	for _, g := range limits.Glossary {
		add(g.Used, "glossary", sop.Span{})
		for _, heard := range g.Heard {
			if plain := plainly(heard); plain != "" {
				m.forms[plain] = form{g.Used, true, true}
			}
		}
	}
	return m
}

// plainly is a text as its words are compared: in small letters, without punctuation.
func plainly(text string) string {
	var all []string
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		if w = strings.Trim(w, ".,;:!?"); w != "" {
			all = append(all, w)
		}
	}
	return strings.Join(all, " ")
}

// asName says whether a word of the screen is a name that an engine may mishear: of the trade, or no ordinary English.
func asName(word string) (name, bool) {
	const longest = 24
	if len(word) < 4 || len(word) > longest || strings.ContainsAny(word, `/\=@:$%~`) {
		return name{}, false
	}
	words := spoken.Words(word)
	if len(words) == 0 || len(words) > 3 {
		return name{}, false
	}
	n := name{written: word, words: len(words), spoken: strings.Join(words, " ")}
	if known, ok := spoken.Lookup(word); ok {
		n.written = known.Written
	}
	ordinary := true
	for _, w := range words {
		if len(w) < 2 && len(words) > 1 && w != "a" || strings.ContainsFunc(word, func(r rune) bool { return r >= '0' && r <= '9' }) {
			return name{}, false // numbers and loose letters: IDs that nobody says as a word
		}
		if !spoken.Sayable(w) && len(w) > 5 {
			return name{}, false
		}
		ordinary = ordinary && spoken.Common(w)
		n.phones = append(n.phones, spoken.Phones(w)...)
	}
	if ordinary && len(words) == 1 || len(n.phones) < 4 {
		return name{}, false
	}
	return n, true
}

// mend goes through an utterance from its beginning and replaces the longest form first.
func (m *mender) mend(u *sop.Utterance) {
	words := slices.Clone(u.Words)
	var out []sop.SpokenWord
	changed := false
	for i := 0; i < len(words); {
		c, n := m.match(words[i:], u.Span)
		if n == 0 {
			out = append(out, words[i])
			i++
			continue
		}
		w := sop.SpokenWord{Text: c.Used + ending(words[i+n-1].Text), Confidence: c.Confidence, Guessed: words[i].Guessed, Span: sop.Span{From: words[i].Span.From, To: words[i+n-1].Span.To}}
		out = append(out, w)
		u.Corrections = append(slices.Clip(u.Corrections), c)
		changed = true
		i += n
	}
	if !changed {
		return
	}
	u.Words = out
	texts := make([]string, len(out))
	for i, w := range out {
		texts[i] = w.Text
	}
	u.Text = strings.Join(texts, " ")
}

// ending is the punctuation at the end of a word.
func ending(w string) string {
	return w[len(strings.TrimRight(w, ".,;:!?")):]
}

// match finds what the first n words should have been; n is 0 when they stand.
func (m *mender) match(words []sop.SpokenWord, at sop.Span) (sop.Correction, int) {
	for n := min(mostWords, len(words)); n > 0; n-- {
		heard, plain := said(words[:n])
		if plain == "" {
			continue
		}
		if f, ok := m.forms[plain]; ok && heard != f.written && (f.learnt || !strings.EqualFold(heard, f.written)) && (f.sure || m.shown[strings.ToLower(f.written)]) {
			return m.correction(heard, f.written, words[:n]), n
		}
		if best, ok := m.sounding(words[:n], plain, at); ok && best.written != heard {
			return m.correction(heard, best.written, words[:n]), n
		}
	}
	return sop.Correction{}, 0
}

// said are words as they were heard, and in small letters without punctuation; plain is empty when a sentence ends among them.
func said(words []sop.SpokenWord) (heard, plain string) {
	var a, b []string
	for i, w := range words {
		t := strings.Trim(w.Text, ".,;:!?")
		if t == "" || i+1 < len(words) && ending(w.Text) != "" {
			return "", ""
		}
		a, b = append(a, t), append(b, strings.ToLower(t))
	}
	return strings.Join(a, " "), strings.Join(b, " ")
}

func (m *mender) correction(heard, used string, words []sop.SpokenWord) sop.Correction {
	c := sop.Correction{Heard: heard, Used: used, Source: "glossary", Confidence: 1}
	at := words[0].Span.From
	best := time.Duration(1 << 62)
	for _, n := range m.names {
		if !strings.EqualFold(n.written, used) {
			continue
		}
		c.Source = n.source
		for _, s := range n.spans {
			if gap := s.Gap(sop.Span{From: at, To: at}); gap < best {
				best, c.At = gap, max(s.From, min(at, s.To))
			}
		}
	}
	for _, w := range words {
		c.Confidence = min(c.Confidence, max(.5, w.Confidence))
	}
	return c
}

// sounding is the name on the screen that words sound like, if they may be doubted.
func (m *mender) sounding(words []sop.SpokenWord, plain string, at sop.Span) (name, bool) {
	for _, n := range m.names {
		if n.words > 1 && squeezed(n.spoken) == squeezed(plain) {
			return n, true // "check out api" is checkout-api
		}
	}
	if m.shown[plain] || !m.mayBeWrong(words) || len(words) > 1 && (m.holdsShown(words) || edged(plain)) {
		return name{}, false
	}
	var phones []string
	for _, w := range spoken.Words(plain) {
		phones = append(phones, spoken.Phones(w)...)
	}
	type candidate struct {
		name
		distance float64
	}
	var all []candidate
	for _, n := range m.names {
		near := slices.ContainsFunc(n.spans, func(s sop.Span) bool { return s == (sop.Span{}) || s.Gap(at) <= nearby })
		limit := likeFar
		if near {
			limit = likeNear
		}
		if len(n.phones) < 5 {
			limit /= 2
		}
		if len(phones)*2 < len(n.phones) || len(n.phones)*2 < len(phones) {
			continue
		}
		if d := spoken.Distance(phones, n.phones); d <= limit {
			all = append(all, candidate{n, d})
		}
	}
	if len(all) == 0 {
		return name{}, false
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].distance < all[j].distance })
	return all[0].name, true
}

// holdsShown says whether one of the words is a name that the screen shows, heard as it is written.
func (m *mender) holdsShown(words []sop.SpokenWord) bool {
	return slices.ContainsFunc(words, func(w sop.SpokenWord) bool {
		t := strings.ToLower(strings.Trim(w.Text, ".,;:!?"))
		_, known := spoken.Lookup(t)
		return known || m.shown[t] && !spoken.Common(t)
	})
}

// mayBeWrong says whether words may be something else than what they say: one of them is no ordinary English, or was not
// heard clearly by an engine that isn't trusted.
func (m *mender) mayBeWrong(words []sop.SpokenWord) bool {
	return slices.ContainsFunc(words, func(w sop.SpokenWord) bool {
		t := strings.ToLower(strings.Trim(w.Text, ".,;:!?"))
		_, known := spoken.Lookup(t)
		return !known && (!spoken.Common(t) || m.limits.Trust < .6 && w.Confidence < doubtful && len(t) > 3)
	})
}

func squeezed(s string) string { return strings.ReplaceAll(s, " ", "") }

// edges are words that no misheard name begins or ends with: they belong to the sentence.
var edges = map[string]bool{"the": true, "a": true, "an": true, "and": true, "to": true, "of": true, "in": true, "is": true, "it": true, "we": true, "on": true, "for": true, "with": true, "that": true, "this": true, "you": true, "then": true, "now": true, "or": true, "from": true, "are": true, "be": true, "at": true, "by": true, "if": true, "so": true}

// edged says whether heard words begin or end with such a word.
func edged(plain string) bool {
	f := strings.Fields(plain)
	return edges[f[0]] || edges[f[len(f)-1]]
}

package redact

import (
	"context"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Places tells where in the lines that were read in a picture a secret can be read: one that is known, misread letters allowed, or one that the
// rules find there and nowhere else. The boxes are in the lines' own coordinates.
func (p *Proof) Places(ctx context.Context, lines []sop.Line) (boxes []sop.Box, err error) {
	if len(lines) == 0 {
		return nil, nil
	}
	all := []sop.Screen{{Blocks: []sop.Block{{Lines: lines}}}}
	fresh, err := discover(ctx, Input{Screens: all})
	if err != nil {
		return nil, err
	}
	for _, s := range []Secrets{p.Secrets, fresh} {
		m := masker{secrets: s, redactions: make([]sop.Redaction, len(s.all))}
		m.screens(all)
		for _, r := range m.redactions {
			for _, x := range r.Seen {
				boxes = append(boxes, x.Box)
			}
		}
	}
	return append(boxes, p.broken(lines, boxes)...), nil
}

// broken are the lines in which a telling piece of a secret stands, though in a form that can't be placed: with blanks in it, or going on in the
// line below.
func (p *Proof) broken(lines []sop.Line, placed []sop.Box) (boxes []sop.Box) {
	held := func(l sop.Line) bool { return slices.ContainsFunc(placed, l.Box.Overlaps) }
	for i, l := range lines {
		switch {
		case held(l):
		case p.Secrets.In(l.Text):
			boxes = append(boxes, l.Box)
		case i > 0 && !held(lines[i-1]) && !p.Secrets.In(lines[i-1].Text) && p.Secrets.In(lines[i-1].Text+l.Text):
			boxes = append(boxes, lines[i-1].Box, l.Box)
		}
	}
	if len(boxes)+len(placed) == 0 && p.leaks(lines) {
		for _, l := range lines {
			boxes = append(boxes, l.Box)
		}
	}
	return boxes
}

// spoken are the times in which a secret is said, by the words' times where they are known, in order.
func (s Secrets) spoken(t sop.Transcript) (all []sop.Span) {
	if s.None() {
		return nil
	}
	open := "" // what was said last, when no secret was in it
	var last sop.Span
	for _, u := range t.Utterances {
		at := s.places(u.Text)
		for _, p := range at {
			all = append(all, said(u, p))
		}
		switch {
		case len(at) > 0:
			open = ""
			continue
		case s.In(u.Text):
			all = append(all, u.Span)
		case open != "" && s.In(open+u.Text): // it goes on in the next breath
			all = append(all, last, u.Span)
		}
		open, last = u.Text, u.Span
	}
	return all
}

// said is when the words of a place are said; all of the utterance's time when the words' own aren't known.
func said(u sop.Utterance, p place) (span sop.Span) {
	from := 0
	for _, w := range u.Words {
		k := strings.Index(u.Text[from:], w.Text)
		if k < 0 || w.Text == "" || w.Guessed {
			return u.Span
		}
		a, b := from+k, from+k+len(w.Text)
		from = b
		if a < p.to && p.from < b {
			span = span.Cover(w.Span)
		}
	}
	if span == (sop.Span{}) {
		return u.Span
	}
	return span
}

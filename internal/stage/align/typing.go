package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
)

// typing finds what was typed into fields: rows that grew, joined when they stand in one field.
func (s *scene) typing() []sop.Action {
	type run struct {
		span    sop.Span
		box     sop.Box
		element *sop.Element
	}
	var runs []run
	for _, k := range s.in.Shots {
		for _, c := range k.Changes {
			if c.Kind != sop.ChangeTyping || s.inTerminal(c) {
				continue
			}
			e := s.fieldAt(c)
			if n := len(runs); n > 0 {
				r := &runs[n-1]
				near := c.Span.From.Sub(r.span.To) < 4*time.Second
				if near && (e != nil && r.element != nil && overlapping(e.Box, r.element.Box) || sameRow(c.Box, r.box)) {
					r.span, r.box = r.span.Cover(c.Span), r.box.Union(c.Box)
					if r.element == nil {
						r.element = e
					}
					continue
				}
			}
			runs = append(runs, run{c.Span, c.Box, e})
		}
	}
	var out []sop.Action
	for _, r := range runs {
		a := sop.Action{Kind: sop.Type, At: r.span.From.Add(-delay / 2), Span: r.span, Before: r.span.From.Add(-step), After: r.span.To, Confidence: .8}
		box := r.box
		if r.element != nil {
			box = r.element.Box
			a.Label, a.Element = r.element.Label, sop.ElementField
		}
		a.Box = &box
		a.Text = s.textIn(box, r.span)
		if isDots(a.Text) {
			a.Text = password
		}
		if k := s.screenAt(r.span.To); s.inAddressBar(k, r.box) {
			a = s.opened(a, k)
		}
		if a.Text == "" && a.Kind == sop.Type {
			a.Unsure, a.Confidence = "The text that was typed could not be read.", .5
		}
		out = append(out, a)
	}
	return out
}

// password stands for a text that the screen showed as dots.
const password = "<PASSWORD>"

func isDots(s string) bool {
	return len(s) > 0 && strings.Trim(s, "•●*·.eoO°« ") == "" && strings.ContainsAny(s, "•●*·")
}

func overlapping(a, b sop.Box) bool {
	i := a.Rect().Intersect(b.Rect())
	return 2*i.Dx()*i.Dy() > min(a.W*a.H, b.W*b.H)
}

func sameRow(a, b sop.Box) bool {
	return abs(a.Centre().Y-b.Centre().Y) < 12 && a.Grow(40).Overlaps(b)
}

func abs(n int) int { return max(n, -n) }

func (s *scene) inTerminal(c sop.Change) bool {
	k := s.screenAt(c.Span.To)
	if k == nil {
		return false
	}
	for _, t := range k.Terminals {
		if c.Box.Centre().In(t.Box) {
			return true
		}
	}
	return false
}

// fieldAt is the field or other element in which a change of typing stands, as seen after or before it.
func (s *scene) fieldAt(c sop.Change) *sop.Element {
	spot := sop.Point{X: c.Box.X + min(c.Box.W/2, 12), Y: c.Box.Y + c.Box.H/2}
	var best *sop.Element
	for _, k := range []*sop.Screen{s.screenFrom(c.Span.To), s.screenAt(c.Span.From.Add(-step))} {
		if k == nil {
			continue
		}
		for i := range k.Elements {
			e := &k.Elements[i]
			if spot.In(e.Box.Grow(4)) && e.Box.H < 280 && (best == nil || best.Kind != sop.ElementField && e.Kind == sop.ElementField) {
				best = e
			}
		}
	}
	return best
}

// textIn is what stands in a box once typing has ended there: on the last screen that still shows the same beginning.
func (s *scene) textIn(b sop.Box, typed sop.Span) string {
	text := ""
	for i := range s.in.Screens {
		k := &s.in.Screens[i]
		if k.At < typed.To.Add(-step) || k.At > typed.To.Add(20*time.Second) {
			continue
		}
		now := wordsIn(k, b)
		if text == "" {
			text = now
			continue
		}
		if now == "" || !continues(text, now) {
			break
		}
		text = now
	}
	return text
}

// continues says whether a later reading is still that of the same text.
func continues(was, now string) bool {
	a, b := strings.ToLower(was), strings.ToLower(now)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return 2*n >= min(len(a), len(b)) && len(b) >= len(a)
}

// wordsIn are the words whose middle lies in a box, in order.
func wordsIn(k *sop.Screen, b sop.Box) string {
	var out []string
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			for _, w := range l.Words {
				if w.Box.Centre().In(b) {
					out = append(out, w.Text)
				}
			}
		}
	}
	return strings.Join(out, " ")
}

// inAddressBar says whether a box lies on the address that the screen shows.
func (s *scene) inAddressBar(k *sop.Screen, b sop.Box) bool {
	if k == nil {
		return false
	}
	for _, at := range []*sop.Screen{k, s.screenFrom(k.At + 1)} {
		if at == nil || at.Address == "" {
			continue
		}
		for _, g := range at.Blocks {
			for _, l := range g.Lines {
				if strings.Contains(l.Text, at.Address) && abs(l.Box.Centre().Y-b.Centre().Y) < 10 {
					return true
				}
			}
		}
	}
	return false
}

// opened turns typing in the address bar into the opening of an address: at the moment when the page changed.
func (s *scene) opened(a sop.Action, _ *sop.Screen) sop.Action {
	a.Kind, a.Element, a.Box = sop.Open, "", nil
	for _, e := range s.events {
		if e.span.From >= a.Span.To.Add(-step) && e.span.From <= a.Span.To.Add(4*time.Second) {
			a.At, a.Before, a.After = e.span.From.Add(-delay), e.span.From.Add(-step), e.span.To
			a.Span.To = e.span.To
			break
		}
	}
	if k := s.screenFrom(a.After.Add(300 * time.Millisecond)); k != nil && k.Address != "" {
		a.Label = k.Address
	} else {
		a.Label = a.Text
	}
	a.Text = ""
	return a
}

// mergeClicksIntoTyping drops the click that only put the caret into the field that was typed into.
func (s *scene) mergeClicksIntoTyping(all []sop.Action) []sop.Action {
	out := all[:0]
	for i, a := range all {
		if a.Kind == sop.Click && (a.Element == sop.ElementField || a.Element == sop.ElementOther || a.Element == "") && i+1 < len(all) {
			n := &all[i+1]
			if (n.Kind == sop.Type || n.Kind == sop.Open) && n.At.Sub(a.At) < 6*time.Second && (n.Box == nil || a.Point.In(n.Box.Grow(4))) {
				n.Span = n.Span.Cover(a.Span)
				n.Before = a.Before
				if n.Point == nil {
					n.Point = a.Point
				}
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

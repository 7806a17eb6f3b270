package align

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
	"showhow/internal/stage/align/place"
)

// reach is how long before and after a click its target is looked at for its name.
const (
	reachBack  = 20 * time.Second
	reachAhead = 1500 * time.Millisecond
)

// name is the clicked thing's name: as it was read under the pointer, or better when the same place was read while the pointer
// was elsewhere, or that of a tip.
func (s *scene) name(v evidence, label string) string {
	if v.element == nil {
		if t := s.tip(v); t != "" {
			return t
		}
		return s.lineAt(v)
	}
	if t := s.addressAt(v); t != "" {
		return t
	}
	clear := s.clearName(standing{v.element.Box, v.element.Kind, v.rest.since, v.onset, v.e.cut, label})
	if clear != "" && (label == "" || label != clear && alike.Same(label, clear)) {
		label = clear
	}
	if utf8.RuneCountInString(alike.Squeezed(label)) <= 3 { // nothing, or perhaps an icon's strokes taken for letters and signs
		if t := s.tip(v); t != "" {
			return t
		}
	}
	if isStrokes(label) {
		return ""
	}
	return label
}

// isStrokes says whether a reading is likelier an icon's strokes than a name: signs alone, or one small letter. Nothing but the cross
// that closes things is named by one.
func isStrokes(label string) bool {
	short := alike.Squeezed(label)
	r, n := utf8.DecodeRuneInString(short)
	return short == "" || len(short) == n && unicode.IsLower(r) && strings.TrimSpace(label) == short && r != 'x'
}

// addressAt is the address under the pointer when what is clicked is a line of text: the link in it. Empty when there is none.
func (s *scene) addressAt(v evidence) string {
	if len(strings.Fields(v.element.Label)) < 3 {
		return ""
	}
	for _, k := range reversed(s.screensIn(sop.Span{From: v.onset.Add(-reachBack), To: v.onset.Add(-step)})) {
		for _, g := range k.Blocks {
			for _, l := range g.Lines {
				for _, w := range l.Words {
					if strings.Contains(w.Text, "://") && v.rest.point.In(w.Box.Grow(6)) && !s.changedSince(l.Box, k.At, v.onset) {
						return strings.Trim(w.Text, ".,;()<>")
					}
				}
			}
		}
	}
	return ""
}

// standing is an element under the pointer: since when that stood there, and when what it did began to show.
type standing struct {
	box          sop.Box
	kind         sop.ElementKind
	since, onset sop.Moment
	cut          bool   // another page came
	read         string // what was read under the pointer; may be empty
}

// clearName is what was read in the element's box while the pointer wasn't over it and nothing else stood there: what is most like
// the reading under the pointer, else what was read most often, latest first. Empty when it never was.
func (s *scene) clearName(v standing) string {
	b := v.box
	inner := b.Grow(2)
	from := v.onset.Add(-reachBack)
	for _, c := range s.changes { // another thing may have stood there before the last large change
		if c.Span.From < v.onset.Add(-2*step) && c.Span.From > from && c.Kind != sop.ChangeTyping && place.Share(b, c.Box) > .5 && c.Box.W*c.Box.H > 3*b.W*b.H {
			from = c.Span.From
			if c.Span.To < v.since {
				from = c.Span.To
			}
		}
	}
	counts := map[string]int{}
	best := ""
	screens := s.screensIn(sop.Span{From: from, To: v.onset.Add(reachAhead)})
	for i := len(screens) - 1; i >= 0; i-- {
		k := &screens[i]
		if k.At >= v.onset && (v.cut || s.changedOver(b, sop.Span{From: v.onset, To: k.At})) {
			continue
		}
		if r, ok := s.restAt(k.At); ok && r.covers(b) {
			continue
		}
		t := nameIn(k, inner, v.kind)
		if t == "" || len(strings.Fields(t)) > 8 {
			continue
		}
		counts[t]++
		if best == "" || counts[t] > counts[best] {
			best = t
		}
	}
	for _, t := range slices.Sorted(maps.Keys(counts)) {
		if a := alike.Likeness(t, v.read); a >= .6 && a > alike.Likeness(best, v.read) {
			best = t // a place may have held another text for longer
		}
	}
	return best
}

// covers says whether the pointer may hide a part of b: an arrow and a hand reach down and to the right of their hot spot, an I-beam
// to all sides.
func (r rest) covers(b sop.Box) bool {
	p, reach := r.point, sop.Box{X: -4, Y: -4, W: 24, H: 32}
	switch r.shape {
	case sop.PointerHand:
		reach = sop.Box{X: -10, Y: -4, W: 30, H: 30}
	case sop.PointerText:
		reach = sop.Box{X: -8, Y: -14, W: 16, H: 28}
	case sop.PointerOther:
		reach = sop.Box{X: -16, Y: -16, W: 40, H: 46}
	}
	return b.Overlaps(sop.Box{X: p.X + reach.X, Y: p.Y + reach.Y, W: reach.W, H: reach.H})
}

// nameIn is the name of what lies in a box: an element's that was found there, else the words.
func nameIn(k *sop.Screen, b sop.Box, kind sop.ElementKind) string {
	for _, e := range k.Elements {
		if e.Label != "" && e.Kind != sop.ElementField && place.Alike(e.Box, b) {
			return e.Label
		}
	}
	switch kind {
	case sop.ElementField, sop.ElementSelect:
		return "" // what stands in it is its text
	case sop.ElementMenu:
		return place.FirstLine(k, b)
	}
	return place.Words(k, b)
}

// changedOver says whether something larger than the box changed all over it within a span.
func (s *scene) changedOver(b sop.Box, in sop.Span) bool {
	for _, c := range s.changes {
		if c.Span.From >= in.From.Add(-2*step) && c.Span.From <= in.To && place.Share(b, c.Box) > .9 && c.Box.W*c.Box.H > 4*b.W*b.H {
			return true
		}
	}
	return false
}

// lineAt is the text that was read where the pointer stands before it came there: an entry of a menu or a list that has no
// face of its own. Empty when the place has changed since.
func (s *scene) lineAt(v evidence) string {
	p := v.rest.point
	for _, k := range reversed(s.screensIn(sop.Span{From: v.onset.Add(-reachBack), To: v.onset.Add(-step)})) {
		for _, g := range k.Blocks {
			for _, l := range g.Lines {
				if !p.In(l.Box.Grow(7)) || len(strings.Fields(l.Text)) > 6 {
					continue
				}
				if r, ok := s.restAt(k.At); ok && r.covers(l.Box) || s.changedSince(l.Box, k.At, v.onset) {
					continue
				}
				return strings.TrimSpace(l.Text)
			}
		}
	}
	return ""
}

// changedSince says whether something larger than the box came over all of it after one moment and before another.
func (s *scene) changedSince(b sop.Box, from, to sop.Moment) bool {
	for _, c := range s.changes {
		if c.Span.To > from && c.Span.From < to.Add(-step) && c.Kind != sop.ChangeBusy && place.Share(b, c.Box) > .9 && c.Box.W*c.Box.H > 4*b.W*b.H {
			return true
		}
	}
	return false
}

// tip is the text of a tip that came up beside the pointer: shortly before the click, or just as it was made, when it is gone
// once the click has had its effect. Empty when there was none.
func (s *scene) tip(v evidence) string {
	if k := s.screenAt(v.onset.Add(-step)); k != nil {
		if t := s.tipOn(k, v, v.onset); t != "" {
			return t
		}
	}
	for _, k := range reversed(s.screensIn(sop.Span{From: v.rest.since, To: v.onset.Add(-step)})) {
		if t := s.tipOn(&k, v, v.onset); t != "" {
			return t
		}
	}
	end := v.e.quiet()
	last := s.screenFrom(end)
	for _, k := range s.screensIn(sop.Span{From: v.onset, To: end.Add(-1)}) {
		if t := s.tipOn(&k, v, k.At.Add(step)); t != "" && last != nil && last.At > k.At && !shows(last, t) {
			return t
		}
	}
	return ""
}

// shows says whether a line of that text is on a screen.
func shows(k *sop.Screen, text string) bool {
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			if alike.Likeness(l.Text, text) >= .8 {
				return true
			}
		}
	}
	return false
}

// tipOn is the nearest line by the pointer on a screen that came up before the end; empty when there is none.
func (s *scene) tipOn(k *sop.Screen, v evidence, end sop.Moment) string {
	const nearest, farthest, aside, longest = 6, 60, 160, 60
	best, place := "", farthest+1
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			b := l.Box
			gap := max(b.Y-v.rest.point.Y, v.rest.point.Y-b.Y-b.H)
			if gap < nearest || gap >= place || abs(b.Centre().X-v.rest.point.X) > aside || utf8.RuneCountInString(l.Text) > longest {
				continue
			}
			if s.cameUp(l, v, end) || s.cameAndWent(k, l, v) {
				best, place = l.Text, gap
			}
		}
	}
	return strings.TrimSpace(best)
}

// approach is how long before it rests the pointer may be over what shows a tip.
const approach = 1500 * time.Millisecond

// cameUp says whether a line appeared with something of a tip's size while the pointer was near, and was not there before.
func (s *scene) cameUp(l sop.Line, v evidence, end sop.Moment) bool {
	for _, c := range s.changes {
		if c.Span.From < v.rest.since.Add(-approach) || c.Span.From >= end || c.Kind == sop.ChangeBusy || c.Kind == sop.ChangeCut || c.Kind == sop.ChangeScroll {
			continue
		}
		if place.Share(l.Box, c.Box.Grow(4)) <= .8 || c.Box.H >= 200 {
			continue
		}
		if was := s.screenAt(c.Span.From.Add(-step)); was != nil && alike.Squeezed(place.Words(was, l.Box.Grow(3))) != alike.Squeezed(l.Text) {
			return true
		}
	}
	return false
}

// cameAndWent says whether a line stood there only while the pointer rested: on the page before it came the place was bare, and it
// is again. What comes up without a strong contrast isn't told as a change.
func (s *scene) cameAndWent(k *sop.Screen, l sop.Line, v evidence) bool {
	was, now := s.screenAt(v.rest.since.Add(-step)), s.screenFrom(v.e.quiet())
	if was == nil || now == nil || k.At < v.rest.since || now.At <= k.At || v.e.cut && k.At >= v.onset {
		return false
	}
	around := l.Box.Grow(3)
	return !s.changedOver(l.Box, sop.Span{From: was.At, To: k.At}) && place.Words(was, around) == "" && alike.Squeezed(place.Words(now, around)) != alike.Squeezed(l.Text)
}

// isTip says whether all that came was a tip: a line of text on a small face beside the pointer.
func (s *scene) isTip(v evidence) bool {
	b := v.e.box
	d := place.Apart(v.rest.point, b)
	if v.e.cut || b.H >= 60 || b.W >= 420 || d < 2 || d > 60 || v.within {
		return false
	}
	now, was := s.screenFrom(v.e.quiet()), s.screenAt(v.onset.Add(-step))
	return now != nil && was != nil && place.Words(now, b) != "" && place.Words(was, b) == "" && !s.stays(v, place.Words(now, b))
}

// stays says whether the words that came beside a pointer still stand there when it has surely left: a tip would have gone with it.
func (s *scene) stays(v evidence, words string) bool {
	i := slices.IndexFunc(s.path, func(p sop.PointerSample) bool { return p.At > v.onset && place.Distance(p.Point, v.rest.point) >= 120 })
	if i < 0 {
		return false
	}
	later := s.screenAt(s.path[i].At.Add(time.Second))
	return later != nil && alike.Squeezed(place.Words(later, v.e.box)) == alike.Squeezed(words)
}

// withoutTips drops a nameless click that was but a tip's coming up: the true click follows at the same place.
func withoutTips(clicks []sop.Action) []sop.Action {
	var out []sop.Action
	for i, a := range clicks {
		if i+1 < len(clicks) && a.Label == "" {
			n := clicks[i+1]
			if n.At.Sub(a.At) < time.Second && place.Distance(*a.Point, *n.Point) < 30 && a.Confidence < n.Confidence+.2 {
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

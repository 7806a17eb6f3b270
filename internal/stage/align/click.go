package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
	"showhow/internal/stage/align/place"
)

// delay is how long before the first changed picture a button was pressed, as a rule.
const delay = 100 * time.Millisecond

// evidence is what speaks for an event's being the reaction to a click.
type evidence struct {
	e       event
	onset   sop.Moment // when the reaction began
	rest    rest
	element *sop.Element
	nearest float64 // pixels from the pointer to the nearest change
	fresh   bool    // no other click is known since the pointer came to stand here
	turned  bool    // another page has come since that click
	within  bool    // a change lies within the element itself
	lone    bool    // and none lies elsewhere
	named   bool    // the element's name was spoken about then, and not for that other click
}

// clicks goes through the events and keeps those that a click explains and nothing else does.
func (s *scene) clicks(done []sop.Action) []sop.Action {
	var out []sop.Action
	var last sop.Moment = -1
	for _, e := range s.events {
		v, score := s.best(e, last)
		if score < enough || explained(v.onset, done) || s.hover(v) || s.isTip(v) || s.isLeaving(v) || s.byKeys(v) {
			continue
		}
		last = v.onset
		out = append(out, s.click(v, score))
	}
	return withoutTips(out)
}

// explained says whether one of the actions had what began at m as its effect.
func explained(m sop.Moment, done []sop.Action) bool {
	for _, a := range done {
		if a.Kind != sop.Type && a.Span.From <= m && m <= a.Span.To {
			return true
		}
	}
	return false
}

// best is the strongest evidence for an event: the pointer stood still before it began or, when the pointer itself set the
// event off by arriving, before a later part of it.
func (s *scene) best(e event, last sop.Moment) (evidence, float64) {
	var best evidence
	top := -100.0
	for i, m := range e.onsets {
		if i > 0 && m.Sub(e.span.From) > 3*time.Second {
			break
		}
		v, ok := s.evidence(e, m, last)
		if !ok {
			continue
		}
		n := v.score()
		if i > 0 {
			n -= .3
			if v.rest.since < e.span.From.Add(-step) {
				continue // it stood there before the event began: the first onset tells
			}
		}
		if n > top {
			best, top = v, n
		}
	}
	return best, top
}

func (s *scene) evidence(e event, onset, last sop.Moment) (evidence, bool) {
	before := onset.Add(-step)
	r, ok := s.restAt(before)
	if !ok {
		return evidence{}, false
	}
	v := evidence{e: e, onset: onset, rest: r, nearest: 1e9, fresh: r.since > last}
	v.turned = !v.fresh && s.turned(sop.Span{From: last, To: before})
	v.element = s.elementAt(before, r.point)
	v.lone = true
	for _, c := range e.changes {
		v.nearest = min(v.nearest, place.Apart(r.point, c.Box))
		if v.element != nil && place.Share(c.Box, v.element.Box.Grow(8)) > .7 {
			v.within = true
		} else {
			v.lone = false
		}
	}
	if v.element != nil && (v.fresh || v.turned) { // else what was said speaks for the click that is known already
		v.named = s.spokenNear(v.element.Label, sop.Span{From: before.Add(-5 * time.Second), To: before.Add(3 * time.Second)})
	}
	return v, true
}

// turned says whether another page came within a span, and had settled by its end.
func (s *scene) turned(in sop.Span) bool {
	for _, e := range s.events {
		if e.cut && e.span.From >= in.From && e.quiet().Add(settling) <= in.To {
			return true
		}
	}
	return false
}

// elementAt is the element that was found under a point, on the last screen before m that has one and is not old.
func (s *scene) elementAt(m sop.Moment, p sop.Point) *sop.Element {
	var best *sop.Element
	ks := s.screensIn(sop.Span{From: m.Add(-1500 * time.Millisecond), To: m})
	if k := s.screenAt(m); len(ks) == 0 && k != nil {
		ks = []sop.Screen{*k}
	}
	for j := len(ks) - 1; j >= 0 && best == nil; j-- {
		for i := range ks[j].Elements {
			e := &ks[j].Elements[i]
			if p.In(e.Box.Grow(5)) && (best == nil || e.Box.W*e.Box.H < best.Box.W*best.Box.H) {
				best = e
			}
		}
	}
	return best
}

// enough is the score from which on an event counts as a click's.
const enough = 2.5

// score weighs the evidence; the weights were set by hand on recordings with known clicks.
func (v evidence) score() float64 {
	n := v.ofElement()
	switch {
	case v.nearest <= 12:
		n += 1.5
	case v.nearest <= 80:
		n += .7
	}
	if v.named {
		n++
	}
	switch held := v.rest.held; {
	case held < 200*time.Millisecond && v.within && v.lone:
		n -= 4 // it has lit up because the pointer has come
	case held < 100*time.Millisecond:
		n -= 2.5
	case held < 2500*time.Millisecond:
		n++
	case held > 6*time.Second:
		n--
	}
	switch {
	case v.fresh:
		n++
	case v.within:
		n -= .5
	case v.turned:
		n-- // it is over another page than when it clicked
	default:
		n -= 2.5
	}
	if v.e.cut {
		n += .5
	}
	switch {
	case v.rest.flew:
		n -= 3.5 // it is elsewhere
	case v.rest.confidence == 0:
		n -= 1.5 // it may be
	}
	return n
}

// ofElement is what the thing under the pointer and the pointer's shape tell: pages show a hand over what can be clicked.
func (v evidence) ofElement() float64 {
	hand := 0.0
	if v.rest.shape == sop.PointerHand {
		hand = 1
	}
	if v.element == nil {
		return -1.5 + 1.5*hand
	}
	switch v.element.Kind {
	case sop.ElementLink:
		return -.3 + 2*hand
	case sop.ElementIcon, sop.ElementOther:
		return .5 + hand
	}
	return 1.5 + .7*hand
}

// click is the action told by the evidence.
func (s *scene) click(v evidence, score float64) sop.Action {
	p := v.rest.point
	a := sop.Action{
		Kind: sop.Click, At: v.onset.Add(-delay), Span: sop.Span{From: max(v.rest.since, v.onset.Add(-2*time.Second)), To: max(v.onset, v.e.quiet())},
		Point: &p, Before: v.onset.Add(-step), After: max(v.onset, v.e.quiet()), Confidence: max(.3, min(.98, .45+score/12)),
	}
	if v.element != nil {
		b := v.element.Box
		a.Label, a.Element, a.Box = v.element.Label, v.element.Kind, &b
	}
	if a.Label = s.name(v, a.Label); a.Element == sop.ElementIcon && a.Label != "" && s.clearName(standing{*a.Box, a.Element, v.rest.since, v.onset, v.e.cut, a.Label}) == a.Label {
		a.Element = sop.ElementButton // words stand on it
	}
	if a.Label == "" {
		a.Unsure = "The name of what was clicked could not be read."
		if v.element != nil {
			a.Row = v.element.Row
		}
		a.Confidence *= .8
	}
	if a.Unsure == "" && strings.ContainsAny(a.Label, oddities) {
		a.Unsure = "The pointer or the focus may have hidden a part of the name."
		a.Confidence *= .8
	}
	return a
}

// oddities are signs that hardly stand in a name, but are read where something lies upon one.
const oddities = "‘’|~^{}«»©®§¢¥"

// hover says whether what appeared was there only because the pointer rested: a tip, a highlighted row. It went away
// again, small as it was, just when the pointer left.
func (s *scene) hover(v evidence) bool {
	if v.e.cut || v.e.pixels*40 > s.size.W*s.size.H || v.rest.held > 3*time.Second {
		return false
	}
	left := s.leaves(v.rest, v.onset)
	for _, e := range s.events {
		if e.span.From <= v.onset || e.span.From < left.Add(-step) || e.span.From > left.Add(2*step) {
			continue
		}
		if place.Share(v.e.box, e.box.Grow(8)) < .8 {
			continue
		}
		was, now := s.screenAt(v.onset.Add(-step)), s.screenFrom(e.quiet())
		if was != nil && now != nil && alike.Squeezed(place.Words(was, v.e.box)) == alike.Squeezed(place.Words(now, v.e.box)) {
			return true
		}
	}
	return false
}

// byKeys says whether a terminal's window came or went while the pointer had long been lying still: keys did that.
func (s *scene) byKeys(v evidence) bool {
	const long = 6 * time.Second
	was, now := s.screenAt(v.onset.Add(-step)), s.screenFrom(v.e.quiet())
	return v.rest.held > long && was != nil && now != nil && (alike.Comes(was, now) || alike.Comes(now, was))
}

// isLeaving says whether what changed was the element under the pointer alone, just as the pointer left it, when a click had been told
// there already: it isn't lit up any more.
func (s *scene) isLeaving(v evidence) bool {
	if v.fresh || !v.within || s.leaves(v.rest, v.onset.Add(-step)) > v.onset {
		return false
	}
	for _, c := range v.e.changes {
		if place.Apart(v.rest.point, c.Box) <= 12 && place.Share(c.Box, v.element.Box.Grow(8)) <= .7 {
			return false
		}
	}
	return true
}

// leaves is when the pointer left the place where it rested at m.
func (s *scene) leaves(r rest, m sop.Moment) sop.Moment {
	for _, p := range s.path {
		if p.At > m && place.Distance(p.Point, r.point) > still {
			return p.At
		}
	}
	return s.in.Media.Duration
}

package align

import (
	"time"

	"showhow/internal/sop"
)

// delay is how long before the first changed picture a button was pressed, as a rule.
const delay = 100 * time.Millisecond

// evidence is what speaks for an event's being the reaction to a click.
type evidence struct {
	rest    rest
	element *sop.Element
	nearest float64 // pixels from the pointer to the nearest change
	fresh   bool    // nothing has happened since the pointer came to stand here
	named   bool    // the element's name was spoken about then
	e       event
}

// clicks goes through the events and keeps those that a click explains.
func (s *scene) clicks(typed []sop.Action) []sop.Action {
	var out []sop.Action
	var last sop.Moment = -1
	for _, e := range s.events {
		v, ok := s.evidence(e, last)
		if !ok {
			continue
		}
		score := v.score()
		if score < enough {
			continue
		}
		last = e.span.To
		out = append(out, s.click(v, score))
	}
	return out
}

func (s *scene) evidence(e event, last sop.Moment) (evidence, bool) {
	before := e.span.From.Add(-step)
	r, ok := s.restAt(before)
	if !ok {
		return evidence{}, false
	}
	v := evidence{rest: r, e: e, nearest: 1e9, fresh: r.since > last}
	for _, c := range e.changes {
		v.nearest = min(v.nearest, apart(r.point, c.Box))
	}
	v.element = s.elementAt(before, r.point)
	if v.element != nil {
		v.named = s.spokenNear(v.element.Label, sop.Span{From: before.Add(-5 * time.Second), To: before.Add(3 * time.Second)})
	}
	return v, true
}

// elementAt is the element that was found under a point, on the last screen before m that has one.
func (s *scene) elementAt(m sop.Moment, p sop.Point) *sop.Element {
	k := s.screenAt(m)
	if k == nil {
		return nil
	}
	var best *sop.Element
	for i := range k.Elements {
		e := &k.Elements[i]
		if p.In(e.Box.Grow(6)) && (best == nil || e.Box.W*e.Box.H < best.Box.W*best.Box.H) {
			best = e
		}
	}
	return best
}

// enough is the score from which on an event counts as a click's.
const enough = 2.5

// score weighs the evidence; the weights were set by hand on recordings with known clicks.
func (v evidence) score() float64 {
	n := 0.0
	switch {
	case v.nearest <= 12:
		n += 1.5
	case v.nearest <= 80:
		n += .8
	}
	switch {
	case v.element == nil:
		n -= 1.5
	case v.element.Kind == sop.ElementOther:
	default:
		n += 1.5
	}
	if v.rest.shape == sop.PointerHand {
		n += .8
	}
	if v.named {
		n++
	}
	switch held := v.rest.held; {
	case held < 100*time.Millisecond:
		n -= 2
	case held < 2500*time.Millisecond:
		n++
	case held > 6*time.Second:
		n -= .7
	}
	if v.fresh {
		n++
	} else {
		n -= .5
	}
	if v.e.cut {
		n += .5
	}
	return n
}

// click is the action told by the evidence.
func (s *scene) click(v evidence, score float64) sop.Action {
	p := v.rest.point
	a := sop.Action{
		Kind: sop.Click, At: v.e.span.From.Add(-delay), Span: sop.Span{From: max(v.rest.since, v.e.span.From.Add(-2*time.Second)), To: v.e.span.To},
		Point: &p, Before: v.e.span.From.Add(-step), After: v.e.span.To, Confidence: min(1, .4+score/10),
	}
	if v.element != nil {
		b := v.element.Box
		a.Label, a.Element, a.Box = v.element.Label, v.element.Kind, &b
	}
	if a.Label == "" {
		a.Unsure = "The name of what was clicked could not be read."
	}
	return a
}

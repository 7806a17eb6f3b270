package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/alike"
	"showhow/internal/stage/align/place"
)

// choosing is how long a list may stand open.
const choosing = 15 * time.Second

// choices turns the opening of a list and the picking of one of its entries into a selection.
func (s *scene) choices(clicks []sop.Action) []sop.Action {
	var out []sop.Action
	for i := 0; i < len(clicks); i++ {
		a := s.asList(clicks[i])
		if a.Box == nil || a.Element != sop.ElementSelect && place.WithoutChevron(a.Label) == a.Label {
			out = append(out, a)
			continue
		}
		if a.Element == sop.ElementSelect && a.Label == "" {
			out = append(out, s.unnamedList(a)) // a menu, as good as: what is clicked in it is a click
			continue
		}
		if a.Element != sop.ElementSelect {
			a.Label = s.captionOf(a)
		}
		to := a.At.Add(choosing)
		if i+1 < len(clicks) {
			n := clicks[i+1]
			if text, ok := s.picked(a, n); ok && n.At < to {
				out = append(out, chosen(a, n, text))
				i++
				continue
			}
			to = min(to, n.At.Add(-step))
		}
		if e, text, ok := s.chosenByKeys(a, to); ok {
			n := a
			n.At, n.After, n.Span.To = e.span.From.Add(-delay), e.quiet(), e.quiet()
			out = append(out, chosen(a, n, text))
			continue
		}
		out = append(out, a)
	}
	return out
}

// asList is the click, as one on a list when the place that was clicked shows as one afterwards, still with the text that
// was read there: a list's frame may be too faint until it has the focus.
func (s *scene) asList(a sop.Action) sop.Action {
	k := s.screenFrom(a.After)
	if k == nil || a.Box == nil || a.Element == sop.ElementSelect {
		return a
	}
	for _, e := range k.Elements {
		if e.Kind == sop.ElementSelect && e.Label != "" && a.Point.In(e.Box) && place.Share(*a.Box, e.Box.Grow(4)) > .9 && alike.Same(place.WithoutChevron(e.Text), a.Label) {
			b := e.Box
			a.Element, a.Label, a.Box = e.Kind, e.Label, &b
			return a
		}
	}
	return a
}

// unnamedList is the click on a list that has no name but what it shows.
func (s *scene) unnamedList(a sop.Action) sop.Action {
	at := a.At.Add(delay)
	if r, ok := s.restAt(a.Before); ok {
		a.Label = s.clearName(standing{box: *a.Box, kind: sop.ElementButton, since: r.since, onset: at})
	}
	if k := s.screenAt(a.Before); a.Label == "" && k != nil {
		a.Label = place.InField(k, sop.Element{Kind: sop.ElementSelect, Box: *a.Box})
	}
	if a.Label = place.WithoutChevron(a.Label); a.Label != "" {
		a.Unsure = ""
	}
	return a
}

// captionOf is what stands above a list that was taken for a button; else the button's own words.
func (s *scene) captionOf(a sop.Action) string {
	const above = 26 // pixels
	if k := s.screenAt(a.Before); k != nil {
		if t := place.Words(k, sop.Box{X: a.Box.X - 6, Y: a.Box.Y - above, W: a.Box.W, H: above}); t != "" && len(strings.Fields(t)) <= 4 {
			return t
		}
	}
	return place.WithoutChevron(a.Label)
}

func chosen(opened, picked sop.Action, text string) sop.Action {
	a := opened
	a.Kind, a.Text, a.At, a.After = sop.Select, text, picked.At, picked.After
	a.Span = opened.Span.Cover(picked.Span)
	a.Unsure = ""
	if a.Label == "" {
		a.Unsure = "The name of the list could not be read."
	}
	return a
}

// picked says whether the click n picked an entry of the list that a opened, and the entry's text: what the list shows
// afterwards, as far as it was read as the entry was.
func (s *scene) picked(a, n sop.Action) (string, bool) {
	if n.Point == nil || n.Box == nil || n.Box.Y < a.Box.Y-600 || n.Point.X < a.Box.X-60 || n.Point.X > a.Box.X+a.Box.W+200 {
		return "", false
	}
	k := s.screenFrom(n.After)
	if k == nil {
		return "", false
	}
	now := place.InField(k, sop.Element{Kind: sop.ElementSelect, Box: *a.Box})
	if a, b := alike.Squeezed(now), alike.Squeezed(n.Label); len(a) > 0 && len(b) > 0 && alike.Continues(now, n.Label) {
		if strings.HasPrefix(a, b) && len(a) > len(b)+1 {
			return now, true
		}
		return n.Label, true
	}
	was := s.screenAt(a.Before)
	if was == nil || now == "" || alike.Squeezed(place.InField(was, sop.Element{Kind: sop.ElementSelect, Box: *a.Box})) == alike.Squeezed(now) {
		return "", false
	}
	return now, true
}

// chosenByKeys finds the event that closed a list that had been opened, when the list's text is another afterwards.
func (s *scene) chosenByKeys(a sop.Action, to sop.Moment) (event, string, bool) {
	before := s.screenAt(a.Before)
	if before == nil {
		return event{}, "", false
	}
	list := sop.Element{Kind: sop.ElementSelect, Box: *a.Box}
	was := place.InField(before, list)
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		if e.span.From <= a.At.Add(2*step) || e.span.From >= to || !e.box.Overlaps(a.Box.Grow(10)) {
			continue
		}
		k := s.screenFrom(e.quiet())
		if k == nil {
			continue
		}
		if now := place.InField(k, list); now != "" && alike.Squeezed(now) != alike.Squeezed(was) {
			return e, now, true
		}
	}
	return event{}, "", false
}

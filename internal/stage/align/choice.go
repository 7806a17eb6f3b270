package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
)

// choices turns the opening of a list and the click on one of its entries into a selection.
func (s *scene) choices(clicks []sop.Action, typed *[]sop.Action) []sop.Action {
	var out []sop.Action
	for i := 0; i < len(clicks); i++ {
		a := clicks[i]
		if a.Element != sop.ElementSelect || a.Box == nil {
			out = append(out, a)
			continue
		}
		to := a.After.Add(12 * time.Second)
		if i+1 < len(clicks) {
			n := clicks[i+1]
			if n.At < to && n.Label != "" && s.showsIn(n.After, *a.Box, n.Label) {
				out = append(out, chosen(a, n, n.Label))
				i++
				continue
			}
			to = min(to, n.At)
		}
		if e, text, ok := s.chosenByKeys(a, to); ok {
			n := a
			n.At, n.After, n.Span.To = e.span.From.Add(-delay), e.span.To, e.span.To
			out = append(out, chosen(a, n, text))
			continue
		}
		out = append(out, a)
	}
	return out
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

// showsIn says whether a box shows a text on the screen after m.
func (s *scene) showsIn(m sop.Moment, b sop.Box, text string) bool {
	k := s.screenFrom(m)
	return k != nil && strings.HasPrefix(squeezed(wordsIn(k, b)), squeezed(text))
}

func squeezed(s string) string { return strings.Join(plain(s), "") }

// chosenByKeys finds the event that closed a list that had been opened, when the list's text is another afterwards.
func (s *scene) chosenByKeys(a sop.Action, to sop.Moment) (event, string, bool) {
	before := s.screenAt(a.Before)
	if before == nil {
		return event{}, "", false
	}
	was := wordsIn(before, *a.Box)
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		if e.span.From <= a.After || e.span.From >= to {
			continue
		}
		k := s.screenFrom(e.span.To)
		if k == nil {
			continue
		}
		now := wordsIn(k, *a.Box)
		if now != "" && squeezed(now) != squeezed(was) {
			return e, strings.TrimRight(now, " vVYy~⌄▾▼"), true
		}
	}
	return event{}, "", false
}

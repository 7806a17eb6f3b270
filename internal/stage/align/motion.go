package align

import (
	"time"

	"showhow/internal/sop"
)

// scrollPause is how long a hand may rest between two turns of the wheel within one scroll.
const scrollPause = 1200 * time.Millisecond

// scrolls are the movements of the content as a whole; turns of the wheel in quick succession are one.
func (s *scene) scrolls() []sop.Action {
	var out []sop.Action
	for _, k := range s.in.Shots {
		for _, c := range k.Changes {
			if c.Kind != sop.ChangeScroll {
				continue
			}
			if n := len(out); n > 0 && c.Span.From.Sub(out[n-1].Span.To) < scrollPause {
				out[n-1].Span, out[n-1].After = out[n-1].Span.Cover(c.Span), c.Span.To
				continue
			}
			b := c.Box
			out = append(out, sop.Action{Kind: sop.Scroll, At: c.Span.From.Add(-delay), Span: c.Span, Box: &b,
				Before: c.Span.From.Add(-step), After: c.Span.To, Confidence: .8})
		}
	}
	return out
}

// switches are the cuts that no other action explains and that bring another window or tab to the front.
func (s *scene) switches(done []sop.Action) []sop.Action {
	var out []sop.Action
	for _, e := range s.events {
		if !e.cut || explained(e, done) {
			continue
		}
		was, now := s.screenAt(e.span.From.Add(-step)), s.screenFrom(e.span.To)
		if was == nil || now == nil || was == now || now.Title == "" && len(now.Terminals) == 0 {
			continue
		}
		if now.Title == was.Title && (len(now.Terminals) > 0) == (len(was.Terminals) > 0) {
			continue
		}
		label := now.Title
		if label == "" {
			label = "Terminal"
		}
		out = append(out, sop.Action{Kind: sop.Switch, At: e.span.From.Add(-delay), Span: e.span, Label: label,
			Before: e.span.From.Add(-step), After: e.span.To, Confidence: .7})
	}
	return out
}

// explained says whether one of the actions had the event as its effect.
func explained(e event, done []sop.Action) bool {
	for _, a := range done {
		if a.At <= e.span.From && a.After >= e.span.From {
			return true
		}
	}
	return false
}

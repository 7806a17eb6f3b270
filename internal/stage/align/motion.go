package align

import (
	"time"

	"showhow/internal/sop"
)

// scrollPause is how long a hand may rest between two turns of the wheel within one scroll.
const scrollPause = 1500 * time.Millisecond

// scrolls are the movements of the content as a whole; turns of the wheel in quick succession are one.
func (s *scene) scrolls(done []sop.Action) []sop.Action {
	var out []sop.Action
	for _, c := range s.changes {
		if c.Kind != sop.ChangeScroll || !s.isScroll(c) || explained(c.Span.From, done) {
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
	return out
}

// isScroll says whether a hand moved the content: up or down, and a good part of the screen. Charts creep sideways, and a
// highlight that goes down a menu looks like a small scroll. Terminals scroll by themselves.
func (s *scene) isScroll(c sop.Change) bool {
	return c.By != nil && abs(c.By.Y) >= 8 && 10*c.Box.W*c.Box.H >= s.size.W*s.size.H && 4*c.Box.H >= s.size.H &&
		!s.inTerminal(c.Box, c.Span.To)
}

// switches are the cuts that no other action explains and that bring another window or tab to the front.
func (s *scene) switches(done []sop.Action) []sop.Action {
	var out []sop.Action
	for _, e := range s.events {
		if !e.cut || explained(e.span.From, done) {
			continue
		}
		was, now := s.screenAt(e.span.From.Add(-step)), s.screenFrom(e.quiet())
		if was == nil || now == nil || was == now {
			continue
		}
		label, ok := s.switched(was, now)
		if !ok {
			continue
		}
		out = append(out, sop.Action{Kind: sop.Switch, At: e.span.From.Add(-delay), Span: e.span, Label: label,
			Before: e.span.From.Add(-step), After: e.quiet(), Confidence: .7})
	}
	return out
}

// switched tells what came to the front between two screens.
func (s *scene) switched(was, now *sop.Screen) (string, bool) {
	switch {
	case now.Title != "" && squeezed(now.Title) != squeezed(was.Title):
		return now.Title, true
	case len(now.Terminals) > len(was.Terminals):
		return "Terminal", true
	case now.Address != "" && !sameAddress(now.Address, was.Address):
		return now.Address, true
	}
	return "", false
}

var _ = time.Second

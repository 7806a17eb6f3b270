package align

import (
	"regexp"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/address"
	"showhow/internal/stage/align/alike"
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

// beginning is the time in which a recorder still puts itself away.
const beginning = sop.Moment(500 * time.Millisecond)

// settling is how long after a window came to the front what it shows may be read.
const settling = time.Second

// switches are the events that no other action explains and that bring another window or tab to the front. A terminal
// that comes or goes tells as much as a cut: it may look much like the page that it lies upon.
func (s *scene) switches(done []sop.Action) []sop.Action {
	var out []sop.Action
	for _, e := range s.events {
		if explained(e.span.From, done) || e.span.From < beginning {
			continue
		}
		was, now := s.screenAt(e.span.From.Add(-step)), s.screenFrom(e.quiet())
		if was == nil || now == nil || was == now || len(was.Blocks)+len(was.Terminals) == 0 {
			continue
		}
		label, ok := s.switched(was, s.settled(e, now), e.cut || s.isPage(e))
		if !ok {
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].Label == label && e.span.From.Sub(out[n].Span.To) < settling {
			out[n].Span, out[n].After = out[n].Span.Cover(e.span), e.quiet()
			continue
		}
		out = append(out, sop.Action{Kind: sop.Switch, At: e.span.From.Add(-delay), Span: e.span, Label: label,
			Before: e.span.From.Add(-step), After: e.quiet(), Confidence: .7})
	}
	return out
}

// isPage says whether an event changed most of the screen, as another tab does whose page looks alike.
func (s *scene) isPage(e event) bool { return 10*e.box.W*e.box.H >= 6*s.size.W*s.size.H }

// settled is the screen on which a terminal that came with the event has been read; now when none comes.
func (s *scene) settled(e event, now *sop.Screen) *sop.Screen {
	end := e.quiet().Add(settling)
	for _, f := range s.events {
		if f.span.From > e.quiet() {
			end = min(end, f.span.From)
			break
		}
	}
	for len(now.Terminals) == 0 {
		next := s.screenFrom(now.At + 1)
		if next == nil || next == now || next.At > end {
			return now
		}
		if len(next.Terminals) > 0 {
			return next
		}
		now = next
	}
	return now
}

// switched tells what came to the front between two screens.
func (s *scene) switched(was, now *sop.Screen, cut bool) (string, bool) {
	sameTitle := now.Title == "" || passing.MatchString(now.Title) || alike.Squeezed(now.Title) == alike.Squeezed(was.Title)
	samePage := now.Address != "" && address.Same(now.Address, was.Address) // its title has come, or was read otherwise
	switch {
	case cut && !sameTitle && !samePage:
		return now.Title, true
	case sameTitle && alike.Comes(now, was):
		return "Terminal", true
	case (sameTitle || !cut) && alike.Comes(was, now) && !alike.Comes(now, was) && now.Title != "":
		return now.Title, true
	case cut && now.Address != "" && !address.Same(now.Address, was.Address):
		return now.Address, true
	}
	return "", false
}

// passing are the titles of pages that are on their way: nobody turns to one of those.
var passing = regexp.MustCompile(`(?i)^\W*(?:(?:loading|connecting|new tab|untitled|about:blank)\W*(?:[-–—|].*)?|waiting for .*)$`)

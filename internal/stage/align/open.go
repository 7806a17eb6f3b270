package align

import (
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/address"
	"showhow/internal/stage/align/alike"
)

// shortest is how long the address bar must stir before it counts as typed in: opening a page by a link changes it at once.
const shortest = 700 * time.Millisecond

// openings are the addresses that were opened by the address bar: it stirs for a while, then it shows another address.
func (s *scene) openings() []sop.Action {
	var out []sop.Action
	for _, r := range s.barRuns() {
		if r.Length() < shortest {
			continue
		}
		was, now := s.addressBefore(r.From), s.addressAfter(r.To)
		if now == "" || address.Same(was, now) {
			continue
		}
		a := sop.Action{Kind: sop.Open, At: s.entered(r, now).Add(-delay), Span: sop.Span{From: s.tabBefore(r.From), To: r.To.Add(arrival)},
			Label: address.WithScheme(now), Before: r.To.Add(-step), After: r.To.Add(arrival), Confidence: .85}
		out = append(out, a)
	}
	return append(out, s.typedBehind(out)...)
}

// typedBehind are the addresses that were typed while all the rest of the screen changed, too, as in a new tab: a beginning of one
// stood in the bar, and soon all of it.
func (s *scene) typedBehind(opened []sop.Action) []sop.Action {
	const soon, late = 3 * time.Second, 500 * time.Millisecond // the bar is read a little after it has changed
	var out []sop.Action
	ks := s.in.Screens
	for i := range ks {
		part := ks[i].Address
		if part == "" || explained(ks[i].At, opened) || explained(ks[i].At, out) || address.SamePlace(part, s.addressBefore(ks[i].At)) {
			continue
		}
		whole := s.addressBefore(ks[i].At.Add(soon))
		if len(whole) <= len(part) || !strings.HasPrefix(whole, part) || !address.PartOf(part, whole) {
			continue
		}
		at := ks[i].At
		for _, k := range s.screensIn(sop.Span{From: at, To: at.Add(soon)}) {
			if alike.Likeness(k.Address, whole) >= .9 {
				at = k.At
				break
			}
		}
		if at == ks[i].At {
			continue
		}
		out = append(out, sop.Action{Kind: sop.Open, At: at, Span: sop.Span{From: s.tabBefore(ks[i].At.Add(-late)), To: at.Add(arrival)}, Label: address.WithScheme(whole),
			Before: at.Add(-step), After: at.Add(arrival), Confidence: .7})
	}
	return out
}

// entered is when the whole address stood in the bar; the run's end when that tells nothing else. What turns in the tab while a page
// is slow to come makes the run longer.
func (s *scene) entered(r sop.Span, now string) sop.Moment {
	for _, k := range reversed(s.screensIn(r)) {
		if k.Address != "" && !address.Same(k.Address, now) {
			break
		}
		if k.Address != "" && r.To.Sub(k.At) > slowPage {
			r.To = k.At
		}
	}
	return r.To
}

// slowPage is how long a page is on its way at the least for its coming not to be taken for the moment of Enter.
const slowPage = 1500 * time.Millisecond

// newTab is how long before typing a tab may have been opened, and arrival how long after Enter the page comes.
const (
	newTab  = 1500 * time.Millisecond
	arrival = 700 * time.Millisecond
)

// tabBefore is when the tab was opened in which the typing of an address began at m; m when it was no new one.
func (s *scene) tabBefore(m sop.Moment) sop.Moment {
	from := m
	for _, e := range s.events {
		if e.cut && e.span.From >= m.Add(-newTab) && e.span.From <= m {
			from = e.span.From.Add(-step)
		}
	}
	return from
}

// proposals is how tall the bar and the list below it are that stir while one types, in heights of the bar.
const proposals = 6

// widestTab is how wide a browser's tab is at most, in pixels.
const widestTab = 400

// barRuns are the stretches of time in which the address bar (or the list of proposals below it) stirred.
func (s *scene) barRuns() []sop.Span {
	var out []sop.Span
	for _, c := range s.changes {
		row, ok := s.barAt(c.Span.From)
		tab := c.Kind == sop.ChangeBusy && c.Box.W < widestTab // what turns in the tab above is one change with what is typed
		if !ok || c.Kind == sop.ChangeCut || !c.Box.Overlaps(row) || c.Box.Y < row.Y-16 && !tab {
			continue
		}
		if c.Box.X < row.X-150 && (c.Kind != sop.ChangeTyping || c.Box.H > 2*row.H) {
			continue // more than the bar; its buttons change with what is typed, too
		}
		if c.Kind == sop.ChangeBusy && c.Box.H > proposals*row.H {
			continue // a page with graphs, which reaches up to the bar
		}
		if n := len(out); n > 0 && c.Span.From.Sub(out[n-1].To) < 2*time.Second {
			out[n-1] = out[n-1].Cover(c.Span)
			continue
		}
		out = append(out, c.Span)
	}
	return out
}

// barAt is where the address stands at about m.
func (s *scene) barAt(m sop.Moment) (sop.Box, bool) {
	best, near := sop.Box{}, time.Duration(1<<62)
	for i := range s.in.Screens {
		k := &s.in.Screens[i]
		d := k.At.Sub(m)
		if k.Address == "" || max(d, -d) >= near {
			continue
		}
		if b, ok := addressBox(k); ok {
			best, near = b, max(d, -d)
		}
	}
	return best, near < 15*time.Second
}

func addressBox(k *sop.Screen) (sop.Box, bool) {
	for _, g := range k.Blocks {
		for _, l := range g.Lines {
			if strings.Contains(l.Text, k.Address) {
				return sop.Box{X: l.Box.X - 20, Y: l.Box.Y - 8, W: max(l.Box.W, 300) + 40, H: l.Box.H + 16}, true
			}
		}
	}
	return sop.Box{}, false
}

func (s *scene) addressBefore(m sop.Moment) string {
	for _, k := range reversed(s.screensIn(sop.Span{From: m.Add(-20 * time.Second), To: m.Add(-step)})) {
		if k.Address != "" {
			return k.Address
		}
	}
	return ""
}

// addressAfter is the address that stands once a page has come. One of which only a part was read, as when something lies
// upon the bar, gives way to the whole.
func (s *scene) addressAfter(m sop.Moment) string {
	first := ""
	for _, k := range s.screensIn(sop.Span{From: m.Add(-step), To: m.Add(8 * time.Second)}) {
		switch {
		case k.Address == "":
		case first == "":
			first = k.Address
		case address.PartOf(first, k.Address):
			return k.Address
		}
	}
	for _, k := range reversed(s.screensIn(sop.Span{From: m.Add(-3 * time.Second), To: m.Add(-step)})) {
		if first != "" && address.PartOf(first, k.Address) {
			return k.Address
		}
	}
	return first
}

func reversed(ks []sop.Screen) []sop.Screen {
	out := make([]sop.Screen, 0, len(ks))
	for i := len(ks) - 1; i >= 0; i-- {
		out = append(out, ks[i])
	}
	return out
}

package read

import (
	"sort"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// wanted is a picture to be read, and the spots whose elements are looked for: where the pointer stands, and what changed.
type wanted struct {
	frame int
	at    sop.Moment
	spots []sop.Point
}

// together is how close changes lie that are read as one: a click's cascade of repaints.
const together = 250 * time.Millisecond

// event is a group of changes.
type event struct {
	span    sop.Span
	changes []sop.Change
}

// eventsOf groups the changes that may be reactions. Typing stands alone: it goes on while other things happen.
func eventsOf(shots []sop.Shot) []event {
	var out []event
	open := -1
	for _, s := range shots {
		for _, c := range s.Changes {
			if c.Kind == sop.ChangeBusy {
				continue
			}
			if c.Kind == sop.ChangeTyping {
				out = append(out, event{c.Span, []sop.Change{c}})
				continue
			}
			if open >= 0 && c.Span.From.Sub(out[open].span.To) < together {
				e := &out[open]
				e.span, e.changes = e.span.Cover(c.Span), append(e.changes, c)
				continue
			}
			open = len(out)
			out = append(out, event{c.Span, []sop.Change{c}})
		}
	}
	return out
}

// later are the moments within an event at which more of it began: the pointer's coming may have set it off, a click gone on.
func later(e event, shots []sop.Shot) []sop.Moment {
	var out []sop.Moment
	for _, c := range e.changes {
		if c.Span.From > e.span.From {
			out = append(out, c.Span.From)
		}
	}
	for _, k := range shots {
		if k.Span.From > e.span.From && k.Span.From <= e.span.To {
			out = append(out, k.Span.From)
		}
	}
	if e.span.To.Sub(e.span.From) < 2*time.Second {
		out = append(out, e.span.To)
	}
	return out
}

// wantedMoments are the pictures before and after each event, and each shot's keyframe, in order.
func wantedMoments(f *film.Film, shots []sop.Shot) []wanted {
	at := map[int][]sop.Point{}
	moments := f.Moments()
	index := func(m sop.Moment) int {
		return max(0, sort.Search(len(moments), func(i int) bool { return moments[i] > m })-1)
	}
	p := pathOf(shots)
	want := func(frame int, spots ...sop.Point) {
		if q := p.at(moments[frame]); q != nil {
			spots = append(spots, q.Point)
		}
		for _, s := range spots {
			if !near(at[frame], s) {
				at[frame] = append(at[frame], s)
			}
		}
		if len(spots) == 0 && at[frame] == nil {
			at[frame] = []sop.Point{}
		}
	}
	if len(moments) == 0 {
		return nil
	}
	for _, e := range eventsOf(shots) {
		var spots []sop.Point
		for _, c := range e.changes {
			if mayBeTyped(c) {
				in := min(c.Box.W/2, 12) // at the text's end, too: what stands before the field may change with it
				spots = append(spots, sop.Point{X: c.Box.X + in, Y: c.Box.Y + c.Box.H/2}, sop.Point{X: c.Box.X + c.Box.W - 1 - in, Y: c.Box.Y + c.Box.H/2})
			}
		}
		from := index(e.span.From)
		if moments[from] >= e.span.From && from > 0 {
			from--
		}
		want(from, spots...)
		want(index(e.span.To), spots...)
		for _, m := range p.besides(e, moments[from]) {
			want(index(m), spots...)
		}
		for _, m := range later(e, shots) {
			i := max(0, index(m)-1)
			if a, b := p.at(moments[from]), p.at(moments[i]); a != nil && b != nil && abs(a.Point.X-b.Point.X)+abs(a.Point.Y-b.Point.Y) > 4 {
				want(i)
			}
		}
	}
	for _, s := range shots {
		want(index(s.Keyframe))
	}
	for _, m := range p.hovers() {
		want(index(m))
	}
	var out []wanted
	for frame, spots := range at {
		out = append(out, wanted{frame, moments[frame], spots})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].frame < out[j].frame })
	return out
}

// mayBeTyped says whether a change may be letters that came one after the other: few that came fast, with a caret that blinked behind
// them, don't look like typing to the watcher.
func mayBeTyped(c sop.Change) bool {
	const high, long = 40, 400 * time.Millisecond // of a line, in pixels; of a word
	return c.Kind == sop.ChangeTyping || c.Kind == sop.ChangeSmall && c.Box.H <= high && c.Box.W > c.Box.H/2 && c.Span.Length() >= long
}

// besides are the moments at which an event is looked at beside its begin and its end.
func (p path) besides(e event, before sop.Moment) []sop.Moment {
	switch {
	case mayBeTyped(e.changes[0]) && len(e.changes) == 1:
		return p.afterTyping(e.changes[0])
	case p.mayTip(e, before):
		return []sop.Moment{e.span.From, e.span.From.Add(e.span.Length() / 2)}
	}
	return p.arrivals(e)
}

// glances are how long after the pointer has come to rest within an event it is looked at for a tip: when things react already as it
// comes (a row lights up), that and the tip and what the click does are one event.
var glances = [...]time.Duration{100 * time.Millisecond, 200 * time.Millisecond}

// arrivals are moments just after the pointer came to rest, as a hand, within a short event.
func (p path) arrivals(e event) []sop.Moment {
	q := p.at(e.span.To)
	if q == nil || q.Shape != sop.PointerHand || q.At <= e.span.From || e.span.Length() > brief {
		return nil
	}
	since := q.At
	for i := len(p) - 1; i > 0 && p[i-1].At > e.span.From; i-- {
		if p[i].At <= q.At && abs(p[i-1].Point.X-q.Point.X)+abs(p[i-1].Point.Y-q.Point.Y) <= 4 {
			since = p[i-1].At
		}
	}
	var out []sop.Moment
	for _, d := range glances {
		if m := since.Add(d); m < e.span.To {
			out = append(out, m)
		}
	}
	return out
}

// brief is how long an event lasts at most whose first picture may show a tip: one that comes up just as the button is pressed is
// gone when the click has had its effect, and no other picture names the icon.
const brief = 700 * time.Millisecond

// unhurried is how long a pointer rests as a hand, at the least, for a tip to be looked for: it comes up about half a second later.
const unhurried = 500 * time.Millisecond

// hovers are moments late in the pointer's rests as a hand, and just before it leaves. A tip or a menu that hardly differs from its
// page makes no change that would be told otherwise.
func (p path) hovers() []sop.Moment {
	var out []sop.Moment
	for i, since := 0, 0; i+1 < len(p); i++ {
		if abs(p[i+1].Point.X-p[since].Point.X)+abs(p[i+1].Point.Y-p[since].Point.Y) <= 4 {
			continue
		}
		if p[i].Shape == sop.PointerHand && p[i+1].At.Sub(p[since].At) >= unhurried {
			out = append(out, p[since].At.Add(unhurried), p[i+1].At.Add(-50*time.Millisecond))
		}
		since = i + 1
	}
	return out
}

// mayTip says whether the first pictures of an event may show a tip beside the pointer, which stood there before.
func (p path) mayTip(e event, before sop.Moment) bool {
	q := p.at(before)
	if q == nil || q.Shape != sop.PointerHand || e.span.Length() < 100*time.Millisecond || e.span.Length() > brief {
		return false
	}
	for _, c := range e.changes {
		if c.Kind == sop.ChangeCut {
			return false
		}
		if q.Point.In(c.Box.Grow(60)) && c.Span.From == e.span.From {
			return true
		}
	}
	return false
}

// looks are when what was typed is looked at again: a caret blinks about twice a second, so that one of two pictures a half
// second apart doesn't show it.
var looks = [...]time.Duration{400 * time.Millisecond, 900 * time.Millisecond}

// A caret may have blinked for a while before the first letter: what takes longer than unhasty is looked at once soon after its begin.
const (
	unhasty = 3 * time.Second
	startle = 900 * time.Millisecond
)

// leaving is for how long after typing the pointer's leaving the field is waited for.
const leaving = 15 * time.Second

// afterTyping are the moments after something was typed at which it can be read best: with the caret and without it, and
// as soon as the pointer, which may lie upon the letters, has left.
func (p path) afterTyping(c sop.Change) []sop.Moment {
	var out []sop.Moment
	if c.Span.Length() > unhasty {
		out = append(out, c.Span.From.Add(startle))
	}
	for _, d := range looks {
		out = append(out, c.Span.To.Add(d))
	}
	around := c.Box.Grow(24)
	if q := p.at(c.Span.To); q == nil || !q.Point.In(around) {
		return out
	}
	for _, q := range p {
		if q.At > c.Span.To.Add(leaving) {
			break
		}
		if q.At > c.Span.To && !q.Point.In(around) {
			return append(out, q.At)
		}
	}
	return out
}

// near says whether one of the points lies within a few pixels of p.
func near(points []sop.Point, p sop.Point) bool {
	for _, q := range points {
		if abs(p.X-q.X) <= 3 && abs(p.Y-q.Y) <= 3 {
			return true
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }

// path is the pointer's way through the whole recording.
type path []sop.PointerSample

func pathOf(shots []sop.Shot) path {
	var p path
	for _, s := range shots {
		p = append(p, s.Pointer...)
	}
	return p
}

// at is the sighting of the pointer that holds at m; nil when it hadn't been seen yet.
func (p path) at(m sop.Moment) *sop.PointerSample {
	i := sort.Search(len(p), func(i int) bool { return p[i].At > m })
	if i == 0 {
		return nil
	}
	return &p[i-1]
}

package align

import (
	"sort"
	"time"

	"showhow/internal/sop"
)

// scene is the whole recording, indexed for questions about moments.
type scene struct {
	in      Input
	path    []sop.PointerSample
	changes []sop.Change // all of them, in order of time
	events  []event
	spoken  []spokenWord
	size    sop.Box
}

func newScene(in Input) *scene {
	s := &scene{in: in, spoken: spokenWords(in.Transcript)}
	for _, k := range in.Shots {
		s.path = append(s.path, k.Pointer...)
		s.changes = append(s.changes, k.Changes...)
	}
	sort.SliceStable(s.changes, func(i, j int) bool { return s.changes[i].Span.From < s.changes[j].Span.From })
	if v := in.Media.Video; v != nil {
		s.size = sop.Box{W: v.Width, H: v.Height}
	}
	for _, c := range s.changes {
		s.size = s.size.Union(c.Box)
	}
	s.events = s.eventsOf()
	return s
}

// step is the length of the clock's tick: pictures come ten a second.
const step = 100 * time.Millisecond

// event is a group of changes that are one reaction of the screen.
type event struct {
	span    sop.Span
	changes []sop.Change
	// onsets are the moments within it at which something began to change, in order.
	onsets []sop.Moment
	pixels int
	box    sop.Box
	cut    bool
}

// cascade is how close the changes of one reaction lie.
const cascade = 250 * time.Millisecond

// eventsOf groups the changes that may be reactions to a click: all but motion, typing and scrolling.
func (s *scene) eventsOf() []event {
	var out []event
	for _, c := range s.changes {
		if c.Kind == sop.ChangeBusy || c.Kind == sop.ChangeTyping || c.Kind == sop.ChangeScroll || s.isStatus(c) {
			continue
		}
		if n := len(out); n == 0 || c.Span.From.Sub(out[n-1].changes[len(out[n-1].changes)-1].Span.From) >= cascade && c.Span.From.Sub(out[n-1].quiet()) >= cascade {
			out = append(out, event{span: c.Span})
		}
		e := &out[len(out)-1]
		e.span, e.changes = e.span.Cover(c.Span), append(e.changes, c)
		e.pixels, e.box, e.cut = e.pixels+c.Pixels, e.box.Union(c.Box), e.cut || c.Kind == sop.ChangeCut
	}
	for i := range out {
		out[i].onsets = s.onsetsOf(out[i])
	}
	return out
}

// longChange is the length from which on a change's end says nothing about what comes after it.
const longChange = time.Second

// quiet is when the event had settled, changes that go on for long left aside.
func (e event) quiet() sop.Moment {
	q := e.span.From
	for _, c := range e.changes {
		if c.Span.Length() < longChange {
			q = max(q, c.Span.To)
		} else {
			q = max(q, c.Span.From)
		}
	}
	return q
}

func (s *scene) onsetsOf(e event) []sop.Moment {
	at := map[sop.Moment]bool{}
	for _, c := range e.changes {
		at[c.Span.From] = true
		if c.Span.Length() < 2*time.Second {
			at[c.Span.To] = true
		}
	}
	for _, k := range s.in.Shots {
		if k.Span.From > e.span.From && k.Span.From < e.span.To {
			at[k.Span.From] = true
		}
	}
	out := make([]sop.Moment, 0, len(at))
	for m := range at {
		out = append(out, m)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// screenAt is the last screen read at or before m; nil before the first.
func (s *scene) screenAt(m sop.Moment) *sop.Screen {
	i := sort.Search(len(s.in.Screens), func(i int) bool { return s.in.Screens[i].At > m })
	if i == 0 {
		return nil
	}
	return &s.in.Screens[i-1]
}

// screenFrom is the first screen read at or after m; the last one when there is none, nil when there are no screens.
func (s *scene) screenFrom(m sop.Moment) *sop.Screen {
	n := len(s.in.Screens)
	if n == 0 {
		return nil
	}
	i := sort.Search(n, func(i int) bool { return s.in.Screens[i].At >= m })
	return &s.in.Screens[min(i, n-1)]
}

// screensIn are the screens read within a span, both ends included.
func (s *scene) screensIn(in sop.Span) []sop.Screen {
	i := sort.Search(len(s.in.Screens), func(i int) bool { return s.in.Screens[i].At >= in.From })
	j := sort.Search(len(s.in.Screens), func(i int) bool { return s.in.Screens[i].At > in.To })
	return s.in.Screens[i:max(i, j)]
}

func abs(n int) int { return max(n, -n) }

// inTerminal says whether a box lies in a terminal on the screen at m.
func (s *scene) inTerminal(b sop.Box, m sop.Moment) bool {
	k := s.screenAt(m)
	if k == nil {
		return false
	}
	for _, t := range k.Terminals {
		if b.Centre().In(t.Box) {
			return true
		}
	}
	return false
}

// Package align finds out what was done: it puts the changes of the screen, the pointer's way, the words on the screen
// and the words that were spoken together into actions. It is pure: the same input gives the same actions.
package align

import (
	"fmt"
	"sort"
	"time"

	"showhow/internal/sop"
)

// Input is what Actions needs; any part may be empty.
type Input struct {
	Transcript sop.Transcript
	Screens    []sop.Screen
	Shots      []sop.Shot
	Media      sop.Media
}

// Actions gives what was done, in order of time, with IDs "a1", "a2", … Actions that were taken back later are marked
// as undone. Commands in terminals are found elsewhere.
func Actions(in Input) []sop.Action {
	s := newScene(in)
	typed := s.typing()
	clicks := s.clicks(typed)
	all := s.choices(clicks, &typed)
	all = append(all, typed...)
	all = append(all, s.scrolls()...)
	all = append(all, s.switches(all)...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].At < all[j].At })
	all = s.mergeClicksIntoTyping(all)
	s.undo(all)
	for i := range all {
		s.hear(&all[i])
		s.place(&all[i])
		all[i].ID = fmt.Sprintf("a%d", i+1)
	}
	return all
}

// scene is the whole recording, indexed for questions about moments.
type scene struct {
	in     Input
	path   []sop.PointerSample
	events []event
	spoken []spokenWord
}

func newScene(in Input) *scene {
	s := &scene{in: in, events: eventsOf(in.Shots), spoken: spokenWords(in.Transcript)}
	for _, k := range in.Shots {
		s.path = append(s.path, k.Pointer...)
	}
	return s
}

// event is a group of changes that are one reaction of the screen.
type event struct {
	span    sop.Span
	changes []sop.Change
	pixels  int
	box     sop.Box
	cut     bool
}

// cascade is how close the changes of one reaction lie.
const cascade = 250 * time.Millisecond

// eventsOf groups the changes that may be reactions to a click: all but motion, typing and scrolling.
func eventsOf(shots []sop.Shot) []event {
	var out []event
	for _, k := range shots {
		for _, c := range k.Changes {
			if c.Kind == sop.ChangeBusy || c.Kind == sop.ChangeTyping || c.Kind == sop.ChangeScroll {
				continue
			}
			if n := len(out); n == 0 || c.Span.From.Sub(out[n-1].span.To) >= cascade {
				out = append(out, event{span: c.Span})
			}
			e := &out[len(out)-1]
			e.span, e.changes = e.span.Cover(c.Span), append(e.changes, c)
			e.pixels, e.box, e.cut = e.pixels+c.Pixels, e.box.Union(c.Box), e.cut || c.Kind == sop.ChangeCut
		}
	}
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

// screenFrom is the first screen read at or after m; the last one when there is none.
func (s *scene) screenFrom(m sop.Moment) *sop.Screen {
	n := len(s.in.Screens)
	if n == 0 {
		return nil
	}
	i := sort.Search(n, func(i int) bool { return s.in.Screens[i].At >= m })
	return &s.in.Screens[min(i, n-1)]
}

// place notes the shots in which an action was seen.
func (s *scene) place(a *sop.Action) {
	for _, k := range s.in.Shots {
		if k.Span.Holds(a.Before) || k.Span.Holds(a.After) {
			a.Shots = append(a.Shots, k.ID)
		}
	}
}

// step is the length of the clock's tick: pictures come ten a second.
const step = 100 * time.Millisecond

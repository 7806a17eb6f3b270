// Package align finds out what was done: it puts the changes of the screen, the pointer's way, the words on the screen
// and the words that were spoken together into actions. It is pure: the same input gives the same actions.
package align

import (
	"fmt"
	"sort"

	"showhow/internal/sop"
)

// Input is what Actions needs; any part may be empty.
type Input struct {
	Transcript sop.Transcript
	Screens    []sop.Screen
	// Terminals are screens that hold terminals only, one for each distinct content of them, in order of time.
	Terminals []sop.Screen
	// Session is what a terminal recording holds; nil for others.
	Session *sop.Session
	Shots   []sop.Shot
	Media   sop.Media
}

// Actions gives what was done, in order of time, with IDs "a1", "a2", … Actions that were taken back later are marked
// as undone.
func Actions(in Input) []sop.Action {
	s := newScene(in)
	opened := s.openings()
	typed := s.typing(opened)
	clicks := s.clicks(append(append([]sop.Action{}, opened...), typed...))
	all := s.choices(clicks)
	all = append(append(all, besideLists(typed, all)...), opened...)
	all = append(all, s.scrolls(all)...)
	all = append(all, s.switches(all)...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].At < all[j].At })
	all = s.withoutCarets(all)
	all = s.withCommands(all)
	s.undone(all)
	for i := range all {
		s.hear(&all[i])
		s.place(&all[i])
		all[i].ID = fmt.Sprintf("a%d", i+1)
	}
	return all
}

// place notes the shots in which an action was seen.
func (s *scene) place(a *sop.Action) {
	for _, k := range s.in.Shots {
		if k.Span.Holds(a.Before) || k.Span.Holds(a.After) {
			a.Shots = append(a.Shots, k.ID)
		}
	}
}

// withCommands adds what was run in terminals, and drops what seemed to be clicked or typed inside of one: in there
// only commands count.
func (s *scene) withCommands(all []sop.Action) []sop.Action {
	kept := s.commands()
	for _, a := range all {
		if !s.withinTerminal(a) {
			kept = append(kept, a)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return kept[i].At < kept[j].At })
	return kept
}

// withinTerminal says whether an action's place lies in a terminal that stood there at the time.
func (s *scene) withinTerminal(a sop.Action) bool {
	var at sop.Point
	switch {
	case a.Point != nil:
		at = *a.Point
	case a.Box != nil:
		at = a.Box.Centre()
	default:
		return false
	}
	for _, w := range s.in.Terminals {
		if !w.Span.Holds(a.Before) {
			continue
		}
		for _, t := range w.Terminals {
			if at.In(t.Box) {
				return true
			}
		}
	}
	return false
}

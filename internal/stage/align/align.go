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
	Shots      []sop.Shot
	Media      sop.Media
}

// Actions gives what was done, in order of time, with IDs "a1", "a2", … Actions that were taken back later are marked
// as undone. Commands in terminals are found elsewhere.
func Actions(in Input) []sop.Action {
	s := newScene(in)
	opened := s.openings()
	typed := s.typing(opened)
	clicks := s.clicks(append(append([]sop.Action{}, opened...), typed...))
	all := s.choices(clicks)
	all = append(append(all, typed...), opened...)
	all = append(all, s.scrolls(all)...)
	all = append(all, s.switches(all)...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].At < all[j].At })
	all = s.withoutCarets(all)
	s.undo(all)
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

package execution

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// way walks from the first step on, by what was answered and what failed. By the rules of before, it ends at a failure after which nothing leads on, whatever was done behind it.
func (f *fold) way() {
	s, all := &f.State, f.steps
	s.Way, s.Next, s.Halt = []string{}, "", ""
	for key := after(all, -1); key != ""; {
		if slices.Contains(s.Way, key) {
			return // the way leads in a ring: whoever goes it again settles anew
		}
		s.Way = append(s.Way, key)
		i := f.at[key]
		switch st := s.Steps[key]; st.Outcome() {
		case "":
			s.Next = key
			s.rest(all, i)
			return
		case Failed:
			key = failed(all, i)
			if key != "" || f.x.Rules < 4 {
				break
			}
			if !s.wentOn(all, i) {
				s.Halt = all[i].Key
				s.rest(all, i)
				return
			}
			key = after(all, i)
		default:
			key = st.leads(all, i)
		}
	}
}

// rest puts what is left behind a step on the way, as long as nobody knows better.
func (s *State) rest(all []Placed, i int) {
	for _, p := range all[i+1:] {
		if (p.Section == sop.RollBack) == (all[i].Section == sop.RollBack) && !slices.Contains(s.Way, p.Key) {
			s.Way = append(s.Way, p.Key)
		}
	}
}

// wentOn says that somebody has settled a step behind one that failed since it did: they went on all the same.
func (s *State) wentOn(all []Placed, i int) bool {
	since := s.Steps[all[i].Key].Settled.At
	return slices.ContainsFunc(all[i+1:], func(p Placed) bool {
		st := s.Steps[p.Key]
		return (p.Section == sop.RollBack) == (all[i].Section == sop.RollBack) && st.Settled != nil && !st.Settled.At.Before(since)
	})
}

// leads is where one goes on after a step that didn't fail.
func (s *Step) leads(all []Placed, i int) string {
	if c := all[i].Conduct; c != nil && s.Answer != nil {
		for _, b := range c.Branches {
			if b.Text == s.Answer.Value && b.To != "" {
				return b.To
			}
		}
	}
	return after(all, i)
}

// failed is where one goes on after a step that failed: where it says so, or else to the roll back; nowhere from within that.
func failed(all []Placed, i int) string {
	if c := all[i].Conduct; c != nil && c.Failed != "" {
		return c.Failed
	}
	if all[i].Section == sop.RollBack {
		return ""
	}
	for _, p := range all {
		if p.Section == sop.RollBack {
			return p.Key
		}
	}
	return ""
}

// Halted is a step that failed where nothing says what to do then: what happened, and the step with which one can go on all the same, empty where none is left.
type Halted struct {
	Failed, Then Line
	Event        Event
}

// Words say it, with what happened.
func (h Halted) Words() string {
	return fmt.Sprintf("Step %d failed: %s %s", h.Failed.Number, Stopped(h.Event.Text), Nowhere)
}

// Stopped is a text with a full stop, where it ends with no stop of its own.
func Stopped(text string) string {
	if text = strings.TrimSpace(text); text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

// GoingOn says at a step behind it what going on all the same needs.
func (h Halted) GoingOn() string {
	return fmt.Sprintf("Step %d failed, and nothing in this procedure says what to do then.", h.Failed.Number)
}

// Nowhere is told of a failure after which nothing leads on.
const Nowhere = "Nothing in this procedure says what to do then."

// Stands is where it stands at such a failure; ok is false anywhere else, and once it has ended.
func (s *State) Stands(all []Line) (h Halted, ok bool) {
	st := s.Steps[s.Halt]
	if s.Halt == "" || s.End != nil || st == nil || st.Settled == nil {
		return h, false
	}
	h.Event = *st.Settled
	for _, l := range all {
		switch {
		case l.Key == s.Halt:
			h.Failed = l
		case h.Failed.Key != "" && h.Then.Key == "" && slices.Contains(s.Way, l.Key) && s.Steps[l.Key].Outcome() == "":
			h.Then = l
		}
	}
	return h, h.Failed.Key != ""
}

// Unwell says that a step has failed, and nobody has settled it otherwise: then it can't have worked.
func (s *State) Unwell() bool {
	for _, st := range s.Steps {
		if st.Outcome() == Failed {
			return true
		}
	}
	return false
}

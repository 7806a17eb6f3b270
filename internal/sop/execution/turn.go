package execution

import (
	"fmt"

	"showhow/internal/sop"
)

// Turn is where an execution turns to its roll back: which step failed, and in words how much was done.
type Turn struct {
	Failed Line
	Words  string
}

// Turned says that the next step is the first of a roll back that nobody has begun: whoever carries it out decides then whether anything has to be taken back. ok is false anywhere else.
func (s *State) Turned(all []Line) (t Turn, ok bool) {
	done := 0
	for _, l := range all {
		o := Outcome("")
		if st := s.Steps[l.Key]; st != nil {
			o = st.Outcome()
		}
		switch back := l.Section == sop.RollBack; {
		case back && o != "":
			return Turn{}, false
		case back && l.Key == s.Next:
			ok = true
		case !back && o == Failed:
			t.Failed = l
		case !back && (o == OK || o == Recovered):
			done++
		}
	}
	if !ok || t.Failed.Key == "" {
		return Turn{}, false
	}
	before := fmt.Sprintf("%d other steps were done", done)
	switch done {
	case 0:
		before = "no other step was done"
	case 1:
		before = "1 other step was done"
	}
	t.Words = fmt.Sprintf("Step %d failed, and %s. What follows rolls back.", t.Failed.Number, before)
	for _, l := range Losses(all) {
		if s.Lost(l) {
			t.Words += " " + l.Asked()
		}
	}
	return t, true
}

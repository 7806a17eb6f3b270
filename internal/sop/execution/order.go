package execution

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// gathered is how long before it reaches the server what is done without a connection was done, at least.
const gathered = time.Minute

// Before is the step that comes first where another is to be settled that nobody has settled yet, by its key: the one that is next, or that failed where nothing says what to do then;
// empty where that one is next, or nothing lacks.
func (s *State) Before(key string) string {
	if s.Next == key || s.Steps[key].Outcome() != "" {
		return ""
	}
	return cmp.Or(s.Next, s.Halt)
}

// Early are those of some events that settle a step as done though another comes before it, with that one's number, by their ids. What of that was settled by the end isn't among
// them: devices send what they know when they can, so this is asked of what is new as it comes, and written down with it (Event.Early); what came in order stays so, whatever comes late.
// What was gathered without a connection is among them, too, so that the time line tells of it, though it counts: it was done in the order that its device knew.
func (s *State) Early(x Execution, all []Event) map[string]int {
	out := map[string]int{}
	for _, e := range all {
		first := s.ahead[e.ID]
		if x.Rules < 3 || first == 0 {
			continue
		}
		if o := s.Steps[s.keys[first-1]].Outcome(); o == "" || o == Failed && s.halted[e.ID] {
			out[e.ID] = first
		}
	}
	return out
}

// early is why a step that is done before another doesn't count; empty for what was settled in order, with a word, or without a connection. When that was is the device's word.
func (f *fold) early(e Event) string {
	if e.Early == 0 || e.Stored.Sub(e.At) > gathered || strings.TrimSpace(e.Text) != "" {
		return ""
	}
	if f.keys[e.Early-1] == f.Halt {
		return fmt.Sprintf("Step %d failed, and nothing says what to do then: %s", e.Early, goesOn)
	}
	return fmt.Sprintf("Step %d comes before it, and isn't settled: that needs a reason.", e.Early)
}

// goesOn ends what is said of a step that was done behind one that failed, where nothing says what to do then, without a word.
const goesOn = "going on all the same needs a reason."

// mends are what to do about what doesn't count, by how that begins.
var mends = []struct{ why, mend string }{
	{"What was observed isn't written down.", "Write down what you saw: a number, a word, a line."},
	{"Step ", "Settle that one first, or say why this one is done before it."},
	{"The picture isn't there", "Keep the picture again."},
	{"Say which it is", "Choose unclear, missing, wrong or slow."},
}

// Mend is what to do about what doesn't count; empty where that goes without saying.
func Mend(why string) string {
	if strings.HasSuffix(why, goesOn) {
		return "Say why it goes on all the same, or settle that step again."
	}
	for _, m := range mends {
		if strings.HasPrefix(why, m.why) && (m.why != "Step " || strings.HasSuffix(why, "that needs a reason.")) {
			return m.mend
		}
	}
	return ""
}

package execution

import (
	"fmt"
	"strings"
	"time"
)

// gathered is how long before it reaches the server what is done without a connection was done, at least.
const gathered = time.Minute

// Before is the step that comes first where another is to be settled that nobody has settled yet, by its key; empty where that one is next, or nothing lacks.
func (s *State) Before(key string) string {
	if s.Next == key || s.Steps[key].Outcome() != "" {
		return ""
	}
	return s.Next
}

// Early are those of some events that settle a step as done though another comes before it, with that one's number, by their ids. What of that was settled by the end isn't among
// them: devices send what they know when they can, so this is asked of what is new as it comes, and written down with it (Event.Early); what came in order stays so, whatever comes late.
// What was gathered without a connection is among them, too, so that the time line tells of it, though it counts: it was done in the order that its device knew.
func (s *State) Early(x Execution, all []Event) map[string]int {
	out := map[string]int{}
	for _, e := range all {
		if first := s.ahead[e.ID]; x.Rules >= 3 && first > 0 && s.Steps[s.keys[first-1]].Outcome() == "" {
			out[e.ID] = first
		}
	}
	return out
}

// early is why a step that is done before another doesn't count; empty for what was settled in order, with a word, or without a connection. When that was is the device's word.
func early(e Event) string {
	if e.Early == 0 || e.Stored.Sub(e.At) > gathered || strings.TrimSpace(e.Text) != "" {
		return ""
	}
	return fmt.Sprintf("Step %d comes before it, and isn't settled: that needs a reason.", e.Early)
}

// mends are what to do about what doesn't count, by how that begins.
var mends = []struct{ why, mend string }{
	{"What was observed isn't written down.", "Write down what you saw: a number, a word, a line."},
	{"Step ", "Settle that one first, or say why this one is done before it."},
	{"The picture isn't there", "Keep the picture again."},
	{"Say which it is", "Choose unclear, missing, wrong or slow."},
}

// Mend is what to do about what doesn't count; empty where that goes without saying.
func Mend(why string) string {
	for _, m := range mends {
		if strings.HasPrefix(why, m.why) && (m.why != "Step " || strings.HasSuffix(why, "that needs a reason.")) {
			return m.mend
		}
	}
	return ""
}

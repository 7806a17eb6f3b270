package told

import (
	"fmt"

	"showhow/internal/sop/execution"
)

// End is what is said where no step is next, and what may be typed there, in the order in which it is named.
func End(d execution.Sheet, s *execution.State, m execution.Mode) (words, choices string) {
	words = "All steps are settled."
	if !s.Unwell() {
		words += d.Ends()
	}
	more := ""
	if h, ok := s.Stands(d.Steps); ok {
		words = h.Words()
		if more = fmt.Sprintf("b settle step %d again, or go to another, ", h.Failed.Number); h.Then.Key != "" {
			more = fmt.Sprintf("g go on with step %d all the same, ", h.Then.Number) + more
		}
		more += "h hand it over, q leave, ? all keys] "
		return words, "[" + Endings(s.Ends) + ", " + more
	}
	if s.Gap != "" && (m.Tries() || m == execution.Training) {
		words += "\nHowever it is ended, it won't count. " + s.Gap
	}
	return words, "[" + Endings(s.Ends) + ", b go back to a step, h hand it over, q leave, ? all keys] "
}

// EndKeys are all keys where no step is next, a line each.
func EndKeys(d execution.Sheet, s *execution.State) (lines []string) {
	for _, w := range Ways {
		if can(s.Ends, w.Outcome) {
			lines = append(lines, w.Letter+"  "+w.words+", and it ends")
		}
	}
	if h, ok := s.Stands(d.Steps); ok && h.Then.Key != "" {
		lines = append(lines, fmt.Sprintf("g  go on with step %d all the same, with a reason", h.Then.Number))
	}
	return append(lines, "b  go back to a step, to settle it again", "h  hand it over to somebody", "q  leave: it stays open", "Enter alone looks what others have done meanwhile.")
}

// Early is what is said of a step that is done before another, what is asked then, and what is said where nobody says why.
func Early(first execution.Line, failed bool) (why, asked, none string) {
	if failed {
		return fmt.Sprintf("Step %d failed, and nothing in this procedure says what to do then.", first.Number), "Why you go on all the same (empty: you don't): ",
			fmt.Sprintf("The step isn't done. Settle step %d again (b), see what can be done (c), or end it here (e).", first.Number)
	}
	return fmt.Sprintf("Step %d comes before this one, and isn't settled.", first.Number), "Why this one is done first (empty: it isn't): ", fmt.Sprintf("The step isn't done. Go to step %d (c).", first.Number)
}

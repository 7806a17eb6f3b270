package execution

import (
	"strconv"
	"strings"

	"showhow/internal/sop/execution"
)

// Happened is an event in words: what was done, at which step.
func Happened(e execution.Event, name func(string) string) string {
	switch e.Kind {
	case execution.Opened:
		return "came to it"
	case execution.Ticked:
		return "read the warning"
	case execution.Confirmed:
		return "confirmed the command by typing “" + e.Value + "”"
	case execution.Answered:
		return "answered “" + e.Value + "”"
	case execution.Waiting:
		return "began to wait"
	case execution.Settled:
		s := strings.ToLower(outcomeWords[e.Outcome])
		if e.Value != "" {
			s += "; observed “" + e.Value + "”"
		}
		if e.Early > 0 {
			s += "; before step " + strconv.Itoa(e.Early)
		}
		return s
	case execution.Noted:
		return "noted"
	case execution.Kept:
		if e.Picture != "" {
			return "kept a picture"
		}
		if e.Value != "" {
			return "kept a text (" + e.Value + ")"
		}
		return "kept a text"
	case execution.Approved:
		if e.Value == "no" {
			return "did not approve"
		}
		return "approved"
	case execution.Asked:
		return "asked again for the approval"
	case execution.Linked:
		return "began its own procedure"
	case execution.PartEnded:
		if e.Outcome == "" {
			return "its own procedure goes on after all"
		}
		return "its own procedure ended: " + strings.ToLower(endWords(e.Outcome))
	case execution.Thought:
		return "remarked: " + strings.ToLower(remarkWords[execution.Remark(e.Value)])
	case execution.Resolved:
		return "resolved a remark"
	case execution.Reopened:
		return "opened a remark again"
	case execution.Offered:
		return "handed over to " + name(e.To)
	case execution.Accepted:
		return "took over"
	case execution.Ended:
		return "ended it: " + strings.ToLower(endWords(e.Outcome))
	}
	return string(e.Kind)
}

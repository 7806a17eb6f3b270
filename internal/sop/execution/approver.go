package execution

import (
	"slices"

	"showhow/internal/sop/team"
)

// MayApprove says why whoever an event comes from, in their role, can't approve a step that asks for the approval of somebody in the role approver; empty when they may.
func (s *State) MayApprove(x Execution, approver string, e Event) string {
	switch {
	case slices.Contains(s.Doers, e.Author), e.Author == s.Lead, e.Author == x.By:
		return "Whoever carries it out can't approve it, too."
	case slices.Index(team.Roles, team.Role(e.Role)) < slices.Index(team.Roles, team.Role(approver)):
		return "It needs the role " + approver + " to approve it."
	}
	return ""
}

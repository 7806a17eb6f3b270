package execution

import (
	"slices"

	"showhow/internal/sop/team"
)

// Helper is somebody whom one can call when a step has failed: an account, and what they are to the procedure or in the workspace, as the end of a sentence.
type Helper struct {
	team.Member
	What string
}

// Help is who looks after a procedure, the people of its workspace, and who asks whom they can call.
type Help struct {
	Owner, Deputy string
	All           []team.Member
	Who           string
}

// mostHelpers is how many are named where nobody else looks after the procedure.
const mostHelpers = 3

// Helpers are whom one can call: the procedure's owner and their deputy, as long as they are there. Where that is nobody beside whoever asks, reviewers and administrators are named, who may judge it.
func (h Help) Helpers() (out []Helper) {
	for _, x := range []struct{ account, what string }{{h.Owner, "its owner"}, {h.Deputy, "the owner’s deputy"}} {
		i := slices.IndexFunc(h.All, func(m team.Member) bool { return m.ID == x.account && m.Disabled.IsZero() })
		if x.account != "" && x.account != h.Who && i >= 0 {
			out = append(out, Helper{h.All[i], x.what})
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, x := range []struct {
		role team.Role
		what string
	}{{team.Reviewer, "a reviewer"}, {team.Admin, "an administrator"}} {
		for _, m := range h.All {
			if m.Role == x.role && m.ID != h.Who && m.Disabled.IsZero() && len(out) < mostHelpers {
				out = append(out, Helper{m, x.what})
			}
		}
	}
	return out
}

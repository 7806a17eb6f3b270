package life

import (
	"strconv"
	"time"
)

// Missing is what a review lacks of approvals.
type Missing struct {
	// Approvals is how many there must be yet, and Roles whose are among them.
	Approvals int    `json:"approvals"`
	Roles     []Need `json:"roles,omitempty"`
	// Words say so: "1 approval, by an administrator".
	Words string `json:"words"`
}

// Needed is how many approvals it needs in all at a time.
func (r *Review) Needed(now time.Time) int {
	if r.Waives(Quorum, now) {
		return min(r.Policy.Approvals, 1)
	}
	return r.Policy.Approvals
}

// Absent are the roles of which approvals are missing, whatever is waived.
func (r *Review) Absent() (all []Need) {
	last := map[string]Decision{}
	for _, d := range r.Decisions {
		last[d.Account] = d
	}
	for _, n := range r.Policy.Roles {
		for _, d := range last {
			if d.Verdict == Approve && d.Is(n.Role) {
				n.Count--
			}
		}
		if n.Count > 0 {
			all = append(all, n)
		}
	}
	return all
}

// Missing tells what it lacks of approvals at a time; nil when there are enough of them.
func (r *Review) Missing(now time.Time) *Missing {
	m := &Missing{Approvals: max(0, r.Needed(now)-len(r.Approvals()))}
	if !r.Waives(Quorum, now) {
		m.Roles = r.Absent()
	}
	for _, n := range m.Roles {
		m.Approvals = max(m.Approvals, n.Count)
	}
	switch {
	case m.Approvals == 0:
		return nil
	case m.Approvals == 1:
		m.Words = "1 approval"
	default:
		m.Words = strconv.Itoa(m.Approvals) + " approvals"
	}
	switch {
	case len(m.Roles) == 0:
	case m.Approvals > 1:
		m.Words += ", " + among(m.Roles)
	default:
		for i, n := range m.Roles {
			m.Words += map[bool]string{true: " and by ", false: ", by "}[i > 0] + By(n.Role)
		}
	}
	return m
}

// Reworded says that an approval at a time signs, too, that nobody does anything else by it: it was sent as that, and no waiver lets it pass without the approvals that it needs.
func (r *Review) Reworded(now time.Time) bool {
	return r.Wording != "" && r.Change == Minor && !r.Waives(Quorum, now)
}

// Meaning is the sentence that somebody signs with a verdict on it at a time.
func (r *Review) Meaning(v Verdict, now time.Time) string {
	switch {
	case v == Reject:
		return "I have read this revision, and others must not work by it as it is."
	case r.Reworded(now):
		return "I have read this revision and what differs from the one in force, and approve that others work by it. Only its wording differs: nobody does anything else by it."
	}
	return "I have read this revision, and approve that others work by it."
}

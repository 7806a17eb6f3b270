// Package crew is who there is in a workspace, as a terminal names them while a procedure is carried out.
package crew

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/carry/told"
	"showhow/internal/sop/execution"
)

// Crew are the people of the workspace, as the API tells them to whoever carries something out. Named is who has the e-mail address that was asked for.
type Crew struct {
	You   string   `json:"you"`
	Named string   `json:"named"`
	Items []Person `json:"items"`
}

// Person is one of them: whether it can be handed to them, and which steps they may approve.
type Person struct {
	Account  string   `json:"account"`
	Name     string   `json:"name"`
	Role     string   `json:"role"`
	Takes    bool     `json:"takes"`
	Approves []string `json:"approves"`
	// Helps is what they are, for whom one can call when a step has failed, and Email theirs.
	Helps string `json:"helps"`
	Email string `json:"email"`
}

// Approves says that an account may approve a step.
func (c Crew) Approves(account, step string) bool {
	return slices.ContainsFunc(c.Items, func(p Person) bool { return p.Account == account && slices.Contains(p.Approves, step) })
}

// Role is what whoever asked is in the workspace; empty where it isn't known.
func (c Crew) Role() string {
	for _, p := range c.Items {
		if p.Account == c.You {
			return p.Role
		}
	}
	return ""
}

// Name is what somebody is called.
func (c Crew) Name(account string) string {
	if account == c.You && account != "" {
		return "you"
	}
	for _, p := range c.Items {
		if p.Account == account && p.Name != "" {
			return p.Name
		}
	}
	return account
}

// Leads says who leads it.
func (c Crew) Leads(lead string) string {
	if lead = c.Name(lead); lead == "you" {
		return "You lead it."
	}
	return lead + " leads it."
}

// Approvers names who may approve a step, as the end of a line; empty where nobody is known.
func (c Crew) Approvers(step string) string {
	var names []string
	for _, p := range c.Items {
		if slices.Contains(p.Approves, step) {
			names = append(names, c.Name(p.Account))
		}
	}
	if len(c.Items) == 0 {
		return ""
	}
	if len(names) == 0 {
		return " Nobody here may."
	}
	return " It may be " + strings.Join(names, ", ") + "."
}

// Approval says how it stands with the approval that a step asks for; empty for one that asks for none.
func (c Crew) Approval(l execution.Line, st *execution.Step) string {
	switch {
	case l.Approver == "":
		return ""
	case st.Refused() && st.Asked != nil:
		return "It wasn't approved, and is asked for again."
	case st.Refused():
		return "It wasn't approved: " + cmp.Or(st.Approved.Text, "no reason was given.")
	case st.Outdated:
		return fmt.Sprintf("Whoever approved it carries it out by now: somebody else has to approve it (%s or above).", l.Approver)
	case st.Approved != nil:
		return "It is approved."
	}
	return fmt.Sprintf("Somebody else has to approve it (%s or above, who doesn't carry it out): they are asked.%s", l.Approver, c.Approvers(l.Key))
}

// Settled says what a step was settled as, each of them where several people did without knowing of each other.
func (c Crew) Settled(st *execution.Step) (all []string) {
	for _, e := range st.Heads {
		all = append(all, fmt.Sprintf("It is settled: %s, by %s at %s%s", told.Outcome[e.Outcome], c.Name(e.Author), e.At.Local().Format("15:04"), told.Reasoned(e)))
	}
	if st.Conflict() {
		all = append(all, "They didn't know of each other: the gravest counts, until you settle it anew.")
	}
	return all
}

// Alarmed says who was told that a step failed, and whom one can call. served says that a server runs, which tells them.
func (c Crew) Alarmed(a execution.Alarm, served bool) string {
	words := a.Sent(c.You, c.Name)
	if !served && len(a.To) > 0 {
		words += " It goes out when a server runs."
	}
	before := " Who can help: "
	for _, p := range c.Items {
		if p.Helps != "" && p.Account != c.You {
			words += before + told.Helper(p.Name, p.Helps, p.Email)
			before = "; "
		}
	}
	return words
}

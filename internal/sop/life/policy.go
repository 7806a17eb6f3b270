package life

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Class says how much hangs on a procedure; its Policy follows from it.
type Class string

// The classes, from the gravest.
const (
	Critical Class = "critical"
	Normal   Class = "normal"
	Low      Class = "low"
)

// Classes are all of them.
var Classes = []Class{Critical, Normal, Low}

// Below says whether less hangs on it than on another.
func (c Class) Below(other Class) bool {
	return slices.Index(Classes, c) > slices.Index(Classes, other)
}

// Policy is what a class of procedures needs before a revision comes into force, and how often it is looked at again.
type Policy struct {
	// Approvals is how many people must approve, none of whom wrote any of it. With none a revision comes into force by being sent, and says so.
	Approvals int `json:"approvals"`
	// Roles are whose approvals must be among them; one approval counts for each role that its giver has. Nil for anybody's who may review.
	Roles []Need `json:"roles,omitempty"`
	// DryRun and Pilot ask for an execution of this very revision, by somebody who wrote none of it, before it can be approved.
	DryRun bool `json:"dry_run"`
	Pilot  bool `json:"pilot"`
	// Newcomer asks for a dry run by somebody who had carried it out for real fewer than so many times before; 0 for anybody who wrote none of it.
	// Nil is for none said: then it is as it was.
	Newcomer *int `json:"newcomer,omitempty" minimum:"0" maximum:"99" doc:"the dry run must be by somebody who had carried it out for real fewer than so many times; 0 for anybody who wrote none of it"`
	// Every is how many months after it came into force a revision is due to be looked at again; 0 for never.
	Every int `json:"every"`
	// Use is when what came of using a procedure has it looked at; nil for the usual bounds of its class.
	Use *ByUse `json:"use,omitempty"`
}

// The roles of which a class can ask: those of a workspace that may review, and whose procedure it is.
const (
	ByReviewer = "reviewer"
	ByAdmin    = "admin"
	ByOwner    = "owner" // or who stands in for them
)

// Asked are all of them.
var Asked = []string{ByReviewer, ByAdmin, ByOwner}

// Need is how many approvals must be of people with a role.
type Need struct {
	Role  string `json:"role" doc:"reviewer, admin, or owner (of the procedure, or their deputy)"`
	Count int    `json:"count" minimum:"0" maximum:"9" doc:"how many of the approvals; 0 for none"`
}

// by are who has each role, in the middle of a sentence.
var by = map[string]string{ByReviewer: "somebody with the role reviewer", ByAdmin: "an administrator", ByOwner: "the owner or their deputy"}

// By is who has a role, as in "by an administrator".
func By(role string) string {
	if words, ok := by[role]; ok {
		return words
	}
	return role
}

// Needs tells how many of the approvals must be whose: "1 of them by an administrator"; empty where anybody's do who may review.
func (p Policy) Needs() string { return among(p.Roles) }

// Asks is how many of the approvals must be of people with a role.
func (p Policy) Asks(role string) int {
	for _, n := range p.Roles {
		if n.Role == role {
			return n.Count
		}
	}
	return 0
}

func among(needs []Need) string {
	var all []string
	for _, n := range needs {
		if n.Count > 0 {
			all = append(all, strconv.Itoa(n.Count)+" of them by "+By(n.Role))
		}
	}
	return strings.Join(all, ", ")
}

// ByUse is when what came of using a procedure has it looked at; 0 is never.
type ByUse struct {
	// Failed is at how many executions for real that failed, Recovered at how many that failed in between and were made good, within thirty days.
	Failed    int `json:"failed" minimum:"0" maximum:"99" doc:"at how many executions that failed it is to be looked at; 0 for never"`
	Recovered int `json:"recovered" minimum:"0" maximum:"99" doc:"at how many that failed in between and were made good; 0 for never"`
	// Said is at how many of readers' "wrong" and "outdated" that nobody has closed.
	Said int `json:"said" minimum:"0" maximum:"99" doc:"at how many wrong or outdated of readers that nobody has closed; 0 for never"`
	// Deviated is at how many executions for real, within thirty days, in which steps were skipped or showed another value than is declared.
	Deviated int `json:"deviated" required:"false" minimum:"0" maximum:"99" doc:"at how many in which steps weren't done as they stand; 0 for never, and as many as have to be made good when it's left out"`
	// Unused is after how many days in which nobody has carried it out.
	Unused int `json:"unused_days" minimum:"0" maximum:"3650" doc:"after how many days in which nobody has carried it out; 0 for never"`
}

// UnmarshalJSON reads bounds; those of before deviations had their own have that of what was made good.
func (b *ByUse) UnmarshalJSON(text []byte) error {
	type plain ByUse
	read := struct {
		*plain
		Deviated *int `json:"deviated"`
	}{plain: (*plain)(b)}
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	b.Deviated = b.Recovered
	if read.Deviated != nil {
		b.Deviated = *read.Deviated
	}
	return nil
}

// Policies are a workspace's, by class.
type Policies map[Class]Policy

// ByUse are a class's; the usual ones where none are set.
func (p Policies) ByUse(c Class) ByUse {
	if of, ok := p[c]; ok && of.Use != nil {
		return *of.Use
	}
	return *Usual()[c].Use
}

// LeastByUse are the least bounds of any class, 0 where none has one.
func (p Policies) LeastByUse() (least ByUse) {
	lower := func(to *int, n int) {
		if n > 0 && (*to == 0 || n < *to) {
			*to = n
		}
	}
	for _, class := range Classes {
		of := p.ByUse(class)
		lower(&least.Failed, of.Failed)
		lower(&least.Recovered, of.Recovered)
		lower(&least.Deviated, of.Deviated)
		lower(&least.Said, of.Said)
		lower(&least.Unused, of.Unused)
	}
	return least
}

func newcomer(n int) *int { return &n }

// Newcomers is under how many times somebody must have carried a procedure out for real whose dry run counts; 0 for however often.
func (p Policy) Newcomers() int {
	if !p.DryRun || p.Newcomer == nil {
		return 0
	}
	return *p.Newcomer
}

// Usual are the policies of a workspace that has set none.
func Usual() Policies {
	return Policies{
		Critical: {Approvals: 2, DryRun: true, Newcomer: newcomer(3), Every: 3, Use: &ByUse{Failed: 1, Recovered: 3, Deviated: 3, Said: 2, Unused: 90}},
		Normal:   {Approvals: 1, Every: 12, Use: &ByUse{Failed: 1, Recovered: 3, Deviated: 3, Said: 2, Unused: 180}},
		Low:      {Approvals: 1, Every: 24, Use: &ByUse{Failed: 1, Recovered: 3, Deviated: 3, Said: 2}},
	}
}

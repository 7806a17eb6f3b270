// Package register has the nouns of choosing what to document: processes with what hangs on them, the formula that ranks them, what stakeholders say of them, and the brief
// of a recording. Standard library only; the rules are desk/register's.
package register

import (
	"slices"
	"time"
)

// Area is the part of the work that a process belongs to.
type Area string

// Areas are all of them, in the order in which they are shown.
var Areas = []Area{"planning", "development", "release", "deployment", "operations", "security", "infrastructure"}

// areaWords are the areas as people read them.
var areaWords = map[Area]string{
	"planning": "Planning and design", "development": "Development and testing", "release": "Build and release", "deployment": "Deployment", "operations": "Monitoring and operations",
	"security": "Security and compliance", "infrastructure": "Infrastructure as code",
}

// Words are the area as people read it; empty for one that there isn't.
func (a Area) Words() string { return areaWords[a] }

// Status is how far a process has come on the way to an SOP.
type Status string

// The states.
const (
	Idea      Status = "idea"
	ToRecord  Status = "to_record"
	Recording Status = "recording"
	Written   Status = "has_sop"
	NotWorth  Status = "not_worth" // with a reason
)

// Statuses are all of them, in their order.
var Statuses = []Status{Idea, ToRecord, Recording, Written, NotWorth}

var statusWords = map[Status]string{Idea: "Idea", ToRecord: "To record", Recording: "Recording", Written: "Has an SOP", NotWorth: "Not worth it"}

// Words are the state as people read it; empty for one that there isn't.
func (s Status) Words() string { return statusWords[s] }

// Open says that the process still waits for its SOP.
func (s Status) Open() bool { return s == Idea || s == ToRecord || s == Recording }

// Most is the gravest severity; 1 is the lightest, and 0 means that nobody has said it.
const Most = 5

// Severities describe what a failure does, from 1 on; the first is empty.
var Severities = [Most + 1]string{
	"",
	"Nobody but the team notices; it is put right within the hour.",
	"Some people are held up; it is put right the same day.",
	"Customers notice, or work stands still for a day.",
	"An outage, money lost or promises broken; it takes days to put right.",
	"Data or trust is lost for good, the law is broken, or people are harmed.",
}

// Period is what a frequency is counted by.
type Period string

// Periods are all of them, the shortest first.
var Periods = []Period{"day", "week", "month", "quarter", "year"}

var periods = map[Period]float64{"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}

// Frequency is how often something is done, as people say it: 2 times per month. The zero value means that nobody has said it.
type Frequency struct {
	Times float64 `json:"times,omitempty"`
	Per   Period  `json:"per,omitempty"`
}

// Known says that somebody has said it.
func (f Frequency) Known() bool { return f.Times > 0 && periods[f.Per] > 0 }

// Year is how many times a year that is; 0 when it isn't known.
func (f Frequency) Year() float64 {
	if !f.Known() {
		return 0
	}
	return f.Times * periods[f.Per]
}

// Sign is one of those by which ISO 27001 A.5.37 asks for a written procedure.
type Sign string

// Signs are the five, in their order.
var Signs = []Sign{"many", "rare", "forgotten", "new", "handed_over"}

var signWords = map[Sign]string{
	"many": "Many people do it, and it should be done alike", "rare": "It is done rarely", "forgotten": "It is at risk of being forgotten", "new": "It is new", "handed_over": "It is being handed over to somebody else",
}

// Words are the sign as people read it; empty for one that there isn't.
func (s Sign) Words() string { return signWords[s] }

// Complexity is how much there is to it; nil for what nobody has said.
type Complexity struct {
	Steps *int `json:"steps,omitempty"`
	Tools *int `json:"tools,omitempty"`
	Teams *int `json:"teams,omitempty"`
}

// Known is how many of the three somebody has said.
func (c Complexity) Known() (n int) {
	for _, x := range []*int{c.Steps, c.Tools, c.Teams} {
		if x != nil {
			n++
		}
	}
	return n
}

// Person is somebody who can do it alone, by the name that people typed.
type Person struct {
	// The key isn't used elsewhere: by it a name is found when a person is erased.
	Name string `json:"person"`
}

// Process is something that a team does, with or without an SOP.
type Process struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Version counts its changes, from 1.
	Version int `json:"version"`
	// Slug is the procedure's that documents it; empty for none.
	Slug        string `json:"slug,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Area        Area   `json:"area,omitempty"`
	Status      Status `json:"status"`
	// Reason is why it isn't worth an SOP.
	Reason string `json:"reason,omitempty"`
	// Severity is 1 to Most; 0 when nobody has said it.
	Severity  int       `json:"severity,omitempty"`
	Frequency Frequency `json:"frequency,omitzero"`
	// Able is how many can do it alone; nil when nobody has said it. People are those of them who are named.
	Able       *int       `json:"able,omitempty"`
	People     []Person   `json:"people,omitempty"`
	Complexity Complexity `json:"complexity,omitzero"`
	// Signs are the answers; a sign that isn't there wasn't answered.
	Signs map[Sign]bool `json:"signs,omitempty"`
	// Stakeholders are who depends on it, as people typed them.
	Stakeholders []string `json:"stakeholders,omitempty"`
	// Owner is an account; empty for nobody.
	Owner string `json:"owner,omitempty"`
	// Creator made it, By changed it last.
	Creator string    `json:"creator,omitempty"`
	Created time.Time `json:"created,omitzero"`
	By      string    `json:"by,omitempty"`
	Changed time.Time `json:"changed,omitzero"`
}

// Named are the names of those who can do it alone.
func (p *Process) Named() (all []string) {
	for _, x := range p.People {
		all = append(all, x.Name)
	}
	return all
}

// Ticked are the signs that hold, in their order.
func (p *Process) Ticked() []Sign {
	return slices.DeleteFunc(slices.Clone(Signs), func(s Sign) bool { return !p.Signs[s] })
}

// Runs is how often a process's procedure was carried out for real and came to an end, and how often that failed.
type Runs struct{ Ended, Failed int }

// Version is a process as it was at a time.
type Version struct {
	Process
	At time.Time
}

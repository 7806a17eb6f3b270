package figure

import (
	"fmt"
	"time"

	"showhow/internal/sop/figure"
)

// LedFrom is a process that leads to a procedure.
type LedFrom struct {
	figure.Process
	// Before is how many observations that hang on it count as before the procedure came into force; Since is how many tell of the time since, and count nowhere but on the process's own page.
	Before int `json:"before"`
	Since  int `json:"since,omitempty"`
}

// Words say what of a process counts among a procedure's figures.
func (l LedFrom) Words() string {
	s := fmt.Sprintf("Of the process “%s”: %d count as before.", l.Name, l.Before)
	if l.Before == 0 {
		s = fmt.Sprintf("Of the process “%s” nothing was told that counts as before.", l.Name)
	}
	if l.Since > 0 {
		s += fmt.Sprintf(" %d tell of the time since and were told when the process led to no SOP in force: they are compared nowhere.", l.Since)
	}
	return s
}

// Path is an onboarding path that a procedure is part of. How long it takes is told of the path as a whole, and counts among no procedure's figures.
type Path struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Procedures is of how many procedures it is, N how many people have come to its end.
	Procedures int `json:"procedures"`
	N          int `json:"n"`
	// Middle is nil when there are too few.
	Middle *Middle `json:"median,omitempty"`
	// Withheld says that how long it takes isn't told to whoever asks, and N neither.
	Withheld bool `json:"withheld,omitempty"`
}

// PathOf is a path by how long it took those who have come to its end.
func PathOf(p Path, took []time.Duration) Path {
	p.N = len(took)
	if m, ok := Median(took); ok {
		p.Middle = &m
	}
	return p
}

// Words say how long a path takes.
func (p Path) Words() string {
	s := fmt.Sprintf("Part of the onboarding path “%s” (%d procedures)", p.Name, p.Procedures)
	if p.Procedures == 1 {
		s = fmt.Sprintf("Part of the onboarding path “%s” (1 procedure)", p.Name)
	}
	switch {
	case p.Withheld:
		return s + ": how long it takes is told to reviewers."
	case p.Middle == nil:
		return fmt.Sprintf("%s: too few to say (%d have come to its end).", s, p.N)
	}
	return fmt.Sprintf("%s: %s in the middle (%s to %s), of %d who have come to its end.", s, Length(p.Middle.Median), Length(p.Middle.Low), Length(p.Middle.High), p.N)
}

// ProcessReport is what is shown of a process: what was told of it while it had no SOP in force. Nothing is compared on it: there is nothing to compare with.
type ProcessReport struct {
	figure.Process
	// Title is that of its procedure, InForce when that first came into force; empty and zero for none.
	Title   string    `json:"procedure_title,omitempty"`
	InForce time.Time `json:"in_force,omitzero"`
	Figures []Alone   `json:"figures"`
	LeftOut []LeftOut `json:"excluded"`
	// Formulas are those by which they are made.
	Formulas []Formula `json:"formulas"`
	Made     time.Time `json:"made"`
}

// Words say where it counts.
func (r ProcessReport) Words() string {
	switch {
	case r.Slug == "":
		return "It has no SOP yet. Once it leads to one, what was told of it counts as before that came into force."
	case r.InForce.IsZero():
		return fmt.Sprintf("It leads to “%s”, which was never in force: what was told of it counts as before among its figures.", r.Title)
	}
	return fmt.Sprintf("It leads to “%s”, in force since %s: what ended before counts as before among its figures. What is told of the process from then on is told of that.", r.Title, r.InForce.UTC().Format(time.DateOnly))
}

// Alone is what is known of a measure where there is nothing to compare with.
type Alone struct {
	Measure figure.Measure `json:"measure"`
	Total   int            `json:"total"`
	Shown   int            `json:"shown"`
	// Of are all of them. Since is how many of them tell of a time at which the process's procedure was in force.
	Of    Side `json:"all"`
	Since int  `json:"since,omitempty"`
	// Incidents is how many of recoveries were of something else than a deployment; of Uncaused nobody told of what.
	Incidents int   `json:"incidents,omitempty"`
	Uncaused  int   `json:"uncaused,omitempty"`
	Dots      []Dot `json:"observations"`
}

// Measured is the same in the form of a procedure's that was never in force, for pictures and tables.
func (a Alone) Measured() Measured {
	return Measured{Measure: a.Measure, Total: a.Total, Shown: a.Shown, Before: a.Of, Incidents: a.Incidents, Uncaused: a.Uncaused, Dots: a.Dots}
}

// MeasureAlone makes the figures of a measure of a process.
func MeasureAlone(in Sample) Alone {
	in.InForce, in.Whole = time.Time{}, Whole{}
	m := Measure(in)
	return Alone{Measure: m.Measure, Total: m.Total, Shown: m.Shown, Of: m.Before, Incidents: m.Incidents, Uncaused: m.Uncaused, Dots: m.Dots}
}

// OfProcesses are the formulas of a process's figures.
var OfProcesses = []Formula{MiddleTime, FailedRate}

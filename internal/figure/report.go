package figure

import (
	"encoding/json"
	"slices"
	"time"

	"showhow/internal/sop/figure"
)

// Report is what is shown of a procedure: everything that a page, a program or an export gets.
type Report struct {
	Slug  string `json:"procedure"`
	Title string `json:"title"`
	// InForce is when it first came into force; zero for never.
	InForce   time.Time   `json:"in_force,omitzero"`
	Revisions []Revision  `json:"revisions"`
	Adoption  Adopted     `json:"adoption"`
	Figures   []Measured  `json:"figures"`
	Notes     []Confounds `json:"notes"`
	LeftOut   []LeftOut   `json:"excluded"`
	// Processes are those that lead to it, with what hangs on them; Paths the onboarding paths that it is part of.
	Processes []LedFrom `json:"processes"`
	Paths     []Path    `json:"onboarding_paths"`
	Steps     Steps     `json:"steps"`
	Formulas  []Formula `json:"formulas"`
	Made      time.Time `json:"made"`
}

// Revision is when a revision came into force.
type Revision struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
}

// Confounds is what else changed on a day.
type Confounds struct {
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// LeftOut is an observation that doesn't count, and why.
type LeftOut struct {
	Measure figure.Measure `json:"measure"`
	ID      string         `json:"id"`
	At      time.Time      `json:"at"`
	Reason  string         `json:"reason"`
	Since   time.Time      `json:"excluded"`
}

// Adopted is how often the procedure was used since it came into force.
type Adopted struct {
	Followed int `json:"followed"`
	Deviated int `json:"deviated"`
	Opened   int `json:"opened"`
	Unused   int `json:"not_used"`
	// Outside is how many of all were told from outside: what is carried out here always uses it.
	Outside int `json:"from_outside"`
}

// Of are all.
func (a Adopted) Of() int { return a.Used() + a.Unused }

// Used are those in which it was used.
func (a Adopted) Used() int { return a.Followed + a.Deviated + a.Opened }

// Share is the part of all in which it was used, from 0 to 1; known is false when too few are known, or none from outside.
func (a Adopted) Share() (share float64, known bool) {
	if a.Of() < Few || a.Outside == 0 {
		return 0, false
	}
	return float64(a.Used()) / float64(a.Of()), true
}

// MarshalJSON writes the share only when there is one.
func (a Adopted) MarshalJSON() ([]byte, error) {
	type plain Adopted
	out := struct {
		plain
		Used  int      `json:"used"`
		Of    int      `json:"of"`
		Share *float64 `json:"share,omitempty"`
	}{plain: plain(a), Used: a.Used(), Of: a.Of()}
	if s, ok := a.Share(); ok {
		out.Share = &s
	}
	return json.Marshal(out)
}

// Adopt counts how often it was used since it came into force.
func Adopt(all []figure.Count) (a Adopted) {
	for _, c := range all {
		if !c.InForce || c.Measure == figure.Onboarding { // who learns it uses it
			continue
		}
		*map[figure.Use]*int{figure.Followed: &a.Followed, figure.Deviated: &a.Deviated, figure.Opened: &a.Opened, figure.Unused: &a.Unused}[c.Use] += c.N
		if c.Source == figure.Outside {
			a.Outside += c.N
		}
	}
	return a
}

// Side is one side of a comparison.
type Side struct {
	N int `json:"n"`
	// Read is how many of them, the newest, the median is of.
	Read int `json:"median_of"`
	// Middle is nil when there are too few.
	Middle *Middle `json:"median,omitempty"`
	Failed int     `json:"failed"`
	// Rate is nil when there are too few.
	Rate *Interval `json:"rate_interval,omitempty"`
}

// Measured is what is known of a measure.
type Measured struct {
	Measure figure.Measure `json:"measure"`
	// Total is how many observations there are, and Shown how many of them, the newest of each side, are shown and have their medians told. Comparisons and rates are of all.
	Total int `json:"total"`
	Shown int `json:"shown"`
	// Used, Unused and Before are the sides: since it came into force, and before (both together).
	Used   Side `json:"used"`
	Unused Side `json:"not_used"`
	Before Side `json:"before"`
	// OfProcesses is how many of those before were told of a process that leads to the procedure.
	OfProcesses int `json:"before_of_processes,omitempty"`
	// Unplaced is how many of those before belong to no unit of which something is known since.
	Unplaced int `json:"unplaced"`
	// Time and Rate are the comparisons, nil for what the measure has none of.
	Time *Answer `json:"time,omitempty"`
	Rate *Answer `json:"rate,omitempty"`
	// Incidents is how many of recoveries were of something else than a deployment; of Uncaused nobody told of what.
	Incidents int   `json:"incidents,omitempty"`
	Uncaused  int   `json:"uncaused,omitempty"`
	Dots      []Dot `json:"observations"`
}

// Dot is one observation as it's shown. Those that tell of a person have no id, the first of their month for a day, and are there only when there are enough.
type Dot struct {
	ID      string        `json:"id,omitempty"`
	At      time.Time     `json:"at"`
	Took    time.Duration `json:"took_ns,omitempty"`
	Failed  bool          `json:"failed,omitempty"`
	Use     figure.Use    `json:"use"`
	Unit    string        `json:"unit,omitempty"`
	InForce bool          `json:"in_force"`
	Source  figure.Source `json:"source"`
	// Process is the process that it was told of; empty for none.
	Process string `json:"process,omitempty"`
}

// MarshalJSON writes what is said, or that there are too few.
func (a Answer) MarshalJSON() (b []byte, err error) {
	a.Either(func(f TooFew) {
		b, err = json.Marshal(struct {
			Say string `json:"say"`
			TooFew
		}{"too few to say", f})
	}, func(t Told) { b, err = json.Marshal(t) })
	return b, err
}

// Sample is what Measure makes its figures of.
type Sample struct {
	Measure figure.Measure
	// Newest are the newest observations, in whatever order, and Total how many there are.
	Newest []figure.Observation
	Total  int
	// InForce is when the procedure first came into force.
	InForce time.Time
	// Whole are the sums of all that there is since, and Before of what was before; they may be left out where all was read. OfProcesses is how many of those before hang on processes.
	Whole
	Before      Sum
	OfProcesses int
}

// Measure makes the figures of a measure.
func Measure(in Sample) Measured {
	s := Sort(in.Newest, in.InForce)
	m := Measured{Measure: in.Measure, Total: in.Total, Dots: []Dot{}, Unplaced: s.Unplaced, OfProcesses: in.OfProcesses}
	var before []time.Duration
	var failedBefore []bool
	for _, o := range in.Newest {
		if !o.Excluded.IsZero() {
			continue
		}
		m.Shown++
		since := !in.InForce.IsZero() && !o.At.Before(in.InForce)
		if !since {
			before, failedBefore = append(before, o.Took), append(failedBefore, o.Failed)
		}
		switch {
		case o.Measure != figure.Recovery || o.Cause == "deployment":
		case o.Cause == "":
			m.Uncaused++
		default:
			m.Incidents++
		}
		m.Dots = append(m.Dots, dotOf(o, since))
	}
	m.Total = max(m.Total, m.Shown)
	if in.Measure.Private() && m.Shown < Few {
		m.Dots = []Dot{}
	}
	slices.SortStableFunc(m.Dots, func(a, b Dot) int { return a.At.Compare(b.At) })
	m.Used = side(in.Measure, s.Times.Used, s.Failed.Used, in.Used)
	m.Unused = side(in.Measure, s.Times.Unused, s.Failed.Unused, in.Unused)
	m.Before = side(in.Measure, before, failedBefore, in.Before)
	if m.Measure.Timed() {
		a := Durations(s.Times, in.Whole)
		m.Time = &a
	}
	if m.Measure.Failable() {
		a := Rates(s.Failed, in.Whole)
		m.Rate = &a
	}
	return m
}

// dotOf is an observation as it's shown.
func dotOf(o figure.Observation, since bool) Dot {
	d := Dot{o.ID, o.At, o.Took, o.Failed, o.Use, o.Unit, since, o.Source, o.Process}
	if o.Measure.Private() {
		d.ID, d.Unit, d.At = "", "", time.Date(o.At.Year(), o.At.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return d
}

// side is what is known of one: of what was read, and of all that there is.
func side(m figure.Measure, times []time.Duration, bad []bool, all Sum) Side {
	s := Side{Read: max(len(times), len(bad))}
	s.N = max(s.Read, all.N)
	if m.Timed() {
		if mid, ok := Median(times); ok {
			s.Middle = &mid
		}
	}
	if m.Failable() {
		share := shareOf(bad, all)
		s.Failed = share.X
		if i, ok := share.Jeffreys(); ok {
			s.Rate = &i
		}
	}
	return s
}

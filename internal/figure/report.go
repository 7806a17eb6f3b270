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
	Steps     Steps       `json:"steps"`
	Formulas  []Formula   `json:"formulas"`
	Made      time.Time   `json:"made"`
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
	// Middle is nil when there are too few.
	Middle *Middle `json:"median,omitempty"`
	Failed int     `json:"failed"`
	// Rate is nil when there are too few.
	Rate *Interval `json:"rate_interval,omitempty"`
}

// Measured is what is known of a measure.
type Measured struct {
	Measure figure.Measure `json:"measure"`
	// Total is how many observations there are, and Shown how many of them, the newest, the figures are made of.
	Total int `json:"total"`
	Shown int `json:"shown"`
	// Used, Unused and Before are the sides: since it came into force, and before (both together).
	Used   Side `json:"used"`
	Unused Side `json:"not_used"`
	Before Side `json:"before"`
	// Unplaced is how many of those before belong to no unit of which something is known since.
	Unplaced int `json:"unplaced"`
	// Time and Rate are the comparisons, nil for what the measure has none of.
	Time *Answer `json:"time,omitempty"`
	Rate *Answer `json:"rate,omitempty"`
	// Incidents is how many of recoveries were of something else than a deployment.
	Incidents int   `json:"incidents,omitempty"`
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
}

// Measure makes the figures of a measure.
func Measure(in Sample) Measured {
	s := Sort(in.Newest, in.InForce)
	m := Measured{Measure: in.Measure, Total: in.Total, Dots: []Dot{}, Unplaced: s.Unplaced}
	var before []time.Duration
	var failedBefore []bool
	for _, o := range in.Newest {
		if !o.Excluded.IsZero() {
			continue
		}
		m.Shown++
		in := !in.InForce.IsZero() && !o.At.Before(in.InForce)
		if !in {
			before, failedBefore = append(before, o.Took), append(failedBefore, o.Failed)
		}
		if o.Measure == figure.Recovery && o.Cause != "deployment" {
			m.Incidents++
		}
		d := Dot{o.ID, o.At, o.Took, o.Failed, o.Use, o.Unit, in, o.Source}
		if o.Measure.Private() {
			d.ID, d.Unit, d.At = "", "", time.Date(o.At.Year(), o.At.Month(), 1, 0, 0, 0, 0, time.UTC)
		}
		m.Dots = append(m.Dots, d)
	}
	m.Total = max(m.Total, m.Shown)
	if in.Measure.Private() && m.Shown < Few {
		m.Dots = []Dot{}
	}
	slices.SortStableFunc(m.Dots, func(a, b Dot) int { return a.At.Compare(b.At) })
	m.sides(s, before, failedBefore)
	return m
}

// sides fills in what is known of each.
func (m *Measured) sides(s Sorted, before []time.Duration, failedBefore []bool) {
	for _, x := range []struct {
		to    *Side
		times []time.Duration
		bad   []bool
	}{{&m.Used, s.Times.Used, s.Failed.Used}, {&m.Unused, s.Times.Unused, s.Failed.Unused}, {&m.Before, before, failedBefore}} {
		x.to.N = max(len(x.times), len(x.bad))
		if m.Measure.Timed() {
			if mid, ok := Median(x.times); ok {
				x.to.Middle = &mid
			}
		}
		if m.Measure.Failable() {
			share := ShareOf(x.bad)
			x.to.Failed = share.X
			if i, ok := share.Jeffreys(); ok {
				x.to.Rate = &i
			}
		}
	}
	if m.Measure.Timed() {
		a := Durations(s.Times)
		m.Time = &a
	}
	if m.Measure.Failable() {
		a := Rates(s.Failed)
		m.Rate = &a
	}
}

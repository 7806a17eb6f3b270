// Package figure makes figures of observations: pure statistics, without IO, without a clock, and without luck (what draws at random is seeded by what it draws
// from). Every formula has a name and a version (Formulas); docs/figures.md explains each.
package figure

// Few is how many there must be on a side before anything is said of it.
const Few = 10

// Verdict is what may be said of a comparison.
type Verdict string

// The verdicts.
const (
	Better   Verdict = "better"
	Worse    Verdict = "worse"
	Open     Verdict = "open"     // the numbers don't tell
	Disagree Verdict = "disagree" // used against not used tells one thing, before against after another
)

// Interval is from Low to High.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Scale is what an effect is told in.
type Scale string

// The scales.
const (
	Ratio  Scale = "ratio"  // of geometric means, used : not used; under 1 is faster
	Points Scale = "points" // a difference of rates, used − not used; under 0 is fewer failures
)

// Effect is an estimate with the interval that holds however often it is looked at.
type Effect struct {
	Scale Scale   `json:"scale"`
	Of    float64 `json:"estimate"`
	Interval
}

// says is which side of no effect the whole interval lies on.
func (e Effect) says() Verdict {
	none := 0.0
	if e.Scale == Ratio {
		none = 1
	}
	switch {
	case e.High < none:
		return Better
	case e.Low > none:
		return Worse
	}
	return Open
}

// TooFew is how many there are when nothing may be said yet.
type TooFew struct {
	Used   int `json:"used"`
	Unused int `json:"not_used"`
}

// Told is what may be said of a comparison with enough on both sides.
type Told struct {
	TooFew
	Verdict Verdict `json:"verdict"`
	// Effect is used against not used, since the procedure has been in force.
	Effect Effect `json:"effect"`
	// Chance is how probable it is by these numbers alone that it goes better when it is used, from 0 to 1.
	Chance float64 `json:"chance_of_better"`
	// Once is an interval for a single look, and Shuffled how often labels at random differ as much; Draws is of how many. Rates have none.
	Once     *Interval `json:"interval_for_one_look,omitempty"`
	Shuffled float64   `json:"permutation_p,omitempty"`
	Draws    int       `json:"draws,omitempty"`
	// Differences is how much the difference between users and others changed with the day on which the procedure came into force; nil when a cell has too few.
	Differences *Effect `json:"difference_in_differences,omitempty"`
}

// Answer is a comparison that may have too few on a side. There is no way to its numbers beside Either, so nobody shows them by mistake.
type Answer struct {
	few  TooFew
	told *Told
}

// Either calls one of the two.
func (a Answer) Either(few func(TooFew), told func(Told)) {
	if a.told == nil {
		few(a.few)
		return
	}
	told(*a.told)
}

// enough says that both sides are large enough.
func (f TooFew) enough() bool { return f.Used >= Few && f.Unused >= Few }

// judge says what follows of the comparison, and of the one with before, where there is one: a word needs both to say the same, or the second to be missing.
func (t *Told) judge() {
	t.Verdict = t.Effect.says()
	if t.Differences == nil || t.Verdict == Open {
		return
	}
	switch other := t.Differences.says(); {
	case other == Open:
		t.Verdict = Open
	case other != t.Verdict:
		t.Verdict = Disagree
	}
}

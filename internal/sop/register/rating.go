package register

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Rating is a link by which one person without an account says what they think of a process, with what they said.
type Rating struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Process   string `json:"process"`
	// Hash is that of the link's secret, which is kept nowhere.
	Hash string `json:"-"`
	// For is who was asked, as whoever asked typed it.
	For     Person    `json:"for"`
	Creator string    `json:"creator"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Revoked time.Time `json:"revoked,omitzero"`
	// What they said; Rated is when, zero for not yet. What they didn't answer is 0 or nil.
	Severity  int       `json:"severity,omitempty"`
	Frequency Frequency `json:"frequency,omitzero"`
	Able      *int      `json:"able,omitempty"`
	Why       string    `json:"why,omitempty"`
	Rated     time.Time `json:"rated,omitzero"`
}

// Open says that the link still opens something.
func (r *Rating) Open(now time.Time) bool { return r.Revoked.IsZero() && now.Before(r.Expires) }

// Spread is what several people said of one thing: each value, never their mean.
type Spread struct {
	// Values are sorted; N is how many there are.
	Values []float64
	// Words say whether they agree, and between what they lie.
	Words string
	// Apart says that they don't agree, and Off that the team's own value is none of theirs, nor near one (see Beside).
	Apart, Off bool
	apart      func(least, most float64) bool
	say        func(float64) string
}

// N is how many said something.
func (s Spread) N() int { return len(s.Values) }

// Agree puts what was said together. Two values are apart from a gap on: levels of severity and people by two, frequencies by a factor of four.
func Agree(values []float64, apart func(least, most float64) bool, say func(float64) string) Spread {
	s := Spread{Values: slices.Sorted(slices.Values(values)), apart: apart, say: say}
	n := len(s.Values)
	if n == 0 {
		return s
	}
	least, most := s.Values[0], s.Values[n-1]
	s.Apart = apart(least, most)
	switch {
	case n == 1:
		s.Words = "One rating: " + say(least) + "."
	case least == most:
		s.Words = fmt.Sprintf("All %d agree: %s.", n, say(least))
	case s.Apart:
		s.Words = fmt.Sprintf("They don’t agree: %s to %s.", say(least), say(most))
	default:
		s.Words = fmt.Sprintf("They nearly agree: %s to %s.", say(least), say(most))
	}
	return s
}

// SaidSeverity is what was said of how bad a failure is.
func SaidSeverity(all []Rating) Spread {
	return Agree(said(all, func(r Rating) (float64, bool) { return float64(r.Severity), r.Severity > 0 }), byTwo, whole)
}

// SaidFrequency is what was said of how often it is done, in times a year.
func SaidFrequency(all []Rating) Spread {
	return Agree(said(all, func(r Rating) (float64, bool) { return r.Frequency.Year(), r.Frequency.Known() }), func(least, most float64) bool { return most >= 4*least }, func(x float64) string { return trimmed(x) + " times a year" })
}

// SaidAble is what was said of how many can do it alone.
func SaidAble(all []Rating) Spread {
	return Agree(said(all, func(r Rating) (x float64, known bool) {
		if r.Able != nil {
			x, known = float64(*r.Able), true
		}
		return x, known
	}), byTwo, whole)
}

func byTwo(least, most float64) bool { return most-least >= 2 }

func whole(x float64) string { return strconv.Itoa(int(x)) }

func said(all []Rating, of func(Rating) (float64, bool)) (out []float64) {
	for _, r := range all {
		if x, known := of(r); known && !r.Rated.IsZero() {
			out = append(out, x)
		}
	}
	return out
}

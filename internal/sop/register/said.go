package register

import (
	"fmt"
	"strings"

	"showhow/internal/sop/listing"
)

// Beside holds what was said against the team's own value, where that is known: that people agree with each other, and not with it, is said.
func (s Spread) Beside(own float64, known bool) Spread {
	n := s.N()
	if n == 0 || !known || own >= s.Values[0] && own <= s.Values[n-1] {
		return s
	}
	least, most := min(own, s.Values[0]), max(own, s.Values[0])
	if own > s.Values[n-1] {
		least, most = s.Values[n-1], own
	}
	s.Off = s.apart(least, most)
	switch {
	case s.Off:
		s.Words += fmt.Sprintf(" The team’s own value is another: %s.", s.say(own))
	case s.say(own) != s.say(s.Values[0]) && s.say(own) != s.say(s.Values[n-1]):
		s.Words += fmt.Sprintf(" The team’s own value lies beside it: %s.", s.say(own))
	}
	return s
}

// Answered is what was said of one of the three questions, held against the team's own value.
type Answered struct {
	// Of is severity, frequency or gap.
	Of Part `json:"of"`
	// N is how many answered it; Least and Most are between what it lies: a level, times a year, people.
	N     int     `json:"n"`
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
	Words string  `json:"words"`
	// Apart says that they don't agree with each other, and Off that the team's own value is none that anybody said, nor near one.
	Apart bool `json:"apart,omitempty"`
	Off   bool `json:"off,omitempty"`
	brief string
}

// Rated is what people without an account said of a process.
type Rated struct {
	// Asked is how many links were made, and Rated how many of them said something.
	Asked int `json:"asked"`
	Rated int `json:"rated"`
	// Said are the questions that anybody answered.
	Said []Answered `json:"said"`
	// Words say all of it in a line; empty as long as nobody said anything.
	Words string `json:"words,omitempty"`
}

// RatedOf puts the ratings of a process together, question by question. No mean is made of them.
func RatedOf(p *Process, all []Rating) Rated {
	out := Rated{Asked: len(all), Said: []Answered{}}
	for i := range all {
		if !all[i].Rated.IsZero() {
			out.Rated++
		}
	}
	for _, x := range []struct {
		of    Part
		said  Spread
		brief string
	}{{Severe, SaidSeverity(all).Beside(float64(p.Severity), p.Severity > 0), "failure %s of 5"}, {Often, SaidFrequency(all).Beside(p.Frequency.Year(), p.Frequency.Known()), "done %s"}, {Gap, SaidAble(all).Beside(p.able()), "%s can do it alone"}} {
		n := x.said.N()
		if n == 0 {
			continue
		}
		a := Answered{Of: x.of, N: n, Least: x.said.Values[0], Most: x.said.Values[n-1], Words: x.said.Words, Apart: x.said.Apart, Off: x.said.Off}
		a.brief = fmt.Sprintf(x.brief, x.said.reach())
		out.Said = append(out.Said, a)
	}
	out.Words = out.words()
	return out
}

// Question is what was asked, as a scale has it.
func (a Answered) Question() string {
	return map[Part]string{Severe: "How bad a failure is, 1 to 5", Often: "How often it is done", Gap: "How many can do it alone"}[a.Of]
}

// able is how many can do it alone, as the team says; known is false where it says nothing.
func (p *Process) able() (n float64, known bool) {
	if p.Able == nil {
		return 0, false
	}
	return float64(*p.Able), true
}

// reach is between what the values lie, in words.
func (s Spread) reach() string {
	least, most := s.say(s.Values[0]), s.say(s.Values[s.N()-1])
	if least == most {
		return most
	}
	return strings.TrimSuffix(least, " times a year") + " to " + most
}

// words say in a line what was rated, and by how many.
func (r Rated) words() string {
	if r.Rated == 0 {
		return ""
	}
	var all, off, apart []string
	for _, x := range r.Said {
		all = append(all, x.brief)
		if x.Off {
			off = append(off, partsShort[x.Of])
		}
		if x.Apart {
			apart = append(apart, partsShort[x.Of])
		}
	}
	words := fmt.Sprintf("Rated by %d of %d who were asked: %s.", r.Rated, r.Asked, strings.Join(all, ", "))
	if len(all) == 0 {
		words = fmt.Sprintf("Rated by %d of %d who were asked, in words alone.", r.Rated, r.Asked)
	}
	if len(apart) > 0 {
		words += " They don’t agree on " + listing.And(apart) + "."
	}
	if len(off) > 0 {
		words += " The team itself says something else of " + listing.And(off) + "."
	}
	return words
}

// partsShort are the three questions, in a sentence.
var partsShort = map[Part]string{Severe: "how bad a failure is", Often: "how often it is done", Gap: "how many can do it"}

// Lone says that a process has an SOP, and that one person at most can carry it out, by what the formula counts: what was entered, or the training.
func (r *Ranked) Lone(f Formula) bool {
	p := f.sees(&r.Process, r.Facts)
	return r.Status == Written && !r.Retired && p.Able != nil && *p.Able < 2
}

package register

import (
	"math"
	"slices"
	"time"
)

// Part is one of what a score is made of.
type Part string

// The parts.
const (
	Severe   Part = "severity"
	Often    Part = "frequency"
	Gap      Part = "gap"
	Complex  Part = "complexity"
	Signed   Part = "signs"
	runsRule      = 10 // how many runs "as usual" a rate of failures is pulled by
)

// Parts are all of them, in the order in which they are shown.
var Parts = []Part{Severe, Often, Gap, Complex, Signed}

var partWords = map[Part]string{Severe: "Severity of a failure", Often: "Frequency", Gap: "Knowledge gap", Complex: "Complexity", Signed: "Signs of A.5.37"}

// Words are the part as people read it; empty for one that there isn't.
func (p Part) Words() string { return partWords[p] }

// Rules tell in words how each part is worked out, from 0 to 1.
var Rules = map[Part]string{
	Severe:  "From 0 for level 1 to 1 for level 5, a quarter for each level.",
	Often:   "From 0 for once a year or less to 1 for each day or more, on a logarithmic scale: once a month is 0.42, once a week 0.67.",
	Gap:     "1 when nobody can do it alone; each person who can takes a fifth off, so 5 or more leave 0. When the share of failed runs is greater than that, it counts instead. That share is pulled towards the workspace’s usual one as if 10 more runs had gone as usual, so that a few bad runs don’t decide.",
	Complex: "The mean of what is known of: steps out of 30, tools out of 5, teams out of 4, each 1 at most.",
	Signed:  "The share of those that were answered which hold.",
}

// TrainingRule tells what a formula does that counts by the training.
const TrainingRule = "Who can do it alone is counted by who was signed able alone at the revision in force, where anybody learns the procedure, instead of by what was entered."

// Formula is how much each part weighs in a score. Its versions are kept for ever.
type Formula struct {
	// Version counts from 1, which is Showhow's own.
	Version int          `json:"version"`
	Weights map[Part]int `json:"weights"`
	// Training has the knowledge gap counted by who was signed able alone, where the procedure is learnt at all, instead of by what was entered.
	Training bool `json:"training,omitempty"`
	// Note says why it was changed, By who did so, and At when; empty for Showhow's own.
	Note string    `json:"note,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Usual is the formula of a workspace that has set none.
func Usual() Formula {
	return Formula{Version: 1, Weights: map[Part]int{Severe: 35, Often: 20, Gap: 25, Complex: 10, Signed: 10}}
}

// Total is the sum of the weights.
func (f Formula) Total() (n int) {
	for _, p := range Parts {
		n += f.Weights[p]
	}
	return n
}

// Term is what one part brings to a score.
type Term struct {
	Part   Part `json:"part"`
	Weight int  `json:"weight"`
	// Known is how much of the answer is there, from 0 to 1, and Value what the known answers come to, from 0 to 1.
	Known float64 `json:"known"`
	Value float64 `json:"value"`
	// Points is what it adds to the score: of what isn't known, half.
	Points float64 `json:"points"`
}

// Score is how much there is to gain by documenting a process, from 0 to 100. What nobody has answered counts as half, and openly: the score lies between Low, where all of that
// would be 0, and High, where it would be 1.
type Score struct {
	Formula int     `json:"formula"`
	Points  float64 `json:"points"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	// Confidence is the share of the weights that was answered, from 0 to 1.
	Confidence float64 `json:"confidence"`
	Terms      []Term  `json:"terms"`
}

// Known says that anything at all was answered.
func (s Score) Known() bool { return s.Confidence > 0 }

// Facts are what a score is worked out from beside the answers: the runs of the process's procedure, and those of all of the workspace.
type Facts struct {
	Runs, All Runs
	// Held is what the training says of who can do it; nil where it says nothing.
	Held *Held
	// Retired says that the procedure that documents it is retired: it waits for an SOP again.
	Retired bool
}

// Held is what the training of a process's procedure says: how many are able alone, and how many learn it.
type Held struct {
	Able     int `json:"able"`
	Learning int `json:"learning"`
	// Left says that only somebody who has left could.
	Left bool `json:"left,omitempty"`
}

// Score works a process's score out. It reads nothing but its arguments.
func (f Formula) Score(p *Process, facts Facts) Score {
	s, total := Score{Formula: f.Version}, float64(f.Total())
	if total <= 0 {
		return s
	}
	for _, part := range Parts {
		t := Term{Part: part, Weight: f.Weights[part]}
		t.Value, t.Known = answer(part, f.sees(p, facts), facts)
		whole := 100 * float64(t.Weight) / total
		t.Points = whole * (t.Known*t.Value + (1-t.Known)/2)
		s.Low += whole * t.Known * t.Value
		s.High += whole * (t.Known*t.Value + 1 - t.Known)
		s.Confidence += t.Known * float64(t.Weight) / total
		s.Points += t.Points
		s.Terms = append(s.Terms, t)
	}
	s.Low, s.High, s.Points, s.Confidence = tidy(s.Low, 100), tidy(s.High, 100), tidy(s.Points, 100), tidy(s.Confidence, 1)
	return s
}

// sees is a process as a formula counts it: what was entered, or what the training says.
func (f Formula) sees(p *Process, facts Facts) *Process {
	if !f.Training || facts.Held == nil {
		return p
	}
	taught := *p
	taught.Able = &facts.Held.Able
	return &taught
}

// tidy takes away what adding broken numbers leaves: a billionth, or more than the most.
func tidy(x, most float64) float64 { return min(most, max(0, math.Round(x*1e9)/1e9)) }

// answer is what a part's answers come to, and how much of them is there.
func answer(part Part, p *Process, facts Facts) (value, known float64) {
	switch part {
	case Severe:
		if p.Severity > 0 {
			return clamp(float64(p.Severity-1) / (Most - 1)), 1
		}
	case Often:
		if p.Frequency.Known() {
			return clamp(math.Log(p.Frequency.Year()) / math.Log(365)), 1
		}
	case Gap:
		return gap(p, facts)
	case Complex:
		return complexity(p.Complexity)
	case Signed:
		return signs(p)
	}
	return 0, 0
}

func clamp(x float64) float64 { return min(1, max(0, x)) }

// gap is how much the knowledge lacks: by how many can do it alone, or by how often it fails, whichever is more.
func gap(p *Process, facts Facts) (value, known float64) {
	if p.Able != nil {
		value, known = clamp(1-float64(*p.Able)/5), 1
	}
	if facts.Runs.Ended > 0 {
		value, known = max(value, facts.FailRate()), 1
	}
	return value, known
}

// FailRate is the share of a process's runs that failed, pulled towards that of the whole workspace as if ten more runs had gone as usual (the mean of a beta distribution
// whose prior has the workspace's mean and the weight of ten runs). 0 when there are no runs.
func (f Facts) FailRate() float64 {
	if f.Runs.Ended == 0 {
		return 0
	}
	usual := 0.0
	if f.All.Ended > 0 {
		usual = float64(f.All.Failed) / float64(f.All.Ended)
	}
	return (float64(f.Runs.Failed) + runsRule*usual) / (float64(f.Runs.Ended) + runsRule)
}

func complexity(c Complexity) (value, known float64) {
	n := c.Known()
	if n == 0 {
		return 0, 0
	}
	for _, x := range []struct {
		is   *int
		full float64
	}{{c.Steps, 30}, {c.Tools, 5}, {c.Teams, 4}} {
		if x.is != nil {
			value += clamp(float64(*x.is)/x.full) / float64(n)
		}
	}
	return clamp(value), float64(n) / 3
}

func signs(p *Process) (value, known float64) {
	n, hold := 0, 0
	for _, s := range Signs {
		is, said := p.Signs[s]
		if said {
			n++
		}
		if is {
			hold++
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float64(hold) / float64(n), float64(n) / float64(len(Signs))
}

// Ranked is a process with its score.
type Ranked struct {
	Process
	Score
	Facts
	// Rated is what people without an account said of it.
	Rated Rated
}

// Open says that it waits for an SOP: it has none, or one that is retired.
func (r *Ranked) Open() bool { return r.Status.Open() || r.Status == Written && r.Retired }

// Stands is how far it has come, in words.
func (r *Ranked) Stands() string {
	if r.Status == Written && r.Retired {
		return "Its SOP is retired"
	}
	return r.Status.Words()
}

// Rank sorts by score, the highest first; those of which nothing is known come last. Equal scores are sorted by confidence, then by name and id, so that the order is always the same.
func Rank(all []Ranked) {
	slices.SortStableFunc(all, func(a, b Ranked) int {
		switch {
		case a.Score.Known() != b.Score.Known():
			if a.Score.Known() {
				return -1
			}
			return 1
		case a.Points != b.Points:
			return order(b.Points, a.Points)
		case a.Confidence != b.Confidence:
			return order(b.Confidence, a.Confidence)
		case a.Name != b.Name:
			return order(a.Name, b.Name)
		}
		return order(a.ID, b.ID)
	})
}

func order[T string | float64](a, b T) int {
	if a < b {
		return -1
	}
	return 1
}

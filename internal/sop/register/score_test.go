package register

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func n(i int) *int { return &i }

// whole is a process of which everything is known.
func known() Process {
	return Process{Severity: 4, Frequency: Frequency{1, "week"}, Able: n(1), People: []Person{{"Ann"}}, Complexity: Complexity{n(15), n(5), n(2)}, Signs: map[Sign]bool{"many": false, "rare": false, "forgotten": true, "new": false, "handed_over": true}}
}

// The score as the page explains it, worked out by hand for a few.
func TestScore(t *testing.T) {
	w := known()
	for name, c := range map[string]struct {
		p                       Process
		facts                   Facts
		points, low, high, sure float64
	}{
		// 35·3/4 + 20·ln52/ln365 + 25·4/5 + 10·(1/2+1+1/2)/3 + 10·2/5
		"everything known":  {w, Facts{}, 26.25 + 20*math.Log(52)/math.Log(365) + 20 + 20.0/3 + 4, 0, 0, 1},
		"nothing known":     {Process{}, Facts{}, 50, 0, 100, 0},
		"only the severity": {Process{Severity: 5}, Facts{}, 35 + 32.5, 35, 100, .35},
		"the lightest":      {Process{Severity: 1}, Facts{}, 32.5, 0, 65, .35},
		"two of five signs": {Process{Signs: map[Sign]bool{"new": true, "rare": false}}, Facts{}, 2 + 3 + 45, 2, 98, .04},
		"steps alone":       {Process{Complexity: Complexity{Steps: n(60)}}, Facts{}, 10.0/3 + 10.0/3 + 45, 10.0 / 3, 100, 1.0 / 30},
		"five can do it":    {Process{Able: n(5)}, Facts{}, 37.5, 0, 75, .25},
		// (5 + 10·0.1)/(10 + 10) = 0.3, more than the 0 of five people
		"it fails": {Process{Able: n(5)}, Facts{Runs: Runs{10, 5}, All: Runs{100, 10}}, 25*.3 + 37.5, 7.5, 82.5, .25},
		// nobody said who can do it, but one run failed: (1 + 10·0.1)/(1 + 10)
		"one run": {Process{}, Facts{Runs: Runs{1, 1}, All: Runs{100, 10}}, 25*2/11.0 + 37.5, 25 * 2 / 11.0, 25*2/11.0 + 75, .25},
	} {
		if c.sure == 1 {
			c.low, c.high = c.points, c.points
		}
		got := Usual().Score(&c.p, c.facts)
		if far(got.Points, c.points) || far(got.Low, c.low) || far(got.High, c.high) || far(got.Confidence, c.sure) {
			t.Errorf("%s: %.4f (%.4f to %.4f, %.3f), want %.4f (%.4f to %.4f, %.3f)", name, got.Points, got.Low, got.High, got.Confidence, c.points, c.low, c.high, c.sure)
		}
	}
}

func far(a, b float64) bool { return math.Abs(a-b) > 1e-6 }

// dice makes a process of which some is known, and a formula.
func dice(r *rand.Rand) (Process, Facts, Formula) {
	maybe := func(most int) *int {
		if r.IntN(3) == 0 {
			return nil
		}
		return n(r.IntN(most + 1))
	}
	p := Process{Severity: r.IntN(Most + 1), Able: maybe(8), Complexity: Complexity{maybe(60), maybe(9), maybe(6)}, Signs: map[Sign]bool{}}
	if r.IntN(4) > 0 {
		p.Frequency = Frequency{math.Exp(r.Float64()*12 - 4), Periods[r.IntN(len(Periods))]}
	}
	for _, s := range Signs {
		if r.IntN(2) == 0 {
			p.Signs[s] = r.IntN(2) == 0
		}
	}
	facts := Facts{}
	if r.IntN(2) == 0 {
		facts.All = Runs{50 + r.IntN(50), r.IntN(50)}
		facts.Runs.Ended = r.IntN(50)
		facts.Runs.Failed = r.IntN(facts.Runs.Ended + 1)
	}
	f := Formula{Version: 2, Weights: map[Part]int{}}
	for _, part := range Parts {
		f.Weights[part] = r.IntN(101)
	}
	f.Weights[Severe]++
	return p, facts, f
}

// Of 20,000 processes and formulas at random: a score lies within its bounds; what is worse never ranks lower, all else equal; and an answer to what wasn't known stays within what was possible.
func TestScoreHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 28))
	for i := range 20000 {
		p, facts, f := dice(r)
		s := f.Score(&p, facts)
		if !(0 <= s.Low && s.Low <= s.Points+1e-9 && s.Points <= s.High+1e-9 && s.High <= 100 && 0 <= s.Confidence && s.Confidence <= 1) {
			t.Fatalf("%d: %+v of %+v", i, s, p)
		}
		if sum := s.Low + s.High; far(s.Points, sum/2) {
			t.Fatalf("%d: %v isn't the middle of %v and %v", i, s.Points, s.Low, s.High)
		}
		for name, worse := range worsened(p, facts) {
			if got := f.Score(&worse.Process, worse.Facts); got.Points < s.Points-1e-9 {
				t.Fatalf("%d: with %s it falls from %v to %v: %+v", i, name, s.Points, got.Points, p)
			}
		}
		for name, said := range answered(r, p) {
			if got := f.Score(&said, facts); got.Points < s.Low-1e-6 || got.Points > s.High+1e-6 || got.Confidence < s.Confidence-1e-9 {
				t.Fatalf("%d: with %s it is %v, outside of %v to %v: %+v", i, name, got.Points, s.Low, s.High, p)
			}
		}
	}
}

// worsened are processes that are worse than p in one thing that is known.
func worsened(p Process, facts Facts) map[string]Ranked {
	all := map[string]Ranked{}
	add := func(name string, change func(*Process, *Facts)) {
		x := Ranked{Process: p, Facts: facts}
		change(&x.Process, &x.Facts)
		all[name] = x
	}
	if p.Severity > 0 && p.Severity < Most {
		add("a graver failure", func(p *Process, _ *Facts) { p.Severity++ })
	}
	if p.Frequency.Known() {
		add("a higher frequency", func(p *Process, _ *Facts) { p.Frequency.Times *= 1.5 })
	}
	if p.Able != nil && *p.Able > 0 {
		add("fewer people", func(p *Process, _ *Facts) { p.Able = n(*p.Able - 1) })
	}
	if facts.Runs.Failed < facts.Runs.Ended {
		add("more failures", func(_ *Process, f *Facts) { f.Runs.Failed++ })
	}
	if c := p.Complexity.Steps; c != nil {
		add("more steps", func(p *Process, _ *Facts) { p.Complexity.Steps = n(*c + 5) })
	}
	for s, is := range p.Signs {
		if !is {
			add("sign "+string(s), func(p *Process, _ *Facts) {
				signs := map[Sign]bool{}
				for k, v := range p.Signs {
					signs[k] = v
				}
				signs[s] = true
				p.Signs = signs
			})
		}
	}
	return all
}

// answered are processes like p with one more answer.
func answered(r *rand.Rand, p Process) map[string]Process {
	all := map[string]Process{}
	if p.Severity == 0 {
		x := p
		x.Severity = 1 + r.IntN(Most)
		all["a severity"] = x
	}
	if !p.Frequency.Known() {
		x := p
		x.Frequency = Frequency{1, Periods[r.IntN(len(Periods))]}
		all["a frequency"] = x
	}
	if p.Complexity.Teams == nil {
		x := p
		x.Complexity.Teams = n(r.IntN(9))
		all["teams"] = x
	}
	return all
}

func TestRank(t *testing.T) {
	all := []Ranked{}
	for i, p := range []Process{{Name: "nothing known"}, {Name: "light", Severity: 1}, {Name: "b grave", Severity: 5}, {Name: "a grave", Severity: 5}} {
		p.ID = fmt.Sprint(i)
		all = append(all, Ranked{Process: p, Score: Usual().Score(&p, Facts{})})
	}
	Rank(all)
	var got []string
	for _, x := range all {
		got = append(got, x.Name)
	}
	if want := "[a grave b grave light nothing known]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestReasons(t *testing.T) {
	for want, r := range map[string]Ranked{
		"[is severe when it fails done each week only Ann can do it could be forgotten is being handed over] []": {Process: known()},
		"[] [how bad a failure is how often it is done who can do it alone]":                                     {},
		"[hurts when it fails done once in 2 years nobody can do it alone] []":                                   {Process: Process{Severity: 3, Frequency: Frequency{.5, "year"}, Able: n(0)}},
		"[hardly matters when it fails done 3 times a quarter only Ann and Bob can do it] []":                    {Process: Process{Severity: 1, Frequency: Frequency{3, "quarter"}, Able: n(2), People: []Person{{"Ann"}, {"Bob"}}}},
		"[done twice a day 4 people can do it 2 of 9 runs failed] [how bad a failure is]":                        {Process: Process{Frequency: Frequency{2, "day"}, Able: n(4)}, Facts: Facts{Runs: Runs{9, 2}}},
		"[is a nuisance when it fails done 2.5 times a month only one person can do it] []":                      {Process: Process{Severity: 2, Frequency: Frequency{2.5, "month"}, Able: n(1)}},
		"[is a disaster when it fails done each year] [who can do it alone]":                                     {Process: Process{Severity: 5, Frequency: Frequency{1, "year"}}},
	} {
		all, missing := r.Reasons()
		if got := fmt.Sprint(all, " ", missing); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

// What the training says counts where the formula says so, and where it says anything; by a formula of before nothing changes.
func TestTraining(t *testing.T) {
	four, usual := 4, Usual()
	p := &Process{Able: &four}
	by := usual
	by.Version, by.Training = 2, true
	gap := func(f Formula, p *Process, h *Held) string {
		for _, x := range f.Score(p, Facts{Held: h}).Terms {
			if x.Part == Gap {
				return fmt.Sprintf("%.2f %.0f", x.Value, x.Known)
			}
		}
		return ""
	}
	for _, x := range []struct {
		f    Formula
		p    *Process
		h    *Held
		want string
	}{
		{usual, p, &Held{Able: 1}, "0.20 1"}, {by, p, &Held{Able: 1}, "0.80 1"}, {by, p, nil, "0.20 1"}, {by, &Process{}, &Held{}, "1.00 1"}, {usual, &Process{}, &Held{}, "0.00 0"},
	} {
		if got := gap(x.f, x.p, x.h); got != x.want {
			t.Errorf("%t, %+v: %s, want %s", x.f.Training, x.h, got, x.want)
		}
	}
	if *p.Able != 4 {
		t.Error("what was entered was changed")
	}
	r := Ranked{Process: *p, Facts: Facts{Held: &Held{Able: 1}}}
	if why, _ := r.Reasons(); !slices.Contains(why, "only one person was signed able alone") || !slices.Contains(why, "4 people can do it") {
		t.Errorf("%q", why)
	}
}

package figure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/figure"
)

// sumOf are the sums of durations.
func sumOf(all []time.Duration) (s Sum) {
	for _, d := range all {
		l := figure.Log(d)
		s.Add(figure.Count{N: 1, Logs: l, Squares: l * l})
	}
	return s
}

// TestSumsSayTheSame: a comparison by sums is that of all rows, to the digits that are shown.
func TestSumsSayTheSame(t *testing.T) {
	for i := range uint64(50) {
		w := world{Rand: rand.New(rand.NewPCG(21, i)), sigma: 0.2 + float64(i%5)/2}
		c := Cells[time.Duration]{Used: w.tooks(300+int(i), 0.8), Unused: w.tooks(120+3*int(i), 1), UsedBefore: w.tooks(40, 1), UnusedBefore: w.tooks(40, 1)}
		all := Whole{sumOf(c.Used), sumOf(c.Unused)}
		part := c
		part.Used, part.Unused = c.Used[:20], c.Unused[:2]
		var got, want Told
		Durations(part, all).Either(nil, func(x Told) { got = x })
		Durations(c, Whole{}).Either(nil, func(x Told) { want = x })
		if got.TooFew != want.TooFew || got.Verdict != want.Verdict || got.Draws != 0 {
			t.Errorf("%+v\n%+v", got, want)
		}
		for _, x := range [][2]float64{{got.Effect.Of, want.Effect.Of}, {got.Effect.Low, want.Effect.Low}, {got.Effect.High, want.Effect.High}, {got.Once.Low, want.Once.Low}, {got.Chance, want.Chance}, {got.Differences.Of, want.Differences.Of}, {got.Differences.High, want.Differences.High}} {
			if math.Abs(x[0]-x[1]) > 1e-3*math.Abs(x[1]) {
				t.Errorf("%v by sums, %v by rows", x[0], x[1])
			}
		}
	}
	bad := Cells[bool]{Used: make([]bool, 3), Unused: []bool{true}}
	Rates(bad, Whole{Sum{N: 3000, Failed: 300}, Sum{N: 2000, Failed: 400}}).Either(nil, func(x Told) {
		if x.Used != 3000 || x.Unused != 2000 || math.Abs(x.Effect.Of+0.1) > 1e-3 || x.Verdict != Better {
			t.Errorf("%+v", x)
		}
	})
}

// TestLookingOftenAtMany looks again and again at what grows from a thousand observations to twelve thousand, without any effect. By the newest thousand alone each look would be at other numbers, and
// there is no bound; by the sums of all it holds.
func TestLookingOftenAtMany(t *testing.T) {
	const years = 300
	said := 0
	for i := range uint64(years) {
		w := world{Rand: rand.New(rand.NewPCG(22, i)), sigma: 1}
		var all Whole
		all.Used, all.Unused = sumOf(w.tooks(500, 1)), sumOf(w.tooks(500, 1))
		for range 220 {
			for side, x := range map[*Sum]Sum{&all.Used: sumOf(w.tooks(25, 1)), &all.Unused: sumOf(w.tooks(25, 1))} {
				side.Add(figure.Count{N: x.N, Logs: x.Logs, Squares: x.Squares})
			}
			if v := against(all.Used.cell(), all.Unused.cell()).ratio().says(); v != Open {
				said++
				break
			}
		}
	}
	atMost(t, "220 looks at 1,000 to 12,000 durations", float64(said)/years, PageAlpha)
}

// bygone are observations of a process that had no SOP, in units, of which the first goes as much worse as is said.
func bygone(w world, n int, worse float64, day time.Time) (all []figure.Observation) {
	for i := range n {
		unit := fmt.Sprint("u", i%4)
		o := figure.Observation{Process: "x", Measure: figure.Run, At: day.Add(-time.Duration(1+i) * time.Hour), Took: w.tooks(1, 1)[0], Use: figure.Unused, Unit: unit, Failed: w.Float64() < 0.15, Source: figure.Outside}
		if i%4 == 0 {
			o.Took = time.Duration(float64(o.Took) * worse)
		}
		all = append(all, o)
	}
	return all
}

// word is whether any figure of a measure says that it goes better or worse.
func word(m Measured) (better, worse bool) {
	for _, a := range []*Answer{m.Time, m.Rate} {
		a.Either(func(TooFew) {}, func(x Told) { better, worse = better || x.Verdict == Better, worse || x.Verdict == Worse })
	}
	return better, worse
}

// since are observations of a procedure in force: the first unit uses it.
func since(w world, n int, ratio float64, day time.Time) (all []figure.Observation) {
	for i := range n {
		o := figure.Observation{Procedure: "p", Measure: figure.Run, At: day.Add(time.Duration(1+i) * time.Hour), Took: w.tooks(1, 1)[0], Use: figure.Unused, Unit: fmt.Sprint("u", i%4), Failed: w.Float64() < 0.15, Source: figure.Outside}
		if i%4 == 0 {
			o.Use, o.Took = figure.Followed, time.Duration(float64(o.Took)*ratio)
		}
		all = append(all, o)
	}
	return all
}

// TestLinkingTurnsNothingGreen: whatever hangs on a process, and whoever chooses among processes after having seen the figures, a word that isn't said without what was before is never said with it. So
// linking can take a word away, and never make one.
func TestLinkingTurnsNothingGreen(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	taken, said, kept := 0, 0, 0
	for i := range uint64(200) {
		w := world{Rand: rand.New(rand.NewPCG(23, i)), sigma: 0.5 + float64(i%3)/2}
		ratio := []float64{1, 1, 0.2, 0.05}[i%4]
		own := since(w, 40+int(i%160), ratio, day)
		better, worse := word(Measure(Sample{Measure: figure.Run, Newest: own, InForce: day}))
		for j := range 3 {
			with := append(bygone(w, 20*(j+1), math.Pow(8, w.NormFloat64()), day), own...)
			b, bad := word(Measure(Sample{Measure: figure.Run, Newest: with, InForce: day}))
			if b && !better || bad && !worse {
				t.Fatalf("history %d: a link said a word", i)
			}
			switch {
			case better && !b:
				taken++
			case better:
				kept++
			}
		}
		if better {
			said++
		}
	}
	t.Logf("a word stood in %d of 200; of its links %d left it, %d took it away", said, kept, taken)
	if said < 25 || kept == 0 || taken == 0 {
		t.Error("this shows nothing: no word was ever said, left or taken away")
	}
}

// TestAProcessLookedAtEachWeek looks each week for a year, without any effect, at the procedure of the process that went worst of ten, whose past hangs on the process.
func TestAProcessLookedAtEachWeek(t *testing.T) {
	const years = 150
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	said := 0
	for i := range uint64(years) {
		w := world{Rand: rand.New(rand.NewPCG(24, i)), sigma: 1}
		var worst []figure.Observation
		sum := math.Inf(-1)
		for range 10 {
			all := bygone(w, 48, 1, day)
			total := 0.0
			for _, o := range all {
				total += o.Took.Hours()
			}
			if total > sum {
				worst, sum = all, total
			}
		}
		own := since(w, 52*4, 1, day)
		for week := 10; week <= 52; week++ {
			all := Sort(append(worst[:len(worst):len(worst)], own[:week*4]...), day)
			v, r := quick(all.Times), quickRates(all.Failed)
			if v == Better || v == Worse || r == Better || r == Worse {
				said++
				break
			}
		}
	}
	atMost(t, "a year of weeks, the worst process of ten", float64(said)/years, PageAlpha)
}

// TestOfAProcess: a process alone has numbers from ten on, compares nothing, and tells of no person.
func TestOfAProcess(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	w := world{Rand: rand.New(rand.NewPCG(25, 1)), sigma: 1}
	for _, n := range []int{0, 9, 10, 40} {
		for _, m := range figure.Measures {
			all := bygone(w, n, 1, day)
			for i := range all {
				all[i].Measure, all[i].ID = m, "inc"
			}
			a := MeasureAlone(Sample{Measure: m, Newest: all, InForce: day, Before: Sum{N: n}})
			if a.Of.N != n || (a.Of.Middle != nil) != (n >= Few && m.Timed()) || (a.Of.Rate != nil) != (n >= Few && m.Failable()) {
				t.Errorf("%s of %d: %+v", m, n, a)
			}
			if m.Private() && (n < Few && len(a.Dots) > 0 || n >= Few && a.Dots[0].ID != "") {
				t.Errorf("%d of people: %+v", n, a.Dots)
			}
		}
	}
}

// TestPathOf: how long a path takes is told from ten on, and whoever may not know hears not even how many.
func TestPathOf(t *testing.T) {
	for n, want := range map[int]string{9: "too few to say (9 have come to its end)", 10: " in the middle ("} {
		if p := PathOf(Path{Name: "Ops", Procedures: 1}, steady(n, 10)); (p.Middle != nil) != (n >= Few) || !strings.Contains(p.Words(), want) || !strings.Contains(p.Words(), "(1 procedure)") {
			t.Errorf("%d: %s", n, p.Words())
		}
	}
	if w := (Path{Name: "Ops", Procedures: 3, Withheld: true}).Words(); w != "Part of the onboarding path “Ops” (3 procedures): how long it takes is told to reviewers." {
		t.Error(w)
	}
}

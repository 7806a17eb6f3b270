package figure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Every test here draws from fixed seeds: the rates that it finds are the same each time. They stand in docs/figures.md.

// world makes observations.
type world struct {
	*rand.Rand
	sigma float64
	// form is how durations are spread around an hour: log-normal, or skewed on the log scale, too (exponential).
	exponential bool
}

func (w world) took(ratio float64) time.Duration {
	x := math.Exp(w.sigma * w.NormFloat64())
	if w.exponential {
		x = w.ExpFloat64()
	}
	return time.Duration(x * ratio * float64(time.Hour))
}

func (w world) tooks(n int, ratio float64) []time.Duration {
	all := make([]time.Duration, n)
	for i := range all {
		all[i] = w.took(ratio)
	}
	return all
}

func (w world) fails(n int, rate float64) []bool {
	all := make([]bool, n)
	for i := range all {
		all[i] = w.Float64() < rate
	}
	return all
}

// quick is Durations without what is drawn: the verdict doesn't hang on that.
func quick(c Cells[time.Duration]) (v Verdict) {
	if !few(c, Whole{}).enough() {
		return Open
	}
	t := Told{Effect: against(cellOf(logs(c.Used)), cellOf(logs(c.Unused))).ratio()}
	if c.four() {
		d := against(cellOf(logs(c.Used)), cellOf(logs(c.Unused)), cellOf(logs(c.UsedBefore)), cellOf(logs(c.UnusedBefore))).ratio()
		t.Differences = &d
	}
	t.judge()
	return t.Verdict
}

func verdict(a Answer) (v Verdict) {
	a.Either(func(TooFew) { v = Open }, func(t Told) { v = t.Verdict })
	return v
}

// tally counts what is said.
type tally map[Verdict]int

func (c tally) wrong(n int) float64 { return float64(c[Better]+c[Worse]) / float64(n) }

const histories = 2000

// once counts the verdicts of one look at many histories.
func once(seed uint64, look func(*rand.Rand) Verdict) tally {
	all := tally{}
	for i := range uint64(histories) {
		all[look(rand.New(rand.NewPCG(seed, i)))]++
	}
	return all
}

func atMost(t *testing.T, what string, rate, most float64) {
	t.Helper()
	t.Logf("%-58s %.1f %%", what, rate*100)
	if rate > most {
		t.Errorf("%s: a word in %.1f %% of histories without any effect, at most %.0f %% may be", what, rate*100, most*100)
	}
}

func atLeast(t *testing.T, what string, rate, least float64) {
	t.Helper()
	t.Logf("%-58s %.1f %%", what, rate*100)
	if rate < least {
		t.Errorf("%s: found in %.1f %%, at least %.0f %% should be", what, rate*100, least*100)
	}
}

// TestNothingTurnsGreenByChance looks once at durations and rates that the procedure doesn't change.
func TestNothingTurnsGreenByChance(t *testing.T) {
	for _, sigma := range []float64{1, 1.5} {
		for _, n := range []int{10, 20, 50} {
			for _, m := range []int{n, 5 * n} {
				all := once(1, func(r *rand.Rand) Verdict {
					w := world{Rand: r, sigma: sigma}
					return quick(Cells[time.Duration]{Used: w.tooks(n, 1), Unused: w.tooks(m, 1)})
				})
				atMost(t, fmt.Sprintf("durations, sigma %.1f, %d used and %d not", sigma, n, m), all.wrong(histories), PageAlpha)
			}
		}
	}
	all := once(2, func(r *rand.Rand) Verdict {
		w := world{Rand: r, exponential: true}
		return quick(Cells[time.Duration]{Used: w.tooks(10, 1), Unused: w.tooks(60, 1)})
	})
	atMost(t, "durations, exponential, 10 used and 60 not", all.wrong(histories), PageAlpha)
	all = once(3, func(r *rand.Rand) Verdict {
		return quick(Cells[time.Duration]{Used: world{Rand: r, sigma: 1.5}.tooks(10, 1), Unused: world{Rand: r, sigma: 0.5}.tooks(60, 1)})
	})
	atMost(t, "durations, of another spread: 1.5 for 10, 0.5 for 60", all.wrong(histories), PageAlpha)
	for _, p := range []float64{0.02, 0.1, 0.3, 0.5} {
		for _, n := range []int{10, 20, 50} {
			for _, m := range []int{n, 5 * n} {
				all := once(4, func(r *rand.Rand) Verdict {
					w := world{Rand: r}
					return quickRates(Cells[bool]{Used: w.fails(n, p), Unused: w.fails(m, p)})
				})
				atMost(t, fmt.Sprintf("rates, %.0f %% fail, %d used and %d not", p*100, n, m), all.wrong(histories), PageAlpha)
			}
		}
	}
}

// quickRates is Rates without the chance, which takes longest and decides nothing.
func quickRates(c Cells[bool]) Verdict {
	if !few(c, Whole{}).enough() {
		return Open
	}
	used, unused := ShareOf(c.Used), ShareOf(c.Unused)
	t := Told{Effect: points(used, unused)}
	if c.four() {
		d := points(used, unused, ShareOf(c.UsedBefore), ShareOf(c.UnusedBefore))
		t.Differences = &d
	}
	t.judge()
	return t.Verdict
}

// TestLookingEachWeek looks each week for a year at numbers that grow, and counts the years in which any look said something.
func TestLookingEachWeek(t *testing.T) {
	const years = 1000
	for _, c := range []struct {
		used, unused int // new ones a week
		sigma        float64
	}{{1, 1, 1}, {2, 2, 1.5}, {5, 5, 1}, {1, 10, 1}} {
		said := 0
		for i := range uint64(years) {
			w := world{Rand: rand.New(rand.NewPCG(5, i)), sigma: c.sigma}
			var all Cells[time.Duration]
			for range 52 {
				all.Used, all.Unused = append(all.Used, w.tooks(c.used, 1)...), append(all.Unused, w.tooks(c.unused, 1)...)
				if v := quick(all); v == Better || v == Worse {
					said++
					break
				}
			}
		}
		atMost(t, fmt.Sprintf("a year of weeks, durations, sigma %.1f, %d and %d a week", c.sigma, c.used, c.unused), float64(said)/years, PageAlpha)
	}
	for _, p := range []float64{0.05, 0.2, 0.5} {
		for _, m := range []int{2, 10} {
			said := 0
			for i := range uint64(years) {
				w := world{Rand: rand.New(rand.NewPCG(6, i))}
				var all Cells[bool]
				for range 52 {
					all.Used, all.Unused = append(all.Used, w.fails(2, p)...), append(all.Unused, w.fails(m, p)...)
					if v := quickRates(all); v == Better || v == Worse {
						said++
						break
					}
				}
			}
			atMost(t, fmt.Sprintf("a year of weeks, rates, %.0f %% fail, 2 and %d a week", p*100, m), float64(said)/years, PageAlpha)
		}
	}
}

// TestAPageLookedAtEachWeek looks each week for a year at a page with all measures, and counts the years in which any figure of it said something.
func TestAPageLookedAtEachWeek(t *testing.T) {
	const years = 1000
	said := 0
	for i := range uint64(years) {
		r := rand.New(rand.NewPCG(7, i))
		var timed [4]Cells[time.Duration]
		var counted [2]Cells[bool]
		any := false
		for range 52 {
			for j := range timed {
				w := world{Rand: r, sigma: 1 + 0.5*float64(j%2)}
				timed[j].Used, timed[j].Unused = append(timed[j].Used, w.tooks(2, 1)...), append(timed[j].Unused, w.tooks(2, 1)...)
				v := quick(timed[j])
				any = any || v == Better || v == Worse
			}
			for j := range counted {
				w := world{Rand: r}
				counted[j].Used, counted[j].Unused = append(counted[j].Used, w.fails(2, 0.15)...), append(counted[j].Unused, w.fails(2, 0.15)...)
				v := quickRates(counted[j])
				any = any || v == Better || v == Worse
			}
		}
		if any {
			said++
		}
	}
	atMost(t, "a year of weeks, a page of six figures", float64(said)/years, PageAlpha)
}

// TestWhatIsTrueIsFound: a comparison that never says anything would pass all of the above.
func TestWhatIsTrueIsFound(t *testing.T) {
	for _, c := range []struct {
		n            int
		sigma, ratio float64
		least        float64
	}{{10, 1, 0.1, 0.6}, {20, 1, 1.0 / 3, 0.3}, {50, 1, 0.5, 0.35}, {50, 1, 1.0 / 3, 0.9}, {50, 1.5, 1.0 / 3, 0.4}, {200, 1.5, 0.5, 0.7}} {
		all := once(8, func(r *rand.Rand) Verdict {
			w := world{Rand: r, sigma: c.sigma}
			return quick(Cells[time.Duration]{Used: w.tooks(c.n, c.ratio), Unused: w.tooks(c.n, 1)})
		})
		atLeast(t, fmt.Sprintf("durations to %.0f %%, sigma %.1f, %d a side", c.ratio*100, c.sigma, c.n), float64(all[Better])/histories, c.least)
	}
	for _, c := range []struct {
		n               int
		from, to, least float64
	}{{20, 0.6, 0.1, 0.4}, {50, 0.3, 0.1, 0.1}, {100, 0.3, 0.1, 0.4}, {300, 0.15, 0.05, 0.5}} {
		all := once(9, func(r *rand.Rand) Verdict {
			w := world{Rand: r}
			return quickRates(Cells[bool]{Used: w.fails(c.n, c.to), Unused: w.fails(c.n, c.from)})
		})
		atLeast(t, fmt.Sprintf("rates from %.0f %% to %.0f %%, %d a side", c.from*100, c.to*100, c.n), float64(all[Better])/histories, c.least)
	}
}

// TestWorstOfTwenty chooses the worst of twenty processes, as people do, writes a procedure for it, and changes nothing: raw, the next quarter looks a third
// better; drawn towards the others it doesn't, and no word is said.
func TestWorstOfTwenty(t *testing.T) {
	for _, differ := range []bool{false, true} {
		var raw, drawn, next float64
		for i := range uint64(histories) {
			r := rand.New(rand.NewPCG(10, i))
			rates, before := make([]float64, 20), make([]Event, 20)
			for j := range rates {
				rates[j] = 4
				if differ {
					rates[j] = 4 * (r.ExpFloat64() + r.ExpFloat64()) / 2 // Gamma of shape 2
				}
				before[j] = Event{poisson(r, rates[j]), 1}
			}
			worst := 0
			for j := range before {
				if before[j].X > before[worst].X {
					worst = j
				}
			}
			raw, drawn, next = raw+float64(before[worst].X), drawn+DrawnEvents(before)[worst], next+float64(poisson(r, rates[worst]))
		}
		fall, left := 1-next/raw, 1-next/drawn
		t.Logf("true rates differ: %v. Against the raw worst quarter it falls by %.0f %%, against the drawn one by %.0f %%", differ, fall*100, left*100)
		if fall < 0.2 || math.Abs(left) > 0.12 {
			t.Errorf("raw %.2f, drawn %.2f", fall, left)
		}
	}
	all := once(11, func(r *rand.Rand) Verdict { // of rates; the chosen unit uses the procedure, the others don't, before and after
		w := world{Rand: r}
		units := make([][]bool, 20)
		shares := make([]Share, 20)
		for j := range units {
			units[j] = w.fails(20, 0.15)
			shares[j] = ShareOf(units[j])
		}
		worst := slices.IndexFunc(shares, func(s Share) bool {
			return s.X == slices.MaxFunc(shares, func(a, b Share) int { return a.X - b.X }).X
		})
		c := Cells[bool]{Used: w.fails(20, 0.15), Unused: w.fails(380, 0.15), UsedBefore: units[worst]}
		for j := range units {
			if j != worst {
				c.UnusedBefore = append(c.UnusedBefore, units[j]...)
			}
		}
		return quickRates(c)
	})
	atMost(t, "the worst of twenty units by its rate, nothing changes", all.wrong(histories), PageAlpha)
	all = once(12, func(r *rand.Rand) Verdict { // of durations, whose true medians differ, too
		var units [20][]time.Duration
		var ratio, mean [20]float64
		w := world{Rand: r, sigma: 1}
		worst := 0
		for j := range units {
			ratio[j] = math.Exp(0.3 * w.NormFloat64())
			units[j] = w.tooks(12, ratio[j])
			mean[j] = cellOf(logs(units[j])).mean
			if mean[j] > mean[worst] {
				worst = j
			}
		}
		c := Cells[time.Duration]{Used: w.tooks(12, ratio[worst]), UsedBefore: units[worst]}
		for j := range units {
			if j != worst {
				c.Unused, c.UnusedBefore = append(c.Unused, w.tooks(12, ratio[j])...), append(c.UnusedBefore, units[j]...)
			}
		}
		return quick(c)
	})
	atMost(t, "the worst of twenty units by its durations, nothing changes", all.wrong(histories), PageAlpha)
}

func poisson(r *rand.Rand, mean float64) int {
	n, at := 0, r.ExpFloat64()
	for at < mean {
		n++
		at += r.ExpFloat64()
	}
	return n
}

// TestOnceCovers measures the interval for one look with ten a side, beside the plain bootstrap of percentiles, which is why that isn't used.
func TestOnceCovers(t *testing.T) {
	const n = 300
	for _, sigma := range []float64{1, 1.5} {
		bt, plain := 0, 0
		for i := range uint64(n) {
			w := world{Rand: rand.New(rand.NewPCG(13, i)), sigma: sigma}
			x, y := logs(w.tooks(10, 1)), logs(w.tooks(10, 1))
			if v := bootstrapped(x, y); v.Low <= 1 && v.High >= 1 {
				bt++
			}
			d, a, b := dice(x, y), make([]float64, 10), make([]float64, 10)
			ds := make([]float64, Draws)
			for j := range ds {
				resample(d, x, a)
				resample(d, y, b)
				ds[j] = cellOf(a).mean - cellOf(b).mean
			}
			slices.Sort(ds)
			if ds[49] <= 0 && ds[1949] >= 0 {
				plain++
			}
		}
		t.Logf("sigma %.1f, 10 a side: a 95 %% interval holds what is true in %.1f %% (bootstrap-t), %.1f %% (percentiles)", sigma, 100*float64(bt)/n, 100*float64(plain)/n)
		if float64(bt)/n < 0.93 {
			t.Errorf("too narrow: %d of %d", bt, n)
		}
	}
}

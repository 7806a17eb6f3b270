package figure

import (
	"math"
	"slices"
	"time"

	"showhow/internal/sop/figure"
)

// PageAlpha is how often, at most, a page of comparisons without any effect ever says of any of them that there is one, over all looks at it. Alpha is the part
// of each: a page has Comparisons of them, whichever have enough to say.
const (
	PageAlpha   = 0.05
	Comparisons = 6
	Alpha       = PageAlpha / Comparisons
)

// prior is the effect, in units of the spread of single observations, that the lasting intervals are made to find soonest; its square is the prior's variance.
const prior = 1.0

// steadiest is the least spread that logarithms of durations are taken to have: clocks and habits of rounding are no better than five percent.
const steadiest = 0.05

// cell is what is counted of a side.
type cell struct {
	n        int
	mean     float64
	variance float64
}

// logs are durations on the scale on which they are compared; what is shorter than a second counts as one.
func logs(all []time.Duration) []float64 {
	out := make([]float64, len(all))
	for i, d := range all {
		out[i] = math.Log(max(d, time.Second).Seconds())
	}
	return out
}

func cellOf(x []float64) cell {
	c := cell{n: len(x)}
	if c.n == 0 {
		return c
	}
	for _, v := range x {
		c.mean += v
	}
	c.mean /= float64(c.n)
	for _, v := range x {
		c.variance += (v - c.mean) * (v - c.mean)
	}
	c.variance = max(c.variance/float64(max(c.n-1, 1)), steadiest*steadiest)
	return c
}

// contrast is a sum of means, some of them taken away, with how sure it is.
type contrast struct {
	of, se, freedom, n float64
}

// against adds cells with alternating signs: used, not used; used before, not used before.
func against(cells ...cell) contrast {
	var k contrast
	var squares, count float64
	for i, c := range cells {
		sign := 1.0
		if i == 1 || i == 2 {
			sign = -1
		}
		n := float64(c.n)
		part := c.variance / n
		k.of += sign * c.mean
		k.se += part
		squares += part * part / (n - 1)
		count += 1 / n
	}
	k.freedom, k.n = k.se*k.se/squares, 1/count // Welch and Satterthwaite; the size of one sample that would be as sure
	k.se = math.Sqrt(k.se)
	return k
}

// lasting is how many standard errors an interval reaches to either side so that, for numbers of a normal distribution of unknown spread, it misses what is
// true at any time at all with a probability of alpha at most (the t mixture: a Bayes factor that is a martingale, by Ville's inequality). +Inf as long as there
// is too little for any.
func (k contrast) lasting(alpha float64) float64 {
	grows := 1 + k.n*prior
	r := math.Pow(math.Sqrt(grows)/alpha, 2/(k.freedom+1))
	if r >= grows {
		return math.Inf(1)
	}
	return math.Sqrt(k.freedom * (r - 1) / (1 - r/grows))
}

// ratio is a contrast of logarithms as an effect.
func (k contrast) ratio() Effect {
	w := k.lasting(Alpha) * k.se
	return Effect{Ratio, math.Exp(k.of), Interval{math.Exp(k.of - w), math.Exp(k.of + w)}}
}

// Cells are observations by whether the procedure was used, and whether it was in force already. Before it was, "used" are those of units that use it since.
type Cells[T any] struct {
	Used, Unused, UsedBefore, UnusedBefore []T
}

func (c Cells[T]) four() bool {
	return len(c.UsedBefore) >= Few && len(c.UnusedBefore) >= Few
}

// most is how many of a side the drawings take: beyond it they say the same as Student's distribution, to the digits that are shown.
const most = 100

// Sum is what is kept of all observations of a side, beyond those that are read one by one.
type Sum struct {
	N, Failed int
	// Logs and Squares are sums of figure.Log, and of its squares.
	Logs, Squares int64
}

// Add counts more in.
func (s *Sum) Add(c figure.Count) {
	s.N, s.Failed, s.Logs, s.Squares = s.N+c.N, s.Failed+c.Failed, s.Logs+c.Logs, s.Squares+c.Squares
}

// cell is a side by its sums.
func (s Sum) cell() cell {
	n, logs := float64(s.N), float64(s.Logs)/figure.LogScale
	spread := float64(s.Squares)/figure.LogScale/figure.LogScale - logs*logs/n
	return cell{n: s.N, mean: logs / n, variance: max(spread/max(n-1, 1), steadiest*steadiest)}
}

// Whole are the sums of the sides that are compared; of a side that is read whole they may be left out.
type Whole struct{ Used, Unused Sum }

// few is how many there are on the sides, by their sums or by what was read.
func few[T any](c Cells[T], of Whole) TooFew {
	return TooFew{max(len(c.Used), of.Used.N), max(len(c.Unused), of.Unused.N)}
}

// sideOf is a side as a cell: by what was read, and where that isn't all by its sums.
func sideOf(read []float64, all Sum) cell {
	if all.N > len(read) {
		return all.cell()
	}
	return cellOf(read)
}

// Durations compares how long it took. Where not all of a side was read, it is compared by its sums: the comparison is of all that there is, so that the interval holds however often it is looked at.
func Durations(c Cells[time.Duration], of Whole) Answer {
	a := Answer{few: few(c, of)}
	if !a.few.enough() {
		return a
	}
	used, unused := logs(c.Used), logs(c.Unused)
	slices.Sort(used) // the same observations give the same figures, in whatever order they came
	slices.Sort(unused)
	with, without := sideOf(used, of.Used), sideOf(unused, of.Unused)
	k := against(with, without)
	t := Told{TooFew: a.few, Effect: k.ratio(), Chance: student(-k.of/k.se, k.freedom)}
	if max(with.n, without.n) <= most {
		once := bootstrapped(used, unused)
		t.Once, t.Shuffled, t.Draws = &once, shuffled(used, unused), Draws
	} else {
		w := k.se * studentQuantile(0.975, k.freedom)
		t.Once = &Interval{math.Exp(k.of - w), math.Exp(k.of + w)}
	}
	if c.four() {
		d := against(with, without, cellOf(logs(c.UsedBefore)), cellOf(logs(c.UnusedBefore))).ratio()
		t.Differences = &d
	}
	t.judge()
	a.told = &t
	return a
}

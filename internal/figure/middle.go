package figure

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/mathext"
)

// Middle is the median of a side, with an interval for it.
type Middle struct {
	Median time.Duration `json:"median_ns"`
	Low    time.Duration `json:"low_ns"`
	High   time.Duration `json:"high_ns"`
}

// Median is the middle of durations, and the 95 % interval between two of them that are as far from it on either side (of order statistics: whatever the
// distribution). There are numbers only when there are enough.
func Median(all []time.Duration) (m Middle, enough bool) {
	n := len(all)
	if n < Few {
		return m, false
	}
	all = slices.Sorted(slices.Values(all))
	m.Median = quantile(all, 0.5)
	k := 0 // the most that may be left out on either side
	for k+1 < n/2 && mathext.RegIncBeta(float64(n-k), float64(k+1), 0.5) <= 0.025 {
		k++
	}
	m.Low, m.High = all[max(k-1, 0)], all[n-1-max(k-1, 0)]
	return m, true
}

// quantile is between sorted durations.
func quantile(all []time.Duration, q float64) time.Duration {
	at := q * float64(len(all)-1)
	i := int(math.Floor(at))
	if i+1 >= len(all) {
		return all[len(all)-1]
	}
	return all[i] + time.Duration((at-float64(i))*float64(all[i+1]-all[i]))
}

// Quartiles are the 25th, 50th and 75th of a hundred; numbers only when there are enough.
func Quartiles(all []time.Duration) (q [3]time.Duration, enough bool) {
	if len(all) < Few {
		return q, false
	}
	all = slices.Sorted(slices.Values(all))
	return [3]time.Duration{quantile(all, 0.25), quantile(all, 0.5), quantile(all, 0.75)}, true
}

// Drawn gives each rate drawn towards that of all, the more the fewer there are of it (empirical Bayes): what is chosen because it looks worst is worst by luck,
// too, and would look better next time whatever is done. It is the baseline to compare with. The mean and the spread of the true rates are found by their moments.
func Drawn(all []Share) []float64 {
	var n, x, squares float64
	for _, s := range all {
		n, x, squares = n+float64(s.N), x+float64(s.X), squares+float64(s.N)*float64(s.N)
	}
	out := make([]float64, len(all))
	if n == 0 {
		return out
	}
	mean := x / n
	between := 0.0
	for _, s := range all {
		if s.N > 0 {
			d := float64(s.X)/float64(s.N) - mean
			between += float64(s.N) * d * d
		}
	}
	between = (between - float64(len(all)-1)*mean*(1-mean)) / (n - squares/n)
	for i, s := range all {
		out[i] = mean
		if between > 0 && !math.IsNaN(between) && !math.IsInf(between, 0) {
			weight := max(mean*(1-mean)/between-1, 0)
			out[i] = (float64(s.X) + weight*mean) / (float64(s.N) + weight)
		}
	}
	return out
}

// Event is how often something happened in how much time or work.
type Event struct {
	X    int
	Over float64
}

// DrawnEvents is the same for counts that have no "of how many", such as incidents in a quarter (gamma and Poisson): events by unit of Over.
func DrawnEvents(all []Event) []float64 {
	var n, x, squares float64
	for _, e := range all {
		n, x, squares = n+e.Over, x+float64(e.X), squares+e.Over*e.Over
	}
	out := make([]float64, len(all))
	if n == 0 {
		return out
	}
	mean := x / n
	between := 0.0
	for _, e := range all {
		d := float64(e.X)/e.Over - mean
		between += e.Over * d * d
	}
	between = (between - float64(len(all)-1)*mean) / (n - squares/n)
	for i, e := range all {
		out[i] = mean
		if between > 0 && !math.IsInf(between, 0) {
			out[i] = (float64(e.X) + mean*mean/between) / (e.Over + mean/between)
		}
	}
	return out
}

package figure

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
)

// Draws is how often is drawn for an interval for one look, and for a permutation test.
const Draws = 1999

// dice are seeded by what they draw from.
func dice(x, y []float64) *rand.Rand {
	h := fnv.New128a()
	var b [8]byte
	for _, side := range [][]float64{x, y} {
		binary.LittleEndian.PutUint64(b[:], uint64(len(side)))
		h.Write(b[:])
		for _, v := range side {
			binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
			h.Write(b[:])
		}
	}
	sum := h.Sum(nil)
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum), binary.LittleEndian.Uint64(sum[8:])))
}

func resample(d *rand.Rand, from, to []float64) {
	for i := range to {
		to[i] = from[d.IntN(len(from))]
	}
}

// bootstrapped is a 95 % interval for the ratio of geometric means, for one look: bootstrap-t. The plain one (of percentiles) is too narrow with ten a side.
func bootstrapped(x, y []float64) Interval {
	d := dice(x, y)
	k := against(cellOf(x), cellOf(y))
	a, b := make([]float64, len(x)), make([]float64, len(y))
	ts := make([]float64, Draws)
	for i := range ts {
		resample(d, x, a)
		resample(d, y, b)
		s := against(cellOf(a), cellOf(b))
		ts[i] = (s.of - k.of) / s.se
	}
	slices.Sort(ts)
	low, high := ts[(Draws+1)/40-1], ts[(Draws+1)-(Draws+1)/40-1]
	return Interval{math.Exp(k.of - high*k.se), math.Exp(k.of - low*k.se)}
}

// shuffled is how often the labels "used" and "not used", given at random, differ at least as much as the real ones: a permutation test, two-sided.
func shuffled(x, y []float64) float64 {
	d := dice(y, x)
	all := slices.Concat(x, y)
	real := math.Abs(tOf(x, y))
	n := 1
	for range Draws {
		d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if math.Abs(tOf(all[:len(x)], all[len(x):])) >= real-1e-12 {
			n++
		}
	}
	return float64(n) / (Draws + 1)
}

func tOf(x, y []float64) float64 {
	k := against(cellOf(x), cellOf(y))
	return k.of / k.se
}

package figure

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Share is how many of how many.
type Share struct {
	X int `json:"x"`
	N int `json:"n"`
}

// ShareOf counts what is true.
func ShareOf(all []bool) (s Share) {
	s.N = len(all)
	for _, b := range all {
		if b {
			s.X++
		}
	}
	return s
}

// Jeffreys is the 95 % interval of a rate, from 0 to 1: of the Beta distribution that is left of Jeffreys' prior. There are numbers only when there are enough.
func (s Share) Jeffreys() (i Interval, enough bool) {
	if s.N < Few {
		return Interval{}, false
	}
	a, b := float64(s.X)+0.5, float64(s.N-s.X)+0.5
	i = Interval{mathext.InvRegIncBeta(a, b, 0.025), mathext.InvRegIncBeta(a, b, 0.975)}
	if s.X == 0 {
		i.Low = 0
	}
	if s.X == s.N {
		i.High = 1
	}
	return i, true
}

// fineness is by how many points of one distribution two are compared.
const fineness = 512

// less is how probable it is that the rate of s is less than that of t, each with Jeffreys' prior.
func (s Share) less(t Share) float64 {
	a, b := float64(s.X)+0.5, float64(s.N-s.X)+0.5
	c, d := float64(t.X)+0.5, float64(t.N-t.X)+0.5
	sum := 0.0
	for i := range fineness {
		at := mathext.InvRegIncBeta(c, d, (float64(i)+0.5)/fineness)
		sum += mathext.RegIncBeta(a, b, at)
	}
	return sum / fineness
}

// points is a sum of rates, some of them taken away, with an interval that holds however often it's looked at: the normal mixture, with one success and one
// failure added to each (Agresti and Caffo), so that it knows that 0 of 10 isn't never.
func points(all ...Share) Effect {
	of, variance, count := 0.0, 0.0, 0.0
	for i, s := range all {
		sign := 1.0
		if i == 1 || i == 2 {
			sign = -1
		}
		n := float64(s.N + 2)
		p := float64(s.X+1) / n
		of += sign * p
		variance += p * (1 - p) / n
		count += 1 / float64(s.N)
	}
	grows := 1 + prior/count
	w := math.Sqrt(variance * 2 * grows / (grows - 1) * math.Log(math.Sqrt(grows)/Alpha))
	return Effect{Points, of, Interval{of - w, of + w}}
}

// shareOf is a side's: by what was read, and where that isn't all by its sums.
func shareOf(read []bool, all Sum) Share {
	if all.N > len(read) {
		return Share{all.Failed, all.N}
	}
	return ShareOf(read)
}

// Rates compares how many failed, as Durations does.
func Rates(c Cells[bool], of Whole) Answer {
	a := Answer{few: few(c, of)}
	if !a.few.enough() {
		return a
	}
	used, unused := shareOf(c.Used, of.Used), shareOf(c.Unused, of.Unused)
	t := Told{TooFew: a.few, Effect: points(used, unused), Chance: used.less(unused)}
	if c.four() {
		d := points(used, unused, ShareOf(c.UsedBefore), ShareOf(c.UnusedBefore))
		t.Differences = &d
	}
	t.judge()
	a.told = &t
	return a
}

// student is the distribution function of Student's t.
func student(t, freedom float64) float64 {
	tail := mathext.RegIncBeta(freedom/2, 0.5, freedom/(freedom+t*t)) / 2
	if t > 0 {
		return 1 - tail
	}
	return tail
}

// studentQuantile is its inverse, for p over a half.
func studentQuantile(p, freedom float64) float64 {
	x := mathext.InvRegIncBeta(freedom/2, 0.5, 2*(1-p))
	return math.Sqrt(freedom * (1 - x) / x)
}

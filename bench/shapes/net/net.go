// Package net trains the net that names pictures of characters.
package net

import (
	"math"
	"math/rand/v2"

	"showhow/internal/stage/read/grid/learnt"
)

// Sample is a picture whose character is known, as a number among learnt's names.
type Sample struct {
	In   learnt.Input
	Name int
}

// Trainer changes a net so that it names pictures rightly: by Adam, the same with the same samples.
type Trainer struct {
	Net    *learnt.Net
	first  *learnt.Net // the mean of the slopes, and that of their squares
	second *learnt.Net
	done   int
}

// NewTrainer begins with small weights by chance.
func NewTrainer(seed uint64) *Trainer {
	r := rand.New(rand.NewPCG(seed, 1))
	t := &Trainer{Net: learnt.New(), first: learnt.New(), second: learnt.New()}
	for _, l := range t.Net.Layers() {
		spread := math.Sqrt(2 / float64(l.Wide))
		for i := range l.Weights {
			l.Weights[i] = float32(r.NormFloat64() * spread)
		}
	}
	return t
}

// Slopes are the sums of how the loss changes with each weight, over some samples, and the loss.
type Slopes struct {
	*learnt.Net
	Loss  float64
	Right int
	n     int
	trace learnt.Trace
	back  back
}

// back is how the loss changes with what the net found on its way.
type back struct {
	threes [learnt.Full]float32
	twos   [learnt.Found]float32
	patch  [learnt.Patch]float32
	ones   [learnt.Places1 * learnt.First]float32
}

// NewSlopes has no samples yet.
func NewSlopes() *Slopes { return &Slopes{Net: learnt.New()} }

func (s *Slopes) clear() {
	for _, l := range s.Layers() {
		clear(l.Weights)
		clear(l.Bias)
	}
	s.Loss, s.Right, s.n = 0, 0, 0
}

// forward is learnt.Net's Run with the sums of this package, which may be eight at a time.
func forward(n *learnt.Net, in *learnt.Input, t *learnt.Trace) {
	t.Lay(in)
	layer := func(out, weights, bias, in []float32) {
		apply(out, weights, in)
		for i, b := range bias {
			out[i] = max(0, out[i]+b)
		}
	}
	for p := range learnt.Places1 {
		layer(t.Ones[p*learnt.First:(p+1)*learnt.First], n.Filters1, n.Bias1, t.Fields[p*learnt.Field:(p+1)*learnt.Field])
	}
	t.Gather()
	for p := range learnt.Places2 {
		layer(t.Twos[p*learnt.Second:(p+1)*learnt.Second], n.Filters2, n.Bias2, t.Patches[p*learnt.Patch:(p+1)*learnt.Patch])
	}
	t.Twos[learnt.Places2*learnt.Second] = in.Size
	layer(t.Threes[:], n.Filters3, n.Bias3, t.Twos[:])
	apply(t.Out[:], n.Filters4, t.Threes[:])
	for i, b := range n.Bias4 {
		t.Out[i] += b
	}
}

// smooth is the part of certainty that goes to all names alike: the net shall not be surer than it can be.
const smooth = .02

// Add adds a sample's slopes.
func (s *Slopes) Add(n *learnt.Net, x *Sample) {
	t := &s.trace
	forward(n, &x.In, t)
	var p [learnt.Outs]float32
	best, sum := 0, 0.0
	for i := range learnt.Names {
		if t.Out[i] > t.Out[best] {
			best = i
		}
	}
	for i := range learnt.Names {
		p[i] = float32(math.Exp(float64(t.Out[i] - t.Out[best])))
		sum += float64(p[i])
	}
	for i := range learnt.Names {
		p[i] /= float32(sum)
	}
	s.n++
	s.Loss -= math.Log(math.Max(1e-12, float64(p[x.Name])))
	if best == x.Name {
		s.Right++
	}
	for i := range learnt.Names {
		p[i] -= smooth / learnt.Names
	}
	p[x.Name] -= 1 - smooth
	s.descend(n, &p)
}

// descend goes back through the layers.
func (s *Slopes) descend(n *learnt.Net, out *[learnt.Outs]float32) {
	t, b := &s.trace, &s.back
	clear(b.threes[:])
	for f, g := range out[:learnt.Names] {
		s.Bias4[f] += g
		add(s.Filters4[f*learnt.Full:(f+1)*learnt.Full], t.Threes[:], g)
		add(b.threes[:], n.Filters4[f*learnt.Full:(f+1)*learnt.Full], g)
	}
	clear(b.twos[:])
	for f, g := range b.threes {
		if t.Threes[f] == 0 {
			continue
		}
		s.Bias3[f] += g
		add(s.Filters3[f*learnt.Found:(f+1)*learnt.Found], t.Twos[:], g)
		add(b.twos[:], n.Filters3[f*learnt.Found:(f+1)*learnt.Found], g)
	}
	clear(b.ones[:])
	for p := range learnt.Places2 {
		clear(b.patch[:])
		for f := range learnt.Second {
			g := b.twos[p*learnt.Second+f]
			if t.Twos[p*learnt.Second+f] == 0 {
				continue
			}
			s.Bias2[f] += g
			add(s.Filters2[f*learnt.Patch:(f+1)*learnt.Patch], t.Patches[p*learnt.Patch:(p+1)*learnt.Patch], g)
			add(b.patch[:], n.Filters2[f*learnt.Patch:(f+1)*learnt.Patch], g)
		}
		for k := range learnt.Near * learnt.Near {
			if at, ok := learnt.Beneath(p, k); ok {
				add(b.ones[at*learnt.First:(at+1)*learnt.First], b.patch[k*learnt.First:(k+1)*learnt.First], 1)
			}
		}
	}
	for p := range learnt.Places1 {
		for f := range learnt.First {
			if g := b.ones[p*learnt.First+f]; t.Ones[p*learnt.First+f] > 0 && g != 0 {
				s.Bias1[f] += g
				add(s.Filters1[f*learnt.Field:(f+1)*learnt.Field], t.Fields[p*learnt.Field:(p+1)*learnt.Field], g)
			}
		}
	}
}

const (
	keep, keepSquares, tiny = .9, .999, 1e-8
	// decay is how much of a weight is lost with each step, for each part of rate.
	decay = .01
)

// Step changes the net by the slopes, and clears them. Rate is how far a weight moves at most, about.
func (t *Trainer) Step(parts []*Slopes, rate float64) {
	t.done++
	n := 0
	for _, s := range parts {
		n += s.n
	}
	r := float32(rate * math.Sqrt(1-math.Pow(keepSquares, float64(t.done))) / (1 - math.Pow(keep, float64(t.done))))
	layers, first, second := t.Net.Layers(), t.first.Layers(), t.second.Layers()
	part := func(w, m, v []float32, slopes [][]float32, lost float32) {
		for j := range w {
			var g float32
			for _, s := range slopes {
				g += s[j]
			}
			g /= float32(n)
			m[j] += (1 - keep) * (g - m[j])
			v[j] += (1 - keepSquares) * (g*g - v[j])
			w[j] -= r*m[j]/(float32(math.Sqrt(float64(v[j])))+tiny) + lost*w[j]
		}
	}
	for i, l := range layers {
		var weights, biases [][]float32
		for _, s := range parts {
			of := s.Layers()[i]
			weights, biases = append(weights, of.Weights), append(biases, of.Bias)
		}
		part(l.Weights, first[i].Weights, second[i].Weights, weights, float32(rate*decay))
		part(l.Bias, first[i].Bias, second[i].Bias, biases, 0)
	}
	for _, s := range parts {
		s.clear()
	}
}

package net

import (
	"math"
	"math/rand/v2"
	"testing"

	"showhow/internal/stage/read/grid/learnt"
)

func sample(r *rand.Rand, name int) *Sample {
	s := &Sample{Name: name}
	for i := range s.In.Picture {
		s.In.Picture[i] = float32(r.NormFloat64())
	}
	s.In.Size = .3
	return s
}

// The trainer's way through the net is the reader's.
func TestForwardIsRun(t *testing.T) {
	n := NewTrainer(1).Net
	s := sample(rand.New(rand.NewPCG(1, 2)), 5)
	var a, b learnt.Trace
	forward(n, &s.In, &a)
	n.Run(&s.In, &b)
	for i := range a.Out {
		if a.Out[i] != b.Out[i] {
			t.Fatalf("sum %d is %g here and %g there", i, a.Out[i], b.Out[i])
		}
	}
}

// loss is that of one sample, with the certainty that the trainer takes off.
func loss(n *learnt.Net, x *Sample) float64 {
	p := n.Likely(&x.In, &learnt.Trace{})
	l := -(1 - smooth) * float64(p[x.Name])
	for _, v := range p {
		l -= smooth / learnt.Names * float64(v)
	}
	return l
}

// The slopes are those that come out when a weight is moved a little.
func TestSlopes(t *testing.T) {
	n := NewTrainer(1).Net
	x := sample(rand.New(rand.NewPCG(1, 2)), 7)
	s := NewSlopes()
	s.Add(n, x)
	r := rand.New(rand.NewPCG(4, 4))
	for i, l := range n.Layers() {
		slopes := s.Layers()[i]
		check := func(w, slope []float32) {
			for range 12 {
				k := r.IntN(len(w))
				if slope[k] < .002 && slope[k] > -.002 {
					continue
				}
				const by = .002
				was := w[k]
				w[k] = was + by
				up := loss(n, x)
				w[k] = was - by
				down := loss(n, x)
				w[k] = was
				if got := (up - down) / (2 * by); math.Abs(got-float64(slope[k])) > .02+.1*math.Abs(got) {
					t.Errorf("layer %d, %d: the slope is %.4f, not %.4f", i, k, got, slope[k])
				}
			}
		}
		check(l.Weights, slopes.Weights)
		check(l.Bias, slopes.Bias)
	}
}

// Six pictures are told apart after some steps, and two trainers with the same seed end with the same weights.
func TestTrainingLearnsAndIsTheSameAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var samples []*Sample
	for i := range 6 {
		samples = append(samples, sample(r, 10*i))
	}
	var ends [2]string
	for k := range ends {
		tr, parts := NewTrainer(2), []*Slopes{NewSlopes(), NewSlopes()}
		right := 0
		for range 25 {
			for i, x := range samples {
				parts[i%2].Add(tr.Net, x)
			}
			right = parts[0].Right + parts[1].Right
			tr.Step(parts, .002)
		}
		if right != len(samples) {
			t.Errorf("%d of %d are told", right, len(samples))
		}
		ends[k] = string(tr.Net.Bytes())
	}
	if ends[0] != ends[1] {
		t.Error("the second time other weights came out")
	}
}

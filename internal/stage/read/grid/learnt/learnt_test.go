package learnt

import (
	"math"
	"math/rand/v2"
	"testing"

	"showhow/internal/stage/read/grid/glyph"
)

// What differs from terminal to terminal is gone in a net's frame: a font in a higher cell, lower in it, is the same picture.
func TestAFrameTakesOutHowACellStands(t *testing.T) {
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := faces[0]
	in := func(h, line float64) Input {
		_, pics := f.Pictures(glyph.Setting{CellW: 10, CellH: h, Scale: 1, Baseline: line, BlurX: .5, BlurY: .5}, []rune{'g'})
		return Frame{10, h, line, 10 * f.X()}.In(&pics[0])
	}
	a, b := in(20, 15), in(23, 17)
	var dot float32
	for i, v := range a.Picture {
		dot += v * b.Picture[i]
	}
	if dot < .97*contrast*contrast {
		t.Errorf("they are alike by %.3f only", dot/contrast/contrast)
	}
}

// The characters of a font, drawn by the library's own hand, have their names; in three sizes, but for a few.
func TestTheStandardNetKnowsCharacters(t *testing.T) {
	n, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	var trace Trace
	for _, w := range []float64{7, 9.33, 13} {
		wrong, all := 0, 0
		for _, f := range faces {
			s := glyph.Setting{CellW: w, CellH: math.Round(2.1 * w), Scale: 1, Baseline: math.Round(1.55 * w), BlurX: .5, BlurY: .5}
			names, pics := f.Pictures(s, glyph.ASCII)
			for i, r := range names {
				in := Frame{s.CellW, s.CellH, s.Baseline, w * f.X()}.In(&pics[i])
				p := n.Likely(&in, &trace)
				best := 0
				for k := range p {
					if p[k] > p[best] {
						best = k
					}
				}
				all++
				if best != int(r-'!') {
					wrong++
				}
			}
		}
		if 50*wrong > all {
			t.Errorf("cells of %.2f px: %d of %d characters are wrong", w, wrong, all)
		}
	}
}

func TestLikelyIsALogarithmOfShares(t *testing.T) {
	n := random()
	var in Input
	in.Picture[100] = contrast
	sum := 0.0
	for _, v := range n.Likely(&in, &Trace{}) {
		sum += math.Exp(float64(v))
	}
	if math.Abs(sum-1) > 1e-5 {
		t.Errorf("the shares add up to %f", sum)
	}
}

func random() *Net {
	n, r := New(), rand.New(rand.NewPCG(3, 3))
	for _, l := range n.Layers() {
		for i := range l.Weights {
			l.Weights[i] = float32(r.NormFloat64())
		}
		for i := range l.Bias {
			l.Bias[i] = float32(r.NormFloat64())
		}
	}
	return n
}

func TestWeightsAreWrittenAndRead(t *testing.T) {
	n := random()
	b := n.Bytes()
	got, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range got.Layers() {
		want := n.Layers()[i]
		for k, v := range l.Weights {
			if d := v - want.Weights[k]; d > .03 || d < -.03 {
				t.Fatalf("weight %d of layer %d is %.3f instead of %.3f", k, i, v, want.Weights[k])
			}
		}
		for k, v := range l.Bias {
			if v != want.Bias[k] {
				t.Fatalf("bias %d of layer %d is %.3f instead of %.3f", k, i, v, want.Bias[k])
			}
		}
	}
	for _, bad := range [][]byte{nil, b[:len(b)-1], append([]byte("SHN0"), b[4:]...)} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%d bytes pass for weights", len(bad))
		}
	}
}

package sheet

import (
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/bench/shapes/face"
	"showhow/internal/stage/read/grid/learnt"
)

func gofont(t *testing.T) *face.Face {
	t.Helper()
	f, err := face.Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The letters' line lies where a picture's frame has it: an M stands on it, whatever the size of the recording, and reaches nowhere below.
func TestLettersStandOnTheirLine(t *testing.T) {
	f := gofont(t)
	for _, l := range []Look{{CellW: 12, Scale: 1, Known: true}, {CellW: 15, Scale: 2. / 3, Known: true}} {
		r := rand.New(rand.NewPCG(1, 1))
		seen := 0
		for range 6 {
			for _, x := range Draw(r, f, l) {
				if x.Name != 'M'-'!' {
					continue
				}
				seen++
				row := func(y int) (sum float32) {
					for _, v := range x.In.Picture[y*learnt.Across : (y+1)*learnt.Across] {
						sum += v
					}
					return sum
				}
				if on, below := row(learnt.Above-2), row(learnt.Above+2); on < 5 || below > on/4 {
					t.Errorf("scale %.2f: ink of %.1f on the line and of %.1f below", l.Scale, on, below)
				}
			}
		}
		if seen == 0 {
			t.Fatal("no M was drawn")
		}
	}
}

func TestSheetsAreTheSameAgain(t *testing.T) {
	f := gofont(t)
	a, b := Draw(rand.New(rand.NewPCG(2, 2)), f, Look{CellW: 10, Scale: .7, Step: 9}), Draw(rand.New(rand.NewPCG(2, 2)), f, Look{CellW: 10, Scale: .7, Step: 9})
	if len(a) == 0 || len(a) != len(b) {
		t.Fatalf("%d and %d pictures", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("picture %d differs", i)
		}
	}
}

// Coding loses the more the coarser it is, and nothing of a plain ground.
func TestCoding(t *testing.T) {
	loss := func(step float32) float64 {
		r := rand.New(rand.NewPCG(3, 3))
		p := newPlane(32, 32, 40)
		for i := range p.pix {
			p.pix[i] += float32(r.IntN(60))
		}
		q := &plane{p.w, p.h, append([]float32(nil), p.pix...)}
		q.code(step)
		sum := 0.0
		for i, v := range q.pix {
			sum += math.Abs(float64(v - p.pix[i]))
		}
		return sum / float64(len(p.pix))
	}
	if a, b := loss(2), loss(30); a > 2 || b < 2*a {
		t.Errorf("a loss of %.2f with fine steps and of %.2f with coarse ones", a, b)
	}
	p := newPlane(16, 16, 80)
	p.code(16)
	for _, v := range p.pix {
		if math.Abs(float64(v-80)) > 8 {
			t.Fatalf("the ground became %.1f", v)
		}
	}
}

func TestScalingKeepsAPlainGround(t *testing.T) {
	p := newPlane(30, 20, 77).scaled(2./3, .6)
	if p.w != 20 || p.h != 13 {
		t.Fatalf("%d × %d points", p.w, p.h)
	}
	for _, v := range p.pix {
		if math.Abs(float64(v-77)) > .01 {
			t.Fatalf("the ground became %.2f", v)
		}
	}
}

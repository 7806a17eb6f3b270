package register

import (
	"math"
	"math/rand/v2"
	"testing"

	pages "showhow/internal/web/template/register"
)

// Dots at random, many at one place: each keeps to its level and to the plane, and none lies on another.
func TestSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 8))
	for _, n := range []int{1, 2, 9, 40, 150, 500} {
		var dots []pages.Dot
		for range n {
			dots = append(dots, pages.Dot{Home: x([]float64{4, 12, 52, 365}[r.IntN(4)]), R: small + r.Float64()*(large-small)})
		}
		const from = top + 2*level
		out := spread(dots, from)
		if len(out) != n {
			t.Fatalf("%d dots of %d", len(out), n)
		}
		for i, d := range out {
			if d.X-d.R < left || d.X+d.R > right || d.Y-d.R < from-1e-9 || d.Y+d.R > from+level+1e-9 {
				t.Errorf("of %d: dot %d at %.1f, %.1f (radius %.1f) leaves its level", n, i, d.X, d.Y, d.R)
			}
			for j := range i {
				if o := out[j]; math.Hypot(o.X-d.X, o.Y-d.Y) < o.R+d.R {
					t.Errorf("of %d: dots %d and %d lie on each other", n, i, j)
				}
			}
		}
		if n == 1 && out[0].X != out[0].Home {
			t.Error("a dot alone isn't where it belongs")
		}
	}
}

// The axis is logarithmic: a week is as far from a quarter as thirteen weeks are from one.
func TestAxis(t *testing.T) {
	if a, b := x(52)-x(4), x(4)-x(4.0*4/52); math.Abs(a-b) > 1e-9 && x(4.0*4/52) > x(seldom) {
		t.Errorf("%v, %v", a, b)
	}
	if x(0.01) != x(seldom) || x(1e9) != x(hourly) || x(12) <= x(4) {
		t.Error("the axis isn't bounded, or doesn't rise")
	}
}

package lattice

import (
	"math"

	"showhow/internal/stage/read/grid/window"
)

// A bar is an upright stroke as high as a row: a block, hollow or bar caret, a selection, a frame's piece. Bars tell
// where rows begin, which letters don't: they leave room above and below that differs from font to font.
const (
	leastBar, mostBar = .94, 1.06
	// leastBars is how many bars must agree.
	leastBars = 3
)

// rowsByBars is the phase of the rows as bars show it, as an offset from phase; ok is false when there are too few.
func rowsByBars(ps []window.Plane, pitch, phase float64) (off float64, ok bool) {
	var offs []float64
	for _, p := range ps {
		most := uint8(0)
		for _, v := range p.Pix {
			most = max(most, v)
		}
		for x := range p.Box.Dx() {
			for _, top := range barsIn(p, x, float64(most)/2, pitch) {
				offs = append(offs, math.Remainder(top-phase, pitch))
			}
		}
	}
	// The place that most bars agree on to within half a pixel.
	best, n := 0.0, 0
	for _, a := range offs {
		sum, k := 0.0, 0
		for _, b := range offs {
			if d := math.Remainder(b-a, pitch); math.Abs(d) <= .5 {
				sum += a + d
				k++
			}
		}
		if k > n {
			best, n = sum/float64(k), k
		}
	}
	return best, n >= leastBars && 2*n > len(offs)
}

// barsIn gives the tops of the bars in column x: stretches with at least half ink, their ends between pixels where the
// ink crosses that.
func barsIn(p window.Plane, x int, half, pitch float64) []float64 {
	w, h := p.Box.Dx(), p.Box.Dy()
	at := func(y int) float64 {
		if y < 0 || y >= h {
			return 0
		}
		return float64(p.Pix[y*w+x])
	}
	var out []float64
	for y := 0; y < h; y++ {
		if at(y) < half {
			continue
		}
		from := y
		for y < h && at(y) >= half {
			y++
		}
		top := float64(from) - part(at(from), at(from-1))
		end := float64(y) + part(at(y-1), at(y))
		if l := end - top; l >= leastBar*pitch && l <= mostBar*pitch {
			out = append(out, top)
		}
	}
	return out
}

// part is how much of the pixel outside a stretch still belongs to it: its ink as a part of the ink inside.
func part(in, out float64) float64 {
	return out / in
}

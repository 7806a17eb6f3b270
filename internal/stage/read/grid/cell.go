package grid

import (
	"image"
	"math"

	"showhow/internal/stage/read/grid/glyph"
)

// sampler takes the pictures of single cells out of a picture of the screen.
type sampler struct {
	lattice
	bg   uint8
	amp  float32 // the usual contrast of a letter to its background
	w, h int
	px   []tap // for each column glyph.W places
	py   []tap // for each row glyph.H places
	colX []int // the first pixel of each column, and one more for the end
	rowY []int
}

// tap is a place between two pixels: at and at+1, the second with weight f.
type tap struct {
	at int
	f  float32
}

func newSampler(l lattice, bg uint8, size image.Point) *sampler {
	s := &sampler{lattice: l, bg: bg, w: size.X, h: size.Y, amp: 100}
	taps := func(n, per int, from, pitch float64, most int) []tap {
		out := make([]tap, 0, n*per)
		for i := range n {
			for k := range per {
				// Not beyond the centres of the cell's outermost pixels: what lies there is the neighbour's.
				edge := from + float64(i)*pitch
				v := math.Max(edge, math.Min(edge+(float64(k)+.5)/float64(per)*pitch-.5, edge+pitch-1))
				v = math.Max(0, math.Min(v, float64(most-1)-1e-6))
				at := min(int(v), most-2)
				out = append(out, tap{at, float32(v - float64(at))})
			}
		}
		return out
	}
	s.px, s.py = taps(l.cols, glyph.W, l.x, l.cw, size.X), taps(l.rows, glyph.H, l.y, l.ch, size.Y)
	edges := func(n int, from, pitch float64, most int) []int {
		out := make([]int, n+1)
		for i := range out {
			out[i] = max(0, min(most, int(math.Round(from+float64(i)*pitch))))
		}
		return out
	}
	s.colX, s.rowY = edges(l.cols, l.x, l.cw, size.X), edges(l.rows, l.y, l.ch, size.Y)
	return s
}

// box is the pixels of a cell.
func (s *sampler) box(row, col int) image.Rectangle {
	return image.Rect(s.colX[col], s.rowY[row], s.colX[col+1], s.rowY[row+1])
}

// cellPicture is a cell as seen: its ink against the background it has itself.
type cellPicture struct {
	p glyph.Patch // ink, 0 to 255, not normalised
	// bg is the cell's own background, which differs from the terminal's in a selection or under the cursor.
	bg   uint8
	peak float32
	own  bool
}

// take samples the cell of a luma plane.
func (s *sampler) take(y []uint8, stride, row, col int, out *cellPicture) {
	out.bg, out.own = s.ownGround(y, stride, row, col)
	bg := float32(out.bg)
	var up, dn float32
	i := 0
	for _, ty := range s.py[row*glyph.H : (row+1)*glyph.H] {
		a, b := y[ty.at*stride:], y[(ty.at+1)*stride:]
		for _, tx := range s.px[col*glyph.W : (col+1)*glyph.W] {
			v0 := float32(a[tx.at]) + tx.f*(float32(a[tx.at+1])-float32(a[tx.at]))
			v1 := float32(b[tx.at]) + tx.f*(float32(b[tx.at+1])-float32(b[tx.at]))
			v := v0 + ty.f*(v1-v0) - bg
			out.p[i] = v
			i++
			if v > 0 {
				up += v
			} else {
				dn -= v
			}
		}
	}
	sign := float32(1)
	if dn > up {
		sign = -1
	}
	out.peak = 0
	for i := range out.p {
		v := out.p[i] * sign
		if v < 8 {
			v = 0
		}
		out.p[i] = v
		out.peak = max(out.peak, v)
	}
}

// ownGround is the luma that most of a cell's pixels have, when the terminal's own background hardly shows in it.
func (s *sampler) ownGround(y []uint8, stride, row, col int) (uint8, bool) {
	b := s.box(row, col)
	var hist [16]int
	other, n := 0, 0
	for j := b.Min.Y; j < b.Max.Y; j++ {
		for _, v := range y[j*stride+b.Min.X : j*stride+b.Max.X] {
			n++
			if !near(v, s.bg, 20) {
				other++
				hist[v>>4]++
			}
		}
	}
	if n == 0 || other*100 < 66*n {
		return s.bg, false
	}
	top := 0
	for i := range hist {
		if hist[i] > hist[top] {
			top = i
		}
	}
	sum, k := 0, 0
	for j := b.Min.Y; j < b.Max.Y; j++ {
		for _, v := range y[j*stride+b.Min.X : j*stride+b.Max.X] {
			if near(v, uint8(top<<4+8), 12) {
				sum += int(v)
				k++
			}
		}
	}
	if k == 0 {
		return uint8(top<<4 + 8), true
	}
	return uint8(sum / k), true
}

// blank says whether a cell shows nothing.
func (s *sampler) blank(c *cellPicture) bool {
	if c.peak < max(18, .2*s.amp) {
		return true
	}
	var inner float32
	for _, v := range c.p {
		inner += v
	}
	return inner < s.amp*3
}

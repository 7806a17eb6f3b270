// Package cell takes the pictures of single cells out of a picture of the screen, all of one size whatever the size of
// the cells, and tells what has ink in them.
package cell

import (
	"image"
	"math"

	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
	"showhow/internal/stage/read/grid/window"
)

// Luma is the brightness of a whole screen's pixels.
type Luma struct {
	Pix    []uint8
	Stride int
}

// Sampler takes cells out of pictures of one screen. Cells are named by column and row, as points.
type Sampler struct {
	lattice.Lattice
	// Ground is the luma of the terminal's background.
	Ground uint8
	// Contrast is the usual difference of a letter to its background, in luma.
	Contrast float32
	// W and H are the size of the screen in pixels.
	W, H int
	// ColX and RowY are the first pixel of each column and row, and one more for the end.
	ColX, RowY []int
	px         []tap // for each column glyph.W places
	py         []tap // for each row glyph.H places
}

// tap is a place between two pixels: at and at+1, the second with weight f.
type tap struct {
	at int
	f  float32
}

// New prepares for taking cells out of pictures of a screen of size pixels.
func New(l lattice.Lattice, ground uint8, size image.Point) *Sampler {
	s := &Sampler{Lattice: l, Ground: ground, W: size.X, H: size.Y, Contrast: 100}
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
	s.px, s.py = taps(l.Columns, glyph.W, l.X, l.CellW, size.X), taps(l.Rows, glyph.H, l.Y, l.CellH, size.Y)
	edges := func(n int, from, pitch float64, most int) []int {
		out := make([]int, n+1)
		for i := range out {
			out[i] = max(0, min(most, int(math.Round(from+float64(i)*pitch))))
		}
		return out
	}
	s.ColX, s.RowY = edges(l.Columns, l.X, l.CellW, size.X), edges(l.Rows, l.Y, l.CellH, size.Y)
	return s
}

// Box is the pixels of a cell.
func (s *Sampler) Box(at image.Point) image.Rectangle {
	return image.Rect(s.ColX[at.X], s.RowY[at.Y], s.ColX[at.X+1], s.RowY[at.Y+1])
}

// Picture is a cell as seen: its ink against the background it has itself.
type Picture struct {
	Patch glyph.Patch // ink, 0 to 255, not normalised
	// Ground is the cell's own background; Own says that it differs from the terminal's, as in a selection or under a
	// block caret.
	Ground uint8
	Own    bool
	// Peak is the most ink at any point.
	Peak float32
}

// Take samples a cell.
func (s *Sampler) Take(y Luma, at image.Point, out *Picture) {
	out.Ground, out.Own = s.OwnGround(y, at)
	bg := float32(out.Ground)
	var up, dn float32
	i := 0
	for _, ty := range s.py[at.Y*glyph.H : (at.Y+1)*glyph.H] {
		a, b := y.Pix[ty.at*y.Stride:], y.Pix[(ty.at+1)*y.Stride:]
		for _, tx := range s.px[at.X*glyph.W : (at.X+1)*glyph.W] {
			v0 := float32(a[tx.at]) + tx.f*(float32(a[tx.at+1])-float32(a[tx.at]))
			v1 := float32(b[tx.at]) + tx.f*(float32(b[tx.at+1])-float32(b[tx.at]))
			v := v0 + ty.f*(v1-v0) - bg
			out.Patch[i] = v
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
	out.Peak = 0
	for i := range out.Patch {
		v := out.Patch[i] * sign
		if v < 8 {
			v = 0
		}
		out.Patch[i] = v
		out.Peak = max(out.Peak, v)
	}
}

// Flat says whether no pixel that a cell is sampled from differs from the terminal's background by more than by: the cell
// has no background of its own then, and no more ink than that.
func (s *Sampler) Flat(y Luma, at image.Point, by int) bool {
	px, py := s.px[at.X*glyph.W:(at.X+1)*glyph.W], s.py[at.Y*glyph.H:(at.Y+1)*glyph.H]
	b := image.Rect(px[0].at, py[0].at, px[glyph.W-1].at+2, py[glyph.H-1].at+2).Union(s.Box(at))
	for j := b.Min.Y; j < b.Max.Y; j++ {
		for _, v := range y.Pix[j*y.Stride+b.Min.X : j*y.Stride+b.Max.X] {
			if !window.Near(v, s.Ground, by) {
				return false
			}
		}
	}
	return true
}

// even is the share of a cell's pixels, of 100, that show a background of its own, where it reaches neither top nor bottom of the cell.
const even = 40

// OwnGround is the luma that most of a cell's pixels have, when the terminal's own background hardly shows in it.
func (s *Sampler) OwnGround(y Luma, at image.Point) (ground uint8, own bool) {
	b := s.Box(at)
	var hist [16]int
	other, n := 0, 0
	ends, most := 0, 0 // of the first and the last row, with ink and all
	for j := b.Min.Y; j < b.Max.Y; j++ {
		end := j == b.Min.Y || j == b.Max.Y-1
		for _, v := range y.Pix[j*y.Stride+b.Min.X : j*y.Stride+b.Max.X] {
			n++
			if end {
				most++
			}
			if !window.Near(v, s.Ground, 20) {
				other++
				hist[v>>4]++
				if end {
					ends++
				}
			}
		}
	}
	if n == 0 || other*100 < 66*n {
		return s.Ground, false
	}
	top := 0
	for i := range hist {
		if hist[i] > hist[top] {
			top = i
		}
	}
	sum, k := 0, 0
	for j := b.Min.Y; j < b.Max.Y; j++ {
		for _, v := range y.Pix[j*y.Stride+b.Min.X : j*y.Stride+b.Max.X] {
			if window.Near(v, uint8(top<<4+8), 12) {
				sum += int(v)
				k++
			}
		}
	}
	if k == 0 {
		return uint8(top<<4 + 8), true
	}
	if 100*k < even*n && 3*ends < most {
		return s.Ground, false // a letter that nearly fills a small cell, in many lumas, but neither to its top nor to its bottom
	}
	return uint8(sum / k), true
}

// LeastInk is the difference in luma below which nothing in a cell counts as ink.
const LeastInk = 18

// Blank says whether a cell shows nothing.
func (s *Sampler) Blank(c *Picture) bool {
	if c.Peak < max(LeastInk, .2*s.Contrast) {
		return true
	}
	var inner float32
	for _, v := range c.Patch {
		inner += v
	}
	return inner < s.Contrast*3 || s.seeped(c)
}

// seeped says whether all that a cell shows is what the letters beside it leave in its outermost pixels, where cells are small or not of
// whole pixels: faint, and nowhere further in.
func (s *Sampler) seeped(c *Picture) bool {
	const faint, deep = .7, 1.2 // parts of the contrast; pixels
	if c.Peak > faint*s.Contrast {
		return false
	}
	edge := int(math.Round(deep * glyph.W / s.CellW))
	for i, v := range c.Patch {
		if x := i % glyph.W; x >= edge && x < glyph.W-edge && v > max(LeastInk, .2*s.Contrast) {
			return false
		}
	}
	return true
}

// Package layout takes a picture of a screen apart without reading it: into surfaces (stretches of one colour: a page, a
// button's face, a field's inside), the ink that stands on them, and the lines of text that the ink forms. Labels are
// read from the lines; buttons, fields and menu rows are found by their surfaces.
package layout

import (
	"image"

	"showhow/internal/sop"
)

// Tolerances of the flood that finds a surface, in steps of 0–255. Compressed flat colour wavers by 1–3; the faintest
// borders that people see differ by 7.
const (
	sameColour = 4  // from the surface's first pixel
	nextColour = 2  // from the neighbouring pixel, so that a gradient is one surface
	wholeRange = 28 // of a gradient, from end to end
	sameChroma = 5
)

// minSurface is the least number of pixels of a surface: a check box of 11 × 11 has them, the hole of an "o" doesn't.
const minSurface = 90

// Surface is a connected stretch of one colour (or of a soft gradient).
type Surface struct {
	Box sop.Box
	// Pixels is its area without what stands on it.
	Pixels int
	// Y, Cb and Cr are its colour.
	Y, Cb, Cr uint8
}

// Fill is the share of its box that the surface takes up itself.
func (s Surface) Fill() float64 { return float64(s.Pixels) / float64(max(1, s.Box.W*s.Box.H)) }

// pic is a picture with what has been found in it. Labels: 0 nothing yet, > 0 surface number, < 0 ink component number.
type pic struct {
	p     *image.YCbCr
	w, h  int
	label []int32
	stack []int32
	faces []Surface // faces[0] is nobody's
	inks  []ink     // inks[0] is nobody's
}

func newPic(p *image.YCbCr) *pic {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	return &pic{p: p, w: w, h: h, label: make([]int32, w*h), faces: make([]Surface, 1), inks: make([]ink, 1)}
}

// findSurfaces labels every pixel that belongs to a surface; what is left is ink.
func (a *pic) findSurfaces() {
	var pixels []int32
	defer a.mergeSurfaces()
	defer a.absorb()
	for y := 1; y < a.h-1; y++ {
		for x := 1; x < a.w-1; x++ {
			if a.label[y*a.w+x] != 0 || !a.flat(x, y) {
				continue
			}
			id := int32(len(a.faces))
			s := Surface{}
			s, pixels = a.flood(x, y, id, pixels[:0])
			if s.Pixels < minSurface {
				for _, i := range pixels {
					a.label[i] = none
				}
				continue
			}
			a.faces = append(a.faces, s)
		}
	}
}

// absorb gives the pixels next to a surface that differ from it no more than compression does to it. Rings round letters
// go, and the ink of neighbouring letters falls apart.
func (a *pic) absorb() {
	for range ringWidth {
		a.stack = a.stack[:0]
		for y := 1; y < a.h-1; y++ {
			for x := 1; x < a.w-1; x++ {
				i := y*a.w + x
				if a.label[i] > 0 {
					continue
				}
				v := a.p.Y[y*a.p.YStride+x]
				for _, j := range [4]int{i - 1, i + 1, i - a.w, i + a.w} {
					if l := a.label[j]; l > 0 && near(v, a.faces[l].Y, ringing) {
						a.stack = append(a.stack, int32(i), l)
						break
					}
				}
			}
		}
		for k := 0; k < len(a.stack); k += 2 {
			a.label[a.stack[k]] = a.stack[k+1]
		}
	}
}

// ringing is how far the rings round letters differ from the surface in luma, and ringWidth how many pixels wide they
// may be.
const (
	ringing   = 9
	ringWidth = 3
)

// none marks a pixel that was tried and is too small a surface; it counts as ink.
const none = -1 << 30

// flat says whether the pixel has its right and lower neighbours' colour.
func (a *pic) flat(x, y int) bool {
	o := y*a.p.YStride + x
	v := a.p.Y[o]
	return near(v, a.p.Y[o+1], nextColour) && near(v, a.p.Y[o+a.p.YStride], nextColour)
}

func near(a, b uint8, d int) bool {
	n := int(a) - int(b)
	return n <= d && n >= -d
}

// flood labels the surface around x, y and gives it with its pixels.
func (a *pic) flood(x, y int, id int32, pixels []int32) (Surface, []int32) {
	p := a.p
	seed := p.Y[y*p.YStride+x]
	c := y/2*p.CStride + x/2
	cb, cr := p.Cb[c], p.Cr[c]
	x0, y0, x1, y1 := x, y, x, y
	a.stack = append(a.stack[:0], int32(y*a.w+x))
	a.label[y*a.w+x] = id
	for len(a.stack) > 0 {
		i := int(a.stack[len(a.stack)-1])
		a.stack = a.stack[:len(a.stack)-1]
		pixels = append(pixels, int32(i))
		px, py := i%a.w, i/a.w
		x0, x1, y0, y1 = min(x0, px), max(x1, px), min(y0, py), max(y1, py)
		v := p.Y[py*p.YStride+px]
		for k := range 4 {
			nx, ny := px+(k&1)*(1-(k&2)), py+(^k&1)*(1-(k&2))
			if nx < 0 || ny < 0 || nx >= a.w || ny >= a.h {
				continue
			}
			j := ny*a.w + nx
			if a.label[j] > 0 || a.label[j] == id {
				continue
			}
			n := p.Y[ny*p.YStride+nx]
			if !near(n, seed, sameColour) && !(near(n, v, nextColour) && near(n, seed, wholeRange)) {
				continue
			}
			q := ny/2*p.CStride + nx/2
			if !near(p.Cb[q], cb, sameChroma) || !near(p.Cr[q], cr, sameChroma) {
				continue
			}
			a.label[j] = id
			a.stack = append(a.stack, int32(j))
		}
	}
	return Surface{Box: sop.Box{X: x0, Y: y0, W: x1 - x0 + 1, H: y1 - y0 + 1}, Pixels: len(pixels), Y: seed, Cb: cb, Cr: cr}, pixels
}

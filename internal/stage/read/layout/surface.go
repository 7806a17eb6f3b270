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
	nextColour = 1  // from the neighbouring pixel, so that a gradient is one surface
	flatColour = 2  // from the neighbouring pixels, where a surface may begin
	wholeRange = 28 // of a gradient, from end to end
	sameChroma = 5
)

// minSurface is the least number of pixels of a surface: a check box of 11 × 11 has them, the hole of an "o" doesn't.
const minSurface = 90

// A heavy letter of a large text is as flat and as large as a small surface, but thin: on average a row of it is narrower than
// the smallest check box or radio button.
const (
	largestStroke = 600 // pixels
	highestStroke = 48
	thickest      = 8
)

// stroke says whether what was flooded is a letter's.
func (f *flooding) stroke(s Surface) bool {
	return s.Pixels < largestStroke && s.Box.H <= highestStroke && s.Pixels < thickest*f.rows
}

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
	spans []span    // of the flood
	spare []int32   // pixels of no surface
	faces []Surface // faces[0] is nobody's
	inks  []ink     // inks[0] is nobody's
}

func newPic(p *image.YCbCr) *pic {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	return &pic{p: p, w: w, h: h, label: make([]int32, w*h), faces: make([]Surface, 1), inks: make([]ink, 1)}
}

// findSurfaces labels every pixel that belongs to a surface; what is left is ink.
func (a *pic) findSurfaces() {
	defer a.mergeSurfaces()
	defer a.absorb()
	for y := 1; y < a.h-1; y++ {
		for x := 1; x < a.w-1; x++ {
			if a.label[y*a.w+x] != 0 || !a.flat(x, y) {
				continue
			}
			s, small := a.flood(x, y, int32(len(a.faces)))
			if len(small) > 0 {
				for _, r := range small {
					for i := r.from; i < r.to; i++ {
						a.label[i] = none
					}
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
	a.spare = a.spare[:0]
	for y := 1; y < a.h-1; y++ {
		for x, l := range a.label[y*a.w+1 : (y+1)*a.w-1] {
			if l <= 0 {
				a.spare = append(a.spare, int32(y*a.w+1+x))
			}
		}
	}
	for range ringWidth {
		a.stack = a.stack[:0]
		left := a.spare[:0]
		for _, i := range a.spare {
			if l := a.absorbed(int(i)); l > 0 {
				a.stack = append(a.stack, i, l)
			} else {
				left = append(left, i)
			}
		}
		a.spare = left
		for k := 0; k < len(a.stack); k += 2 {
			a.label[a.stack[k]] = a.stack[k+1]
		}
	}
}

// absorbed is the surface next to pixel i from which it differs little; 0 when there is none.
func (a *pic) absorbed(i int) int32 {
	v := a.p.Y[i/a.w*a.p.YStride+i%a.w]
	for _, j := range [4]int{i - 1, i + 1, i - a.w, i + a.w} {
		if l := a.label[j]; l > 0 && near(v, a.faces[l].Y, ringing) {
			return l
		}
	}
	return 0
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
	return near(v, a.p.Y[o+1], flatColour) && near(v, a.p.Y[o+a.p.YStride], flatColour)
}

func near(a, b uint8, d int) bool {
	n := int(a) - int(b)
	return n <= d && n >= -d
}

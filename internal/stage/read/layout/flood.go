package layout

import "showhow/internal/sop"

// span is a stretch of one row's pixels, by their numbers.
type span struct{ from, to int32 }

// level is a value between 0 and 255 and those near it.
type level struct{ low, reach uint8 }

func around(v uint8, d int) level {
	low := max(0, int(v)-d)
	return level{uint8(low), uint8(min(255, int(v)+d) - low)}
}

// holds says whether v is near: v less low wraps round when v lies below.
func (l level) holds(v uint8) bool { return v-l.low <= l.reach }

// tint is the colour of a surface: what is near that of its first pixel, and the range of a gradient.
type tint struct{ luma, gradient, cb, cr level }

func tintOf(y, cb, cr uint8) tint {
	return tint{around(y, sameColour), around(y, wholeRange), around(cb, sameChroma), around(cr, sameChroma)}
}

// takes says whether a pixel of luma n, next to one of luma v that belongs to the surface, belongs to it by its luma.
func (t *tint) takes(n, v uint8) bool {
	return t.luma.holds(n) || near(n, v, nextColour) && t.gradient.holds(n)
}

// flooding is the state of one flood. A surface is all that can be reached from its first pixel, in whatever order.
type flooding struct {
	*pic
	tint
	id             int32
	area, rows     int
	x0, y0, x1, y1 int
}

// flood labels the surface around x, y, row by row, and gives it; of one that is no surface also its spans.
func (a *pic) flood(x, y int, id int32) (Surface, []span) {
	c := y/2*a.p.CStride + x/2
	s := Surface{Y: a.p.Y[y*a.p.YStride+x], Cb: a.p.Cb[c], Cr: a.p.Cr[c]}
	f := flooding{pic: a, tint: tintOf(s.Y, s.Cb, s.Cr), id: id, x0: x, y0: y, x1: x, y1: y}
	a.stack = append(a.stack[:0], int32(y*a.w+x))
	a.label[y*a.w+x] = id
	a.spans = a.spans[:0]
	for len(a.stack) > 0 {
		i := int(a.stack[len(a.stack)-1])
		a.stack = a.stack[:len(a.stack)-1]
		y := i / a.w
		from, to := f.along(i-y*a.w, y)
		if f.area < largestStroke {
			a.spans = append(a.spans, span{int32(y*a.w + from), int32(y*a.w + to)})
		}
		f.area += to - from
		f.rows++
		f.x0, f.x1, f.y0, f.y1 = min(f.x0, from), max(f.x1, to-1), min(f.y0, y), max(f.y1, y)
		if y > 0 {
			f.beside(from, to, y, y-1)
		}
		if y+1 < a.h {
			f.beside(from, to, y, y+1)
		}
	}
	s.Box, s.Pixels = sop.Box{X: f.x0, Y: f.y0, W: f.x1 - f.x0 + 1, H: f.y1 - f.y0 + 1}, f.area
	if s.Pixels >= minSurface && !f.stroke(s) {
		return s, nil
	}
	return s, a.spans
}

// pixels are one row of the picture.
type pixels struct {
	luma, cb, cr []uint8
	label        []int32
}

func (a *pic) row(y int) pixels {
	c := y / 2 * a.p.CStride
	return pixels{a.p.Y[y*a.p.YStride:][:a.w], a.p.Cb[c:][:(a.w+1)/2], a.p.Cr[c:][:(a.w+1)/2], a.label[y*a.w:][:a.w]}
}

// along labels what the surface holds left and right of x, which it holds already, and gives where that begins and ends.
func (f *flooding) along(x, y int) (from, to int) {
	r := f.row(y)
	for from = x; from > 0 && r.label[from-1] <= 0 && f.takes(r.luma[from-1], r.luma[from]) && f.tinted(&r, from-1); from-- {
		r.label[from-1] = f.id
	}
	for to = x + 1; to < len(r.label) && r.label[to] <= 0 && f.takes(r.luma[to], r.luma[to-1]) && f.tinted(&r, to); to++ {
		r.label[to] = f.id
	}
	return from, to
}

// beside notes the pixels of row z that the surface reaches from the span of row y, which lies next to it: one of each
// stretch, from which along finds the others.
func (f *flooding) beside(from, to, y, z int) {
	luma, r := f.p.Y[y*f.p.YStride:][:f.w], f.row(z)
	linked := false // the pixel before is noted, or will be found from one that is
	for x := from; x < to; x++ {
		if r.label[x] > 0 {
			linked = false
			continue
		}
		n := r.luma[x]
		if linked && f.takes(n, r.luma[x-1]) && f.tinted(&r, x) {
			continue
		}
		if linked = f.takes(n, luma[x]) && f.tinted(&r, x); linked {
			r.label[x] = f.id
			f.stack = append(f.stack, int32(z*f.w+x))
		}
	}
}

// tinted says whether a pixel has the surface's colour, its luma aside.
func (f *flooding) tinted(r *pixels, x int) bool {
	return f.cb.holds(r.cb[x/2]) && f.cr.holds(r.cr[x/2])
}

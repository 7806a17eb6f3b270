package window

import "image"

// Frame tells at which sides a window ends visibly: another colour begins just outside. By it a page of the terminal's
// own colour that lies over the terminal is told from it. The sides are left, right, top, bottom.
type Frame [4]bool // left, right, top, bottom

const (
	frameStep = 8 // pixels from one place at which a side is looked at to the next
	frameDeep = 4 // how far outside the other colour may begin, in pixels
	frameTell = 5 // the least difference of another colour, in luma
	framed    = .85
)

// side counts the places along a side of box at which the ground ends, and those looked at.
func side(p *image.YCbCr, box image.Rectangle, ground uint8, which int) (ends, all int) {
	at := func(x, y int) uint8 { return p.Y[y*p.YStride+x] }
	look := func(in, out image.Point) {
		far := in.Add(out.Mul(frameDeep + 1))
		if !far.In(p.Rect) {
			return
		}
		all++
		if !Near(at(in.X, in.Y), ground, frameTell-1) {
			return
		}
		for k := 1; k <= frameDeep+1; k++ {
			q := in.Add(out.Mul(k))
			if !Near(at(q.X, q.Y), ground, frameTell-1) {
				ends++
				return
			}
		}
	}
	last := box.Max.Sub(image.Pt(2, 2))
	switch which {
	case 0, 1:
		x, out := box.Min.X+1, image.Pt(-1, 0)
		if which == 1 {
			x, out = last.X, image.Pt(1, 0)
		}
		for y := box.Min.Y + frameStep; y < last.Y; y += frameStep {
			look(image.Pt(x, y), out)
		}
	default:
		y, out := box.Min.Y+1, image.Pt(0, -1)
		if which == 3 {
			y, out = last.Y, image.Pt(0, 1)
		}
		for x := box.Min.X + frameStep; x < last.X; x += frameStep {
			look(image.Pt(x, y), out)
		}
	}
	return ends, all
}

// Frame are the sides at which the window was seen to end on most pictures of it.
func (w *Window) Frame() Frame {
	var f Frame
	for i := range f {
		f[i] = w.sides[i] > 0 && float64(w.ends[i]) >= framed*float64(w.sides[i])
	}
	return f
}

// shown is the least part of a frame that must be seen: with less of it something lies upon the window.
const shown = .4

// Shown says whether enough of the frame around box is seen on p: as a whole, and at the left and at the right, since
// what lies upon either lies upon the rows. True when the window has no frame.
func (f Frame) Shown(p *image.YCbCr, box image.Rectangle, ground uint8) bool {
	ends, all := 0, 0
	for i, there := range f {
		if !there {
			continue
		}
		e, n := side(p, box, ground, i)
		if i < 2 && float64(e) < shown*float64(n) {
			return false
		}
		ends, all = ends+e, all+n
	}
	return float64(ends) >= shown*float64(all)
}

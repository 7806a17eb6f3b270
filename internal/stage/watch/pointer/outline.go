package pointer

import (
	"image"
	"math"

	"showhow/internal/sop"
)

// outline is a known shape of pointer as a polygon in units of 1/24 of the cursor's nominal size, as the desktops of the
// last twenty years have drawn it; the rim of the other colour lies round it.
type outline struct {
	shape sop.PointerShape
	hot   [2]float64
	rim   float64
	at    [][2]float64
}

var outlines = []outline{
	{sop.PointerArrow, [2]float64{1, 1}, 1.1, [][2]float64{
		{1.3, 1.8}, {1.3, 16.2}, {4.8, 12.9}, {7.4, 18.8}, {9.4, 17.8}, {7, 12.2}, {11.8, 12.2}}},
	{sop.PointerHand, [2]float64{6.5, 1.2}, 1.1, [][2]float64{
		{5.4, 1.6}, {7.4, 1.6}, {7.6, 6.2}, {10, 6.6}, {12, 7.4}, {14.6, 8.4}, {15, 9}, {15, 13.6}, {14.2, 15.8},
		{5, 15.8}, {3.6, 13.2}, {2.4, 11.4}, {2.4, 8.8}, {4.2, 8.8}, {5.2, 10}}},
	{sop.PointerHand, [2]float64{6, 1.2}, 1.1, [][2]float64{
		{5.2, 1.6}, {6.8, 1.6}, {7, 7.2}, {9, 7.2}, {11, 7.8}, {13, 8.6}, {14.2, 9.6}, {14.2, 14}, {12.8, 19.8},
		{5.8, 19.8}, {4.2, 16.4}, {1.4, 12}, {2.2, 10.4}, {5, 12.6}}},
	{sop.PointerText, [2]float64{4, 8.6}, 1, [][2]float64{
		{1.4, 1.2}, {7, 1.2}, {7, 2.4}, {4.8, 2.6}, {4.8, 14.6}, {7, 14.8}, {7, 16}, {1.4, 16}, {1.4, 14.8},
		{3.6, 14.6}, {3.6, 2.6}, {1.4, 2.4}}},
}

// inside says whether x, y lies in the polygon.
func (o *outline) inside(x, y float64) bool {
	in := false
	for i, j := 0, len(o.at)-1; i < len(o.at); j, i = i, i+1 {
		a, b := o.at[i], o.at[j]
		if (a[1] > y) != (b[1] > y) && x < (b[0]-a[0])*(y-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

// far is the distance from x, y to the polygon's edge.
func (o *outline) far(x, y float64) float64 {
	best := math.Inf(1)
	for i, j := 0, len(o.at)-1; i < len(o.at); j, i = i, i+1 {
		a, b := o.at[i], o.at[j]
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := ((x-a[0])*dx + (y-a[1])*dy) / (dx*dx + dy*dy)
		t = math.Max(0, math.Min(1, t))
		best = math.Min(best, math.Hypot(x-a[0]-t*dx, y-a[1]-t*dy))
	}
	return best
}

// cover is how much of one drawn pixel belongs to the fill and to the rim, from 0 to 1.
type cover struct{ fill, rim float64 }

// draw renders the outline at a scale (pixels per unit): w × h covers, row by row.
func (o *outline) draw(scale float64) (w, h int, c []cover) {
	var mx, my float64
	for _, a := range o.at {
		mx, my = math.Max(mx, a[0]), math.Max(my, a[1])
	}
	w, h = int(math.Ceil((mx+o.rim)*scale)), int(math.Ceil((my+o.rim)*scale))
	c = make([]cover, w*h)
	const n = 4
	for i := range c {
		for k := range n * n {
			x := (float64(i%w) + (float64(k%n)+.5)/n) / scale
			y := (float64(i/w) + (float64(k/n)+.5)/n) / scale
			if o.inside(x, y) {
				c[i].fill += 1. / (n * n)
			} else if o.far(x, y) <= o.rim {
				c[i].rim += 1. / (n * n)
			}
		}
	}
	return w, h, c
}

// sprite draws the outline at a scale with the given luma of fill and rim.
func (o *outline) sprite(scale float64, fill, rim int) *Sprite {
	w, h, c := o.draw(scale)
	s := &Sprite{Shape: o.shape, W: w, H: h, Hot: image.Pt(int(o.hot[0]*scale), int(o.hot[1]*scale))}
	for i, q := range c {
		if q.fill+q.rim > .85 {
			l := (q.fill*float64(fill) + q.rim*float64(rim)) / (q.fill + q.rim)
			s.px = append(s.px, pixel{int16(i % w), int16(i / w), int16(l)})
		}
	}
	spread(s.px)
	return s
}

package pointer

import (
	"image"
	"math"

	"showhow/internal/sop"
)

// outline is a known shape of pointer as a polygon, in pixels of its smallest common size, as the desktops of the last
// twenty years have drawn it; the rim of the other colour lies round it.
type outline struct {
	shape sop.PointerShape
	house house
	hot   [2]float64
	rim   float64
	at    [][2]float64
}

// house is the family of desktops that draws an outline.
type house int

const (
	anyHouse house = iota
	classic        // Windows, X11 and those after them
	modern         // arrows without a tail: late GNOME, KDE
	apple
)

var outlines = []outline{
	{sop.PointerArrow, classic, [2]float64{1, 1}, 1.15, [][2]float64{
		{1, 1.4}, {1.2, 16.9}, {4.7, 13.1}, {7.5, 18.8}, {9.2, 18.2}, {6.3, 11.7}, {11.1, 12.2}}},
	{sop.PointerArrow, apple, [2]float64{1, 1}, 1.05, [][2]float64{
		{.9, 1.8}, {1, 13.2}, {3.4, 10.6}, {6.1, 16.6}, {7.6, 15.6}, {5.6, 10.5}, {6.3, 10.2}, {10, 10.4}}},
	{sop.PointerArrow, modern, [2]float64{1, 1}, 1.1, [][2]float64{
		{1.1, 1.6}, {1.2, 16.6}, {5.2, 12.6}, {11.6, 12.4}}},
	{sop.PointerHand, anyHouse, [2]float64{6.2, 1.6}, 1.05, [][2]float64{
		{5.3, 2.3}, {6.8, 2.5}, {6.9, 6.7}, {8.9, 6.4}, {11.5, 7.4}, {14.9, 8.3}, {15.3, 8.9}, {15.2, 14.7}, {14.7, 15.5},
		{3.3, 15.6}, {2.3, 14.7}, {2.4, 12}, {2.8, 9.2}, {3.7, 8.9}, {5, 11.8}}},
	{sop.PointerHand, anyHouse, [2]float64{6, 1.2}, 1.1, [][2]float64{
		{5.2, 1.6}, {6.8, 1.6}, {7, 7.2}, {9, 7.2}, {11, 7.8}, {13, 8.6}, {14.2, 9.6}, {14.2, 14}, {12.8, 19.8},
		{5.8, 19.8}, {4.2, 16.4}, {1.4, 12}, {2.2, 10.4}, {5, 12.6}}},
	{sop.PointerText, classic, [2]float64{3.8, 8.6}, 1, [][2]float64{
		{1.4, 1.2}, {6.3, 1.3}, {6.3, 2.4}, {4.3, 2.3}, {4.3, 14.9}, {6.2, 14.9}, {6.4, 16}, {1.3, 16}, {1.5, 14.9},
		{3.3, 14.9}, {3.4, 2.5}, {1.2, 2.3}}},
	{sop.PointerText, apple, [2]float64{4.3, 8.5}, .85, [][2]float64{
		{1, 1}, {2.6, 1}, {4.3, 2.2}, {6, 1}, {7.6, .9}, {7.6, 1.9}, {6.6, 1.9}, {4.8, 3.2}, {4.8, 8.6}, {5.8, 8.6},
		{5.8, 9.5}, {4.8, 9.5}, {4.8, 13.8}, {6.2, 15.1}, {7.6, 15.3}, {7.6, 16.2}, {6, 16.1}, {4.3, 15}, {2.6, 16.1},
		{1, 16.2}, {1, 15.3}, {2.2, 15.3}, {3.8, 13.8}, {3.8, 9.5}, {2.8, 9.5}, {2.8, 8.6}, {3.8, 8.6}, {3.8, 3.2},
		{2, 1.9}, {1, 1.9}}},
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

// nearer says whether x, y lies within d of the polygon's edge.
func (o *outline) nearer(x, y, d float64) bool {
	for i, j := 0, len(o.at)-1; i < len(o.at); j, i = i, i+1 {
		a, b := o.at[i], o.at[j]
		if x < min(a[0], b[0])-d || x > max(a[0], b[0])+d || y < min(a[1], b[1])-d || y > max(a[1], b[1])+d {
			continue
		}
		dx, dy := b[0]-a[0], b[1]-a[1]
		t := ((x-a[0])*dx + (y-a[1])*dy) / (dx*dx + dy*dy)
		t = max(0, min(1, t))
		u, v := x-a[0]-t*dx, y-a[1]-t*dy
		if u*u+v*v <= d*d {
			return true
		}
	}
	return false
}

// extent is the box of the polygon's fill, in units.
func (o *outline) extent() (x0, y0, x1, y1 float64) {
	x0, y0 = o.at[0][0], o.at[0][1]
	for _, a := range o.at {
		x0, y0, x1, y1 = min(x0, a[0]), min(y0, a[1]), max(x1, a[0]), max(y1, a[1])
	}
	return x0, y0, x1, y1
}

// mayFit says whether what was seen may be the outline at a scale: its rim can't be seen on a ground of its own colour.
// What was seen may be larger by extra pixels, for what changed beside the pointer.
func (o *outline) mayFit(seen image.Rectangle, scale, extra float64) bool {
	x0, y0, x1, y1 := o.extent()
	const slack = 2
	within := func(n int, fill float64) bool {
		return float64(n) >= fill*scale-slack && float64(n) <= (fill+2*o.rim)*scale+slack+extra
	}
	return within(seen.Dx(), x1-x0) && within(seen.Dy(), y1-y0)
}

// drawing is an outline at one scale and at one of a few places between two pixels: how much of each pixel it covers.
type drawing struct {
	outline *outline
	scale   float64 // pixels per unit
	px      []cover
	w, h    int
	fill    image.Rectangle // of the fill alone
	hot     image.Point
}

// cover is how much of a pixel belongs to the fill and to the rim, in 1/256.
type cover struct {
	x, y      int16
	fill, rim int16
}

// blur is the part of each pixel that its neighbours on either side take: no recording is quite sharp.
const blur = .1

// draw renders the outline at a scale, moved right by dx and down by dy pixels.
func (o *outline) draw(scale, dx, dy float64) *drawing {
	x0, y0, x1, y1 := o.extent()
	d := &drawing{outline: o, scale: scale}
	d.w, d.h = int(math.Ceil((x1+o.rim)*scale+dx))+1, int(math.Ceil((y1+o.rim)*scale+dy))+1
	d.fill = image.Rect(int(x0*scale+dx+.5), int(y0*scale+dy+.5), int(x1*scale+dx+.5), int(y1*scale+dy+.5))
	d.hot = image.Pt(int(o.hot[0]*scale+dx), int(o.hot[1]*scale+dy))
	fill, rim := make([]float64, d.w*d.h), make([]float64, d.w*d.h)
	const n = 4
	for y := range d.h {
		for x := range d.w {
			for k := range n * n {
				u := (float64(x) + (float64(k%n)+.5)/n - dx) / scale
				v := (float64(y) + (float64(k/n)+.5)/n - dy) / scale
				if o.inside(u, v) {
					fill[y*d.w+x] += 256. / (n * n)
				} else if o.nearer(u, v, o.rim) {
					rim[y*d.w+x] += 256. / (n * n)
				}
			}
		}
	}
	fill, rim = d.soften(fill), d.soften(rim)
	for i := range fill {
		if c := (cover{int16(i % d.w), int16(i / d.w), int16(fill[i]), int16(rim[i])}); c.fill+c.rim > 4 {
			d.px = append(d.px, c)
		}
	}
	return d
}

// soften blurs a plane of the drawing.
func (d *drawing) soften(a []float64) []float64 {
	pass := func(a []float64, step, n int) []float64 {
		b := make([]float64, len(a))
		for i, v := range a {
			b[i] = v * (1 - 2*blur)
			at := i / step % n
			if at > 0 {
				b[i] += blur * a[i-step]
			}
			if at < n-1 {
				b[i] += blur * a[i+step]
			}
		}
		return b
	}
	return pass(pass(a, 1, d.w), d.w, d.h)
}

// drawings keeps the outlines that were drawn.
type drawings map[drawingKey]*drawing

type drawingKey struct {
	o      *outline
	scale  float64
	dx, dy float64
}

func (k drawings) at(o *outline, scale, dx, dy float64) *drawing {
	key := drawingKey{o, scale, dx, dy}
	if k[key] == nil {
		k[key] = o.draw(scale, dx, dy)
	}
	return k[key]
}

// sprite is the drawing as a sprite with the given luma of fill and rim.
func (d *drawing) sprite(ink ink) *Sprite {
	s := &Sprite{Shape: d.outline.shape, Hot: d.hot, W: d.w, H: d.h}
	for _, c := range d.px {
		if c.fill+c.rim > 205 {
			s.px = append(s.px, pixel{c.x, c.y, int16((int(c.fill)*ink.fill + int(c.rim)*ink.rim) / int(c.fill+c.rim))})
		}
	}
	spread(s.px)
	return s
}

// ink is the luma of an outline's fill and of its rim.
type ink struct{ fill, rim int }

package pointer

import (
	"image"
	"math"
)

// view is a piece of the screen with what may be a pointer in it: the luma with it and without.
type view struct {
	at           image.Point // of its top left pixel, within the picture
	w, h         int
	seen         image.Rectangle // the box of the pixels that differ, within the view
	luma, ground []uint8
}

// margin is how many pixels a view reaches beyond the pixels that differ.
const margin = 4

// look is the view of what differs in the box r of the pictures with and without the pointer.
func look(r image.Rectangle, with, without *image.YCbCr) view {
	o := r.Inset(-margin).Intersect(with.Rect)
	v := view{at: o.Min, w: o.Dx(), h: o.Dy(), seen: r.Sub(o.Min)}
	for y := o.Min.Y; y < o.Max.Y; y++ {
		v.luma = append(v.luma, with.Y[y*with.YStride+o.Min.X:y*with.YStride+o.Max.X]...)
		v.ground = append(v.ground, without.Y[y*without.YStride+o.Min.X:y*without.YStride+o.Max.X]...)
	}
	return v
}

// energy is the sum of the squares of what differs.
func (v *view) energy() float64 {
	sum := 0
	for i, l := range v.luma {
		d := int(l) - int(v.ground[i])
		sum += d * d
	}
	return float64(sum)
}

// tall is the height of a pointer from which on it is told from a picture of half the size: outlines that are drawn a
// little differently still agree there.
const tall = 27

// small is the view at the size at which it is told, and by how much it is smaller.
func (v *view) small() (*view, int) {
	if v.seen.Dy() < tall {
		return v, 1
	}
	k := &view{at: v.at, w: v.w / 2, h: v.h / 2}
	k.seen = image.Rect(v.seen.Min.X/2, v.seen.Min.Y/2, (v.seen.Max.X+1)/2, (v.seen.Max.Y+1)/2)
	half := func(b []uint8) []uint8 {
		out := make([]uint8, 0, k.w*k.h)
		for y := range k.h {
			for x := range k.w {
				i := 2*y*v.w + 2*x
				out = append(out, uint8((int(b[i])+int(b[i+1])+int(b[i+v.w])+int(b[i+v.w+1]))/4))
			}
		}
		return out
	}
	k.luma, k.ground = half(v.luma), half(v.ground)
	return k, 2
}

// guess is a pointer told in a view.
type guess struct {
	d   *drawing // nil: none
	ink ink
	at  image.Point // of the drawing within the view
	fit float64     // correlation of what differs with what the drawing would change, up to 1
}

// hot is the hot spot within the view.
func (g guess) hot() image.Point { return g.at.Add(g.d.hot) }

// outside is the square of what a pixel of a drawing that lies outside of the view is taken to change, in 1/256.
const outside = 150 * 150 / 256

// lay is how well the drawing at x, y explains what differs in the view, whose energy is given.
func (d *drawing) lay(v *view, k ink, at image.Point, energy float64) float64 {
	both, own := 0, 0
	for _, c := range d.px {
		x, y := int(c.x)+at.X, int(c.y)+at.Y
		if x < 0 || y < 0 || x >= v.w || y >= v.h {
			own += int(c.fill+c.rim) * outside
			continue
		}
		i := y*v.w + x
		g := int(v.ground[i])
		p := (int(c.fill)*(k.fill-g) + int(c.rim)*(k.rim-g)) / 256
		both += p * (int(v.luma[i]) - g)
		own += p * p
	}
	return float64(both) / math.Sqrt(energy*float64(own)+1)
}

// explain finds the place near which the drawing explains the view best: where its own box and the box of what differs
// agree, within reach pixels.
func (d *drawing) explain(v *view, k ink, reach int) guess {
	energy := v.energy()
	best := guess{d: d, ink: k, fit: -1}
	// the rim can't be seen on a ground of its own colour: the box may be that of the fill alone
	rim := int(d.outline.rim*d.scale + .5)
	from := v.seen.Min.Sub(d.fill.Min).Sub(image.Pt(reach, reach))
	to := v.seen.Max.Sub(d.fill.Max).Add(image.Pt(reach, reach))
	to = image.Pt(max(to.X, from.X+2*reach+rim), max(to.Y, from.Y+2*reach+rim))
	for y := from.Y; y <= to.Y; y++ {
		for x := from.X; x <= to.X; x++ {
			if f := d.lay(v, k, image.Pt(x, y), energy); f > best.fit {
				best.fit, best.at = f, image.Pt(x, y)
			}
		}
	}
	return best
}

// teller tells shapes by the known outlines.
type teller struct {
	drawings drawings
	scales   []float64
	inks     []ink
}

// halving is how many steps of scale make a pointer half as large.
const halving = 12

func newTeller(full bool) *teller {
	t := &teller{drawings: drawings{}, inks: []ink{{16, 235}, {235, 16}}}
	if full {
		t.inks = []ink{{0, 255}, {255, 0}}
	}
	for i := range 46 {
		t.scales = append(t.scales, .4*math.Pow(2, float64(i)/halving))
	}
	return t
}

// beside is by how many pixels what changed may be larger than a pointer that is known.
const beside = 6

// kept is how many of the best first guesses are looked at again between the pixels.
const kept = 3

// tell finds the outline, scale and ink that explain v best, among those that want lets through; all when it is nil.
func (t *teller) tell(v *view, want func(o *outline, step int, k ink) bool) guess {
	extra := 0.
	if want != nil {
		extra = beside
	}
	v, by := v.small()
	top := make([]guess, 0, kept+1)
	for i := range outlines {
		o := &outlines[i]
		for j, s := range t.scales {
			if !o.mayFit(v.seen, s, extra) {
				continue
			}
			for _, k := range t.inks {
				if want != nil && !want(o, j+halving*(by-1), k) {
					continue
				}
				g := t.drawings.at(o, s, 0, 0).explain(v, k, 2)
				at := len(top)
				for at > 0 && top[at-1].fit < g.fit {
					at--
				}
				if at < kept {
					top = append(top, guess{})
					copy(top[at+1:], top[at:])
					top[at] = g
					top = top[:min(len(top), kept)]
				}
			}
		}
	}
	best := guess{}
	for _, g := range top {
		if g = t.between(v, g); g.fit > best.fit {
			best = g
		}
	}
	if best.d == nil || by == 1 {
		return best
	}
	return t.double(best)
}

// fine is the scale below which a pixel is so much of a pointer that its place between two counts.
const fine = 1.05

// between tries the guess at places between the pixels.
func (t *teller) between(v *view, g guess) guess {
	if g.d.scale >= fine || g.fit < .5 {
		return g
	}
	energy := v.energy()
	best := g
	for _, dx := range []float64{0, 1. / 3, 2. / 3} {
		for _, dy := range []float64{0, 1. / 3, 2. / 3} {
			d := t.drawings.at(g.d.outline, g.d.scale, dx, dy)
			for y := -1; y <= 1; y++ {
				for x := -1; x <= 1; x++ {
					at := g.at.Add(image.Pt(x, y))
					if f := d.lay(v, g.ink, at, energy); f > best.fit {
						best = guess{d: d, ink: g.ink, at: at, fit: f}
					}
				}
			}
		}
	}
	return best
}

// double is the guess for a view of half the size in terms of the whole one.
func (t *teller) double(g guess) guess {
	if j := t.step(g.d.scale) + halving; j < len(t.scales) {
		g.d = t.drawings.at(g.d.outline, t.scales[j], 0, 0)
	}
	g.at = g.at.Mul(2)
	return g
}

// step is the number of the scale in the teller's list.
func (t *teller) step(scale float64) int {
	return int(math.Round(math.Log2(scale/t.scales[0]) * halving))
}

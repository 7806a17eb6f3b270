package pointer

import (
	"image"
	"math"
	"slices"

	"showhow/internal/sop"
)

// Bounds of what is believed to be a pointer.
const (
	leastSeen   = 5   // sightings of a look of no known shape
	leastPlaces = 4   // in places this many
	mostSprites = 14  // looks followed at once
	mostTold    = 40  // kinds held against the outlines
	told        = .42 // share of what a pointer changed that a known outline may leave unexplained
)

// guess is how well an outline explains a view.
type guess struct {
	d    *drawing
	ink  ink
	at   image.Point // of the drawing within the view
	left float64     // share of the difference that stays unexplained
}

// teller tells shapes by the known outlines.
type teller struct {
	drawings drawings
	scales   []float64
	inks     []ink
}

func newTeller(full bool) *teller {
	t := &teller{drawings: drawings{}, inks: []ink{{16, 235}, {235, 16}}}
	if full {
		t.inks = []ink{{0, 255}, {255, 0}}
	}
	for i := range 44 {
		t.scales = append(t.scales, .4*math.Pow(2, float64(i)/halving))
	}
	return t
}

// tell finds the outline, scale and ink that explain v best.
func (t *teller) tell(v *view) guess {
	v, by := v.small()
	best := guess{left: 1}
	for i := range outlines {
		for j, s := range t.scales {
			if outlines[i].mayFit(v.seen, s) {
				d := t.drawings.at(&outlines[i], s)
				for _, k := range t.inks {
					if g := d.explain(v, k); g.left < best.left {
						if j += halving * (by - 1); j >= len(t.scales) {
							continue
						}
						best = g
						best.d = t.drawings.at(&outlines[i], t.scales[j])
					}
				}
			}
		}
	}
	return best
}

// explain lays the drawing d over v: how much is left is told at the size at which tell looks, the place in full.
func (t *teller) explain(d *drawing, v *view, k ink) guess {
	g := d.explain(v, k)
	if w, by := v.small(); by > 1 {
		for j, s := range t.scales {
			if s == d.scale && j >= halving {
				g.left = t.drawings.at(d.outline, t.scales[j-halving]).explain(w, k).left
			}
		}
	}
	return g
}

// halving is how many steps of scale make a pointer half as large.
const halving = 12

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

// explain finds the place at which the drawing, laid over the view's ground, gives the view's picture best.
func (d *drawing) explain(v *view, k ink) guess {
	all := 0
	for i, l := range v.luma {
		all += gap(l, v.ground[i])
	}
	g := guess{d: d, ink: k, left: 1}
	from := v.seen.Min.Sub(d.fill.Min).Sub(image.Pt(2, 2))
	to := v.seen.Min.Sub(d.all.Min).Add(image.Pt(2, 2))
	for y := min(from.Y, to.Y); y <= max(from.Y, to.Y); y++ {
		for x := min(from.X, to.X); x <= max(from.X, to.X); x++ {
			if left := float64(all+d.lay(v, k, x, y)) / float64(max(1, all)); left < g.left {
				g.left, g.at = left, image.Pt(x, y)
			}
		}
	}
	return g
}

// lay is by how much the drawing at x, y changes the view's sum of differences.
func (d *drawing) lay(v *view, k ink, x, y int) int {
	sum := 0
	for _, c := range d.px {
		u, w := int(c.x)+x, int(c.y)+y
		if u < 0 || w < 0 || u >= v.w || w >= v.h {
			sum += 64 * int(c.fill+c.rim) / 256
			continue
		}
		i := w*v.w + u
		l, g := int(v.luma[i]), int(v.ground[i])
		f, r := int(c.fill), int(c.rim)
		sum += abs(l-(g*(256-f-r)+k.fill*f+k.rim*r)/256) - abs(l-g)
	}
	return sum
}

// Sprites are the looks of the pointer: the known shapes as they were seen here, the known shapes of the same size that
// were not seen alone, and looks of no known shape that moved about. full says that luma runs from 0 to 255 and not from
// 16 to 235.
func (l *Learner) Sprites(full bool) []*Sprite {
	slices.SortStableFunc(l.kinds, func(a, b *kind) int { return b.seen - a.seen })
	t := newTeller(full)
	var known []vote
	var strange []*kind
	for i, k := range l.kinds {
		if i >= mostTold {
			break
		}
		if v, ok := t.vote(k); ok {
			known = append(known, v)
		} else {
			strange = append(strange, k)
		}
	}
	out := t.sprites(known)
	for _, k := range strange {
		if len(out) >= mostSprites {
			break
		}
		if k.seen < leastSeen || len(k.places) < leastPlaces || len(k.places)*10 < k.seen*2 {
			continue
		}
		if s := k.sprite(); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// vote is a kind that an outline explains.
type vote struct {
	kind   *kind
	guess  []guess // one for each of the kind's views
	weight float64
}

// vote holds the kind's first views against the outlines; the best one must explain most of them.
func (t *teller) vote(k *kind) (vote, bool) {
	v := vote{kind: k}
	best := guess{left: 1}
	for i := range min(3, len(k.views)) {
		if g := t.tell(&k.views[i]); g.left < best.left {
			best = g
		}
	}
	if best.left > told {
		return v, false
	}
	sum := 0.
	for i := range k.views {
		g := t.explain(best.d, &k.views[i], best.ink)
		v.guess = append(v.guess, g)
		sum += g.left
	}
	left := sum / float64(len(v.guess))
	v.weight = float64(k.seen) * (1 - left)
	return v, left <= told+.08
}

// sprites makes one sprite for each known shape: the size and ink are what most sightings say.
func (t *teller) sprites(votes []vote) []*Sprite {
	if len(votes) == 0 {
		return nil
	}
	scale, k, h := consensus(votes)
	var out []*Sprite
	for i := range outlines {
		o := &outlines[i]
		byInk := map[ink][]*view{}
		for _, v := range votes {
			for j, g := range v.guess {
				if g.d.outline == o && math.Abs(math.Log(g.d.scale/scale)) < .2 {
					byInk[g.ink] = append(byInk[g.ink], &v.kind.views[j])
				}
			}
		}
		d := t.drawings.at(o, scale)
		for _, q := range t.inks {
			if len(byInk[q]) > 0 {
				out = append(out, d.refine(q, byInk[q]))
			}
		}
		if len(byInk) > 0 || o.house != h && o.house != anyHouse && (o.shape == sop.PointerArrow || h == apple || o.house == apple) {
			continue
		}
		out = append(out, d.sprite(k))
		if o.shape == sop.PointerHand && h == apple { // white there, where the arrow is black
			out[len(out)-1] = d.sprite(ink{k.rim, k.fill})
		}
	}
	return out
}

// consensus is the scale, the ink and the house with the most weight; arrows count most, for they are what is seen alone.
func consensus(votes []vote) (float64, ink, house) {
	weights := map[float64]float64{}
	inks := map[ink]float64{}
	houses := map[house]float64{}
	for _, v := range votes {
		w := v.weight
		if v.guess[0].d.outline.shape == sop.PointerArrow {
			w *= 3
		}
		weights[v.guess[0].d.scale] += w
		inks[v.guess[0].ink] += w
		houses[v.guess[0].d.outline.house] += w
	}
	best, most := 0., 0.
	for s := range weights {
		sum := 0.
		for q, w := range weights {
			if math.Abs(math.Log(q/s)) < .07 {
				sum += w
			}
		}
		if sum > most || sum == most && s < best {
			best, most = s, sum
		}
	}
	k := ink{}
	for q, v := range inks {
		if v > inks[k] || v == inks[k] && q.fill < k.fill {
			k = q
		}
	}
	h := classic
	for _, q := range []house{modern, apple} {
		if houses[q] > houses[h] {
			h = q
		}
	}
	return best, k, h
}

// refine is the drawing's sprite with the luma that was really seen, where enough sightings agree on it.
func (d *drawing) refine(k ink, of []*view) *Sprite {
	s := d.sprite(k)
	at := make([]image.Point, len(of))
	for i, v := range of {
		at[i] = d.explain(v, k).at
	}
	s.Seen = len(of)
	if len(of) < 3 {
		return s
	}
	left := s.px[:0]
	for _, p := range s.px {
		var n, sum, square float64
		for i, v := range of {
			x, y := int(p.x)+at[i].X, int(p.y)+at[i].Y
			if x >= 0 && y >= 0 && x < v.w && y < v.h {
				l := float64(v.luma[y*v.w+x])
				n, sum, square = n+1, sum+l, square+l*l
			}
		}
		if n >= 3 {
			mean := sum / n
			if square/n-mean*mean > 55*55 {
				continue
			}
			p.luma = int16(mean)
		}
		left = append(left, p)
	}
	if len(left) >= leastPixels {
		s.px = left
	}
	return s
}

// sprite is the usual look of a kind of no known shape; nil when it can't be a pointer's: what fills its box with
// one tone is a caret or a highlighted word.
func (k *kind) sprite() *Sprite {
	s := &Sprite{W: k.w, H: k.h, Seen: k.seen, Shape: sop.PointerOther}
	mask := make([]bool, k.w*k.h)
	var dark, light int
	for i, c := range k.count {
		if c*2 < k.seen {
			continue
		}
		v := k.sum[i] / c
		if v < 90 {
			dark++
		} else if v > 165 {
			light++
		}
		mask[i] = true
		s.px = append(s.px, pixel{int16(i % k.w), int16(i / k.w), int16(v)})
	}
	n := len(s.px)
	if n < 2*leastPixels || k.h < leastHeight+3 || n*10 > k.w*k.h*7 && min(dark, light)*7 < n {
		return nil
	}
	spread(s.px)
	s.Hot = hotOf(mask, k.w, k.h)
	return s
}

// hotOf guesses the hot spot of a mask of no known shape: its middle when it is alike left and right, as crosses and
// arrows for resizing are, else its topmost pixel, as on everything that points.
func hotOf(mask []bool, w, h int) image.Point {
	same, n := 0, 0
	top := image.Pt(-1, -1)
	for i, m := range mask {
		if !m {
			continue
		}
		if top.X < 0 {
			top = image.Pt(i%w, i/w)
		}
		n++
		if mask[i/w*w+w-1-i%w] && mask[(h-1-i/w)*w+i%w] {
			same++
		}
	}
	if same*100 >= n*85 {
		return image.Pt(w/2, h/2)
	}
	return top
}

package pointer

import (
	"image"
	"slices"

	"showhow/internal/sop"
)

// Bounds of what is believed to be a pointer.
const (
	leastSeen   = 5   // sightings of a look of no known shape
	leastPlaces = 4   // in places this many
	mostSprites = 10  // looks followed at once
	mostTold    = 60  // kinds held against the outlines
	told        = .83 // how well a known outline must explain a view
)

// Looks are the looks of one recording's pointer.
type Looks struct {
	teller  *teller
	shapes  map[*outline]*known
	sprites []*Sprite
}

// known is a known shape as it is looked for.
type known struct {
	inks     []ink
	from, to int // the scales, by their numbers
}

// Looks are the looks of the pointer: the known shapes as they were seen here, the known shapes of the same size that
// were not seen alone, and looks of no known shape that moved about. full says that luma runs from 0 to 255 and not from
// 16 to 235.
func (l *Learner) Looks(full bool) *Looks {
	slices.SortStableFunc(l.kinds, func(a, b *kind) int { return b.seen - a.seen })
	k := &Looks{teller: newTeller(full), shapes: map[*outline]*known{}}
	var votes []vote
	var strange []*kind
	for i, kind := range l.kinds {
		if i >= mostTold {
			break
		}
		if v, ok := k.teller.vote(kind); ok {
			votes = append(votes, v)
		} else {
			strange = append(strange, kind)
		}
	}
	k.choose(votes)
	places := leastPlaces
	if len(votes) > 0 {
		places *= 2
	}
	for _, kind := range strange {
		if len(k.sprites) >= mostSprites {
			break
		}
		if kind.seen < leastSeen || len(kind.places) < places || len(kind.places)*10 < kind.seen*2 {
			continue
		}
		if s := kind.sprite(); s != nil {
			k.sprites = append(k.sprites, s)
		}
	}
	return k
}

// vote is a kind that an outline explains.
type vote struct {
	guesses []guess
	views   []*view
	weight  float64
}

// vote tells what the kind's views show; most must show the same.
func (t *teller) vote(k *kind) (vote, bool) {
	var v vote
	tries := min(3, len(k.views))
	for i := range tries {
		if g := t.tell(&k.views[i], nil); g.fit >= told {
			v.guesses, v.views = append(v.guesses, g), append(v.views, &k.views[i])
		}
	}
	if len(v.guesses)*2 <= tries {
		return v, false
	}
	v.weight = float64(k.seen) * (v.guesses[0].fit - told + .05)
	return v, true
}

// choose settles size, ink and shapes by what most sightings say.
func (k *Looks) choose(votes []vote) {
	if len(votes) == 0 {
		return
	}
	step, main, h := k.teller.consensus(votes)
	for i := range outlines {
		o := &outlines[i]
		byInk := map[ink][]*view{}
		var steps []int
		for _, v := range votes {
			for j, g := range v.guesses {
				if n := k.teller.step(g.d.scale); g.d.outline == o && abs(n-step) <= o.stray() {
					byInk[g.ink], steps = append(byInk[g.ink], v.views[j]), append(steps, n)
				}
			}
		}
		if len(steps) > 0 {
			slices.Sort(steps)
			n := steps[len(steps)/2]
			for _, q := range k.teller.inks {
				if len(byInk[q]) > 0 {
					k.add(o, q, n, 1)
					k.draw(k.teller.drawings.at(o, k.teller.scales[n], 0, 0).refine(q, byInk[q]))
				}
			}
			continue
		}
		if o.house != h && o.house != anyHouse && (o.shape == sop.PointerArrow || h == apple || o.house == apple) {
			continue
		}
		q := main
		if o.shape == sop.PointerHand && h == apple { // white there, where the arrow is black
			q = ink{main.rim, main.fill}
		}
		k.add(o, q, step, o.stray()-2)
		k.draw(k.teller.drawings.at(o, k.teller.scales[step], 0, 0).sprite(q))
	}
}

// stray is by how many steps of scale a theme may draw the shape larger or smaller than its arrow.
func (o *outline) stray() int {
	if o.shape == sop.PointerArrow {
		return 3
	}
	return 5
}

// add has shape o looked for with ink q, at step and up to so many steps off.
func (k *Looks) add(o *outline, q ink, step, off int) {
	if k.shapes[o] == nil {
		k.shapes[o] = &known{from: max(0, step-off), to: min(len(k.teller.scales)-1, step+off)}
	}
	k.shapes[o].inks = append(k.shapes[o].inks, q)
}

// draw has the sprite looked for, when it has enough to be told by.
func (k *Looks) draw(s *Sprite) {
	if len(s.px) >= 2*leastPixels {
		k.sprites = append(k.sprites, s)
	}
}

// want says which outlines, scales and inks are looked for.
func (k *Looks) want(o *outline, step int, q ink) bool {
	s := k.shapes[o]
	return s != nil && step >= s.from && step <= s.to && slices.Contains(s.inks, q)
}

// consensus is the scale, the ink and the house with the most weight; arrows count most, for they are what is seen alone.
func (t *teller) consensus(votes []vote) (step int, k ink, h house) {
	weights := map[int]float64{}
	inks := map[ink]float64{}
	houses := map[house]float64{}
	for _, v := range votes {
		w := v.weight
		if v.guesses[0].d.outline.shape == sop.PointerArrow {
			w *= 3
		}
		for _, g := range v.guesses {
			weights[t.step(g.d.scale)] += w / float64(len(v.guesses))
		}
		inks[v.guesses[0].ink] += w
		houses[v.guesses[0].d.outline.house] += w
	}
	most := -1.
	for s := range t.scales {
		if sum := weights[s-1]/2 + weights[s] + weights[s+1]/2; sum > most {
			step, most = s, sum
		}
	}
	for _, q := range t.inks {
		if inks[q] > inks[k] {
			k = q
		}
	}
	h = classic
	for _, q := range []house{modern, apple} {
		if houses[q] > houses[h] {
			h = q
		}
	}
	return step, k, h
}

// refine is the drawing's sprite with the luma that was really seen, where enough sightings agree on it.
func (d *drawing) refine(k ink, of []*view) *Sprite {
	s := d.sprite(k)
	at := make([]image.Point, len(of))
	for i, v := range of {
		at[i] = d.explain(v, k, 2).at
	}
	s.Seen = len(of)
	if len(of) < 3 {
		return s
	}
	left := make([]pixel, 0, len(s.px))
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

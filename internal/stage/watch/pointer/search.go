package pointer

import (
	"image"
	"math"

	"showhow/internal/sop"
)

// reach is the size of the largest look; zero when there is none.
func (k *Looks) reach() image.Point {
	var p image.Point
	for _, s := range k.sprites {
		p = image.Pt(max(p.X, s.W), max(p.Y, s.H))
	}
	for o, s := range k.shapes {
		d := k.teller.drawings.at(o, k.teller.scales[s.to], 0, 0)
		p = image.Pt(max(p.X, d.w), max(p.Y, d.h))
	}
	return p
}

// told holds the blobs that differ from the ground against the known outlines. It gives the pointer that came, and the
// one that went: one that was part of the ground.
func (t *tracker) told() (came, went sighting) {
	if len(t.looks.shapes) == 0 {
		return
	}
	for b := range t.blobs.all {
		if t.large(b.box) {
			came = t.lit(b, came)
			continue
		}
		if !t.fits(b) {
			continue
		}
		v := look(b.box, t.now, t.ground)
		came = t.better(came, &v)
		if !t.seen || t.lost {
			v.luma, v.ground = v.ground, v.luma
			went = t.better(went, &v)
		}
	}
	return came, went
}

// fits says whether a blob may be a pointer by its size, large whether it is too large for one.
func (t *tracker) fits(b blob) bool {
	return len(b.px) >= leastPixels/2 && b.box.Dy() >= leastHeight && b.box.Dx() >= leastWidth-1 && !t.large(b.box)
}

func (t *tracker) large(r image.Rectangle) bool {
	return r.Dx() > t.track.Reach.X+6 || r.Dy() > t.track.Reach.Y+6
}

// better is s, or what is told in v when that is surer.
func (t *tracker) better(s sighting, v *view) sighting {
	g := t.looks.teller.tell(v, t.looks.want)
	if g.fit < toldNear || g.fit <= s.sure || g.d.outline.shape == sop.PointerText && g.fit < toldText {
		return s
	}
	k := g.sighting(v)
	if g.fit < toldAgain {
		if k.shape == sop.PointerHand && g.fit > t.likely.sure && t.close(k.hot) {
			t.likely = k
		}
		return s
	}
	if g.fit < toldRestless && t.restless(k.box) {
		return s
	}
	return k
}

// close says whether a place is one to which the pointer may just have moved: it was seen a moment ago, and not far off.
func (t *tracker) close(p image.Point) bool {
	const far, soon = 96, .35 // pixels, seconds
	n := len(t.track.Samples)
	return t.seen && !t.lost && n > 0 && (t.at0-t.track.Samples[n-1].At).Seconds() < soon && apart(p, t.at.hot) < far
}

// mostLit is the number of pixels up to which a blob is searched for a pointer over something that lit up.
const mostLit = 60000

// lit looks for the pointer in a blob that is larger than it, as when it makes a button light up: most of the blob has
// changed by the same, or is now of one tone, and the pointer is what isn't.
func (t *tracker) lit(b blob, best sighting) sighting {
	if len(b.px) > mostLit {
		return best
	}
	was := best.sure
	if shift, ok := mode(b.px, func(i int) int { return int(t.now.Y[i]) - int(t.ground.Y[i]) }, len(b.px)/4); ok {
		best = t.within(b.box, best, func(i int) int {
			if d := int(t.now.Y[i]) - int(t.ground.Y[i]); abs(d) <= moved/2 {
				return int(t.now.Y[i])
			}
			return int(t.ground.Y[i]) + shift
		})
	}
	if tone, ok := mode(b.px, func(i int) int { return int(t.now.Y[i]) }, len(b.px)/3); ok && best.sure == was {
		best = t.within(b.box, best, func(int) int { return tone })
	}
	return best
}

// mode is the commonest value of the pixels, and whether at least so many have it, or one next to it.
func mode(px []int, value func(int) int, least int) (int, bool) {
	var by [515]int
	for _, i := range px {
		by[value(i)+257]++
	}
	most := 257
	for d := 2; d < len(by)-2; d++ {
		if by[d] > by[most] {
			most = d
		}
	}
	return most - 257, by[most-2]+by[most-1]+by[most]+by[most+1]+by[most+2] >= least
}

// onAnotherPage looks for the pointer where it stood before another page came beneath it: it is what isn't of the new page's tone.
func (t *tracker) onAnotherPage() sighting {
	const far = 8
	r := t.at.box.Inset(-far).Intersect(image.Rect(0, 0, t.w, t.h))
	px := make([]int, 0, r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			px = append(px, y*t.w+x)
		}
	}
	tone, ok := mode(px, func(i int) int { return int(t.now.Y[i]) }, len(px)/2)
	if !ok {
		return sighting{}
	}
	k := t.within(r, sighting{}, func(int) int { return tone })
	if k.sure > 0 && apart(k.hot, t.at.hot) > far {
		return sighting{}
	}
	return k
}

// within looks for the pointer in the box r, on a ground that is guessed.
func (t *tracker) within(r image.Rectangle, best sighting, ground func(i int) int) sighting {
	t.inner.clear()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for i := y*t.w + r.Min.X; i < y*t.w+r.Max.X; i++ {
			if abs(int(t.now.Y[i])-ground(i)) > moved {
				t.inner.add(i)
			}
		}
	}
	for k := range t.inner.all {
		if !t.fits(k) {
			continue
		}
		v := look(k.box, t.now, t.ground)
		for i := range v.ground {
			at := v.at.Add(image.Pt(i%v.w, i/v.w))
			if at.In(r) {
				v.ground[i] = uint8(max(0, min(255, ground(at.Y*t.w+at.X))))
			}
		}
		best = t.better(best, &v)
	}
	return best
}

// sighting is the guess in the picture's own places.
func (g guess) sighting(v *view) sighting {
	at := g.at.Add(v.at)
	s := sighting{shape: g.d.outline.shape, hot: g.hot().Add(v.at), sure: math.Min(.98, g.fit)}
	s.box = image.Rect(at.X-1, at.Y-1, at.X+g.d.w+1, at.Y+g.d.h+1)
	for _, c := range g.d.px {
		x, y := int(c.x)+g.at.X, int(c.y)+g.at.Y
		if c.fill+c.rim > 190 && x >= 0 && y >= 0 && x < v.w && y < v.h {
			s.px = append(s.px, pixel{int16(x + v.at.X), int16(y + v.at.Y), 0})
		}
	}
	return s
}

// places gives the places for the top left corner of a sprite that shall be tried.
type places func(s *Sprite, try func(x, y int))

// everywhere are the places at which a sprite would lie over a changed block.
func (t *tracker) everywhere() places {
	return func(s *Sprite, try func(x, y int)) {
		clear(t.near)
		left, up := (s.W+block-1)/block, (s.H+block-1)/block
		for _, b := range t.blocks {
			bx, by := b%t.bw, b/t.bw
			for v := max(0, by-up); v <= by; v++ {
				for u := max(0, bx-left); u <= bx; u++ {
					if i := v*t.bw + u; !t.near[i] {
						t.near[i] = true
						each(image.Rect(u*block, v*block, u*block+block, v*block+block), try)
					}
				}
			}
		}
	}
}

// around are the places whose hot spot lies within d pixels of where the pointer was.
func (t *tracker) around(d int) places {
	return func(s *Sprite, try func(x, y int)) {
		at := t.at.hot.Sub(s.Hot)
		each(image.Rect(at.X-d, at.Y-d, at.X+d+1, at.Y+d+1), try)
	}
}

func each(r image.Rectangle, try func(x, y int)) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			try(x, y)
		}
	}
}

// accept is the mean difference of luma up to which the sprite is believed to be there. A look of no known shape may be anything
// that once moved by itself, and on a page of one tone much resembles it.
func (s *Sprite) accept() float64 {
	if s.Shape == sop.PointerOther {
		return acceptOther
	}
	return accept
}

// search is the best sighting of any sprite at the places given, of whose pixels at least the share fresh is new.
func (t *tracker) search(in places, fresh float64) sighting {
	limit := float64(accept)
	var best sighting
	for _, s := range t.looks.sprites {
		in(s, func(x, y int) {
			score := s.score(t.now, x, y, min(limit, s.accept()))
			if score < limit && (fresh == 0 || s.changed(t.now, t.ground, x, y) >= fresh) {
				limit = score
				best = s.sighting(x, y, score)
			}
		})
	}
	return best
}

// sighting is the sprite at x, y with a score.
func (s *Sprite) sighting(x, y int, score float64) sighting {
	k := sighting{shape: s.Shape, hot: s.Hot.Add(image.Pt(x, y)), sure: .75 - .4*score/accept, box: image.Rect(x-1, y-1, x+s.W+1, y+s.H+1)}
	for _, p := range s.px {
		k.px = append(k.px, pixel{p.x + int16(x), p.y + int16(y), 0})
	}
	return k
}

package pointer

import (
	"image"
	"math"
)

// reach is the size of the largest look; zero when there is none.
func (k *Looks) reach() image.Point {
	var p image.Point
	for _, s := range k.sprites {
		p = image.Pt(max(p.X, s.W), max(p.Y, s.H))
	}
	for _, o := range k.outline {
		d := k.teller.drawings.at(o, k.teller.scales[k.step], 0, 0)
		p = image.Pt(max(p.X, d.w), max(p.Y, d.h))
	}
	return p
}

// told holds the blobs that differ from the ground against the known outlines. It gives the pointer that came, and the
// one that went: one that was part of the ground.
func (t *tracker) told() (came, went sighting) {
	if len(t.looks.outline) == 0 {
		return
	}
	size := t.track.Reach
	for b := range t.blobs.all {
		if len(b.px) < leastPixels/2 || b.box.Dx() > size.X+6 || b.box.Dy() > size.Y+6 || b.box.Dy() < leastHeight || b.box.Dx() < leastWidth-1 {
			continue
		}
		v := look(b.box, t.now, t.ground)
		if g := t.looks.teller.tell(&v, t.looks.want); g.fit >= told2 && g.fit > came.sure {
			came = g.sighting(&v)
		}
		if !t.seen || t.lost {
			v.luma, v.ground = v.ground, v.luma
			if g := t.looks.teller.tell(&v, t.looks.want); g.fit >= told2 && g.fit > went.sure {
				went = g.sighting(&v)
			}
		}
	}
	return came, went
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

// search is the best sighting of any sprite at the places given, of whose pixels at least the share fresh is new.
func (t *tracker) search(in places, fresh float64) sighting {
	limit := float64(accept)
	var best sighting
	for _, s := range t.looks.sprites {
		in(s, func(x, y int) {
			score := s.score(t.now, x, y, limit)
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

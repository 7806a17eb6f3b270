package pointer

import (
	"image"
	"math"
	"slices"

	"showhow/internal/sop"
)

// Bounds of what is believed to be a pointer.
const (
	leastSeen   = 4  // sightings
	leastPlaces = 3  // in places this many
	mostSprites = 14 // looks followed at once
)

// Sprites are the looks of the pointer that were learnt, with their shapes told by known outlines, and the known shapes
// of the same size that were not seen alone. full says that luma runs from 0 to 255 and not from 16 to 235.
func (l *Learner) Sprites(full bool) []*Sprite {
	slices.SortStableFunc(l.kinds, func(a, b *kind) int { return b.seen - a.seen })
	var out []*Sprite
	var scale, weight, dark float64
	for _, k := range l.kinds {
		if len(out) == mostSprites-4 || k.seen < 2 || len(k.places) < 2 {
			break
		}
		s, f := k.sprite()
		if s == nil || f.fit < .7 && (k.seen < leastSeen || len(k.places) < leastPlaces || len(k.places)*10 < k.seen*2) {
			continue
		}
		if f.fit >= .7 && s.Shape != sop.PointerOther {
			scale, weight = scale+f.scale*float64(k.seen), weight+float64(k.seen)
			dark += f.dark * float64(k.seen)
		}
		out = append(out, s)
	}
	black, white := 16, 235
	if full {
		black, white = 0, 255
	}
	if weight > 0 {
		if dark < 0 {
			black, white = white, black
		}
		out = append(out, missing(out, scale/weight, black, white)...)
	}
	return out
}

// missing draws the known shapes that no learnt sprite has.
func missing(have []*Sprite, scale float64, fill, rim int) []*Sprite {
	var out []*Sprite
	for i := range outlines {
		o := &outlines[i]
		if !slices.ContainsFunc(have, func(s *Sprite) bool { return s.Shape == o.shape }) {
			out = append(out, o.sprite(scale, fill, rim))
		}
	}
	return out
}

// sprite is the kind's usual look; nil when it can't be a pointer's: a plain full box is a caret or a key's cap.
func (k *kind) sprite() (*Sprite, fit) {
	s := &Sprite{W: k.w, H: k.h, Seen: k.seen}
	mask := make([]bool, k.w*k.h)
	var n, sum, square float64
	for i, c := range k.count {
		if c*2 < k.seen {
			continue
		}
		v := float64(k.sum[i]) / float64(c)
		n, sum, square = n+1, sum+v, square+v*v
		mask[i] = true
		s.px = append(s.px, pixel{int16(i % k.w), int16(i / k.w), int16(v)})
	}
	if n < leastPixels {
		return nil, fit{}
	}
	if n > .86*float64(k.w*k.h) && square/n-(sum/n)*(sum/n) < 900 {
		return nil, fit{}
	}
	spread(s.px)
	f := tell(mask, k.w, k.h)
	s.Shape, s.Hot = f.shape, f.hot
	f.dark = darkness(s.px)
	return s, f
}

// darkness is above 0 when the sprite's pixels are rather dark.
func darkness(px []pixel) float64 {
	d := 0.
	for _, p := range px {
		if p.luma < 110 {
			d++
		} else if p.luma > 145 {
			d--
		}
	}
	return d / float64(max(1, len(px)))
}

// fit is how a mask agrees with the best of the outlines.
type fit struct {
	shape sop.PointerShape
	hot   image.Point
	scale float64
	fit   float64 // intersection over union
	dark  float64
}

// tell finds the outline and scale that agree best with a mask of w × h pixels. A pointer's rim can't be seen on a
// ground of its own colour, so the fill alone may fit too.
func tell(mask []bool, w, h int) fit {
	best := fit{shape: sop.PointerOther}
	for i := range outlines {
		o := &outlines[i]
		for _, rimmed := range []bool{true, false} {
			for s := .4; s <= 4; s *= 1.06 {
				if f := o.agree(mask, image.Pt(w, h), s, rimmed); f.fit > best.fit {
					best = f
				}
			}
		}
	}
	if best.fit < .55 {
		best.shape, best.hot = sop.PointerOther, hotOf(mask, w, h)
	}
	return best
}

// agree compares the mask with the outline at one scale.
func (o *outline) agree(mask []bool, size image.Point, scale float64, rimmed bool) fit {
	f := fit{shape: o.shape, scale: scale}
	ow, oh, c := o.draw(scale)
	if abs(ow-size.X) > 3+size.X/5 || abs(oh-size.Y) > 3+size.Y/5 {
		return f
	}
	drawn := make([]bool, len(c))
	for i, q := range c {
		drawn[i] = q.fill >= .5 || rimmed && q.fill+q.rim >= .5
	}
	for dy := -3; dy <= 3; dy++ {
		for dx := -3; dx <= 3; dx++ {
			both, either := 0, 0
			for y := min(0, dy); y < max(size.Y, oh+dy); y++ {
				for x := min(0, dx); x < max(size.X, ow+dx); x++ {
					a := x >= 0 && y >= 0 && x < size.X && y < size.Y && mask[y*size.X+x]
					u, v := x-dx, y-dy
					b := u >= 0 && v >= 0 && u < ow && v < oh && drawn[v*ow+u]
					if a || b {
						either++
					}
					if a && b {
						both++
					}
				}
			}
			if iou := float64(both) / math.Max(1, float64(either)); iou > f.fit {
				f.fit = iou
				f.hot = image.Pt(int(o.hot[0]*scale)+dx, int(o.hot[1]*scale)+dy)
			}
		}
	}
	return f
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

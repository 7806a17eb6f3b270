// Package pointer finds the mouse cursor in a recording: it learns how it looks from what moves alone across the screen,
// tells by its outline which shape that is, and follows it through the film.
package pointer

import (
	"image"
	"math/bits"
	"slices"

	"showhow/internal/sop"
)

// Sprite is one look of the pointer: the luma of those pixels that belong to it wherever it stands.
type Sprite struct {
	Shape sop.PointerShape
	// W and H are its size in pixels, Hot the pixel within that a click hits.
	W, H int
	Hot  image.Point
	// Seen is how often it was seen alone; 0 for one that was drawn from a known outline.
	Seen int
	px   []pixel
}

type pixel struct {
	x, y int16
	luma int16
}

// spread puts the pixels in an order in which the first few lie all over the sprite, so that a wrong place shows soon.
func spread(px []pixel) {
	rank := func(i int) uint32 { return bits.Reverse32(uint32(i)) }
	order := make([]int, len(px))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if rank(a) < rank(b) {
			return -1
		}
		return 1
	})
	was := slices.Clone(px)
	for i, j := range order {
		px[i] = was[j]
	}
}

// never is a score beyond all limits.
const never = 1 << 20

// score is the mean difference between the sprite and what stands at x, y of p; never when it is above limit or the
// sprite would not lie within the picture.
func (s *Sprite) score(p *image.YCbCr, x, y int, limit float64) float64 {
	if x < 0 || y < 0 || x+s.W > p.Rect.Dx() || y+s.H > p.Rect.Dy() {
		return never
	}
	most, sum := int(limit*float64(len(s.px))), 0
	early := int(limit * 12 * 2.4)
	base := p.Y[y*p.YStride+x:]
	for i, q := range s.px {
		d := int(base[int(q.y)*p.YStride+int(q.x)]) - int(q.luma)
		if d < 0 {
			d = -d
		}
		sum += d
		if sum > most || i == 11 && sum > early {
			return never
		}
	}
	return float64(sum) / float64(len(s.px))
}

// changed is the share of the sprite's pixels at x, y that differ between p and q.
func (s *Sprite) changed(p, q *image.YCbCr, x, y int) float64 {
	n := 0
	o := y*p.YStride + x
	for _, k := range s.px {
		i := o + int(k.y)*p.YStride + int(k.x)
		if d := int(p.Y[i]) - int(q.Y[i]); d > moved || d < -moved {
			n++
		}
	}
	return float64(n) / float64(max(1, len(s.px)))
}

// moved is by how much a pixel's luma must differ to count as another.
const moved = 28

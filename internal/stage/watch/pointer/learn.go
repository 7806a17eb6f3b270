package pointer

import (
	"image"
	"slices"

	"showhow/internal/film"
)

// Learner gathers what moves alone across the screen: pixels that differ from the picture before and the one after,
// while these two agree. Pointers do that, and little else does it in many places with the same look.
type Learner struct {
	w, h, across int
	blobs        *blobs
	kinds        []*kind
}

// patch is one sighting: a mask and the luma within.
type patch struct {
	n          int32
	x, y, w, h int
	in         []bool
	luma       []uint8
	count      int
}

// kind is a set of sightings that look alike.
type kind struct {
	w, h   int
	sum    []int
	count  []int
	seen   int
	places map[image.Point]bool
	last   int32
	views  []view
}

// mostViews is how many views a kind keeps.
const mostViews = 8

// NewLearner learns from pictures of w × h pixels.
func NewLearner(w, h int) *Learner {
	return &Learner{w: w, h: h, across: (w + film.Tile - 1) / film.Tile, blobs: newBlobs(w, h)}
}

// Bounds of what can be a pointer, in pixels, and of the work per picture and recording.
const (
	leastPixels = 14
	leastHeight = 7
	leastWidth  = 4
	mostEdge    = 96
	mostTiles   = 400
	mostMarked  = 6000
	mostKinds   = 160
)

// See looks at the picture numbered n, the middle one of three in a row, in the tiles in which it differs from the first.
func (l *Learner) See(n int32, tiles []int, p [3]*image.YCbCr) {
	if len(tiles) > 4*mostTiles {
		return
	}
	l.blobs.clear()
	for _, t := range tiles {
		l.tile(t, p)
		if len(l.blobs.marked) > mostMarked {
			return
		}
	}
	for b := range l.blobs.all {
		if k, ok := l.sighting(b, p[1]); ok {
			k.n = n
			if kind := l.take(k); len(kind.views) < mostViews {
				kind.views = append(kind.views, look(b.box, p[1], p[2]))
			}
		}
	}
}

// tile marks the pixels of tile t that were there for one picture only.
func (l *Learner) tile(t int, p [3]*image.YCbCr) {
	x0, y0 := t%l.across*film.Tile, t/l.across*film.Tile
	x1, y1 := min(l.w, x0+film.Tile), min(l.h, y0+film.Tile)
	for y := y0; y < y1; y++ {
		o := y * p[0].YStride
		a, b, c := p[0].Y[o+x0:o+x1], p[1].Y[o+x0:o+x1], p[2].Y[o+x0:o+x1]
		for i, v := range b {
			if gap(v, a[i]) > moved && gap(v, c[i]) > moved && gap(a[i], c[i]) < moved/2 {
				l.blobs.add(y*l.w + x0 + i)
			}
		}
	}
}

func gap(a, b uint8) int {
	if a > b {
		return int(a - b)
	}
	return int(b - a)
}

// sighting is the blob as a patch of p, when it can be a pointer.
func (l *Learner) sighting(b blob, p *image.YCbCr) (patch, bool) {
	k := patch{x: b.box.Min.X, y: b.box.Min.Y, w: b.box.Dx(), h: b.box.Dy(), count: len(b.px)}
	if k.count < leastPixels || k.w < leastWidth || k.h < leastHeight || k.w > mostEdge || k.h > mostEdge || k.plain(p) {
		return patch{}, false
	}
	k.in, k.luma = make([]bool, k.w*k.h), make([]uint8, k.w*k.h)
	for _, j := range b.px {
		q := (j/l.w-k.y)*k.w + j%l.w - k.x
		k.in[q], k.luma[q] = true, p.Y[j/l.w*p.YStride+j%l.w]
	}
	return k, true
}

// plain says whether a box of one tone was seen: a caret, or a ground that lit up.
func (k *patch) plain(p *image.YCbCr) bool {
	var tones [256]int
	for y := k.y; y < k.y+k.h; y++ {
		for _, v := range p.Y[y*p.YStride+k.x : y*p.YStride+k.x+k.w] {
			tones[v]++
		}
	}
	most, sum := 0, 0
	for i, n := range tones {
		sum += n
		if i >= 25 {
			sum -= tones[i-25]
		}
		most = max(most, sum)
	}
	return most*10 >= k.w*k.h*9
}

// take adds a sighting to the kind that it looks like, or makes it a kind of its own.
func (l *Learner) take(p patch) *kind {
	var best *kind
	var at image.Point
	least := 26
	for _, k := range l.kinds {
		if abs(k.w-p.w) > 2 || abs(k.h-p.h) > 2 {
			continue
		}
		if d, o := k.unlike(&p, least); d < least {
			best, at, least = k, o, d
		}
	}
	if best == nil {
		best = &kind{w: p.w, h: p.h, sum: make([]int, p.w*p.h), count: make([]int, p.w*p.h), places: map[image.Point]bool{}}
		l.kinds = append(l.kinds, best)
	}
	best.add(&p, at)
	if len(l.kinds) > mostKinds {
		l.forget()
	}
	return best
}

// unlike is the mean difference of luma between the kind and p moved by the offset at which they fit best; 255 when
// their masks don't.
func (k *kind) unlike(p *patch, limit int) (int, image.Point) {
	best, at := 255, image.Point{}
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			both, either, sum := 0, 0, 0
			for y := range k.h {
				for x := range k.w {
					i := y*k.w + x
					a := k.count[i]*2 >= k.seen
					u, v := x+dx, y+dy
					b := u >= 0 && v >= 0 && u < p.w && v < p.h && p.in[v*p.w+u]
					if a || b {
						either++
					}
					if a && b {
						both++
						sum += abs(k.sum[i]/k.count[i] - int(p.luma[v*p.w+u]))
					}
				}
			}
			if both*100 >= either*62 && both > 0 && sum/both < best {
				best, at = sum/both, image.Pt(dx, dy)
			}
		}
	}
	return best, at
}

// add puts p, moved by at, on the pile.
func (k *kind) add(p *patch, at image.Point) {
	k.seen++
	k.last = p.n
	if len(k.places) < 64 {
		k.places[image.Pt(p.x/24, p.y/24)] = true
	}
	for y := range k.h {
		for x := range k.w {
			u, v := x+at.X, y+at.Y
			if u >= 0 && v >= 0 && u < p.w && v < p.h && p.in[v*p.w+u] {
				k.sum[y*k.w+x] += int(p.luma[v*p.w+u])
				k.count[y*k.w+x]++
			}
		}
	}
}

// forget drops the half of the kinds that was seen least.
func (l *Learner) forget() {
	slices.SortStableFunc(l.kinds, func(a, b *kind) int {
		if a.seen != b.seen {
			return b.seen - a.seen
		}
		return int(b.last - a.last)
	})
	l.kinds = l.kinds[:mostKinds/2]
}

func abs(a int) int { return max(a, -a) }

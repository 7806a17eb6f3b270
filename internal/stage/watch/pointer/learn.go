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
	mark         []bool
	marked       []int
	stack        []int
	kinds        []*kind
	patches      int
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

// view is a sighting with all that lies around it: the luma with the pointer and without.
type view struct {
	at           image.Point // of its top left pixel, within the picture
	w, h         int
	seen         image.Rectangle // the box of the pixels that differ, within the view
	luma, ground []uint8
}

// margin is how many pixels a view reaches beyond the pixels that differ.
const margin = 4

// mostViews is how many views a kind keeps.
const mostViews = 8

// NewLearner learns from pictures of w × h pixels.
func NewLearner(w, h int) *Learner {
	return &Learner{w: w, h: h, across: (w + film.Tile - 1) / film.Tile, mark: make([]bool, w*h)}
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
	l.marked = l.marked[:0]
	for _, t := range tiles {
		l.tile(t, p)
		if len(l.marked) > mostMarked {
			break
		}
	}
	if len(l.marked) <= mostMarked {
		for _, i := range l.marked {
			if l.mark[i] {
				if k, ok := l.grow(i, p[1]); ok {
					k.n = n
					if kind := l.take(k); len(kind.views) < mostViews {
						kind.views = append(kind.views, look(&k, p[1], p[2]))
					}
				}
			}
		}
	}
	for _, i := range l.marked {
		l.mark[i] = false
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
				l.mark[y*l.w+x0+i] = true
				l.marked = append(l.marked, y*l.w+x0+i)
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

// grow is the patch of marked pixels, within two of each other, that holds pixel i; it unmarks them.
func (l *Learner) grow(i int, p *image.YCbCr) (patch, bool) {
	var px []int
	x0, y0, x1, y1 := l.w, l.h, 0, 0
	l.stack = append(l.stack[:0], i)
	l.mark[i] = false
	for len(l.stack) > 0 {
		j := l.stack[len(l.stack)-1]
		l.stack = l.stack[:len(l.stack)-1]
		px = append(px, j)
		x, y := j%l.w, j/l.w
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		for v := max(0, y-2); v <= min(l.h-1, y+2); v++ {
			for u := max(0, x-2); u <= min(l.w-1, x+2); u++ {
				if l.mark[v*l.w+u] {
					l.mark[v*l.w+u] = false
					l.stack = append(l.stack, v*l.w+u)
				}
			}
		}
	}
	k := patch{x: x0, y: y0, w: x1 - x0 + 1, h: y1 - y0 + 1, count: len(px)}
	if k.count < leastPixels || k.w < leastWidth || k.h < leastHeight || k.w > mostEdge || k.h > mostEdge {
		return patch{}, false
	}
	k.in, k.luma = make([]bool, k.w*k.h), make([]uint8, k.w*k.h)
	for _, j := range px {
		q := (j/l.w-y0)*k.w + j%l.w - x0
		k.in[q], k.luma[q] = true, p.Y[j/l.w*p.YStride+j%l.w]
	}
	return k, !k.plain(p)
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
	l.patches++
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

// look is the view of p with the pointer in with, and gone in without.
func look(p *patch, with, without *image.YCbCr) view {
	r := image.Rect(p.x-margin, p.y-margin, p.x+p.w+margin, p.y+p.h+margin).Intersect(with.Rect)
	v := view{at: r.Min, w: r.Dx(), h: r.Dy(), seen: image.Rect(p.x, p.y, p.x+p.w, p.y+p.h).Sub(r.Min)}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		o := y * with.YStride
		v.luma = append(v.luma, with.Y[o+r.Min.X:o+r.Max.X]...)
		v.ground = append(v.ground, without.Y[o+r.Min.X:o+r.Max.X]...)
	}
	return v
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

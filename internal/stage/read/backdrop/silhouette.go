package backdrop

import (
	"image"

	"showhow/internal/sop"
)

// silhouette learns, from the recording itself, which pixels round its hot spot the pointer covers: those that differ,
// time and again, from what stood there before it came. Themes and sizes differ too much to be known beforehand, and what
// is taken for the pointer but isn't, such as a tip that has come up below it, must stay as it is.
type silhouette struct {
	of map[sop.PointerShape]*tally
}

// tally counts, for one shape, how often each pixel of the part that it may cover differed.
type tally struct {
	part   image.Rectangle // around the hot spot
	n      int
	counts []int
	mask   []bool // by counts; nil when it has to be made
}

const (
	// leastSightings are needed before a silhouette is trusted, mostSightings are enough.
	leastSightings = 5
	mostSightings  = 60
	// covers is the difference of luma from which on a pixel is taken for the pointer's.
	covers = 14
	// often is the share of the sightings in which a pixel of the pointer differs. On a ground of its own colour it doesn't.
	often = .35
	// fringe is how far round the pointer compression smears it, in pixels.
	fringe = 2
)

// learn takes in a sighting: the picture now, and as it was before the pointer came over part.
func (s *silhouette) learn(now, past *image.YCbCr, p sop.PointerSample, part image.Rectangle) {
	if s.of == nil {
		s.of = map[sop.PointerShape]*tally{}
	}
	t := s.of[p.Shape]
	if t == nil {
		t = &tally{part: part.Sub(image.Pt(p.Point.X, p.Point.Y)), counts: make([]int, part.Dx()*part.Dy())}
		s.of[p.Shape] = t
	}
	if t.n >= mostSightings || !part.In(now.Rect) || part.Size() != t.part.Size() {
		return
	}
	differ := make([]int, 0, len(t.counts)/4)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		a, b := now.Y[now.YOffset(part.Min.X, y):][:part.Dx()], past.Y[past.YOffset(part.Min.X, y):]
		for x, v := range a {
			if abs(int(v)-int(b[x])) > covers {
				differ = append(differ, (y-part.Min.Y)*part.Dx()+x)
			}
		}
	}
	if n := len(differ); 50*n < len(t.counts) || 2*n > len(t.counts) {
		return // nothing to be seen of it, or more than it has changed
	}
	for _, i := range differ {
		t.counts[i]++
	}
	t.n++
	t.mask = nil
}

// covered says which of the pixels around a sighting's hot spot the pointer covers; nil when that isn't known.
func (s *silhouette) covered(p sop.PointerSample) func(x, y int) bool {
	t := s.of[p.Shape]
	if t == nil || t.n < leastSightings {
		return nil
	}
	if t.mask == nil {
		t.mask = grown(t.part.Size(), whole(t.part.Size(), func(i int) bool { return float64(t.counts[i]) >= often*float64(t.n) }))
	}
	return func(x, y int) bool {
		at := image.Pt(x-p.Point.X, y-p.Point.Y)
		if !at.In(t.part) {
			return false
		}
		at = at.Sub(t.part.Min)
		return t.mask[at.Y*t.part.Dx()+at.X]
	}
}

// whole are those of the pixels of a part that are in, and those enclosed by them.
func whole(size image.Point, in func(i int) bool) []bool {
	w, h := size.X, size.Y
	outside := make([]bool, w*h)
	var stack []int
	visit := func(x, y int) {
		if x >= 0 && y >= 0 && x < w && y < h && !outside[y*w+x] && !in(y*w+x) {
			outside[y*w+x] = true
			stack = append(stack, y*w+x)
		}
	}
	for x := range w {
		visit(x, 0)
		visit(x, h-1)
	}
	for y := range h {
		visit(0, y)
		visit(w-1, y)
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x, y := i%w, i/w
		visit(x-1, y)
		visit(x+1, y)
		visit(x, y-1)
		visit(x, y+1)
	}
	out := make([]bool, w*h)
	for i := range out {
		out[i] = !outside[i]
	}
	return out
}

// grown is the mask with its fringe.
func grown(size image.Point, mask []bool) []bool {
	w, h := size.X, size.Y
	out := make([]bool, len(mask))
	for i, in := range mask {
		if !in {
			continue
		}
		for y := max(0, i/w-fringe); y <= min(h-1, i/w+fringe); y++ {
			for x := max(0, i%w-fringe); x <= min(w-1, i%w+fringe); x++ {
				out[y*w+x] = true
			}
		}
	}
	return out
}

// blob says which pixels the pointer covers as long as its silhouette isn't known: those that differ from what stood there before it
// came, as far as they hang together from its hot spot on. What else has come below it, such as a tip, stays.
func (b *Backdrop) blob(now, past *image.YCbCr) func(x, y int) bool {
	u := b.under
	w := u.Dx()
	grounds := make([]int, u.Dy()) // of the rows: a row that lights up beneath the pointer isn't the pointer
	for y := range grounds {
		row := image.Rect(u.Min.X-strip, u.Min.Y+y, u.Max.X+strip, u.Min.Y+y+1).Intersect(now.Rect)
		grounds[y], _ = commonest(now, row, -2*sameState)
	}
	differs := func(i int) bool {
		x, y := u.Min.X+i%w, u.Min.Y+i/w
		v := int(now.Y[now.YOffset(x, y)])
		return abs(v-int(past.Y[past.YOffset(x, y)])) > covers && abs(v-grounds[i/w]) > covers
	}
	in := make([]bool, w*u.Dy())
	var stack []int
	visit := func(x, y int) {
		if !image.Pt(x, y).In(u) {
			return
		}
		if i := (y-u.Min.Y)*w + x - u.Min.X; !in[i] && differs(i) {
			in[i] = true
			stack = append(stack, i)
		}
	}
	for y := -tip; y <= tip; y++ {
		for x := -tip; x <= tip; x++ {
			visit(b.seen.Point.X+x, b.seen.Point.Y+y)
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x, y := u.Min.X+i%w, u.Min.Y+i/w
		visit(x-1, y)
		visit(x+1, y)
		visit(x, y-1)
		visit(x, y+1)
	}
	mask := grown(u.Size(), whole(u.Size(), func(i int) bool { return in[i] }))
	return func(x, y int) bool {
		return image.Pt(x, y).In(u) && mask[(y-u.Min.Y)*w+x-u.Min.X]
	}
}

// tip is how far around the hot spot the pointer begins, in pixels.
const tip = 8

package watch

import (
	"image"
	"slices"

	"showhow/internal/film"
)

// shift is a part of the screen whose content moved as a whole between two pictures.
type shift struct {
	n      int32 // the picture that shows it moved
	box    image.Rectangle
	dx, dy int
}

// scroller looks for shifts in pictures that are new on a large part.
type scroller struct {
	s      *screen
	tiles  []bool // tiles of the picture that really differ
	spare  int    // searches left this second
	second int32
	rate   int32
	shifts []shift
}

func newScroller(s *screen, rate float64) *scroller {
	return &scroller{s: s, tiles: make([]bool, s.across*s.down), rate: int32(rate + .5)}
}

// searchesPerSecond bounds the work on recordings that move all the time.
const searchesPerSecond = 8

// see looks for a shift from the screen's last picture to p, before the screen advances.
func (r *scroller) see(n int32, p *image.YCbCr) {
	if len(r.s.touched) < 12 {
		return
	}
	clear(r.tiles)
	many := 0
	for _, t := range r.s.touched {
		if r.differs(p, t) {
			r.tiles[t] = true
			many++
		}
	}
	if n/max(1, r.rate) != r.second {
		r.second, r.spare = n/max(1, r.rate), searchesPerSecond
	}
	if many < 12 || r.spare == 0 {
		return
	}
	box := r.largest()
	if box.Dx() < 6*film.Tile || box.Dy() < 4*film.Tile || area(box)*25 < r.s.w*r.s.h {
		return
	}
	r.spare--
	if dy, ok := r.vertical(p, box); ok {
		r.shifts = append(r.shifts, shift{n, box, 0, dy})
	} else if dx, ok := r.horizontal(p, box); ok {
		r.shifts = append(r.shifts, shift{n, box, dx, 0})
	}
}

// differs says whether tile t of p is really another than the last picture's.
func (r *scroller) differs(p *image.YCbCr, t int) bool {
	l, n := r.s.luma(t), 0
	for y := l.Min.Y; y < l.Max.Y; y++ {
		a, b := p.Y[y*p.YStride+l.Min.X:y*p.YStride+l.Max.X], r.s.prev.Y[y*p.YStride+l.Min.X:]
		for i, v := range a {
			if d := int(v) - int(b[i]); d > strongBy || d < -strongBy {
				n++
			}
		}
		if n >= 3 {
			return true
		}
	}
	return false
}

// largest is the box of the largest group of tiles that differ, where gaps of up to three tiles don't part a group.
func (r *scroller) largest() image.Rectangle {
	seen := make([]bool, len(r.tiles))
	var best image.Rectangle
	most := 0
	var stack []int
	for t, d := range r.tiles {
		if !d || seen[t] {
			continue
		}
		box, n := image.Rectangle{}, 0
		stack = append(stack[:0], t)
		seen[t] = true
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			n++
			box = box.Union(r.s.luma(k))
			x, y := k%r.s.across, k/r.s.across
			for v := max(0, y-3); v <= min(r.s.down-1, y+3); v++ {
				for u := max(0, x-3); u <= min(r.s.across-1, x+3); u++ {
					if j := v*r.s.across + u; r.tiles[j] && !seen[j] {
						seen[j] = true
						stack = append(stack, j)
					}
				}
			}
		}
		if n > most {
			best, most = box, n
		}
	}
	return best
}

// parts is how many means describe a line of the box.
const parts = 12

// lines describes each row of box (or each column, across) by the means of its parts.
func (r *scroller) lines(p *image.YCbCr, box image.Rectangle, columns bool) [][parts]int16 {
	if columns {
		out := make([][parts]int16, box.Dx())
		step := box.Dy() / parts
		for i := range parts {
			for y := box.Min.Y + i*step; y < box.Min.Y+(i+1)*step; y++ {
				for x, v := range p.Y[y*p.YStride+box.Min.X : y*p.YStride+box.Max.X] {
					out[x][i] += int16(v) / 4
				}
			}
			for x := range out {
				out[x][i] = out[x][i] * 4 / int16(max(1, step))
			}
		}
		return out
	}
	out := make([][parts]int16, box.Dy())
	step := box.Dx() / parts
	for y := range out {
		row := p.Y[(y+box.Min.Y)*p.YStride+box.Min.X:][:box.Dx()]
		for i := range parts {
			sum := 0
			for _, v := range row[i*step : (i+1)*step] {
				sum += int(v)
			}
			out[y][i] = int16(sum / max(1, step))
		}
	}
	return out
}

func (r *scroller) vertical(p *image.YCbCr, box image.Rectangle) (int, bool) {
	if box.Dx() < parts {
		return 0, false
	}
	for _, d := range candidates(r.lines(p, box, false), r.lines(r.s.prev, box, false)) {
		if r.fits(p, box, 0, d) {
			return d, true
		}
	}
	return 0, false
}

func (r *scroller) horizontal(p *image.YCbCr, box image.Rectangle) (int, bool) {
	if box.Dy() < max(parts, r.s.h/8) || box.Dx() < r.s.w/5 || box.Dy() > 1<<10*parts {
		return 0, false
	}
	for _, d := range candidates(r.lines(p, box, true), r.lines(r.s.prev, box, true)) {
		if r.fits(p, box, d, 0) {
			return d, true
		}
	}
	return 0, false
}

// leastShift is the distance in pixels below which content that moved is only a button's look.
const leastShift = 4

// tries is how many lines with much in them look for their place in the other picture.
const tries = 64

// candidates are the likeliest distances by which the lines of old moved to become those of now, likeliest first.
func candidates(now, old [][parts]int16) []int {
	n := len(now)
	type weighed struct{ at, weight int }
	var rich []weighed
	for y := 2; y < n; y++ {
		if w := unlike(&now[y], &now[y-2]); w > 4*parts {
			rich = append(rich, weighed{y, w})
		}
	}
	slices.SortStableFunc(rich, func(a, b weighed) int { return b.weight - a.weight })
	if len(rich) > 4*tries {
		rich = rich[:4*tries]
	}
	votes := make([]int, 2*n+1)
	for i := 0; i < len(rich); i += max(1, len(rich)/tries) {
		y := rich[i].at
		best, at := 1<<30, -1
		for q := range old {
			// two neighbouring lines must fit together
			if d := unlike(&now[y], &old[q]); d < best {
				if q > 0 && y > 0 {
					d += unlike(&now[y-1], &old[q-1])
				}
				if d < best {
					best, at = d, q
				}
			}
		}
		if at >= 0 && at != y {
			votes[y-at+n]++
		}
	}
	var out []int
	for range 3 {
		best := 0
		for d := 1; d < 2*n; d++ {
			if abs(d-n) >= leastShift && votes[d-1]+2*votes[d]+votes[d+1] > votes[max(1, best)-1]+2*votes[best]+votes[best+1] {
				best = d
			}
		}
		if votes[best] < 3 {
			break
		}
		out = append(out, best-n)
		votes[best] = 0
	}
	return out
}

func unlike(a, b *[parts]int16) int {
	sum := 0
	for i, v := range a {
		sum += abs(int(v) - int(b[i]))
	}
	return sum
}

// fits says whether most of what differs in box is explained by a shift of dx and dy.
func (r *scroller) fits(p *image.YCbCr, box image.Rectangle, dx, dy int) bool {
	var tested, fit int
	for t, d := range r.tiles {
		l := r.s.luma(t)
		from := l.Sub(image.Pt(dx, dy))
		if !d || !l.In(box) || !from.In(box) || !textured(p, l) {
			continue
		}
		tested++
		if 3*r.apart(p, l, dx, dy) < r.apart(p, l, 0, 0) {
			fit++
		}
	}
	all := 0
	for t, d := range r.tiles {
		if l := r.s.luma(t); d && l.In(box) && textured(p, l) {
			all++
		}
	}
	return tested*4 >= all && tested >= 8 && fit*4 >= tested*3
}

// textured says whether there is something to be recognised in l: a plain tile fits everywhere.
func textured(p *image.YCbCr, l image.Rectangle) bool {
	least, most := uint8(255), uint8(0)
	for y := l.Min.Y; y < l.Max.Y; y++ {
		for _, v := range p.Y[y*p.YStride+l.Min.X : y*p.YStride+l.Max.X] {
			least, most = min(least, v), max(most, v)
		}
	}
	return most-least > 48
}

// apart is the sum of differences between p within l and the last picture dx and dy from there, their mean difference
// aside: a highlight that moves over a list is not the list moving.
func (r *scroller) apart(p *image.YCbCr, l image.Rectangle, dx, dy int) int {
	mean, n := 0, l.Dx()*l.Dy()
	for pass := range 2 {
		sum := 0
		for y := l.Min.Y; y < l.Max.Y; y++ {
			a := p.Y[y*p.YStride+l.Min.X : y*p.YStride+l.Max.X]
			o := (y-dy)*p.YStride + l.Min.X - dx
			b := r.s.prev.Y[o : o+len(a)]
			for i, v := range a {
				if d := int(v) - int(b[i]); pass == 0 {
					sum += d
				} else {
					sum += abs(d - mean)
				}
			}
		}
		mean = sum / max(1, n)
		if pass == 1 {
			return sum
		}
	}
	return 0
}

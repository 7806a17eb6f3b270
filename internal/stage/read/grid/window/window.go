// Package window looks for what may be terminals: areas of one colour in which letters stand like islands, seen on
// several pictures of a recording.
package window

import (
	"image"
	"slices"
	"sort"

	"showhow/internal/sop"
)

// region is a connected area of one colour, as the background of a terminal is: the letters stand in it like islands.
type region struct {
	box  image.Rectangle
	bg   uint8
	area int
}

// A region that is smaller, or mostly filled by other things, holds no terminal worth reading.
const (
	leastWidth, leastHeight = 160, 40
	leastFill               = 0.45
)

// sparse is every how many rows the lumas are counted.
const sparse = 4

// regions finds the areas of one luma in p that may be the background of a terminal.
func regions(p *image.YCbCr) []region {
	var hist [256]int
	w, h := p.Rect.Dx(), p.Rect.Dy()
	for y := 0; y < h; y += sparse {
		for _, v := range p.Y[y*p.YStride : y*p.YStride+w] {
			hist[v]++
		}
	}
	var out []region
	for _, bg := range peaks(hist, w*h/50/sparse) {
		out = append(out, components(p, bg)...)
	}
	return out
}

// peaks are the most frequent lumas with at least least pixels, at most six, none within 4 of a more frequent one.
func peaks(hist [256]int, least int) []uint8 {
	order := make([]int, 256)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return hist[order[a]] > hist[order[b]] })
	var out []uint8
next:
	for _, v := range order {
		if hist[v] < least || len(out) == 6 {
			break
		}
		for _, o := range out {
			if Near(uint8(v), o, 4) {
				continue next
			}
		}
		out = append(out, uint8(v))
	}
	return out
}

// Near says whether two lumas differ by no more than d.
func Near(a, b uint8, d int) bool { return int(a)-int(b) <= d && int(b)-int(a) <= d }

// run is a stretch of one row that has the background's luma.
type run struct{ from, to, set int }

// sets is a union-find forest over runs, with the box and area of each set.
type sets struct {
	parent []int
	box    []image.Rectangle
	area   []int
}

func (s *sets) add(r image.Rectangle) int {
	s.parent, s.box, s.area = append(s.parent, len(s.parent)), append(s.box, r), append(s.area, r.Dx())
	return len(s.parent) - 1
}

func (s *sets) root(i int) int {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

func (s *sets) join(i, j int) {
	i, j = s.root(i), s.root(j)
	if i == j {
		return
	}
	if s.area[i] < s.area[j] {
		i, j = j, i
	}
	s.parent[j], s.box[i], s.area[i] = i, s.box[i].Union(s.box[j]), s.area[i]+s.area[j]
}

// components are the connected areas of luma bg (± 3) in p that are large and well filled.
func components(p *image.YCbCr, bg uint8) []region {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	var s sets
	var above, row []run
	lo, span := bg-min(bg, 3), min(bg, 3)+3 // v is near bg when v-lo, which wraps round, is at most span
	for y := range h {
		row = row[:0]
		line := p.Y[y*p.YStride : y*p.YStride+w]
		for x := 0; x < w; x++ {
			if line[x]-lo > span {
				continue
			}
			from := x
			for x < w && line[x]-lo <= span {
				x++
			}
			row = append(row, run{from, x, s.add(image.Rect(from, y, x, y+1))})
		}
		i := 0
		for _, r := range row {
			for i < len(above) && above[i].to <= r.from {
				i++
			}
			for j := i; j < len(above) && above[j].from < r.to; j++ {
				s.join(r.set, above[j].set)
			}
		}
		above, row = row, above
	}
	var out []region
	for i, r := range s.box {
		if s.parent[i] == i && r.Dx() >= leastWidth && r.Dy() >= leastHeight && float64(s.area[i]) >= leastFill*float64(r.Dx()*r.Dy()) {
			out = append(out, region{r, bg, s.area[i]})
		}
	}
	return out
}

// Window is a region that was seen on several pictures, perhaps a terminal.
type Window struct {
	// Box is the one that was seen most often, in pixels of the recording.
	Box image.Rectangle
	// Ground is the background's luma.
	Ground uint8
	// Shots are some of the pictures of it, those with most ink; Spread are some evenly spread over its time, as what stands
	// in an area may be a terminal for a while and something else, with more ink, at other times.
	Shots, Spread []Shot
	stride        int // every how many sightings one is kept in Spread
	votes         map[image.Rectangle]int
	seen          int
	// Of the places along the sides, those at which the window ended, on all pictures.
	ends, sides [4]int
}

// Shot is the luma of a window at a moment.
type Shot struct {
	At  sop.Moment
	Box image.Rectangle
	// Pix are the pixels within Box, row by row.
	Pix  []uint8
	inks int
}

// mostShots bounds the pictures kept per window.
const mostShots = 12

// Gather adds the regions of a picture to the windows known so far.
func Gather(ws []*Window, p *image.YCbCr, at sop.Moment) []*Window {
	for _, r := range regions(p) {
		var mine *Window
		for _, w := range ws {
			if Near(w.Ground, r.bg, 3) && alike(w.Box, r.box) {
				mine = w
				break
			}
		}
		if mine == nil {
			mine = &Window{Box: r.box, Ground: r.bg, votes: map[image.Rectangle]int{}}
			ws = append(ws, mine)
		}
		mine.add(p, r, at)
	}
	thin(ws, budget)
	return ws
}

// budget is how many pixels all windows may keep: on a page-turning recording of a large screen there are dozens of them.
const budget = 96 << 20

// thin lets pictures go until no more than most pixels are kept: those of the windows that were seen least often first, down to
// two of each.
func thin(ws []*Window, most int) {
	total := 0
	for _, w := range ws {
		total += w.pixels()
	}
	for total > most {
		var rarest *Window
		for _, w := range ws {
			if len(w.Shots)+len(w.Spread) > 2 && (rarest == nil || w.seen < rarest.seen) {
				rarest = w
			}
		}
		if rarest == nil {
			return
		}
		total -= rarest.drop()
	}
}

func (w *Window) pixels() int {
	n := 0
	for _, s := range w.Shots {
		n += len(s.Pix)
	}
	for _, s := range w.Spread {
		n += len(s.Pix)
	}
	return n
}

// drop lets one picture go, and tells its size.
func (w *Window) drop() int {
	if n := len(w.Spread); n > 0 && len(w.Shots) > 0 {
		size := len(w.Spread[0].Pix)
		w.Spread = slices.Delete(w.Spread, 0, 1)
		return size
	}
	least := 0
	for i := range w.Shots {
		if w.Shots[i].inks < w.Shots[least].inks {
			least = i
		}
	}
	size := len(w.Shots[least].Pix)
	w.Shots = slices.Delete(w.Shots, least, least+1)
	return size
}

// alike says whether a and b are the same window: they share at least four fifths of their area.
func alike(a, b image.Rectangle) bool {
	i := a.Intersect(b)
	in := i.Dx() * i.Dy()
	return 5*in >= 4*(a.Dx()*a.Dy()+b.Dx()*b.Dy()-in)
}

func (w *Window) add(p *image.YCbCr, r region, at sop.Moment) {
	w.seen++
	w.votes[r.box]++
	for i := range w.sides {
		e, n := side(p, r.box, r.bg, i)
		w.ends[i], w.sides[i] = w.ends[i]+e, w.sides[i]+n
	}
	if n, m := w.votes[r.box], w.votes[w.Box]; n > m || n == m && r.box.Dx()*r.box.Dy() > w.Box.Dx()*w.Box.Dy() {
		w.Box = r.box
	}
	s := Shot{At: at, Box: r.box, inks: r.box.Dx()*r.box.Dy() - r.area}
	w.spread(p, s)
	// The picture with least ink gives way when there are too many; one with the same ink as the last shows nothing new.
	if n := len(w.Shots); n > 0 && w.Shots[n-1].inks == s.inks {
		return
	}
	if len(w.Shots) >= mostShots {
		least := 0
		for i := range w.Shots {
			if w.Shots[i].inks < w.Shots[least].inks {
				least = i
			}
		}
		if w.Shots[least].inks >= s.inks {
			return
		}
		w.Shots = append(w.Shots[:least], w.Shots[least+1:]...)
	}
	s.take(p)
	w.Shots = append(w.Shots, s)
}

// take copies the shot's pixels from p.
func (s *Shot) take(p *image.YCbCr) {
	for y := s.Box.Min.Y; y < s.Box.Max.Y; y++ {
		s.Pix = append(s.Pix, p.Y[y*p.YStride+s.Box.Min.X:y*p.YStride+s.Box.Max.X]...)
	}
}

// mostSpread bounds the pictures kept for their time.
const mostSpread = 8

// spread keeps one of every so many sightings, fewer the longer the window is seen.
func (w *Window) spread(p *image.YCbCr, s Shot) {
	w.stride = max(1, w.stride)
	if w.seen%w.stride != 0 {
		return
	}
	s.take(p)
	w.Spread = append(w.Spread, s)
	if len(w.Spread) < mostSpread {
		return
	}
	w.stride *= 2
	kept := w.Spread[:0]
	for i, k := range w.Spread {
		if i%2 == 1 {
			kept = append(kept, k)
		}
	}
	clear(w.Spread[len(kept):])
	w.Spread = kept
}

// Of is the window with only the given ones of its pictures.
func (w *Window) Of(shots []Shot) *Window {
	part := *w
	part.Shots, part.Spread = shots, nil
	return &part
}

// Plane is a picture of ink: how far each pixel is from the background, 0 to 255.
type Plane struct {
	Box image.Rectangle
	Pix []uint8
}

// faint is the difference from the background below which a pixel bears no ink.
const faint = 10

// Ink gives the window's pictures as ink, all cut or widened to its box.
func (w *Window) Ink() []Plane {
	var ps []Plane
	for _, s := range w.Shots {
		ps = append(ps, s.ink(w.Box, w.Ground))
	}
	return ps
}

func (s Shot) ink(box image.Rectangle, bg uint8) Plane {
	a := Plane{Box: box, Pix: make([]uint8, box.Dx()*box.Dy())}
	in := box.Intersect(s.Box)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		from := s.Pix[(y-s.Box.Min.Y)*s.Box.Dx()+in.Min.X-s.Box.Min.X:]
		to := a.Pix[(y-box.Min.Y)*box.Dx()+in.Min.X-box.Min.X:]
		for x := range in.Dx() {
			if v := away(from[x], bg); v >= faint {
				to[x] = v
			}
		}
	}
	return a
}

func away(a, b uint8) uint8 {
	if a > b {
		return a - b
	}
	return b - a
}

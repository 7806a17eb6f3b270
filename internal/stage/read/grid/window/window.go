// Package window looks for what may be terminals: areas of one colour in which letters stand like islands, seen on
// several pictures of a recording.
package window

import (
	"encoding/binary"
	"image"
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
	return components(p, peaks(hist, w*h/50/sparse))
}

// same is how far lumas of one area may lie apart.
const same = 3

// peaks are the most frequent lumas with at least least pixels, at most six, none so near a more frequent one that
// its area is that one's.
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
			if Near(uint8(v), o, same) {
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

// stretch is a part of a row with one luma, up to the column to.
type stretch struct {
	to   int
	luma uint8
}

// stretches parts a row, into out. Screens are flat for the most part: eight pixels are looked at together.
func stretches(row []uint8, out []stretch) []stretch {
	for x := 0; x < len(row); {
		v := row[x]
		all := uint64(v) * 0x0101010101010101
		for x++; x+8 <= len(row) && binary.LittleEndian.Uint64(row[x:]) == all; {
			x += 8
		}
		for x < len(row) && row[x] == v {
			x++
		}
		out = append(out, stretch{x, v})
	}
	return out
}

// flood grows the connected areas of one luma (± same), row by row.
type flood struct {
	sets
	bg         uint8
	low, span  uint8 // v is near bg when v-low, which wraps round, is at most span
	above, row []run
}

// components are the connected areas in p of the lumas given that are large and well filled, luma by luma.
func components(p *image.YCbCr, lumas []uint8) []region {
	floods := make([]flood, len(lumas))
	for i, bg := range lumas {
		floods[i] = flood{bg: bg, low: bg - min(bg, same), span: min(bg, same) + same}
	}
	var parts []stretch
	for y := range p.Rect.Dy() {
		parts = stretches(p.Y[y*p.YStride:][:p.Rect.Dx()], parts[:0])
		for i := range floods {
			floods[i].see(y, parts)
		}
	}
	var out []region
	for i := range floods {
		out = append(out, floods[i].regions()...)
	}
	return out
}

// see takes in row y.
func (f *flood) see(y int, parts []stretch) {
	f.row = f.row[:0]
	for i, x := 0, 0; i < len(parts); i++ {
		if parts[i].luma-f.low > f.span {
			x = parts[i].to
			continue
		}
		from := x
		for ; i < len(parts) && parts[i].luma-f.low <= f.span; i++ {
			x = parts[i].to
		}
		f.row = append(f.row, run{from, x, f.add(image.Rect(from, y, x, y+1))})
		i-- // what ended the run is looked at again
	}
	i := 0
	for _, r := range f.row {
		for i < len(f.above) && f.above[i].to <= r.from {
			i++
		}
		for j := i; j < len(f.above) && f.above[j].from < r.to; j++ {
			f.join(r.set, f.above[j].set)
		}
	}
	f.above, f.row = f.row, f.above
}

// regions are the areas that are large and well filled.
func (f *flood) regions() (out []region) {
	for i, r := range f.box {
		if f.parent[i] == i && r.Dx() >= leastWidth && r.Dy() >= leastHeight && float64(f.area[i]) >= leastFill*float64(r.Dx()*r.Dy()) {
			out = append(out, region{r, f.bg, f.area[i]})
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
	// Times are the moments of the pictures on which it was seen, in order.
	Times []sop.Moment
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
			if Near(w.Ground, r.bg, same) && alike(w.Box, r.box) {
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

// alike says whether a and b are the same window: they share at least four fifths of their area.
func alike(a, b image.Rectangle) bool {
	i := a.Intersect(b)
	in := i.Dx() * i.Dy()
	return 5*in >= 4*(a.Dx()*a.Dy()+b.Dx()*b.Dy()-in)
}

func (w *Window) add(p *image.YCbCr, r region, at sop.Moment) {
	w.seen++
	w.Times = append(w.Times, at)
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
		s.Pix = w.Shots[least].Pix[:0]
		w.Shots = append(w.Shots[:least], w.Shots[least+1:]...)
	}
	s.take(p)
	w.Shots = append(w.Shots, s)
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

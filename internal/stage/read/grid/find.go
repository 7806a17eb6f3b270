package grid

import (
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

// regions finds the areas of one luma in p that may be the background of a terminal.
func regions(p *image.YCbCr) []region {
	var hist [256]int
	w, h := p.Rect.Dx(), p.Rect.Dy()
	for y := range h {
		for _, v := range p.Y[y*p.YStride : y*p.YStride+w] {
			hist[v]++
		}
	}
	var out []region
	for _, bg := range peaks(hist, w*h/50) {
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
			if near(uint8(v), o, 4) {
				continue next
			}
		}
		out = append(out, uint8(v))
	}
	return out
}

func near(a, b uint8, d int) bool { return int(a)-int(b) <= d && int(b)-int(a) <= d }

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
	for y := range h {
		row = row[:0]
		line := p.Y[y*p.YStride : y*p.YStride+w]
		for x := 0; x < w; x++ {
			if !near(line[x], bg, 3) {
				continue
			}
			from := x
			for x < w && near(line[x], bg, 3) {
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

// window is a region that was seen on several pictures, perhaps a terminal.
type window struct {
	box image.Rectangle
	bg  uint8
	// votes counts how often each box was seen; box is the most frequent.
	votes map[image.Rectangle]int
	shots []shot
	seen  int
}

// shot is the luma of a window at a moment.
type shot struct {
	at   sop.Moment
	box  image.Rectangle
	pix  []uint8
	inks int
}

// mostShots bounds the pictures kept per window.
const mostShots = 12

// gather adds the regions of a picture to the windows known so far.
func gather(ws []*window, p *image.YCbCr, at sop.Moment) []*window {
	for _, r := range regions(p) {
		var mine *window
		for _, w := range ws {
			if near(w.bg, r.bg, 3) && alike(w.box, r.box) {
				mine = w
				break
			}
		}
		if mine == nil {
			mine = &window{box: r.box, bg: r.bg, votes: map[image.Rectangle]int{}}
			ws = append(ws, mine)
		}
		mine.add(p, r, at)
	}
	return ws
}

// alike says whether a and b are the same window: they share at least four fifths of their area.
func alike(a, b image.Rectangle) bool {
	i := a.Intersect(b)
	in := i.Dx() * i.Dy()
	return 5*in >= 4*(a.Dx()*a.Dy()+b.Dx()*b.Dy()-in)
}

func (w *window) add(p *image.YCbCr, r region, at sop.Moment) {
	w.seen++
	w.votes[r.box]++
	if n, m := w.votes[r.box], w.votes[w.box]; n > m || n == m && r.box.Dx()*r.box.Dy() > w.box.Dx()*w.box.Dy() {
		w.box = r.box
	}
	s := shot{at: at, box: r.box, inks: r.box.Dx()*r.box.Dy() - r.area}
	// The picture with least ink gives way when there are too many; one with the same ink as the last shows nothing new.
	if n := len(w.shots); n > 0 && w.shots[n-1].inks == s.inks {
		return
	}
	if len(w.shots) >= mostShots {
		least := 0
		for i := range w.shots {
			if w.shots[i].inks < w.shots[least].inks {
				least = i
			}
		}
		if w.shots[least].inks >= s.inks {
			return
		}
		w.shots = append(w.shots[:least], w.shots[least+1:]...)
	}
	for y := r.box.Min.Y; y < r.box.Max.Y; y++ {
		s.pix = append(s.pix, p.Y[y*p.YStride+r.box.Min.X:y*p.YStride+r.box.Max.X]...)
	}
	w.shots = append(w.shots, s)
}

// plane is a picture of ink: how far each pixel is from the background, 0 to 255.
type plane struct {
	box image.Rectangle
	pix []uint8
}

// ink is s as seen against bg, cut or widened to box.
func (s shot) ink(box image.Rectangle, bg uint8) plane {
	a := plane{box: box, pix: make([]uint8, box.Dx()*box.Dy())}
	in := box.Intersect(s.box)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		from := s.pix[(y-s.box.Min.Y)*s.box.Dx()+in.Min.X-s.box.Min.X:]
		to := a.pix[(y-box.Min.Y)*box.Dx()+in.Min.X-box.Min.X:]
		for x := range in.Dx() {
			if v := away(from[x], bg); v >= 10 {
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

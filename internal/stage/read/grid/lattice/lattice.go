// Package lattice finds the cells of a terminal: their size, to a hundredth of a pixel, and where the first one lies.
package lattice

import (
	"image"
	"math"

	"showhow/internal/stage/read/grid/window"
)

// Lattice is where the cells of a terminal lie, in pixels of the recording.
type Lattice struct {
	X, Y          float64 // the top left corner of cell 0, 0
	CellW, CellH  float64
	Columns, Rows int
	// Clear is how little ink the boundaries between columns bear, as a part of what they'd bear by chance: near 0 for
	// a terminal, near 1 for other text.
	Clear float64
}

// Bounds of a cell's size in pixels, and of its height as a part of its width.
const (
	leastPitch, mostPitch = 5, 34
	leastTall, mostTall   = 1.5, 3.0
)

// A terminal has at least so many columns and rows.
const leastColumns, leastRows = 20, 3

// profiles are the sums of ink over the columns and rows of all the pictures, without rules and borders: lines that
// are inked over nine tenths of their length.
func profiles(ps []window.Plane) (cols, rows []float64) {
	w, h := ps[0].Box.Dx(), ps[0].Box.Dy()
	cols, rows = make([]float64, w), make([]float64, h)
	for _, p := range ps {
		inX, inY := make([]int, w), make([]int, h)
		for y := range h {
			for x, v := range p.Pix[y*w : (y+1)*w] {
				if v > 0 {
					inX[x]++
					inY[y]++
				}
			}
		}
		for y := range h {
			if inY[y]*10 > 9*w {
				continue
			}
			for x, v := range p.Pix[y*w : (y+1)*w] {
				if inX[x]*10 <= 9*h {
					v := float64(min(v, 120))
					cols[x] += v
					rows[y] += v
				}
			}
		}
	}
	return cols, rows
}

// coarsePitch are the likely periods of p between lo and hi in whole pixels, by autocorrelation of its differences:
// the shortest strong one first.
func coarsePitch(p []float64, lo, hi int) []int {
	d := make([]float64, len(p)-1)
	mean := 0.0
	for i := range d {
		d[i] = p[i+1] - p[i]
		mean += d[i] / float64(len(d))
	}
	for i := range d {
		d[i] -= mean
	}
	hi = min(hi, len(d)-2)
	if hi <= lo {
		return nil
	}
	ac := make([]float64, hi+2)
	for k := range ac {
		for i := 0; i+k < len(d); i++ {
			ac[k] += d[i] * d[i+k]
		}
	}
	best := 0.0
	var at []int
	for k := lo; k <= hi; k++ {
		if ac[k] >= ac[k-1] && ac[k] >= ac[k+1] && ac[k] > 0 {
			best = math.Max(best, ac[k])
			at = append(at, k)
		}
	}
	var out []int
	for _, k := range at {
		if ac[k] > .6*best {
			out = append(out, k)
		}
	}
	return out
}

// sums are the running sums of p, for the integral over any stretch.
type sums []float64

func sumsOf(p []float64) sums {
	s := make(sums, len(p)+1)
	for i, v := range p {
		s[i+1] = s[i] + v
	}
	return s
}

// upTo is the integral from 0 to x, x in pixels.
func (s sums) upTo(x float64) float64 {
	x = math.Max(0, math.Min(x, float64(len(s)-1)))
	i := int(x)
	if i >= len(s)-1 {
		return s[len(s)-1]
	}
	return s[i] + (x-float64(i))*(s[i+1]-s[i])
}

// comb is the mean integral of p over ± half round the places phase, phase + pitch, …
func (s sums) comb(pitch, phase, half float64) float64 {
	n := int((float64(len(s)-1) - pitch) / pitch)
	if n < 1 {
		return math.Inf(1)
	}
	v := 0.0
	for i := range n {
		at := phase + float64(i)*pitch
		v += s.upTo(at+half) - s.upTo(at-half)
	}
	return v / float64(n)
}

// columnsOf finds pitch and phase of the columns: the boundaries between cells bear least ink.
func columnsOf(p []float64) (pitch, phase, clear float64) {
	first, last := inked(p)
	if last-first < 8*leastPitch {
		return 0, 0, 1
	}
	s := sumsOf(p[first : last+1])
	chance := math.Max(1e-9, s[len(s)-1]/float64(len(s)-1)*1.2)
	coarse := coarsePitch(p[first:last+1], leastPitch, mostPitch)
	type found struct{ pitch, phase, clear float64 }
	var all []found
	least := math.Inf(1)
	for _, c := range coarse[:min(4, len(coarse))] {
		f := found{clear: math.Inf(1)}
		f.pitch, f.phase, f.clear = s.clearest(float64(c)-.7, float64(c)+.7)
		if r := math.Round(f.pitch); math.Abs(f.pitch-r) < .04 {
			f.pitch, f.phase, f.clear = s.clearest(r, r+.005)
		}
		f.clear /= chance
		all, least = append(all, f), math.Min(least, f.clear)
	}
	// Twice the pitch has boundaries that are as clear; half of it has letters on every other one.
	for _, f := range all {
		if f.clear <= 1.3*least+.06 {
			return f.pitch, f.phase + float64(first), f.clear
		}
	}
	return 0, 0, 1
}

// clearest is the comb with least ink whose pitch is from lo to hi: coarsely first, then finely where that was best.
func (s sums) clearest(lo, hi float64) (pitch, phase, ink float64) {
	ink = math.Inf(1)
	try := func(c, f float64) {
		if v := s.comb(c, f, .6); v < ink {
			ink, pitch, phase = v, c, f
		}
	}
	for c := lo; c < hi; c += .02 {
		for f := 0.0; f < c; f += .5 {
			try(c, f)
		}
	}
	at, from := pitch, phase
	for c := max(lo, at-.03); c < min(hi, at+.035); c += .01 {
		for f := max(0, from-2); f < min(c, from+2); f += .25 {
			try(c, f)
		}
	}
	return pitch, phase, ink
}

// inked are the first and the last index of p with ink.
func inked(p []float64) (first, last int) {
	first, last = -1, -1
	for i, v := range p {
		if v > 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return max(first, 0), last
}

// rowsOf finds pitch and phase of the rows by folding: at the right pitch the rows of text fall upon each other, and
// between them is the emptiest stretch.
func rowsOf(p []float64, cw float64) (pitch, phase float64) {
	lo, hi := int(math.Floor(leastTall*cw)), int(math.Ceil(mostTall*cw))
	first, last := inked(p)
	if last-first < lo {
		return 0, float64(first)
	}
	coarse := coarsePitch(p, lo, hi)
	if len(coarse) == 0 {
		return 0, float64(first)
	}
	best := -1.0
	s := sumsOf(p)
	search := func(from, to, step float64) {
		for c := from; c < to; c += step {
			if v, _ := s.fold(c); v > best {
				best, pitch = v, c
			}
		}
	}
	for _, c := range coarse {
		search(float64(c)-.7, float64(c)+.7, .05)
	}
	at := pitch
	search(at-.05, at+.055, .01)
	// Cells of whole pixels are the rule: a pitch between them must be clearly better, and is where the columns' is too.
	r := math.Round(pitch)
	v, _ := s.fold(r)
	if math.Abs(pitch-r) < .065 || cw == math.Round(cw) && v > .97*best {
		pitch = r
	}
	_, f := s.fold(pitch)
	return pitch, emptiest(f) * pitch / float64(len(f))
}

// fold sums p up modulo c, in bins of about half a pixel, and tells how much the bins differ. A pixel that lies in two
// bins is shared between them: counting whole pixels would make some pitches look good by chance.
func (s sums) fold(c float64) (variance float64, bins []float64) {
	n := int(math.Round(2 * c))
	bins = make([]float64, n)
	periods := max(1, math.Ceil(float64(len(s)-1)/c))
	mean := 0.0
	for i := range bins {
		for k := 0.0; k < periods; k++ {
			bins[i] += s.upTo((k+float64(i+1)/float64(n))*c) - s.upTo((k+float64(i)/float64(n))*c)
		}
		mean += bins[i] / float64(n)
	}
	for _, v := range bins {
		variance += (v - mean) * (v - mean) / float64(n)
	}
	return variance, bins
}

// emptiest is the middle of the longest stretch of bins (a circle) with next to no ink, as a bin number.
func emptiest(bins []float64) float64 {
	n := len(bins)
	most := 0.0
	for _, v := range bins {
		most = math.Max(most, v)
	}
	k := max(1, n/8)
	win := make([]float64, n)
	least := math.Inf(1)
	for i := range n {
		for j := range k {
			win[i] += bins[(i+j)%n]
		}
		least = math.Min(least, win[i])
	}
	from, length, start, cur := 0, 0, 0, 0
	for i := range 2 * n {
		if win[i%n] <= least+.02*most {
			if cur == 0 {
				start = i
			}
			if cur++; cur > length && cur <= n {
				from, length = start, cur
			}
		} else {
			cur = 0
		}
	}
	return math.Mod(float64(from)+float64(length-1)/2+float64(k)/2, float64(n))
}

// Find finds the cells of a window from its pictures; nil when there are none.
func Find(box image.Rectangle, ps []window.Plane) *Lattice {
	cols, rows := profiles(ps)
	cw, px, clear := columnsOf(cols)
	if cw == 0 {
		return nil
	}
	ch, py := rowsOf(rows, cw)
	if ch == 0 {
		return nil
	}
	if off, ok := rowsByBars(ps, ch, py); ok {
		py += off
	}
	for px-cw > -1.5 {
		px -= cw
	}
	for py-ch > -.5*ch {
		py -= ch
	}
	// Cells of whole pixels begin on whole pixels.
	if cw == math.Round(cw) {
		px = math.Round(px)
	}
	if ch == math.Round(ch) {
		py = math.Round(py)
	}
	l := &Lattice{X: float64(box.Min.X) + px, Y: float64(box.Min.Y) + py, CellW: cw, CellH: ch, Clear: clear}
	l.Columns = int((float64(box.Dx()) - px + 1.5) / cw)
	l.Rows = int((float64(box.Dy()) - py + .4*ch) / ch)
	if l.Columns < leastColumns || l.Rows < leastRows || ch < leastTall*cw || ch > mostTall*cw {
		return nil
	}
	l.within(ps)
	return l
}

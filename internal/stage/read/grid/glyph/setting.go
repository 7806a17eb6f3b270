package glyph

import "math"

// Setting says how a font stands in the cells of a terminal. Lengths are in pixels of the recording.
type Setting struct {
	CellW, CellH float64
	// Scale is the font's advance as a part of CellW (terminals round the cell's width up).
	Scale float64
	// Baseline is how far the baseline lies below the cell's top; DX how far the origin lies right of its left edge.
	Baseline, DX float64
	// BlurX and BlurY are the standard deviations of the softness that drawing, scaling and compression have left.
	BlurX, BlurY float64
	// Hinted says that x-height, capitals and stems' ends stand on whole pixels, as FreeType's light hinting has it.
	Hinted bool
}

// Patch is a picture of a cell, W × H points row by row, of length 1 as a vector (or all zero).
type Patch [W * H]float32

// Pictures draws the characters of runes that the font has, as they'd look in a cell.
func (f *Face) Pictures(s Setting, runes []rune) ([]rune, []Patch) {
	xs, ys := f.columns(s), f.rows(s)
	var names []rune
	var out []Patch
	for _, r := range runes {
		m := f.master(r)
		if m == nil || m.box.Empty() {
			continue
		}
		var p Patch
		m.set(xs, ys, &p)
		if p.Normalise() > 0 {
			names, out = append(names, r), append(out, p)
		}
	}
	return names, out
}

// band is a row of a sparse matrix: weights for the source points from first on.
type band struct {
	first   int
	weights []float32
}

// kernel is the band of a Gaussian: position(i) is where source point i lands, in pixels; n are the source points.
func kernel(at, sigma float64, n int, position func(int) float64) band {
	b := band{first: -1}
	for i := range n {
		d := position(i) - at
		if d < -3*sigma {
			continue
		}
		if d > 3*sigma {
			break
		}
		// Each source point stands for the stretch between its neighbours.
		step := math.Abs(position(i+1)-position(i-1)) / 2
		w := math.Exp(-d*d/(2*sigma*sigma)) * step
		if b.first < 0 {
			b.first = i
		}
		b.weights = append(b.weights, float32(w))
	}
	total := float32(sigma * math.Sqrt(2*math.Pi))
	for i := range b.weights {
		b.weights[i] /= total
	}
	return b
}

func (f *Face) columns(s Setting) [W]band {
	var out [W]band
	px := s.Scale * s.CellW / unit
	for x := range W {
		at := (float64(x)+.5)/W*s.CellW - s.DX
		out[x] = kernel(at, s.BlurX, across, func(i int) float64 { return (float64(i) + .5 - left) * px })
	}
	return out
}

func (f *Face) rows(s Setting) [H]band {
	var out [H]band
	px := s.Scale * s.CellW / unit
	warp := func(y float64) float64 { return y }
	if s.Hinted {
		warp = f.warp(s.Scale * s.CellW)
	}
	for y := range H {
		at := (float64(y)+.5)/H*s.CellH - s.Baseline
		out[y] = kernel(at, s.BlurY, down, func(i int) float64 { return warp((float64(i) + .5 - baseRow) * px) })
	}
	return out
}

// warp moves heights (pixels below the baseline, at an advance of adv pixels) so that the tops of x, H and d and the
// bottom of p come to lie on whole pixels, and what lies between moves along.
func (f *Face) warp(adv float64) func(float64) float64 {
	from := []float64{-f.ascent * adv, -f.capHeight * adv, -f.xHeight * adv, 0, f.descent * adv}
	if from[0] > from[1]-.3 { // no difference between ascenders and capitals
		from = from[1:]
	}
	to := make([]float64, len(from))
	for i, v := range from {
		to[i] = math.Round(v)
	}
	return func(y float64) float64 {
		if y <= from[0] {
			return y - from[0] + to[0]
		}
		for i := 1; i < len(from); i++ {
			if y <= from[i] {
				t := (y - from[i-1]) / (from[i] - from[i-1])
				return to[i-1] + t*(to[i]-to[i-1])
			}
		}
		n := len(from) - 1
		return y - from[n] + to[n]
	}
}

// within is the part of the band that falls on the source points from low up to high, and where it begins.
func (b band) within(low, high int) (first int, weights []float32) {
	from, to := max(0, low-b.first), min(len(b.weights), high-b.first)
	if b.first < 0 || from >= to {
		return low, nil
	}
	return b.first + from, b.weights[from:to]
}

// set draws m through the two sparse matrices.
func (m *master) set(xs [W]band, ys [H]band, p *Patch) {
	w, h := m.box.Dx(), m.box.Dy()
	var lines [down * W]float32
	for x, b := range xs {
		first, weights := b.within(m.box.Min.X, m.box.Max.X)
		if len(weights) == 0 {
			continue
		}
		for r, at := 0, first-m.box.Min.X; r < h; r, at = r+1, at+w {
			var v float32
			for i, c := range m.pix[at : at+len(weights)] {
				v += weights[i] * float32(c)
			}
			lines[r*W+x] = v
		}
	}
	for y, b := range ys {
		first, weights := b.within(m.box.Min.Y, m.box.Max.Y)
		out := p[y*W : y*W+W]
		for i, k := range weights {
			r := first - m.box.Min.Y + i
			for x, v := range lines[r*W : r*W+W] {
				out[x] += k * v
			}
		}
	}
}

// Down is p moved down by n rows, or up when n is negative; what leaves the patch is lost.
func (p *Patch) Down(n int) *Patch {
	var q Patch
	if n >= 0 {
		copy(q[min(n, H)*W:], p[:])
	} else {
		copy(q[:], p[min(-n, H)*W:])
	}
	return &q
}

// Normalise scales p to length 1 and gives the length it had.
func (p *Patch) Normalise() float32 {
	var s float32
	for _, v := range p {
		s += v * v
	}
	if s == 0 {
		return 0
	}
	n := float32(math.Sqrt(float64(s)))
	for i := range p {
		p[i] /= n
	}
	return n
}

// Dot is the likeness of two patches of length 1: 1 for the same picture.
func (p *Patch) Dot(q *Patch) float32 {
	var a, b, c, d float32
	for i := 0; i < W*H; i += 4 {
		a += p[i] * q[i]
		b += p[i+1] * q[i+1]
		c += p[i+2] * q[i+2]
		d += p[i+3] * q[i+3]
	}
	return a + b + c + d
}

// Key is the same for patches that are the same to within a rounding.
func (p *Patch) Key() uint64 {
	h := uint64(14695981039346656037)
	for _, v := range p {
		h = (h ^ uint64(uint8(v*512))) * 1099511628211
	}
	return h
}

// CW and CH are the size of a coarse patch.
const CW, CH = W / 2, H / 2

// Coarse is a patch at half the size, for a first choice.
type Coarse [CW * CH]float32

// Coarse is p at half the size, of length 1.
func (p *Patch) Coarse() Coarse {
	var c Coarse
	var s float32
	for y := range CH {
		for x := range CW {
			i := 2*y*W + 2*x
			v := p[i] + p[i+1] + p[i+W] + p[i+W+1]
			c[y*CW+x] = v
			s += v * v
		}
	}
	if s > 0 {
		n := float32(math.Sqrt(float64(s)))
		for i := range c {
			c[i] /= n
		}
	}
	return c
}

// Dot is the likeness of two coarse patches.
func (c *Coarse) Dot(d *Coarse) float32 {
	var a, b float32
	for i := 0; i < CW*CH; i += 2 {
		a += c[i] * d[i]
		b += c[i+1] * d[i+1]
	}
	return a + b
}

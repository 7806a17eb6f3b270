package sheet

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"

	"showhow/bench/shapes/face"
)

// hand is how a sheet's characters are drawn: a font, and what makes it another that doesn't exist.
type hand struct {
	face     *face.Face
	advance  float64 // in pixels
	cellW    int
	cellH    int
	baseline int
	// wide and high stretch the outlines, bold widens their strokes by so many pixels.
	wide, high, bold float64
	// hinted says that the heights of letters stand on whole pixels.
	hinted bool
	from   []float64 // heights of letters, in pixels below the line
	to     []float64
	wave   [4]wave
	drawn  map[rune]*mask
}

// wave bends outlines a little.
type wave struct{ size, pace, phase float64 }

func (w wave) at(x float64) float64 { return w.size * math.Sin(w.pace*x+w.phase) }

// mask is a character's ink, from 0 to 1, in a box around its cell's top left corner.
type mask struct {
	box image.Rectangle
	pix []float32
}

func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// newHand takes a font in some size, as terminals do: whole pixels a cell, a little wider than the font.
func newHand(r *rand.Rand, f *face.Face, l Look) *hand {
	cellW := l.CellW
	h := &hand{face: f, cellW: cellW, wide: 1, high: 1, drawn: map[rune]*mask{}, hinted: r.IntN(10) < 6}
	h.advance = float64(cellW) - between(r, 0, .6)
	if !l.Known && r.IntN(3) > 0 {
		h.wide, h.high = between(r, .93, 1.04), between(r, .9, 1.08)
	}
	if !l.Known && r.IntN(3) == 0 {
		h.bold = between(r, 0, .1) * h.advance
	}
	if !l.Known && r.IntN(2) == 0 {
		for i := range h.wave {
			h.wave[i] = wave{between(r, 0, .018), between(r, 1, 7), between(r, 0, 2*math.Pi)}
		}
	}
	up, down := max(f.Ascent, f.Cap)*h.high*h.advance, f.Descent*h.high*h.advance
	least := int(math.Ceil(up+down)) + 1
	h.cellH = max(least, int(math.Round(float64(cellW)*between(r, 1.75, 2.4))))
	h.baseline = int(math.Round(up + (float64(h.cellH)-up-down)*between(r, .3, .7)))
	for _, v := range []float64{-max(f.Ascent, f.Cap), -f.Cap, -f.X, 0, f.Descent} {
		v *= h.high * h.advance
		if n := len(h.from); n > 0 && v < h.from[n-1]+.3 {
			continue
		}
		h.from, h.to = append(h.from, v), append(h.to, math.Round(v))
	}
	return h
}

// fit moves a height so that the letters' tops lie on whole pixels.
func (h *hand) fit(y float64) float64 {
	n := len(h.from)
	switch {
	case !h.hinted:
		return y
	case y <= h.from[0]:
		return y - h.from[0] + h.to[0]
	case y >= h.from[n-1]:
		return y - h.from[n-1] + h.to[n-1]
	}
	for i := 1; i < n; i++ {
		if y <= h.from[i] {
			part := (y - h.from[i-1]) / (h.from[i] - h.from[i-1])
			return h.to[i-1] + part*(h.to[i]-h.to[i-1])
		}
	}
	return y
}

// draw gives the ink of r; nil when the font has no such character.
func (h *hand) draw(r rune) *mask {
	if m, ok := h.drawn[r]; ok {
		return m
	}
	m := h.rasterise(r)
	h.drawn[r] = m
	return m
}

func (h *hand) rasterise(r rune) *mask {
	segs := h.face.Outline(r)
	if len(segs) == 0 {
		return nil
	}
	side := h.cellW/2 + 2
	m := &mask{box: image.Rect(-side, -side, h.cellW+side, h.cellH+side)}
	m.pix = h.fill(segs, m.box, -h.bold/2)
	if h.bold > 0 {
		for i, v := range h.fill(segs, m.box, h.bold/2) {
			m.pix[i] = 1 - (1-m.pix[i])*(1-v)
		}
	}
	return m
}

// fill draws outlines moved right by dx pixels.
func (h *hand) fill(segs []face.Segment, box image.Rectangle, dx float64) []float32 {
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p [2]float64) (float32, float32) {
		x := p[0] + h.wave[0].at(p[1]) + h.wave[1].at(p[0])
		y := p[1] + h.wave[2].at(p[0]) + h.wave[3].at(p[1])
		x = (x-.5)*h.wide + .5
		return float32(x*h.advance + dx - float64(box.Min.X)), float32(h.fit(y*h.high*h.advance) + float64(h.baseline-box.Min.Y))
	}
	for _, s := range segs {
		x0, y0 := at(s.At[0])
		x1, y1 := at(s.At[1])
		x2, y2 := at(s.At[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			z.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	z.ClosePath()
	a := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	z.Draw(a, a.Rect, image.Opaque, image.Point{})
	out := make([]float32, len(a.Pix))
	for i, v := range a.Pix {
		out[i] = float32(v) / 255
	}
	return out
}

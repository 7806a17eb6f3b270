// Package sheet draws characters as they stand in recordings of terminals: in cells of whole pixels with others beside them, light on dark or
// dark on light, made smaller, and coded.
package sheet

import (
	"image"
	"math"
	"math/rand/v2"

	"showhow/bench/shapes/face"
	"showhow/bench/shapes/net"
	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
	"showhow/internal/stage/read/grid/learnt"
)

// The size of a sheet in cells, and its margin in pixels.
const columns, rows, margin = 26, 8, 5

// Look is how a sheet is recorded.
type Look struct {
	// CellW is a cell's width in pixels as the terminal draws it, and Scale by how much the recording is larger.
	CellW int
	Scale float64
	// Step is how coarsely it's coded, 0 for not at all.
	Step float64
	// Known says that the cells and the letters' line lie exactly where they are said to lie, and that the font is drawn as it is.
	Known bool
}

// Chance is a look as recordings may have it.
func Chance(r *rand.Rand) Look {
	width := 5.6 * math.Exp(r.Float64()*r.Float64()*1.3) // seldom more than 12 pixels
	l := Look{Scale: 1}
	switch n := r.IntN(10); {
	case n >= 8:
		l.Scale = between(r, .5, 1)
	case n >= 4:
		l.Scale = 2. / 3
	}
	l.CellW = max(6, int(math.Round(width/l.Scale)))
	if r.IntN(10) < 6 {
		l.Step = between(r, 3, 32)
	}
	return l
}

// Draw gives pictures of cells of a sheet in a font, with their names.
func Draw(r *rand.Rand, f *face.Face, l Look) []net.Sample {
	h := newHand(r, f, l)
	text := letters(r, h)
	p, ground := h.sheet(r, text)
	if l.Scale != 1 {
		p = p.scaled(l.Scale, between(r, .4, .75))
	}
	if l.Step > 0 {
		p.code(float32(l.Step))
	}
	if r.IntN(3) == 0 {
		by := between(r, 0, 5)
		for i := range p.pix {
			p.pix[i] += float32(between(r, -by, by))
		}
	}
	return h.samples(r, p, text, sheetLook{l, ground})
}

type sheetLook struct {
	Look
	ground float32
}

// letters are a sheet's characters by chance; 0 for an empty cell.
func letters(r *rand.Rand, h *hand) []rune {
	text := make([]rune, columns*rows)
	for i := range text {
		switch n := r.IntN(100); {
		case n < 12:
		case n < 15:
			text[i] = glyph.Symbols[r.IntN(len(glyph.Symbols))]
		default:
			text[i] = glyph.ASCII[r.IntN(len(glyph.ASCII))]
		}
		if text[i] != 0 && h.draw(text[i]) == nil {
			text[i] = 0
		}
	}
	return text
}

// sheet draws text, in some colours, and tells the ground's luma.
func (h *hand) sheet(r *rand.Rand, text []rune) (p *plane, ground float32) {
	paper, ink := between(r, 16, 70), between(r, 110, 240)
	if r.IntN(2) == 0 {
		paper, ink = between(r, 190, 240), between(r, 16, 140)
	}
	power := 1.
	if r.IntN(2) == 0 {
		power = between(r, .65, 1.4)
	}
	p = newPlane(columns*h.cellW+2*margin+r.IntN(3), rows*h.cellH+2*margin+r.IntN(3), float32(paper))
	for y := range rows {
		line := ink
		if r.IntN(3) == 0 {
			line = paper + (ink-paper)*between(r, .5, 1)
		}
		for x := range columns {
			m := h.drawn[text[y*columns+x]]
			if text[y*columns+x] == 0 || m == nil {
				continue
			}
			to := m.box.Add(image.Pt(margin+x*h.cellW, margin+y*h.cellH))
			p.ink(m, to, colour{float32(line), power})
		}
	}
	return p, float32(paper)
}

// colour is a colour's luma, and how a part of it is drawn: as its power.
type colour struct {
	luma  float32
	power float64
}

func (p *plane) ink(m *mask, to image.Rectangle, c colour) {
	in := to.Intersect(image.Rect(0, 0, p.w, p.h))
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			v := m.pix[(y-to.Min.Y)*to.Dx()+x-to.Min.X]
			if v == 0 {
				continue
			}
			if c.power != 1 {
				v = float32(math.Pow(float64(v), c.power))
			}
			at := &p.pix[y*p.w+x]
			*at += v * (c.luma - *at)
		}
	}
}

// samples takes the cells out of a sheet, as the reader does: a little beside where they lie.
func (h *hand) samples(r *rand.Rand, p *plane, text []rune, l sheetLook) []net.Sample {
	off := func(by float64) float64 {
		if l.Known {
			return 0
		}
		return r.NormFloat64() * by
	}
	where := lattice.Lattice{X: margin*l.Scale + off(.08), Y: margin*l.Scale + off(.3), Columns: columns, Rows: rows,
		CellW: float64(h.cellW) * l.Scale, CellH: float64(h.cellH) * l.Scale}
	s := cell.New(where, uint8(l.ground+.5), image.Pt(p.w, p.h))
	y := cell.Luma{Pix: p.luma(), Stride: p.w}
	x := -h.fit(-h.face.X*h.high*h.advance) * l.Scale
	frame := learnt.Frame{CellW: where.CellW, CellH: where.CellH, Baseline: float64(h.baseline)*l.Scale + margin*l.Scale - where.Y + off(.2+.02*where.CellW),
		X: x + off(.15+.03*x)}
	var out []net.Sample
	var c cell.Picture
	for i, t := range text {
		if t == 0 {
			continue
		}
		s.Take(y, image.Pt(i%columns, i/columns), &c)
		if c.Own || c.Peak < cell.LeastInk || c.Patch.Normalise() == 0 {
			continue
		}
		name := learnt.Other
		if t >= '!' && t <= '~' {
			name = int(t - '!')
		}
		out = append(out, net.Sample{In: frame.In(&c.Patch), Name: name})
	}
	return out
}

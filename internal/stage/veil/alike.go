package veil

import (
	"bytes"
	"image"
)

// faint is a contrast that no letter has, in steps of luma.
const faint = 6

func flat(g *image.Gray, part image.Rectangle) bool {
	low, high := uint8(255), uint8(0)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, v := range g.Pix[g.PixOffset(part.Min.X, y):][:part.Dx()] {
			low, high = min(low, v), max(high, v)
		}
	}
	return high-low < faint
}

// cut is the luma of a part of a picture, row by row.
func cut(g *image.Gray, part image.Rectangle) (pix []uint8) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		pix = append(pix, g.Pix[g.PixOffset(part.Min.X, y):][:part.Dx()]...)
	}
	return pix
}

// mostPrints is how many contents of a tile are remembered.
const mostPrints = 48

func (m *memory) remember(p *print) {
	all := append(m.known[p.part.Min], p)
	if len(all) > mostPrints {
		all = all[1:] // bands keep those of which it isn't known yet
	}
	m.known[p.part.Min] = all
}

// find is what is remembered of a tile's content; nil when nothing alike was seen in it. The one that was found last is looked at first.
func (m *memory) find(g *image.Gray, part image.Rectangle) *print {
	all := m.known[part.Min]
	for i := len(all) - 1; i >= 0; i-- {
		if p := all[i]; p.same(g) {
			copy(all[i:], all[i+1:])
			all[len(all)-1] = p
			return p
		}
	}
	return nil
}

// Two tiles are alike when in none of their blocks of so many pixels the luma differs by more than that much a pixel in the mean: encoding a
// picture that stands still once more does that to it (by less than 3 in all 14,400 blocks of a screen), a letter that came does more, unless it is
// hardly darker than its ground.
const (
	block = 8
	noise = 3
)

func (p *print) same(g *image.Gray) bool {
	w := p.part.Dx()
	if equal := p.equal(g); equal {
		return true
	}
	for y0 := 0; y0 < p.part.Dy(); y0 += block {
		for x0 := 0; x0 < w; x0 += block {
			sum, n := 0, 0
			for y := y0; y < min(y0+block, p.part.Dy()); y++ {
				a, b := p.pix[y*w:][:w], g.Pix[g.PixOffset(p.part.Min.X, p.part.Min.Y+y):][:w]
				for x := x0; x < min(x0+block, w); x++ {
					d := int(a[x]) - int(b[x])
					sum, n = sum+max(d, -d), n+1
				}
			}
			if sum > noise*n {
				return false
			}
		}
	}
	return true
}

func (p *print) equal(g *image.Gray) bool {
	w := p.part.Dx()
	for y := range p.part.Dy() {
		if !bytes.Equal(p.pix[y*w:][:w], g.Pix[g.PixOffset(p.part.Min.X, p.part.Min.Y+y):][:w]) {
			return false
		}
	}
	return true
}

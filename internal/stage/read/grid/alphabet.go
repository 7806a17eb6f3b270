package grid

import (
	"showhow/internal/stage/read/grid/glyph"
)

// alphabet names the picture of a cell.
type alphabet struct {
	names []rune
	// bias is taken off a likeness: symbols and bold letters must be clearly the better reading.
	bias   []float32
	coarse []glyph.Coarse
	// trust is by how much the name of an own shape is the better one, other what it may be else; 1 for a font's characters.
	trust []float32
	other []rune
	// full are several pictures of each name, shifted by parts of a pixel.
	full [][]glyph.Patch
}

// reading is what a cell was read as.
type reading struct {
	r     rune
	score float32 // likeness to r
	other rune    // the next best character
	lead  float32 // by how much r is better than other
}

// newAlphabet draws the characters of the fitted font, regular and bold, and the symbols, from fallback where the font
// has none.
func newAlphabet(f fit, fallback *glyph.Face) *alphabet {
	a := &alphabet{}
	shift := func(dx, dy float64) glyph.Setting {
		s := f.setting
		s.DX += dx
		s.Baseline += dy
		return s
	}
	a.add(f.face, glyph.ASCII, 0, shift(0, 0), shift(-.3, 0), shift(.3, 0), shift(0, -.4), shift(0, .4),
		shift(-.3, -.4), shift(.3, -.4), shift(-.3, .4), shift(.3, .4))
	if f.bold != nil {
		a.add(f.bold, glyph.ASCII, boldBias, shift(0, 0), shift(-.3, 0), shift(.3, 0))
	}
	var has, lacks []rune
	for _, r := range glyph.Symbols {
		if f.face.Has(r) {
			has = append(has, r)
		} else {
			lacks = append(lacks, r)
		}
	}
	a.add(f.face, has, symbolBias, shift(0, 0))
	if fallback != nil {
		a.add(fallback, lacks, symbolBias, shift(0, 0))
	}
	return a
}

func (a *alphabet) add(f *glyph.Face, runes []rune, bias float32, settings ...glyph.Setting) {
	first := len(a.names)
	for i, s := range settings {
		names, pics := f.Pictures(s, runes)
		for j := range names {
			if i == 0 {
				a.names, a.bias = append(a.names, names[j]), append(a.bias, bias)
				a.coarse, a.full = append(a.coarse, pics[j].Coarse()), append(a.full, nil)
				a.trust, a.other = append(a.trust, 1), append(a.other, 0)
			}
			if k := first + j; k < len(a.full) && a.names[k] == names[j] {
				a.full[k] = append(a.full[k], pics[j])
			}
		}
	}
}

// own puts in the recording's own shapes under the names that were found for them.
func (a *alphabet) own(shapes []*shape, names []named) {
	for i, k := range shapes {
		if k.n < 2 {
			continue
		}
		a.names, a.bias = append(a.names, names[i].r), append(a.bias, 0)
		a.coarse, a.full = append(a.coarse, k.coarse), append(a.full, []glyph.Patch{k.mean})
		a.trust, a.other = append(a.trust, names[i].trust), append(a.other, names[i].other)
	}
}

// What symbols and bold letters must be better by.
const symbolBias, boldBias = .04, .015

// candidates is how many characters of the first choice are compared finely.
const candidates = 10

// read names p, which must be of length 1.
func (a *alphabet) read(p *glyph.Patch) reading {
	c := p.Coarse()
	var top [candidates]int
	var val [candidates]float32
	for i := range val {
		val[i] = -1
	}
	for i := range a.coarse {
		v := c.Dot(&a.coarse[i]) - a.bias[i]
		if v <= val[candidates-1] {
			continue
		}
		j := candidates - 1
		for ; j > 0 && val[j-1] < v; j-- {
			val[j], top[j] = val[j-1], top[j-1]
		}
		val[j], top[j] = v, i
	}
	out := reading{score: -1}
	second := float32(-1)
	from := -1
	for j, i := range top {
		if val[j] < 0 {
			break
		}
		best := float32(-1)
		for k := range a.full[i] {
			best = max(best, p.Dot(&a.full[i][k]))
		}
		best -= a.bias[i]
		switch {
		case best > out.score:
			if a.names[i] != out.r {
				second, out.other = out.score, out.r
			}
			out.score, out.r, from = best, a.names[i], i
		case best > second && a.names[i] != out.r && a.bias[i] < symbolBias:
			second, out.other = best, a.names[i]
		}
	}
	out.lead = out.score - max(second, 0)
	if from >= 0 && a.trust[from] < out.lead {
		out.lead, out.other = a.trust[from], a.other[from]
		out.score = min(out.score, .95) // the lead counts as one of a font's character
	}
	return out
}

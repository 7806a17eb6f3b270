package font

import (
	"showhow/internal/stage/read/grid/glyph"
)

// Alphabet names the picture of a cell.
type Alphabet struct {
	names []rune
	// pieces are the names' cells of ligatures; 0 for a character of its own.
	pieces []glyph.Piece
	// bias is taken off a likeness: symbols and bold letters must be clearly the better reading.
	bias   []float32
	coarse []glyph.Coarse
	// trust is by how much the name of an own shape is the better one, other what it may be else; 1 for a font's characters.
	trust []float32
	other []rune
	// worth is what a lead counts for: less where the font isn't drawn as here.
	worth float32
	// full are several pictures of each name, shifted by parts of a pixel.
	full [][]glyph.Patch
}

// Reading is what a cell was read as.
type Reading struct {
	Char  rune
	Score float32 // likeness to Char, up to 1
	Other rune    // the next best character
	Lead  float32 // by how much Char is better than Other
	// Piece is the part of a ligature that the cell looks like; 0 for a character of its own.
	Piece glyph.Piece
}

// Shape is a picture that many cells of a recording have in common, named.
type Shape struct {
	Mean        glyph.Patch // of length 1
	Char, Other rune
	// Trust is by how much Char is the better name than Other, in likeness.
	Trust float32
	// Words are how many different tokens it stands in.
	Words int
}

// NewAlphabet draws the characters of the fitted font, regular and bold, and the symbols, from fallback where the font
// has none.
func NewAlphabet(f Fit, fallback *glyph.Face) *Alphabet {
	a := &Alphabet{worth: 1}
	if f.Score >= nearly && f.Score < familiar {
		a.worth = .5
	}
	shift := func(dx, dy float64) glyph.Setting {
		s := f.Setting
		s.DX += dx
		s.Baseline += dy
		return s
	}
	a.add(f.Face, glyph.ASCII, 0, shift(0, 0), shift(-.3, 0), shift(.3, 0), shift(0, -.4), shift(0, .4),
		shift(-.3, -.4), shift(.3, -.4), shift(-.3, .4), shift(.3, .4))
	if f.Figures != nil {
		a.add(f.Figures, runes(f.Figures.Pieces()), PieceBias, shift(0, 0), shift(-.3, 0), shift(.3, 0), shift(0, -.4), shift(0, .4))
	}
	if f.Bold != nil {
		a.add(f.Bold, glyph.ASCII, BoldBias, shift(0, 0), shift(-.3, 0), shift(.3, 0))
		a.add(f.Bold, runes(f.Bold.Pieces()), BoldBias+PieceBias, shift(0, 0))
	}
	var has, lacks []rune
	for _, r := range glyph.Symbols {
		if f.Face.Has(r) {
			has = append(has, r)
		} else {
			lacks = append(lacks, r)
		}
	}
	a.add(f.Face, has, SymbolBias, shift(0, 0))
	if fallback != nil {
		a.add(fallback, lacks, SymbolBias, shift(0, 0))
	}
	return a
}

func runes(all []glyph.Piece) (out []rune) {
	for _, p := range all {
		out = append(out, rune(p))
	}
	return out
}

func (a *Alphabet) add(f *glyph.Face, runes []rune, bias float32, settings ...glyph.Setting) {
	first := len(a.names)
	var drawn []rune // the names of a font's cells
	for i, s := range settings {
		names, pics := f.Pictures(s, runes)
		for j := range names {
			if i == 0 {
				drawn = append(drawn, names[j])
				name, piece := names[j], glyph.Piece(0)
				if p := glyph.Piece(name); p.Valid() {
					name, piece = p.Char(), p
				}
				a.names, a.pieces, a.bias = append(a.names, name), append(a.pieces, piece), append(a.bias, bias)
				a.coarse, a.full = append(a.coarse, pics[j].Coarse()), append(a.full, nil)
				a.trust, a.other = append(a.trust, 1), append(a.other, 0)
			}
			if k := first + j; j < len(drawn) && drawn[j] == names[j] {
				a.full[k] = append(a.full[k], pics[j])
			}
		}
	}
}

// Own puts in the recording's own shapes under the names that were found for them.
func (a *Alphabet) Own(shapes []Shape) {
	for _, k := range shapes {
		a.names, a.pieces, a.bias = append(a.names, k.Char), append(a.pieces, 0), append(a.bias, 0)
		a.coarse, a.full = append(a.coarse, k.Mean.Coarse()), append(a.full, []glyph.Patch{k.Mean})
		a.trust, a.other = append(a.trust, k.Trust), append(a.other, k.Other)
	}
}

// SymbolBias, BoldBias and PieceBias are what symbols, bold letters and parts of ligatures must be better by, in likeness.
const SymbolBias, BoldBias, PieceBias = .04, .015, .01

// candidates is how many characters of the first choice are compared finely, and shifted how many of them in all their
// places.
const candidates, shifted = 10, 5

// Read names p, which must be of length 1. What looks like a part of a ligature is one only beside the others: see Plain.
func (a *Alphabet) Read(p *glyph.Patch) Reading { return a.read(p, true) }

// Plain names p, which must be of length 1, as a character of its own.
func (a *Alphabet) Plain(p *glyph.Patch) Reading { return a.read(p, false) }

func (a *Alphabet) read(p *glyph.Patch, pieces bool) Reading {
	c := p.Coarse()
	var top [candidates]int
	var val [candidates]float32
	for i := range val {
		val[i] = -1
	}
	for i := range a.coarse {
		if a.pieces[i] != 0 && !pieces {
			continue
		}
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
	out := Reading{Score: -1}
	second := float32(-1)
	from := -1
	for j, i := range top {
		if val[j] < 0 {
			break
		}
		best := p.Dot(&a.full[i][0])
		if j < shifted {
			for k := range a.full[i][1:] {
				best = max(best, p.Dot(&a.full[i][k+1]))
			}
		}
		best -= a.bias[i]
		switch {
		case best > out.Score:
			if a.names[i] != out.Char {
				second, out.Other = out.Score, out.Char
			}
			out.Score, out.Char, out.Piece, from = best, a.names[i], a.pieces[i], i
		case best > second && a.names[i] != out.Char && a.bias[i] < SymbolBias:
			second, out.Other = best, a.names[i]
		}
	}
	out.Lead = a.worth * (out.Score - max(second, 0))
	if from >= 0 && a.trust[from] < out.Lead {
		out.Lead, out.Other = a.trust[from], a.other[from]
		out.Score = min(out.Score, .95) // the lead counts as one of a font's character
	}
	return out
}

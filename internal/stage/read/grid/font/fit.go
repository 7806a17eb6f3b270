// Package font finds out which font a terminal is set in, and names the pictures of cells by its characters.
package font

import (
	"math"
	"slices"
	"sort"

	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
)

// Fit is the font that a terminal is set in, and how it stands in the cells.
type Fit struct {
	Face *glyph.Face
	Bold *glyph.Face // nil when the library has none
	// Figures is the face of the family that has the cells of ligatures; nil when none does.
	Figures *glyph.Face
	Setting glyph.Setting
	// Score is the mean likeness of the terminal's cells to the nearest characters, from 0 to 1.
	Score float64
}

// Cells taken for the first choice among the fonts, for the fine one, and for what the fonts that aren't it have in common.
const coarseCells, fineCells, fewCells = 80, 200, 80

// likeness is the mean over cells of the best likeness to any character.
func likeness(cells []glyph.Patch, pics []glyph.Patch) float64 {
	sum := 0.0
	for i := range cells {
		var best float32
		for j := range pics {
			best = max(best, cells[i].Dot(&pics[j]))
		}
		sum += float64(best)
	}
	return sum / float64(max(1, len(cells)))
}

func coarseLikeness(cells, pics []glyph.Coarse) float64 {
	sum := 0.0
	for i := range cells {
		var best float32
		for j := range pics {
			best = max(best, cells[i].Dot(&pics[j]))
		}
		sum += float64(best)
	}
	return sum / float64(max(1, len(cells)))
}

// FitAll sets the fonts whose characters are most like the cells, the best first: coarsely every regular font at
// several heights, then the best few finely in every respect. When none of them is really like the cells, the others
// are set finely, too (see Finish): each may have some characters right. Cells that no font is like at all are no text; that gives none.
func FitAll(l lattice.Lattice, cells []glyph.Patch, faces []*glyph.Face) []Fit {
	var small []glyph.Coarse
	for i := range cells[:min(len(cells), coarseCells)] {
		small = append(small, cells[i].Coarse())
	}
	var fits []Fit
	for _, f := range faces {
		if !f.Bold {
			fits = append(fits, coarseFit(f, l, small))
		}
	}
	byScore := func(a, b int) bool { return fits[a].Score > fits[b].Score }
	sort.SliceStable(fits, byScore)
	fine := min(finest, len(fits))
	for i := range fits[:fine] {
		fits[i] = fits[i].Refine(cells[:min(len(cells), fineCells)])
	}
	sort.SliceStable(fits[:fine], byScore)
	if len(fits) > 0 && fits[0].Score < LeastFit {
		return nil
	}
	for i := range fits {
		for _, f := range faces {
			if f.Family != fits[i].Face.Family {
				continue
			}
			if f.Bold && fits[i].Bold == nil {
				fits[i].Bold = f // the library's own is the first
			}
			if !f.Bold && fits[i].Figures == nil && len(f.Pieces()) > 0 {
				fits[i].Figures = f
			}
		}
	}
	if Familiar(fits) {
		return fits
	}
	return Finish(fits, cells)
}

// Finish sets finely those of fits, as FitAll gave them, that aren't yet.
func Finish(fits []Fit, cells []glyph.Patch) []Fit {
	fits = slices.Clone(fits)
	for i := min(finest, len(fits)); i < len(fits); i++ {
		fits[i] = fits[i].Refine(cells[:min(len(cells), fewCells)])
	}
	sort.SliceStable(fits, func(a, b int) bool { return fits[a].Score > fits[b].Score })
	return fits
}

// LeastFit is the likeness that cells must have to a font's characters on average: proportional text cut into cells
// stays below it.
const LeastFit = .86

// finest is how many fonts are set finely to begin with.
const finest = 4

// A terminal's font counts as the library's own from a likeness on, and when it's so much better than the third best
// family: a second one may be its sister. Where letters are small and soft all fonts come near, but then none stands out.
// Where they are drawn otherwise than here (a browser's, low contrast) none comes as near, but the right one stands out more.
const familiar, standsOut, nearly, standsFarOut = .967, .010, .950, .020

// Familiar says whether the best of fits, which are in order, is the terminal's own font and not just the nearest.
func Familiar(fits []Fit) bool {
	if len(fits) == 0 || fits[0].Score < nearly {
		return false
	}
	lead := standsOut
	if fits[0].Score < familiar {
		lead = standsFarOut
	}
	var families []string
	for _, f := range fits {
		if slices.Contains(families, f.Face.Family) {
			continue
		}
		if families = append(families, f.Face.Family); len(families) == 3 {
			return fits[0].Score-f.Score >= lead
		}
	}
	return true
}

// coarseFit sets a font at a few sizes and heights. It's drawn once for each size, and moved by rows of the patch.
func coarseFit(f *glyph.Face, l lattice.Lattice, cells []glyph.Coarse) Fit {
	best := Fit{Face: f, Score: -1}
	for _, scale := range []float64{1, .94} {
		s := glyph.Setting{CellW: l.CellW, CellH: l.CellH, Scale: scale, Baseline: l.CellH*.5 + scale*l.CellW*.62, BlurX: .5, BlurY: .5}
		_, pics := f.Pictures(s, glyph.ASCII)
		moved := make([]glyph.Coarse, len(pics))
		for by := -6; by <= 6; by += 2 {
			for i := range pics {
				moved[i] = pics[i].Down(by).Coarse()
			}
			if v := coarseLikeness(cells, moved); v > best.Score {
				best.Score, best.Setting = v, s
				best.Setting.Baseline += float64(by) * l.CellH / glyph.H
			}
		}
	}
	return best
}

// likely is how many characters a cell is compared with when a font's setting is moved about: those that were nearest
// before.
const likely = 4

// Refine moves one part of the setting after the other to where the likeness is greatest.
func (t Fit) Refine(cells []glyph.Patch) Fit {
	cells = cells[:min(len(cells), fineCells)]
	m := nearest(t, cells)
	try := func(s glyph.Setting) bool {
		if v := m.likeness(t.Face, s); v > t.Score {
			t.Score, t.Setting = v, s
			return true
		}
		return false
	}
	t.Score = -1
	try(t.Setting)
	for _, step := range []float64{.5, .25} {
		at := func() glyph.Setting { return t.Setting }
		climb(at, try, func(s *glyph.Setting, d float64) { s.Baseline += d * step })
		climb(at, try, func(s *glyph.Setting, d float64) { s.DX += d * step })
		climb(at, try, func(s *glyph.Setting, d float64) { s.Scale += d * step * .04 })
		climb(at, try, func(s *glyph.Setting, d float64) { s.BlurX = math.Max(.25, s.BlurX+d*step*.4) })
		climb(at, try, func(s *glyph.Setting, d float64) { s.BlurY = math.Max(.25, s.BlurY+d*step*.4) })
		h := t.Setting
		h.Hinted = !h.Hinted
		try(h)
		m = nearest(t, cells)
	}
	_, pics := t.Face.Pictures(t.Setting, glyph.ASCII)
	t.Score = likeness(cells, pics)
	return t
}

// Likeness is the mean likeness of cells to the nearest characters as the font is set; 0 when there are few.
func (t Fit) Likeness(cells []glyph.Patch) float64 {
	const least = 12
	if len(cells) < least {
		return 0
	}
	_, pics := t.Face.Pictures(t.Setting, glyph.ASCII)
	return likeness(cells[:min(len(cells), fineCells)], pics)
}

// match holds, for each of some cells, the characters that it may be.
type match struct {
	cells []glyph.Patch
	runes []rune
	like  [][likely]int // as numbers into runes
}

// nearest finds the characters of a set font that are most like the cells.
func nearest(t Fit, cells []glyph.Patch) match {
	m := match{cells: cells, like: make([][likely]int, len(cells))}
	names, pics := t.Face.Pictures(t.Setting, glyph.ASCII)
	used := map[int]int{}
	for i := range cells {
		var val [likely]float32
		var at [likely]int
		for k := range pics {
			v := cells[i].Dot(&pics[k])
			j := likely
			for ; j > 0 && val[j-1] < v; j-- {
				if j < likely {
					val[j], at[j] = val[j-1], at[j-1]
				}
			}
			if j < likely {
				val[j], at[j] = v, k
			}
		}
		for j, k := range at {
			n, ok := used[k]
			if !ok && k < len(names) {
				n = len(m.runes)
				used[k] = n
				m.runes = append(m.runes, names[k])
			}
			m.like[i][j] = n
		}
	}
	return m
}

// likeness is the mean likeness of the cells to the nearest of their characters.
func (m match) likeness(f *glyph.Face, s glyph.Setting) float64 {
	names, pics := f.Pictures(s, m.runes)
	if len(names) != len(m.runes) {
		return 0 // a part of the characters lies outside the cell
	}
	sum := 0.0
	for i := range m.cells {
		var best float32
		for _, k := range m.like[i] {
			best = max(best, m.cells[i].Dot(&pics[k]))
		}
		sum += float64(best)
	}
	return sum / float64(max(1, len(m.cells)))
}

// climb takes steps in the better direction until it's no better.
func climb(at func() glyph.Setting, try func(glyph.Setting) bool, move func(*glyph.Setting, float64)) {
	for _, d := range []float64{1, -1} {
		for n := 0; n < 6; n++ {
			s := at()
			move(&s, d)
			if !try(s) {
				break
			}
			if n == 5 {
				return
			}
		}
	}
}

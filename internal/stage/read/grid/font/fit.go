// Package font finds out which font a terminal is set in, and names the pictures of cells by its characters.
package font

import (
	"math"
	"sort"

	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
)

// Fit is the font that a terminal is set in, and how it stands in the cells.
type Fit struct {
	Face    *glyph.Face
	Bold    *glyph.Face // nil when the library has none
	Setting glyph.Setting
	// Score is the mean likeness of the terminal's cells to the nearest characters, from 0 to 1.
	Score float64
}

// Cells taken for the first choice among the fonts, for the fine one, and for what the fonts that aren't it have in common.
const coarseCells, fineCells, fewCells = 160, 200, 80

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

func coarseLikeness(cells []glyph.Coarse, pics []glyph.Patch) float64 {
	cs := make([]glyph.Coarse, len(pics))
	for i := range pics {
		cs[i] = pics[i].Coarse()
	}
	sum := 0.0
	for i := range cells {
		var best float32
		for j := range cs {
			best = max(best, cells[i].Dot(&cs[j]))
		}
		sum += float64(best)
	}
	return sum / float64(max(1, len(cells)))
}

// FitAll sets the fonts whose characters are most like the cells, the best first: coarsely every regular font at
// several heights, then the best few finely in every respect. When none of them is really like the cells, the others
// are set finely, too: each may have some characters right.
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
	if len(fits) > 0 && fits[0].Score < Familiar {
		for i := fine; i < len(fits); i++ {
			fits[i] = fits[i].Refine(cells[:min(len(cells), fewCells)])
		}
		sort.SliceStable(fits, byScore)
	} else {
		fits = fits[:fine]
	}
	for i := range fits {
		for _, f := range faces {
			if f.Bold && f.Family == fits[i].Face.Family {
				fits[i].Bold = f
			}
		}
	}
	return fits
}

// Familiar is the likeness from which a terminal's font counts as the library's own; finest is how many fonts are set
// finely to begin with.
const (
	Familiar = .967
	finest   = 4
)

func coarseFit(f *glyph.Face, l lattice.Lattice, cells []glyph.Coarse) Fit {
	best := Fit{Face: f, Score: -1}
	for _, scale := range []float64{1, .94} {
		mid := l.CellH*.5 + scale*l.CellW*.62
		for by := mid - 4*l.CellH/19; by <= mid+4*l.CellH/19; by += l.CellH / 19 {
			s := glyph.Setting{CellW: l.CellW, CellH: l.CellH, Scale: scale, Baseline: by, BlurX: .5, BlurY: .5}
			_, pics := f.Pictures(s, glyph.ASCII)
			if v := coarseLikeness(cells, pics); v > best.Score {
				best.Score, best.Setting = v, s
			}
		}
	}
	return best
}

// Refine moves one part of the setting after the other to where the likeness is greatest.
func (t Fit) Refine(cells []glyph.Patch) Fit {
	cells = cells[:min(len(cells), fineCells)]
	try := func(s glyph.Setting) bool {
		_, pics := t.Face.Pictures(s, glyph.ASCII)
		if v := likeness(cells, pics); v > t.Score {
			t.Score, t.Setting = v, s
			return true
		}
		return false
	}
	t.Score = -1
	try(t.Setting)
	for _, step := range []float64{.5, .25} {
		climb(func() glyph.Setting { return t.Setting }, try, func(s *glyph.Setting, d float64) { s.Baseline += d * step })
		climb(func() glyph.Setting { return t.Setting }, try, func(s *glyph.Setting, d float64) { s.DX += d * step })
		climb(func() glyph.Setting { return t.Setting }, try, func(s *glyph.Setting, d float64) { s.Scale += d * step * .04 })
		climb(func() glyph.Setting { return t.Setting }, try, func(s *glyph.Setting, d float64) { s.BlurX = math.Max(.25, s.BlurX+d*step*.4) })
		climb(func() glyph.Setting { return t.Setting }, try, func(s *glyph.Setting, d float64) { s.BlurY = math.Max(.25, s.BlurY+d*step*.4) })
		h := t.Setting
		h.Hinted = !h.Hinted
		try(h)
	}
	return t
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

package grid

import (
	"math"
	"math/rand/v2"
	"sort"

	"showhow/internal/stage/read/grid/glyph"
)

// fit is the font that a terminal is set in, and how it stands in the cells.
type fit struct {
	face    *glyph.Face
	bold    *glyph.Face // nil when the library has none
	setting glyph.Setting
	// score is the mean likeness of the terminal's cells to the nearest characters, from 0 to 1.
	score float64
}

// Cells taken for the first choice among the fonts, and for the fine one.
const coarseCells, fineCells = 160, 400

// specimens takes inked cells from the window's pictures, at random but always the same, and measures their contrast.
func specimens(s *sampler, w *window) []glyph.Patch {
	var all []cellPicture
	var peaks []float64
	for _, sh := range w.shots {
		y, stride := sh.spread(s)
		var c cellPicture
		for row := range s.rows {
			for col := range s.cols {
				s.take(y, stride, row, col, &c)
				if c.peak > 30 && !c.own {
					all = append(all, c)
					peaks = append(peaks, float64(c.peak))
				}
			}
		}
		if len(all) > 40000 {
			break
		}
	}
	if len(all) < 12 {
		return nil
	}
	sort.Float64s(peaks)
	s.amp = float32(peaks[len(peaks)*3/4])
	r := rand.New(rand.NewPCG(1, 1))
	var out []glyph.Patch
	for _, i := range r.Perm(len(all)) {
		c := &all[i]
		if c.peak < .6*s.amp || s.blank(c) {
			continue
		}
		c.p.Normalise()
		if out = append(out, c.p); len(out) == fineCells {
			break
		}
	}
	return out
}

// spread lays s out as a whole screen's luma, the rest background.
func (sh shot) spread(s *sampler) (y []uint8, stride int) {
	y = make([]uint8, s.w*s.h)
	for i := range y {
		y[i] = s.bg
	}
	for j := sh.box.Min.Y; j < sh.box.Max.Y; j++ {
		copy(y[j*s.w+sh.box.Min.X:j*s.w+sh.box.Max.X], sh.pix[(j-sh.box.Min.Y)*sh.box.Dx():(j-sh.box.Min.Y+1)*sh.box.Dx()])
	}
	return y, s.w
}

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

// fitFonts sets the fonts whose characters are most like the cells, the best first: coarsely every regular font at
// several heights, then the best few finely in every respect. When none of them is really like the cells, the others
// are set finely, too: each may have some characters right.
func fitFonts(l lattice, cells []glyph.Patch, faces []*glyph.Face) []fit {
	var small []glyph.Coarse
	for i := range cells[:min(len(cells), coarseCells)] {
		small = append(small, cells[i].Coarse())
	}
	var fits []fit
	for _, f := range faces {
		if !f.Bold {
			fits = append(fits, coarseFit(f, l, small))
		}
	}
	byScore := func(a, b int) bool { return fits[a].score > fits[b].score }
	sort.SliceStable(fits, byScore)
	fine := min(finest, len(fits))
	for i := range fits[:fine] {
		fits[i] = refine(fits[i], cells[:min(len(cells), 200)])
	}
	sort.SliceStable(fits[:fine], byScore)
	if len(fits) > 0 && fits[0].score < familiar {
		for i := fine; i < len(fits); i++ {
			fits[i] = refine(fits[i], cells[:min(len(cells), 80)])
		}
		sort.SliceStable(fits, byScore)
	} else {
		fits = fits[:fine]
	}
	for i := range fits {
		for _, f := range faces {
			if f.Bold && f.Family == fits[i].face.Family {
				fits[i].bold = f
			}
		}
	}
	return fits
}

// familiar is the likeness from which a terminal's font counts as the library's own; finest is how many fonts are set
// finely to begin with.
const (
	familiar = .967
	finest   = 4
)

func coarseFit(f *glyph.Face, l lattice, cells []glyph.Coarse) fit {
	best := fit{face: f, score: -1}
	for _, scale := range []float64{1, .94} {
		mid := l.ch*.5 + scale*l.cw*.62
		for by := mid - 4*l.ch/19; by <= mid+4*l.ch/19; by += l.ch / 19 {
			s := glyph.Setting{CellW: l.cw, CellH: l.ch, Scale: scale, Baseline: by, BlurX: .5, BlurY: .5}
			_, pics := f.Pictures(s, glyph.ASCII)
			if v := coarseLikeness(cells, pics); v > best.score {
				best.score, best.setting = v, s
			}
		}
	}
	return best
}

// refine moves one part of the setting after the other to where the likeness is greatest.
func refine(t fit, cells []glyph.Patch) fit {
	try := func(s glyph.Setting) bool {
		_, pics := t.face.Pictures(s, glyph.ASCII)
		if v := likeness(cells, pics); v > t.score {
			t.score, t.setting = v, s
			return true
		}
		return false
	}
	t.score = -1
	try(t.setting)
	for _, step := range []float64{.5, .25} {
		climb(func() glyph.Setting { return t.setting }, try, func(s *glyph.Setting, d float64) { s.Baseline += d * step })
		climb(func() glyph.Setting { return t.setting }, try, func(s *glyph.Setting, d float64) { s.DX += d * step })
		climb(func() glyph.Setting { return t.setting }, try, func(s *glyph.Setting, d float64) { s.Scale += d * step * .04 })
		climb(func() glyph.Setting { return t.setting }, try, func(s *glyph.Setting, d float64) { s.BlurX = math.Max(.25, s.BlurX+d*step*.4) })
		climb(func() glyph.Setting { return t.setting }, try, func(s *glyph.Setting, d float64) { s.BlurY = math.Max(.25, s.BlurY+d*step*.4) })
		h := t.setting
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

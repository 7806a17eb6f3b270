package cell

import (
	"image"
	"math/rand/v2"
	"sort"

	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/window"
)

// mostSpecimens is how many cells a font is fitted to.
const mostSpecimens = 400

// Specimens takes inked cells from a window's pictures, at random but always the same, at most mostSpecimens of them,
// and measures their contrast.
func (s *Sampler) Specimens(shots []window.Shot) []glyph.Patch {
	var all []Picture
	var peaks []float64
	for _, sh := range shots {
		y := s.Spread(sh)
		var c Picture
		for row := range s.Rows {
			for col := range s.Columns {
				s.Take(y, image.Pt(col, row), &c)
				if c.Peak > 30 && !c.Own {
					all = append(all, c)
					peaks = append(peaks, float64(c.Peak))
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
	s.Contrast = float32(peaks[len(peaks)*3/4])
	r := rand.New(rand.NewPCG(1, 1))
	var out []glyph.Patch
	for _, i := range r.Perm(len(all)) {
		c := &all[i]
		if c.Peak < .6*s.Contrast || s.Blank(c) {
			continue
		}
		c.Patch.Normalise()
		if out = append(out, c.Patch); len(out) == mostSpecimens {
			break
		}
	}
	return out
}

// Spread lays a window's picture out as a whole screen's luma, the rest background.
func (s *Sampler) Spread(sh window.Shot) Luma {
	y := Luma{Pix: make([]uint8, s.W*s.H), Stride: s.W}
	for i := range y.Pix {
		y.Pix[i] = s.Ground
	}
	for j := sh.Box.Min.Y; j < sh.Box.Max.Y; j++ {
		copy(y.Pix[j*s.W+sh.Box.Min.X:j*s.W+sh.Box.Max.X], sh.Pix[(j-sh.Box.Min.Y)*sh.Box.Dx():(j-sh.Box.Min.Y+1)*sh.Box.Dx()])
	}
	return y
}

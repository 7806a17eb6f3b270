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

// The least ink of a specimen, in luma, and from how many on no further pictures are looked at.
const (
	leastPeak = 30
	enough    = 40000
)

// place is where an inked cell stands: in which picture, and where in that.
type place struct {
	shot int
	at   image.Point
	peak float32
}

// Specimens takes inked cells from a window's pictures, at random but always the same, at most mostSpecimens of them,
// and measures their contrast.
func (s *Sampler) Specimens(shots []window.Shot) []glyph.Patch {
	all, screens := s.inked(shots)
	if len(all) < 12 {
		return nil
	}
	peaks := make([]float64, len(all))
	for i, k := range all {
		peaks[i] = float64(k.peak)
	}
	sort.Float64s(peaks)
	s.Contrast = float32(peaks[len(peaks)*3/4])
	r := rand.New(rand.NewPCG(1, 1))
	var out []glyph.Patch
	var c Picture
	for _, i := range r.Perm(len(all)) {
		k := all[i]
		if k.peak < .6*s.Contrast {
			continue
		}
		if s.Take(screens[k.shot], k.at, &c); s.Blank(&c) {
			continue
		}
		c.Patch.Normalise()
		if out = append(out, c.Patch); len(out) == mostSpecimens {
			break
		}
	}
	return out
}

// inked are the cells with ink in a window's pictures, and the pictures.
func (s *Sampler) inked(shots []window.Shot) (all []place, screens []Luma) {
	var c Picture
	for i, sh := range shots {
		y := s.Spread(sh)
		screens = append(screens, y)
		for row := range s.Rows {
			for col := range s.Columns {
				at := image.Pt(col, row)
				if s.Flat(y, at, leastPeak) {
					continue
				}
				if s.Take(y, at, &c); c.Peak > leastPeak && !c.Own {
					all = append(all, place{i, at, c.Peak})
				}
			}
		}
		if len(all) > enough {
			break
		}
	}
	return all, screens
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

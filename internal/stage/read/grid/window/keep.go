package window

import (
	"image"
	"slices"
)

// budget is how many pixels all windows may keep: on a page-turning recording of a large screen there are dozens of them.
const budget = 96 << 20

// thin lets pictures go until no more than most pixels are kept: those of the windows that were seen least often first, down to
// two of each.
func thin(ws []*Window, most int) {
	total := 0
	for _, w := range ws {
		total += w.pixels()
	}
	for total > most {
		var rarest *Window
		for _, w := range ws {
			if len(w.Shots)+len(w.Spread) > 2 && (rarest == nil || w.seen < rarest.seen) {
				rarest = w
			}
		}
		if rarest == nil {
			return
		}
		total -= rarest.drop()
	}
}

func (w *Window) pixels() int {
	n := 0
	for _, s := range w.Shots {
		n += len(s.Pix)
	}
	for _, s := range w.Spread {
		n += len(s.Pix)
	}
	return n
}

// drop lets one picture go, and tells its size.
func (w *Window) drop() int {
	if n := len(w.Spread); n > 0 && len(w.Shots) > 0 {
		size := len(w.Spread[0].Pix)
		w.Spread = slices.Delete(w.Spread, 0, 1)
		return size
	}
	least := 0
	for i := range w.Shots {
		if w.Shots[i].inks < w.Shots[least].inks {
			least = i
		}
	}
	size := len(w.Shots[least].Pix)
	w.Shots = slices.Delete(w.Shots, least, least+1)
	return size
}

// take copies the shot's pixels from p.
func (s *Shot) take(p *image.YCbCr) {
	s.Pix = slices.Grow(s.Pix, s.Box.Dx()*s.Box.Dy())
	for y := s.Box.Min.Y; y < s.Box.Max.Y; y++ {
		s.Pix = append(s.Pix, p.Y[y*p.YStride+s.Box.Min.X:y*p.YStride+s.Box.Max.X]...)
	}
}

// mostSpread bounds the pictures kept for their time.
const mostSpread = 8

// spread keeps one of every so many sightings, fewer the longer the window is seen.
func (w *Window) spread(p *image.YCbCr, s Shot) {
	w.stride = max(1, w.stride)
	if w.seen%w.stride != 0 {
		return
	}
	s.take(p)
	w.Spread = append(w.Spread, s)
	if len(w.Spread) < mostSpread {
		return
	}
	w.stride *= 2
	kept := w.Spread[:0]
	for i, k := range w.Spread {
		if i%2 == 1 {
			kept = append(kept, k)
		}
	}
	clear(w.Spread[len(kept):])
	w.Spread = kept
}

// Of is the window with only the given ones of its pictures.
func (w *Window) Of(shots []Shot) *Window {
	part := *w
	part.Shots, part.Spread = shots, nil
	return &part
}

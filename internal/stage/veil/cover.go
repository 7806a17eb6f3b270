package veil

import (
	"context"
	"hash/maphash"
	"image"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// cover is a place that is covered for a time.
type cover struct {
	box  sop.Box
	span sop.Span
}

// near is how far covers reach beyond the places where the draft read a secret, in pixels.
const near = 3

// ground is what covers are of: a dark grey.
var ground = struct{ y, cb, cr uint8 }{46, 131, 125}

// fill covers a box of a picture.
func fill(p *image.YCbCr, b sop.Box) {
	r := film.Even(b.Rect()).Intersect(p.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.Y[p.YOffset(r.Min.X, y):][:r.Dx()]
		for x := range row {
			row[x] = ground.y
		}
		if y%2 == 0 {
			o, n := p.COffset(r.Min.X, y), (r.Dx()+1)/2
			for x := range n {
				p.Cb[o+x], p.Cr[o+x] = ground.cb, ground.cr
			}
		}
	}
}

// recall sets what is covered from the beginning: the places in which the draft read a secret, for the time in which it did and a little longer,
// and wherever else in the film the very same pixels stand in such a place.
func (v *veil) recall(ctx context.Context) error {
	var boxes []sop.Box
	numbers := map[sop.Box]int{}
	for _, r := range v.Redactions {
		for _, p := range r.Seen {
			if _, known := numbers[p.Box]; !known && !p.Box.Empty() {
				numbers[p.Box] = len(boxes)
				boxes = append(boxes, p.Box)
			}
		}
	}
	w, h := v.Film.Size()
	seed, full := maphash.MakeSeed(), image.Rect(0, 0, w, h)
	if len(boxes)*len(v.shown) > mostRecalled {
		boxes = nil // their times alone must do; the proof finds the rest
	}
	prints := make([][]uint64, len(v.shown))
	if err := v.each(ctx, func(i int, p *image.YCbCr) bool {
		prints[i] = make([]uint64, len(boxes))
		for k, b := range boxes {
			prints[i][k] = look(seed, p, b.Rect().Intersect(full))
		}
		return true
	}); err != nil {
		return err
	}
	secret := make([]map[uint64]bool, len(boxes))
	for k := range secret {
		secret[k] = map[uint64]bool{0: false}
	}
	for _, r := range v.Redactions {
		for _, p := range r.Seen {
			v.known(p, func(i int) {
				if k := numbers[p.Box]; k < len(boxes) && prints[i][k] != 0 {
					secret[k][prints[i][k]] = true
				}
			})
		}
	}
	for i := range v.shown {
		for k, b := range boxes {
			if secret[k][prints[i][k]] {
				v.shown[i].covers = append(v.shown[i].covers, b.Grow(near))
			}
		}
	}
	return nil
}

// mostRecalled bounds how often places are looked at.
const mostRecalled = 4 << 20

// known tells of a place in which the draft read a secret: it covers the pictures at about that time, and calls those that show it for sure.
func (v *veil) known(p sop.Patch, sure func(i int)) {
	for i := range v.shown {
		s := &v.shown[i]
		if p.Span.Holds(s.at) {
			sure(i)
		}
		if s.at >= p.Span.From-margin && s.at <= p.Span.To+margin {
			s.covers = append(s.covers, p.Box.Grow(near))
		}
	}
}

// look is a number that stands for the luma of a part of a picture; 0 for a part on which nothing stands.
func look(seed maphash.Seed, p *image.YCbCr, r image.Rectangle) uint64 {
	if r.Empty() {
		return 0
	}
	var h maphash.Hash
	h.SetSeed(seed)
	low, high := uint8(255), uint8(0)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.Y[p.YOffset(r.Min.X, y):][:r.Dx()]
		h.Write(row)
		for _, l := range row {
			low, high = min(low, l), max(high, l)
		}
	}
	if int(high)-int(low) < faint {
		return 0
	}
	return h.Sum64()
}

// beside is how much longer a place is covered in which the finished film was legible: in the pictures before and behind. They were read, too.
const beside = sop.Moment(time.Second / Rate / 2)

// covers are what is covered of the picture i.
func (v *veil) covers(i int) []sop.Box {
	all := v.shown[i].covers
	at := v.span(i)
	for _, c := range v.more {
		if c.span.From-beside <= at.To && at.From <= c.span.To+beside {
			all = append(all[:len(all):len(all)], c.box)
		}
	}
	return all
}

// cover covers what was still legible.
func (v *veil) cover(leaks []leak, wide int) {
	w, h := v.Film.Size()
	for _, l := range leaks {
		box := sop.Box{W: w, H: h}
		if wide != whole {
			box = l.box.Grow(wide)
		}
		for _, s := range l.spans {
			v.more = append(v.more, cover{box, s})
		}
	}
}

// mostBlank is the share of a film's time of which nothing may be shown at most.
const mostBlank = .5

// blank is the share of the film's time of which nothing is shown.
func (v *veil) blank() float64 {
	w, h := v.Film.Size()
	n := 0
	for i := range v.shown {
		for _, b := range v.covers(i) {
			if b.W >= w && b.H >= h {
				n += v.length(i)
				break
			}
		}
	}
	return float64(n) / float64(max(1, v.pictures))
}

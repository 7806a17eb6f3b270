package read

import (
	"bytes"
	"image"
	"sort"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// pageTexts are the lines on the last picture that was taken apart. Of the next picture only what differs is looked at.
type pageTexts struct {
	last  *image.YCbCr
	texts []layout.Text
}

// block is the edge of the squares in which pictures are compared, in pixels.
const block = 32

// around is how much of what surrounds a change is looked at with it, in pixels.
const around = 24

// see brings the texts up to date with p, which must not be changed afterwards.
func (k *pageTexts) see(p *image.YCbCr) {
	last := k.last
	k.last = p
	if last == nil || last.Rect != p.Rect {
		k.texts = layout.Of(p).Texts
		return
	}
	parts := differing(last, p)
	area := 0
	for i, r := range parts {
		parts[i] = k.whole(r.Inset(-around)).Intersect(p.Rect)
		area += parts[i].Dx() * parts[i].Dy()
	}
	parts = disjoint(parts)
	if 2*area > p.Rect.Dx()*p.Rect.Dy() {
		k.texts = layout.Of(p).Texts
		return
	}
	for _, r := range parts {
		keep := k.texts[:0:0]
		for _, t := range k.texts {
			if !t.Box.Rect().Overlaps(r) {
				keep = append(keep, t)
			}
		}
		k.texts = append(keep, layout.Of(film.Cut(p, r)).Texts...)
	}
	sort.SliceStable(k.texts, func(i, j int) bool {
		b, c := k.texts[i].Box, k.texts[j].Box
		return b.Y < c.Y || b.Y == c.Y && b.X < c.X
	})
}

// whole is r grown so that it holds every known line that it touches.
func (k *pageTexts) whole(r image.Rectangle) image.Rectangle {
	for range 3 {
		was := r
		for _, t := range k.texts {
			if t.Box.Rect().Overlaps(was) {
				r = r.Union(t.Box.Grow(6).Rect())
			}
		}
		if r == was {
			break
		}
	}
	return r
}

// differing are the parts in which a and b, of one size, differ.
func differing(a, b *image.YCbCr) []image.Rectangle {
	var out []image.Rectangle
	for y := 0; y < b.Rect.Dy(); y += block {
		for x := 0; x < b.Rect.Dx(); x += block {
			r := image.Rect(x, y, x+block, y+block).Intersect(b.Rect)
			if !same(a, b, r) {
				out = append(out, r)
			}
		}
	}
	return disjoint(out)
}

// disjoint joins rectangles until no two touch.
func disjoint(rs []image.Rectangle) []image.Rectangle {
	for changed := true; changed; {
		changed = false
		for i := 0; i < len(rs); i++ {
			for j := i + 1; j < len(rs); j++ {
				if rs[i].Inset(-1).Overlaps(rs[j]) {
					rs[i] = rs[i].Union(rs[j])
					rs[j] = rs[len(rs)-1]
					rs = rs[:len(rs)-1]
					changed, j = true, j-1
				}
			}
		}
	}
	return rs
}

func same(a, b *image.YCbCr, r image.Rectangle) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		i, j := a.YOffset(r.Min.X, y), b.YOffset(r.Min.X, y)
		if !bytes.Equal(a.Y[i:i+r.Dx()], b.Y[j:j+r.Dx()]) {
			return false
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		n, i, j := (r.Dx()+1)/2, a.COffset(r.Min.X, y), b.COffset(r.Min.X, y)
		if !bytes.Equal(a.Cb[i:i+n], b.Cb[j:j+n]) || !bytes.Equal(a.Cr[i:i+n], b.Cr[j:j+n]) {
			return false
		}
	}
	return true
}

// blocks groups lines that stand below each other, close and at about the same left edge or height.
func blocks(lines []textLine) []sop.Block {
	var out []sop.Block
	for _, l := range lines {
		best := -1
		for i := range out {
			last := out[i].Lines[len(out[i].Lines)-1].Box
			gap := l.Box.Y - (last.Y + last.H)
			side := min(last.X+last.W, l.Box.X+l.Box.W) - max(last.X, l.Box.X)
			tall := max(last.H, l.Box.H)
			if gap >= -tall/3 && gap <= tall && side > 0 && 2*min(last.H, l.Box.H) > tall && abs(last.X-l.Box.X) <= 3*tall {
				best = i
			}
		}
		if best < 0 {
			out = append(out, sop.Block{Box: l.Box, Lines: []sop.Line{l.Line}})
			continue
		}
		b := &out[best]
		b.Box, b.Lines = b.Box.Union(l.Box), append(b.Lines, l.Line)
	}
	return out
}

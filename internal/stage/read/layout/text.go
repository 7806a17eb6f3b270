package layout

import (
	"image"
	"sort"

	"showhow/internal/sop"
)

// Text is a line of text that has been found but not read.
type Text struct {
	Box sop.Box
	// On is the surface that it stands on.
	On Surface
	// Strip is the line alone, dark on white, in the picture's own coordinates, with a margin of white.
	Strip *image.Gray
}

// Limits of what may be a letter, in pixels.
const (
	tallest  = 72 // a heading
	shortest = 5  // the lowest line of letters that can still be read
	faintest = 22 // difference in luma
)

// letter says whether k may be a letter, a part of one, or several that touch.
func (k ink) letter() bool {
	b := k.box
	if k.on == 0 || k.edge || b.H > tallest || k.contrast < faintest || k.share < .6 {
		return false
	}
	if b.W > 14*max(b.H, 8) || b.W > 24 && b.H <= 3 || b.H > 20 && b.W <= 2 {
		return false // a rule, an underline
	}
	if b.W > 40 && b.H > 14 && float64(k.pixels) < .12*float64(b.W*b.H) {
		return false // a frame
	}
	return true
}

// findTexts groups letters that stand beside each other on one surface.
func (a *pic) findTexts() []Text {
	var ids []int
	for i := 1; i < len(a.inks); i++ {
		if a.inks[i].letter() {
			ids = append(ids, i)
		}
	}
	sort.Slice(ids, func(i, j int) bool {
		b, c := a.inks[ids[i]].box, a.inks[ids[j]].box
		return b.X < c.X || b.X == c.X && b.Y < c.Y
	})
	// Lines grow from left to right; those that end far to the left are closed.
	type row struct {
		box  sop.Box
		high int // the tallest letter
		on   int32
		ids  []int
	}
	var open, rows []*row
	for _, i := range ids {
		k := a.inks[i]
		var best *row
		bestGap := 1 << 30
		keep := open[:0]
		for _, r := range open {
			gap := k.box.X - (r.box.X + r.box.W)
			if gap > 2*r.high+tallest/2 {
				rows = append(rows, r)
				continue
			}
			keep = append(keep, r)
			if r.on != k.on || !beside(r.box, k.box) {
				continue
			}
			high := max(min(max(r.high, k.box.H), 40), 7)
			if 4*gap <= 3*high+4 && gap < bestGap && max(r.high, k.box.H) <= 4*max(min(r.high, k.box.H), 6) {
				best, bestGap = r, gap
			}
		}
		open = keep
		if best == nil {
			open = append(open, &row{k.box, k.box.H, k.on, []int{i}})
			continue
		}
		best.box, best.high, best.ids = best.box.Union(k.box), max(best.high, k.box.H), append(best.ids, i)
	}
	rows = append(rows, open...)
	var out []Text
	for _, r := range rows {
		if r.high < shortest || r.box.W < 3 {
			continue
		}
		for _, i := range r.ids {
			a.inks[i].text = true
		}
		t := Text{Box: r.box, On: a.faces[r.on], Strip: a.strip(r.box, r.ids)}
		out = append(out, t)
	}
	sort.Slice(out, func(i, j int) bool {
		b, c := out[i].Box, out[j].Box
		return b.Y < c.Y || b.Y == c.Y && b.X < c.X
	})
	return out
}

// beside says whether c stands on the line of b: they share most of the lower one's height.
func beside(b, c sop.Box) bool {
	both := min(b.Y+b.H, c.Y+c.H) - max(b.Y, c.Y)
	if 2*both >= min(b.H, c.H) {
		return true
	}
	// a dot, a comma, a hyphen: within the line's height or just below it
	return c.H <= b.H/2 && c.Y >= b.Y-2 && c.Y+c.H <= b.Y+b.H+b.H/3+1
}

// margin is the white round a strip, in pixels.
const margin = 4

// strip draws the letters dark on white, their strongest pixel black.
func (a *pic) strip(box sop.Box, ids []int) *image.Gray {
	out := image.NewGray(box.Grow(margin).Rect())
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	mine := make(map[int32]bool, len(ids))
	strongest := 1
	for _, i := range ids {
		mine[-int32(i)] = true
		strongest = max(strongest, a.inks[i].contrast)
	}
	bg := int(a.faces[a.inks[ids[0]].on].Y)
	in := box.Grow(1).Rect().Intersect(image.Rect(0, 0, a.w, a.h))
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			l := a.label[y*a.w+x]
			if l < 0 && !mine[l] {
				continue
			}
			d := int(a.p.Y[y*a.p.YStride+x]) - bg
			if d < 0 {
				d = -d
			}
			out.Pix[out.PixOffset(x, y)] = uint8(255 - min(255, d*255/strongest))
		}
	}
	return out
}

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
	// Dots is how many equal round dots it consists of, as a hidden password does; 0 for other text.
	Dots int
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
	if k.long() && !k.beaded() || b.W > 24 && b.H <= 3 || b.H > 20 && b.W <= 2 {
		return false // a rule, an underline
	}
	if b.W > 40 && b.H > 14 && float64(k.pixels) < .12*float64(b.W*b.H) {
		return false // a frame
	}
	return true
}

// long says whether k is longer than letters that touch are: a rule, the line of a chart, or dots.
func (k ink) long() bool { return k.box.W > 14*max(k.box.H, 8) }

// beaded says whether k may be a row of dots that touch: it isn't as full as a rule.
func (k ink) beaded() bool {
	b := k.box
	return b.H >= leastDot && b.H <= mostDot+4 && 100*k.pixels < 88*b.W*b.H
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
	var open, rows []*row
	for _, i := range ids {
		k := a.inks[i]
		keep := open[:0]
		for _, r := range open {
			if k.box.X-(r.box.X+r.box.W) > 2*r.high+tallest/2 {
				rows = append(rows, r)
			} else {
				keep = append(keep, r)
			}
		}
		open = keep
		if r := nearestRow(open, k); r != nil {
			r.add(i, k)
			continue
		}
		open = append(open, &row{box: k.box, high: k.box.H, on: k.on, ids: []int{i}})
	}
	return a.texts(append(rows, open...))
}

// row is a line that grows from left to right.
type row struct {
	box  sop.Box
	high int // the tallest letter
	on   int32
	ids  []int
}

func (r *row) add(i int, k ink) {
	r.box, r.high, r.ids = r.box.Union(k.box), max(r.high, k.box.H), append(r.ids, i)
}

// nearestRow is the row that k continues; nil when there is none.
func nearestRow(open []*row, k ink) *row {
	var best *row
	bestGap := 1 << 30
	for _, r := range open {
		if r.on != k.on || !beside(r.box, k.box) {
			continue
		}
		gap := k.box.X - (r.box.X + r.box.W)
		high := max(min(max(r.high, k.box.H), 40), 7)
		if 4*gap <= 3*high+4 && gap < bestGap && max(r.high, k.box.H) <= 4*max(min(r.high, k.box.H), 6) {
			best, bestGap = r, gap
		}
	}
	return best
}

// texts are the rows as lines of text, from the top.
func (a *pic) texts(rows []*row) []Text {
	var out []Text
	for _, r := range rows {
		r = a.withoutCaret(r)
		if r == nil || r.high < leastDot || r.box.W < 3 {
			continue
		}
		strip := a.strip(r.box, r.ids)
		n := dots(strip)
		if n == 0 {
			if r = a.withoutLong(r); r == nil || r.high < shortest || r.box.W < 3 {
				continue
			}
			strip = a.strip(r.box, r.ids)
		}
		for _, i := range r.ids {
			a.inks[i].text = true
		}
		out = append(out, Text{Box: r.box, On: a.faces[r.on], Dots: n, Strip: strip})
	}
	sort.Slice(out, func(i, j int) bool {
		b, c := out[i].Box, out[j].Box
		return b.Y < c.Y || b.Y == c.Y && b.X < c.X
	})
	return out
}

func abs(n int) int { return max(n, -n) }

// withoutLong is a row without what is too long for letters; nil when nothing else is there.
func (a *pic) withoutLong(r *row) *row {
	var out *row
	for _, i := range r.ids {
		switch k := a.inks[i]; {
		case k.long():
		case out == nil:
			out = &row{box: k.box, high: k.box.H, on: r.on, ids: []int{i}}
		default:
			out.add(i, k)
		}
	}
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

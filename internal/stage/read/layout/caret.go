package layout

import "showhow/internal/sop"

// withoutCaret drops the caret from a row: an upright line that reaches well below the letters' feet, at an end of the row or
// close behind a letter, and also where it touches one. An l stands on the line, and a bar between words has room on both
// sides.
func (a *pic) withoutCaret(r *row) *row {
	out := row{on: r.on}
	for n, i := range r.ids {
		foot, head, ok := a.line(r, i)
		if !ok && a.inks[i].upright() && len(r.ids) == 1 {
			continue
		}
		if ok {
			atEnd := n == 0 || n == len(r.ids)-1
			behind := n > 0 && a.inks[i].box.X-a.inks[r.ids[n-1]].box.X-a.inks[r.ids[n-1]].box.W <= caretGap
			if a.inks[i].upright() && (atEnd || behind) && hangs(a.inks[i].box, foot, head) {
				continue
			}
			a.cutCaret(int32(i), foot, head)
		}
		out.add(i, a.inks[i])
	}
	if len(out.ids) == 0 {
		return nil
	}
	return &out
}

// caretGap is how far behind a letter its caret may stand, and caretWidth how wide it may be, in pixels.
const (
	caretGap   = 3
	caretWidth = 3
)

// upright says whether k is a thin upright line as high as a caret.
func (k ink) upright() bool { return k.box.W <= caretWidth && k.box.H >= 13 }

// line is where the letters of a row but one stand, and their highest top; false when no other tells. Several letters may be
// one ink, so that the shortest foot tells.
func (a *pic) line(r *row, but int) (foot, head int, ok bool) {
	head, foot = 1<<30, 1<<30
	low := 0
	for _, i := range r.ids {
		if b := a.inks[i].box; i != but && b.H >= shortest {
			head, low = min(head, b.Y), max(low, b.Y+b.H)
		}
	}
	for _, i := range r.ids {
		if b := a.inks[i].box; i != but && b.H >= shortest && 2*(b.Y+b.H) > head+low {
			foot = min(foot, b.Y+b.H)
		}
	}
	return foot, head, low > 0
}

// hangs says whether b reaches below the line as a caret does, or both above and below all letters.
func hangs(b sop.Box, foot, head int) bool {
	low := b.Y + b.H
	return low >= foot+max(2, b.H/8) || low > foot && b.Y <= head-2 && foot-head >= 13
}

// cutCaret takes a caret off the right end of a letter that it touches: its columns are full from above the other letters'
// tops to below their feet. What is left must have something in its middle, which a bracket hasn't.
func (a *pic) cutCaret(i int32, foot, head int) {
	k := &a.inks[i]
	b := k.box
	if b.H < 13 || !hangs(b, foot, head) || b.Y > head-1 {
		return
	}
	wide := 0
	for wide < caretWidth+1 && wide < b.W && 8*a.column(i, b.X+b.W-1-wide, b.Y, b.Y+b.H) >= 7*b.H {
		wide++
	}
	rest := sop.Box{X: b.X, Y: b.Y, W: b.W - wide, H: b.H}
	middle := 0
	for x := rest.X; x < rest.X+rest.W; x++ {
		middle += a.column(i, x, head+(foot-head)/4, foot-(foot-head)/4)
	}
	if wide == 0 || wide > caretWidth || middle == 0 {
		return
	}
	for y := b.Y; y < b.Y+b.H; y++ {
		for x := rest.X + rest.W; x < b.X+b.W; x++ {
			if l := &a.label[y*a.w+x]; *l == -i {
				*l = k.on
				k.pixels--
			}
		}
	}
	k.box = a.inked(i, rest)
}

// column counts the pixels of an ink in one column, from y to before end.
func (a *pic) column(i int32, x, y, end int) int {
	n := 0
	for ; y < end; y++ {
		if a.label[y*a.w+x] == -i {
			n++
		}
	}
	return n
}

// inked is the part of b in which pixels of an ink lie.
func (a *pic) inked(i int32, b sop.Box) sop.Box {
	var out sop.Box
	for y := b.Y; y < b.Y+b.H; y++ {
		for x := b.X; x < b.X+b.W; x++ {
			if a.label[y*a.w+x] == -i {
				out = out.Union(sop.Box{X: x, Y: y, W: 1, H: 1})
			}
		}
	}
	return out
}

package watch

import (
	"image"
	"slices"

	"showhow/internal/sop"
)

// clock turns numbers of pictures into moments and back into seconds.
type clock struct {
	moments []sop.Moment
	rate    float64
}

func (c *clock) at(n int32) sop.Moment {
	return c.moments[max(0, min(int(n), len(c.moments)-1))]
}

// pictures is how many pictures s seconds take.
func (c *clock) pictures(s float64) int32 { return int32(s*c.rate + .5) }

// group is a set of spots that belong to one change.
type group struct {
	spots    []spot
	box      image.Rectangle
	from, to int32 // pictures: the first onset and the last
	kind     sop.ChangeKind
	by       *sop.Point
	cells    int
}

// grouper joins spots into changes.
type grouper struct {
	clock *clock
	w, h  int
	unit  float64 // size of things on the screen against a screen 1080 pixels high
	done  []*group
}

func newGrouper(c *clock, w, h int) *grouper {
	u := float64(min(w, h)) / 1080
	return &grouper{clock: c, w: w, h: h, unit: max(.6, min(u, 2))}
}

func (g *grouper) px(n float64) int { return int(n*g.unit + .5) }

// join takes the spots in order of onset, and the shifts, and gives the changes' groups in order of time.
func (g *grouper) join(spots []spot, shifts []shift) []*group {
	slices.SortStableFunc(spots, func(a, b spot) int { return int(a.onset - b.onset) })
	scrolls := g.scrolls(shifts)
	spots = g.absorb(spots, scrolls)
	var rest []spot
	for len(spots) > 0 {
		k := 1
		for k < len(spots) && spots[k].onset-spots[k-1].onset <= g.clock.pictures(.15) &&
			spots[k].onset-spots[0].onset <= g.clock.pictures(1) {
			k++
		}
		if c := g.whole(spots[:k]); g.isCut(c) {
			c.kind = sop.ChangeCut
			g.done = append(g.done, c)
		} else {
			rest = append(rest, spots[:k]...)
		}
		spots = spots[k:]
	}
	g.chain(rest)
	g.done = append(g.done, scrolls...)
	slices.SortStableFunc(g.done, func(a, b *group) int { return int(a.from - b.from) })
	for _, c := range g.done {
		if c.kind == "" {
			c.kind = g.classify(c)
		}
	}
	return g.followers(g.together(g.done))
}

// scattered is from how many on the pieces that changed in one instant are one change.
const scattered = 3

// together makes one of the many pieces of a page that changed at the same time.
func (g *grouper) together(all []*group) []*group {
	var out []*group
	for i := 0; i < len(all); {
		k := i
		var pieces []*group
		for ; k < len(all) && all[k].from-all[i].from <= g.clock.pictures(.12); k++ {
			if all[k].kind == sop.ChangeArea || all[k].kind == sop.ChangeSmall {
				pieces = append(pieces, all[k])
			} else {
				out = append(out, all[k])
			}
		}
		if len(pieces) >= scattered {
			one := pieces[0]
			for _, p := range pieces[1:] {
				one.box, one.to, one.cells = one.box.Union(p.box), max(one.to, p.to), one.cells+p.cells
			}
			one.kind = sop.ChangeArea
			if g.isCut(one) {
				one.kind = sop.ChangeCut
			}
			pieces = pieces[:1]
		}
		out = append(out, pieces...)
		i = k
	}
	slices.SortStableFunc(out, func(a, b *group) int { return int(a.from - b.from) })
	return out
}

// whole is one group of all the spots.
func (g *grouper) whole(spots []spot) *group {
	c := &group{from: spots[0].onset, to: spots[0].onset}
	for _, s := range spots {
		c.add(s)
	}
	return c
}

func (c *group) add(s spot) {
	c.spots = append(c.spots, s)
	c.box = c.box.Union(s.box)
	c.cells += s.cells
	c.from, c.to = min(c.from, max(s.from, s.onset-10)), max(c.to, s.onset)
}

// isCut says whether the group is new on most of the screen: text on a plain ground changes few pixels, but far apart.
func (g *grouper) isCut(c *group) bool {
	px, all := c.cells*edge*edge, g.w*g.h
	return px*5 >= all*2 || px*8 >= all && c.box.Dx()*c.box.Dy()*10 >= all*6
}

// chain joins spots that lie near each other in space and time.
func (g *grouper) chain(spots []spot) {
	var open []*group
	for _, s := range spots {
		left := open[:0]
		for _, c := range open {
			if s.onset-c.to <= g.clock.pictures(1.4) {
				left = append(left, c)
			}
		}
		open = left
		var into *group
		for _, c := range open {
			if !g.joins(c, &s) {
				continue
			}
			if into == nil {
				into = c
				c.add(s)
				continue
			}
			for _, q := range c.spots { // the spot ties two groups together
				into.add(q)
			}
			c.spots = nil
		}
		if into == nil {
			into = g.whole([]spot{s})
			open = append(open, into)
			g.done = append(g.done, into)
		}
		open = slices.DeleteFunc(open, func(c *group) bool { return c.spots == nil })
	}
	g.done = slices.DeleteFunc(g.done, func(c *group) bool { return c.spots == nil })
}

// row says whether a box could be letters on one row.
func (g *grouper) row(b image.Rectangle) bool { return b.Dy() <= g.px(44) && b.Dx() <= g.px(320) }

// joins says whether s belongs to the open group c.
func (g *grouper) joins(c *group, s *spot) bool {
	last := c.spots[len(c.spots)-1]
	gap := s.onset - c.to
	near := s.box.Overlaps(image.Rect(c.box.Min.X-g.px(160), c.box.Min.Y-g.px(48), c.box.Max.X+g.px(160), c.box.Max.Y+g.px(48)))
	same := g.onRow(s.box, last.box) && g.onRow(s.box, c.box)
	typed := g.row(last.box) && c.box.Dy() <= g.px(52) && c.to > c.from
	if gap <= g.clock.pictures(.12) {
		return near && (!typed || same && g.row(s.box)) // Enter's effect is not part of the typing
	}
	if g.row(s.box) && g.row(last.box) && c.box.Dy() <= g.px(52) {
		return same && s.box.Min.X >= c.box.Min.X-g.px(240) && s.box.Min.X <= c.box.Max.X+g.px(60)
	}
	return gap <= g.clock.pictures(.45) && near && !typed && !g.row(s.box) && !g.row(c.box)
}

// onRow says whether two boxes stand on the same row of text: the middle of the lower one lies beside the other.
func (g *grouper) onRow(a, b image.Rectangle) bool {
	if a.Dy() > b.Dy() {
		a, b = b, a
	}
	mid := (a.Min.Y + a.Max.Y) / 2
	return mid >= b.Min.Y-g.px(4) && mid < b.Max.Y+g.px(4)
}

// classify says what a group looks like.
func (g *grouper) classify(c *group) sop.ChangeKind {
	if g.isCut(c) {
		return sop.ChangeCut
	}
	onsets := map[int32]bool{}
	rows, flat := true, true
	for _, s := range c.spots {
		onsets[s.onset] = true
		rows = rows && g.row(s.box)
		flat = flat && s.flat
	}
	switch {
	case len(onsets) >= 4 && flat && c.box.Dx() > 3*c.box.Dy():
		return sop.ChangeBusy // a bar that fills
	case rows && len(onsets) >= 2 && c.box.Dy() <= g.px(52) && g.runs(c):
		return sop.ChangeTyping
	case c.box.Dy() <= g.px(60) && c.box.Dx() <= g.px(360):
		return sop.ChangeSmall
	}
	return sop.ChangeArea
}

// runs says whether each spot of the group lies where letters would follow those before: close to them on either side,
// and not on the very same place.
func (g *grouper) runs(c *group) bool {
	steps, good := 0, 0
	for i := 1; i < len(c.spots); i++ {
		a, b := c.spots[i-1].box, c.spots[i].box
		if c.spots[i].onset == c.spots[i-1].onset {
			continue
		}
		steps++
		near := b.Min.X <= a.Max.X+g.px(40) && b.Max.X >= a.Min.X-g.px(40)
		if near && (abs(b.Max.X-a.Max.X) > 2 || abs(b.Min.X-a.Min.X) > 2) {
			good++
		}
	}
	return good*3 >= steps*2 && good > 0
}

// scrolls joins shifts of the same region that follow each other.
func (g *grouper) scrolls(shifts []shift) []*group {
	var out []*group
	for _, s := range shifts {
		if len(out) > 0 {
			c := out[len(out)-1]
			if s.n-c.to <= g.clock.pictures(.5) && overlap(c.box, s.box)*2 > s.box.Dx()*s.box.Dy() {
				c.box, c.to = c.box.Union(s.box), s.n
				c.by.X, c.by.Y = c.by.X+s.dx, c.by.Y+s.dy
				continue
			}
		}
		out = append(out, &group{kind: sop.ChangeScroll, box: s.box, from: s.n, to: s.n, by: &sop.Point{X: s.dx, Y: s.dy}})
	}
	return out
}

func overlap(a, b image.Rectangle) int {
	c := a.Intersect(b)
	return c.Dx() * c.Dy()
}

// absorb gives the scrolls the spots that they brought, and returns the others.
func (g *grouper) absorb(spots []spot, scrolls []*group) []spot {
	if len(scrolls) == 0 {
		return spots
	}
	var rest []spot
	for _, s := range spots {
		taken := false
		for _, c := range scrolls {
			if s.onset >= c.from-1 && s.onset <= c.to+g.clock.pictures(.4) && overlap(s.box, c.box)*10 >= s.box.Dx()*s.box.Dy()*7 {
				c.cells += s.cells
				taken = true
				break
			}
		}
		if !taken {
			rest = append(rest, s)
		}
	}
	return rest
}

// followers lets a cut or a scroll swallow the repaints that come right behind it.
func (g *grouper) followers(all []*group) []*group {
	var out []*group
	for _, c := range all {
		swallowed := false
		for i := len(out) - 1; i >= 0 && i >= len(out)-6 && !swallowed; i-- {
			p := out[i]
			if p.kind == sop.ChangeCut && (c.kind == sop.ChangeArea || c.kind == sop.ChangeSmall || c.kind == sop.ChangeCut) &&
				c.from-p.to <= g.clock.pictures(.45) {
				p.box, p.to, p.cells = p.box.Union(c.box), max(p.to, c.to), p.cells+c.cells
				swallowed = true
			}
		}
		if !swallowed {
			out = append(out, c)
		}
	}
	return out
}

// change tells a group in the domain's terms.
func (g *grouper) change(c *group) sop.Change {
	px := min(c.cells*edge*edge, g.w*g.h)
	if c.cells == 0 {
		px = c.box.Dx() * c.box.Dy()
	}
	return sop.Change{
		Span: sop.Span{From: g.clock.at(c.from), To: g.clock.at(c.to)}, Kind: c.kind, Box: sop.BoxOf(c.box), Pixels: px, By: c.by,
	}
}

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
	onsets   int // how many different onsets the spots have
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

// join takes the spots in order of onset, the shifts, and the regions that never rest, and gives the changes' groups in
// order of time.
func (g *grouper) join(spots []spot, shifts []shift, busy []patch) []*group {
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
			early := g.early(spots[:k], c.cells)
			k = g.late(spots[:k], c.cells)
			rest = append(rest, spots[:early]...)
			c = g.whole(spots[early:k])
			c.kind, c.from = sop.ChangeCut, begin(spots[early:k])
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
	g.echoes(g.done)
	g.done = slices.DeleteFunc(g.done, func(c *group) bool { return g.restless(c, busy) })
	g.clockwork(g.done)
	g.done = slices.DeleteFunc(g.done, func(c *group) bool { return c.box.Empty() })
	return g.followers(g.together(g.done))
}

// early is how many of the spots only came before the cut by chance: all together they are hardly a part of it.
func (g *grouper) early(spots []spot, cells int) int {
	n := 0
	for i, s := range spots {
		if n += s.cells; n*20 > cells {
			for i > 0 && spots[i-1].onset == s.onset {
				i--
			}
			return i
		}
	}
	return 0
}

// late is how many of the spots there are without those that only come after the cut by chance, as a speaker's face does
// that goes on moving: all together they are hardly a part of it.
func (g *grouper) late(spots []spot, cells int) int {
	n := 0
	for i := len(spots) - 1; i > 0; i-- {
		if n += spots[i].cells; n*20 > cells {
			for i+1 < len(spots) && spots[i+1].onset == spots[i].onset {
				i++
			}
			return i + 1
		}
	}
	return len(spots)
}

// begin is when a cut of these spots began: the first picture at which more than a little of it was on its way.
func begin(spots []spot) int32 {
	byStart := slices.Clone(spots)
	slices.SortStableFunc(byStart, func(a, b spot) int { return int(a.from - b.from) })
	all, n := 0, 0
	for _, s := range byStart {
		all += s.cells
	}
	for _, s := range byStart {
		if n += s.cells; n*20 > all {
			return s.from
		}
	}
	return byStart[0].from
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
	if len(c.spots) == 0 || s.onset != c.spots[len(c.spots)-1].onset {
		c.onsets++
	}
	c.spots = append(c.spots, s)
	c.box = c.box.Union(s.box)
	c.cells += s.cells
	c.from, c.to = min(c.from, s.from), max(c.to, s.onset)
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
		into := g.into(open, &s)
		if into == nil {
			into = g.whole([]spot{s})
			open = append(open, into)
			g.done = append(g.done, into)
		}
		open = slices.DeleteFunc(open, func(c *group) bool { return c.spots == nil })
	}
	g.done = slices.DeleteFunc(g.done, func(c *group) bool { return c.spots == nil })
}

// into is the open group that s joins, now a part of it; nil when there is none. What follows on a row of typing belongs
// to nothing else; any other spot may tie two groups together.
func (g *grouper) into(open []*group, s *spot) *group {
	var into *group
	for _, c := range open {
		if g.follows(c, s) {
			c.add(*s)
			return c
		}
	}
	for _, c := range open {
		switch {
		case !g.joins(c, s):
		case into == nil:
			into = c
			c.add(*s)
		default:
			for _, q := range c.spots {
				into.add(q)
			}
			c.spots = nil
		}
	}
	return into
}

// row says whether a box could be letters on one row.
func (g *grouper) row(b image.Rectangle) bool { return b.Dy() <= g.px(44) && b.Dx() <= g.px(320) }

// letter says whether a box could be one letter, or the few typed within one picture.
func (g *grouper) letter(b image.Rectangle) bool { return b.Dy() <= g.px(44) && b.Dx() <= g.px(44) }

// rows says whether all of the group may stand on one row.
func (g *grouper) rows(c *group) bool {
	return c.box.Dy() <= g.px(52) && g.row(c.spots[0].box) && g.row(c.spots[len(c.spots)-1].box)
}

// follows says whether s goes on with the row of letters c.
func (g *grouper) follows(c *group, s *spot) bool {
	last := c.spots[len(c.spots)-1].box
	return g.rows(c) && g.row(s.box) && g.onRow(s.box, last) && g.onRow(s.box, c.box) &&
		s.box.Min.X >= c.box.Min.X-g.px(240) && s.box.Min.X <= c.box.Max.X+g.px(60)
}

// joins says whether s belongs to the open group c for having changed near it at about the same time.
func (g *grouper) joins(c *group, s *spot) bool {
	gap := s.onset - c.to
	rows := g.rows(c)
	near := s.box.Overlaps(image.Rect(c.box.Min.X-g.px(160), c.box.Min.Y-g.px(48), c.box.Max.X+g.px(160), c.box.Max.Y+g.px(48)))
	switch {
	case !near || rows && c.onsets > 1 || s.onset-c.from > g.clock.pictures(10):
		return false // Enter's effect is not part of the typing
	case gap == 0:
		return !(g.letter(s.box) && g.letter(c.spots[len(c.spots)-1].box)) || g.onRow(s.box, c.box)
	case gap <= g.clock.pictures(.12):
		return !(rows && g.row(s.box)) && !g.letter(s.box)
	}
	crumb := (min(s.box.Dx(), s.box.Dy()) <= edge || s.cells <= 4) && s.box.In(c.box)
	return gap <= g.clock.pictures(.45) && !rows && (crumb || !g.row(s.box))
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

package watch

import (
	"image"
	"slices"

	"showhow/internal/sop"
)

// runs says whether each spot of the group lies where letters would follow those before: close to them on either side,
// and not on the very same place.
func (g *grouper) runs(c *group) bool {
	steps, good, wide := 0, 0, 0
	for _, s := range c.spots {
		if s.box.Dx() > g.px(110) {
			wide++
		}
	}
	if wide*3 > len(c.spots) {
		return false
	}
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

// echoes unmasks what looks like typing but only changes while something else is typed: a list that narrows down.
func (g *grouper) echoes(all []*group) {
	for _, c := range all {
		if c.kind != sop.ChangeTyping {
			continue
		}
		for _, q := range all {
			if q != c && q.kind == sop.ChangeTyping && q.from <= c.from+g.clock.pictures(.3) && q.to >= c.to-g.clock.pictures(.3) &&
				(q.onsets > c.onsets || q.onsets == c.onsets && q.box.Min.Y < c.box.Min.Y) {
				c.kind = sop.ChangeSmall
				break
			}
		}
	}
}

// restless says whether the group lies in a region that never rests, and is no more than a part of it.
func (g *grouper) restless(c *group, busy []patch) bool {
	if c.kind == sop.ChangeTyping || c.kind == sop.ChangeCut {
		return false
	}
	for _, p := range busy {
		if c.from > p.from+g.clock.pictures(.3) && c.from <= p.to && p.to-p.from >= g.clock.pictures(2.5) &&
			overlap(c.box, p.box.Inset(-g.px(24)))*10 >= area(c.box)*8 && c.cells*edge*edge*2 < area(p.box) && p.covers(c.box) {
			return true
		}
	}
	return false
}

// clockwork finds what changes again and again in the same place at even intervals, as clocks, graphs and slides do:
// all of it is busy.
func (g *grouper) clockwork(all []*group) {
	for i, c := range all {
		if c.kind == sop.ChangeBusy || c.kind == sop.ChangeTyping {
			continue
		}
		beat := []*group{c}
		for _, q := range all[i+1:] {
			last := beat[len(beat)-1]
			if q.from-last.from > g.clock.pictures(12) {
				break
			}
			if q.kind == sop.ChangeBusy || q.from-last.from < g.clock.pictures(.5) || !g.alike(q, c) {
				continue
			}
			if len(beat) > 1 && !g.even(last.from-beat[len(beat)-2].from, q.from-last.from) {
				continue
			}
			beat = append(beat, q)
		}
		if len(beat) < 4 {
			continue
		}
		c.kind, c.by = sop.ChangeBusy, nil
		for _, q := range beat[1:] {
			c.box, c.to, c.cells = c.box.Union(q.box), max(c.to, q.to), c.cells+q.cells
			q.kind, q.cells, q.box = sop.ChangeBusy, 0, image.Rectangle{}
		}
	}
}

// even says whether two intervals are the same but for a picture's rounding.
func (g *grouper) even(a, b int32) bool { return abs(int(a-b)) <= int(max(1, a/10)) }

// alike says whether two groups changed the same place by about as much. What a person scrolls moves further than a
// graph does.
func (g *grouper) alike(a, b *group) bool {
	if a.by != nil && max(abs(a.by.X), abs(a.by.Y)) > g.px(24) {
		return false
	}
	both := overlap(a.box, b.box)
	return both*2 >= max(area(a.box), area(b.box)) && min(area(a.box), area(b.box)) > 0
}

func area(b image.Rectangle) int { return b.Dx() * b.Dy() }

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

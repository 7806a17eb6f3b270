package read

import (
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// caption is the text that names a field or a list from outside: above it, at its left, or else nothing.
func (s site) caption(b sop.Box) []layout.Text {
	var above, left *layout.Text
	for i := range s.words.Texts {
		t := &s.words.Texts[i]
		if on := t.On.Box; on.H <= controlH && !b.Centre().In(on) {
			continue // it stands in a control of its own
		}
		gap := b.Y - (t.Box.Y + t.Box.H)
		if gap >= -2 && gap <= 24 && t.Box.X >= b.X-14 && t.Box.X <= b.X+24 && (above == nil || t.Box.Y > above.Box.Y) {
			above = t
		}
		gap = b.X - (t.Box.X + t.Box.W)
		if gap >= 2 && gap <= 220 && abs(t.Box.Centre().Y-b.Centre().Y) <= max(8, b.H/4) && (left == nil || t.Box.X > left.Box.X) {
			left = t
		}
	}
	switch {
	case above != nil:
		return []layout.Text{*above}
	case left != nil:
		return []layout.Text{*left}
	}
	return nil
}

// rightOf is the text that begins within gap pixels to the right of b, at its height.
func (s site) rightOf(b sop.Box, gap int) (layout.Text, bool) {
	for _, t := range s.words.Texts {
		d := t.Box.X - (b.X + b.W)
		if d >= 0 && d <= gap && abs(t.Box.Centre().Y-b.Centre().Y) <= max(7, b.H/2) {
			return t, true
		}
	}
	return layout.Text{}, false
}

// textAt is the line of text under the spot.
func (s site) textAt() (layout.Text, bool) {
	for _, t := range s.words.Texts {
		if s.at.In(t.Box.Grow(5)) && !s.isPointer(t.Box) {
			return t, true
		}
	}
	return layout.Text{}, false
}

// onPage is text that stands on no face of its own: a link, or what belongs to a check box before it.
func (s site) onPage(t layout.Text) candidate {
	c := candidate{kind: sop.ElementLink, box: t.Box.Grow(3), label: s.unread(t), sure: .75}
	for _, f := range s.words.Surfaces() {
		b := f.Box
		gap := t.Box.X - (b.X + b.W)
		if b.W >= 9 && b.W <= 26 && abs(b.W-b.H) <= 3 && gap >= 2 && gap <= 22 && abs(b.Centre().Y-t.Box.Centre().Y) <= 6 && f.Fill() > .5 {
			c.kind, c.box = sop.ElementCheck, b.Union(t.Box).Grow(2)
		}
	}
	return c
}

// markAt is an icon under the spot.
func (s site) markAt() (layout.Mark, bool) {
	for _, m := range s.words.Marks {
		if m.Box.W <= 48 && m.Box.H <= 48 && m.Box.W >= 4 && m.Box.H >= 4 && s.at.In(m.Box.Grow(6)) {
			return m, true
		}
	}
	return layout.Mark{}, false
}

// icon is a control without words in it. Text close to its right names it.
func (s site) icon(b sop.Box) candidate {
	c := candidate{kind: sop.ElementIcon, box: b.Grow(1), sure: .6}
	if t, ok := s.tip(b); ok {
		c.label = s.unread(t)
		return c
	}
	if t, ok := s.rightOf(b, 14); ok {
		c.label = s.unread(t)
		c.box = c.box.Union(t.Box.Grow(2))
		return c
	}
	if t, ok := s.firstInRow(b); ok {
		c.row = s.unread(t)
	}
	return c
}

// firstInRow is the text that stands first at the height of an icon, on the surface on which the icon stands: a table's row is
// called by it.
func (s site) firstInRow(b sop.Box) (layout.Text, bool) {
	on, ok := s.words.SurfaceAt(sop.Point{X: b.X - 8, Y: b.Y + b.H/2})
	var first layout.Text
	found := false
	for _, t := range s.words.Texts {
		if !ok || t.On.Box != on.Box || t.Box.X+t.Box.W > b.X || abs(t.Box.Centre().Y-b.Centre().Y) > max(8, t.Box.H*2/3) {
			continue
		}
		if !found || t.Box.X < first.Box.X {
			first, found = t, true
		}
	}
	return first, found
}

// tip is the text of a tip that stands just below or above an icon: alone on a small face that stands out strongly.
func (s site) tip(b sop.Box) (layout.Text, bool) {
	for _, t := range s.words.Texts {
		f := t.On.Box
		if f.H > 44 || f.W > 420 || f.H < t.Box.H || f.X > b.X+b.W+12 || f.X+f.W < b.X-12 {
			continue
		}
		below, above := f.Y-(b.Y+b.H), b.Y-(f.Y+f.H)
		if max(below, above) < -8 || max(below, above) > 26 {
			continue
		}
		page := s.words.Luma(sop.Point{X: b.X - 12, Y: b.Y + b.H/2})
		if abs(int(page)-int(t.On.Y)) >= 50 {
			return t, true
		}
	}
	return layout.Text{}, false
}

// textInRow is the text at the spot's height, on the surface under it: the row of a menu or a list is clicked beside its
// words.
func (s site) textInRow() (layout.Text, bool) {
	on, ok := s.words.SurfaceAt(s.at)
	if !ok || on.Box.W > 500 {
		return layout.Text{}, false
	}
	var best layout.Text
	gap := 1 << 30
	for _, t := range s.words.Texts {
		if t.On.Box != on.Box || s.at.Y < t.Box.Y-8 || s.at.Y > t.Box.Y+t.Box.H+8 {
			continue
		}
		if d := max(t.Box.X-s.at.X, s.at.X-t.Box.X-t.Box.W, 0); d < gap {
			best, gap = t, d
		}
	}
	return best, gap < 300
}

// row is the stretch of the surface at a text's height.
func (s site) row(t layout.Text) sop.Box {
	return sop.Box{X: t.On.Box.X, Y: t.Box.Y - 6, W: t.On.Box.W, H: t.Box.H + 12}
}

func (s site) unread(ts ...layout.Text) []text {
	out := make([]text, 0, len(ts))
	for _, t := range ts {
		out = append(out, text{Text: t})
	}
	return out
}

// named is the element with its words.
func (r *reading) named(c candidate) sop.Element {
	e := sop.Element{Kind: c.kind, Box: c.box, Label: r.said(c.label), Text: r.said(c.text), Row: r.said(c.row), Confidence: c.sure}
	if c.kind == sop.ElementField || c.kind == sop.ElementSelect {
		e.Label = strings.TrimSpace(strings.TrimRight(e.Label, "*: "))
	}
	return e
}

func (r *reading) said(ts []text) string {
	var out []string
	for _, t := range ts {
		if l, ok := r.words.line(t); ok {
			out = append(out, l.Text)
		}
	}
	return strings.Join(out, " ")
}

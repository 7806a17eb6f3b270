package read

import (
	"image"
	"sort"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// candidate is an element whose words haven't been read.
type candidate struct {
	kind  sop.ElementKind
	box   sop.Box
	label []text // in reading order; the element is called by what they say
	text  []text // what stands in it
	row   []text // what stands first in its row
	// hint is a text inside that may be a placeholder: it names the element when nothing beside it does.
	sure float64
}

// lookX and lookY are how far around a spot its element and the label of it are looked for, in pixels.
const (
	lookX = 1300
	lookY = 190
)

// site is the surroundings of one spot: as they are, for shapes, and as they were before the pointer came, for words.
type site struct {
	// pointer is what the pointer covers, when it could not be taken away.
	pointer image.Rectangle
	at      sop.Point
	shape   layout.Layout
	words   layout.Layout
	size    image.Rectangle
}

// siteOf is what is looked at around a spot.
func siteOf(at sop.Point, all image.Rectangle) image.Rectangle {
	return film.Even(image.Rect(at.X-lookX, at.Y-lookY, at.X+lookX, at.Y+lookY)).Intersect(all)
}

// element finds what stands at a spot of the picture p, which holds no pointer. Shape is the spot's surroundings as they
// are with the pointer; nil when it isn't there.
func (r *reading) element(p *image.YCbCr, at sop.Point, shape *layout.Layout) (candidate, bool) {
	around := siteOf(at, p.Rect)
	if around.Empty() {
		return candidate{}, false
	}
	s := site{at: at, words: layout.Of(film.Cut(p, around)), size: around}
	s.shape = s.words
	if shape != nil {
		s.shape = *shape
		s.pointer = image.Rect(at.X-16, at.Y-20, at.X+24, at.Y+36)
	}
	c, ok := s.find()
	for i := range c.label {
		c.label[i] = r.words.noted(c.label[i])
	}
	for i := range c.text {
		c.text[i] = r.words.noted(c.text[i])
	}
	for i := range c.row {
		c.row[i].key = r.words.add(c.row[i].Text)
	}
	return c, ok
}

// find looks for a control's face under the spot, then for text, then for an icon.
func (s site) find() (candidate, bool) {
	if f, ok := s.face(s.shape); ok {
		return s.control(f), true
	}
	if f, ok := s.face(s.words); ok {
		return s.control(f), true
	}
	if t, ok := s.textAt(); ok {
		return s.onPage(t), true
	}
	if m, ok := s.markAt(); ok {
		return s.icon(m.Box), true
	}
	if t, ok := s.textInRow(); ok {
		return candidate{kind: sop.ElementMenu, box: s.row(t), label: s.unread(t), sure: .6}, true
	}
	return candidate{}, false
}

// Largest sizes of a control, in pixels.
const (
	controlH = 64
	largeH   = 112  // a button for fingers
	areaH    = 260  // a field of several lines
	controlW = 1200 // without a frame; a field may be as wide as its page
)

// face is the surface under the spot if it has a control's shape: not too large, nearly rectangular, whole.
func (s site) face(l layout.Layout) (layout.Surface, bool) {
	for _, f := range facesAt(l, s.at) {
		if s.controlLike(f) {
			return s.outer(l, f), true
		}
	}
	return layout.Surface{}, false
}

// outer is the track of a switch for its knob, else f itself.
func (s site) outer(l layout.Layout, f layout.Surface) layout.Surface {
	if f.Box.W > 30 || f.Box.H > 30 || abs(f.Box.W-f.Box.H) > 3 {
		return f
	}
	for _, o := range l.Surfaces() {
		b := o.Box
		if b.H <= 40 && b.W <= 80 && 2*b.W >= 3*f.Box.W && b.H <= 2*f.Box.H && b.Grow(1).Rect().Intersect(f.Box.Rect()) == f.Box.Rect() {
			return o
		}
	}
	return f
}

// faceAt is the surface under the pointer; nil when it can't be told.
func faceAt(l layout.Layout, at sop.Point) *layout.Surface {
	if f := facesAt(l, at); len(f) > 0 {
		return &f[0]
	}
	return nil
}

// facesAt are the surfaces at a spot and just to the upper left of it, which no pointer covers; those at most places first.
func facesAt(l layout.Layout, at sop.Point) []layout.Surface {
	votes := map[sop.Box]int{}
	var found []layout.Surface
	for _, d := range [...]sop.Point{{X: -5, Y: -3}, {X: -7, Y: 0}, {X: -3, Y: -6}, {X: -9, Y: -4}, {X: -9, Y: 2}, {X: 0, Y: 0}} {
		if f, ok := l.SurfaceAt(sop.Point{X: at.X + d.X, Y: at.Y + d.Y}); ok {
			if votes[f.Box]++; votes[f.Box] == 1 {
				found = append(found, f)
			}
		}
	}
	sort.SliceStable(found, func(i, j int) bool {
		a, b := found[i].Box, found[j].Box
		return votes[a] > votes[b] || votes[a] == votes[b] && a.W*a.H < b.W*b.H
	})
	return found
}

func (s site) controlLike(f layout.Surface) bool {
	b := f.Box
	if b.W < 9 || b.H < 9 || b.H > areaH || f.Fill() < .4 || b.W > controlW && (b.H > controlH || !s.bordered(f)) {
		return false
	}
	if (b.W < 26 || b.H < 14) && abs(b.W-b.H) > 5 {
		return false // a letter's inside
	}
	if b.X <= s.size.Min.X+1 || b.Y <= s.size.Min.Y+1 || b.X+b.W >= s.size.Max.X-1 || b.Y+b.H >= s.size.Max.Y-1 {
		return false // it goes on beyond what is looked at
	}
	in := s.inside(b)
	if len(in) > 2 && widestGap(in) > 40 {
		return false // a table's row
	}
	if b.H > controlH {
		return largeButton(b, in) || b.W > 2*b.H && alignedLeft(b, in) && s.bordered(f)
	}
	return true
}

// largeButton says whether texts are but one in the middle of a box, as tall for it as a button's is: a button on a page that is
// enlarged, or made for fingers.
func largeButton(b sop.Box, in []layout.Text) bool {
	if len(in) != 1 || b.H > largeH || 5*in[0].Box.H < b.H {
		return false
	}
	t, c := in[0].Box.Centre(), b.Centre()
	return 6*abs(t.Y-c.Y) <= b.H && 12*abs(t.X-c.X) <= b.W
}

// alignedLeft says whether texts are lines that all begin at the left edge of a box, as in a field of several lines.
func alignedLeft(b sop.Box, in []layout.Text) bool {
	for _, t := range in {
		if t.Box.X-b.X > 24 {
			return len(in) == 1
		}
	}
	return true
}

// widestGap is the widest stretch between texts in one row.
func widestGap(in []layout.Text) int {
	gap := 0
	for i := 1; i < len(in); i++ {
		gap = max(gap, in[i].Box.X-in[i-1].Box.X-in[i-1].Box.W)
	}
	return gap
}

// bordered says whether a line runs round f that is neither f's colour nor that of what lies outside.
func (s site) bordered(f layout.Surface) bool {
	b := f.Box
	hits, all := 0, 0
	look := func(x, y, dx, dy int) {
		all++
		in := int(f.Y)
		out := int(s.shape.Luma(sop.Point{X: x + 5*dx, Y: y + 5*dy}))
		for k := 1; k <= 3; k++ {
			v := int(s.shape.Luma(sop.Point{X: x + k*dx, Y: y + k*dy}))
			if (v > max(in, out)+5) || (v < min(in, out)-5) {
				hits++
				return
			}
		}
	}
	for i := 1; i < 16; i++ {
		x, y := b.X+b.W*i/16, b.Y+b.H*i/16
		look(x, b.Y, 0, -1)
		look(x, b.Y+b.H-1, 0, 1)
		look(b.X, y, -1, 0)
		look(b.X+b.W-1, y, 1, 0)
	}
	return 10*hits >= 7*all
}

// inside are the texts that stand in a box, from left to right and from the top.
func (s site) inside(b sop.Box) []layout.Text {
	var out []layout.Text
	for _, t := range s.words.Texts {
		if t.Box.Centre().In(b) && !s.isPointer(t.Box) && !grip(t.Box, b) {
			out = append(out, t)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if abs(out[i].Box.Centre().Y-out[j].Box.Centre().Y) > 6 {
			return out[i].Box.Y < out[j].Box.Y
		}
		return out[i].Box.X < out[j].Box.X
	})
	return out
}

// grip says whether a text is but the strokes in the lower right corner of a large field, by which its size is changed.
func grip(t, field sop.Box) bool {
	const corner, small = 20, 14
	return field.H > controlH && t.W <= small && t.H <= small && field.X+field.W-t.X <= corner && field.Y+field.H-t.Y <= corner
}

// isPointer says whether a text is but the pointer, taken for letters.
func (s site) isPointer(b sop.Box) bool {
	return b.W < 60 && share(b, sop.BoxOf(s.pointer)) > .5
}

// share is how much of a lies in b, from 0 to 1.
func share(a, b sop.Box) float64 {
	i := a.Rect().Intersect(b.Rect())
	return float64(i.Dx()*i.Dy()) / float64(max(1, a.W*a.H))
}

// control says what a face is and what it's called.
func (s site) control(f layout.Surface) candidate {
	b := f.Box
	in := s.inside(b)
	c := candidate{kind: sop.ElementButton, box: b.Grow(1), text: s.unread(in...), sure: .85}
	switch {
	case len(in) == 0 && b.W <= 30 && b.H <= 30 && abs(b.W-b.H) <= 4:
		if t, ok := s.rightOf(b, 26); ok {
			c.kind, c.label, c.box = sop.ElementCheck, s.unread(t), b.Union(t.Box).Grow(2)
			return c
		}
		return s.icon(b)
	case len(in) == 0 && b.W <= 64 && b.H <= 64:
		return s.icon(b)
	case s.chevron(b, in):
		c.kind, c.label = sop.ElementSelect, s.unread(s.caption(b)...)
	case s.fieldLike(f, in):
		c.kind, c.label = sop.ElementField, s.unread(s.caption(b)...)
	default:
		c.label = c.text
		if len(in) > 0 && b.X+b.W-in[len(in)-1].Box.X-in[len(in)-1].Box.W > 3*(in[0].Box.X-b.X)+20 {
			c.kind, c.label = sop.ElementMenu, s.unread(firstRow(in)...)
		}
	}
	return c
}

// firstRow are the texts of the first line: what stands below it in the entry of a list tells more of it, but isn't its name.
func firstRow(in []layout.Text) []layout.Text {
	n := 1
	for n < len(in) && in[n].Box.Y < in[0].Box.Y+in[0].Box.H {
		n++
	}
	return in[:n]
}

// fieldLike says whether a face is that of an input field: framed, wide, empty or with text at its left end.
func (s site) fieldLike(f layout.Surface, in []layout.Text) bool {
	b := f.Box
	if b.W < 60 || b.W < 2*b.H || !s.bordered(f) {
		return false
	}
	if len(in) == 0 {
		return b.W >= 90
	}
	if len(in) > 2 && b.H <= controlH {
		return false
	}
	if b.H > controlH {
		return alignedLeft(b, in)
	}
	first, last := in[0].Box, in[len(in)-1].Box
	left, right := first.X-b.X, b.X+b.W-last.X-last.W
	return left <= 24 && right > 2*left+12
}

// chevron says whether the little triangle of a drop-down list stands at the right end of the box.
func (s site) chevron(b sop.Box, in []layout.Text) bool {
	if b.W < 50 || b.H < 16 {
		return false
	}
	end := sop.Box{X: b.X + b.W - 34, Y: b.Y + b.H/4, W: 34, H: b.H - b.H/2}
	fits := func(m sop.Box) bool {
		return m.Centre().In(end) && m.W >= 5 && m.W <= 16 && m.H >= 3 && m.H <= 10 && m.W+1 >= m.H
	}
	for _, m := range s.words.Marks {
		if fits(m.Box) {
			return true
		}
	}
	if len(in) < 2 {
		return false
	}
	return fits(in[len(in)-1].Box)
}

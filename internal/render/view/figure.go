package view

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// Figure is a picture with its marks. Places are percentages of the crop, so that the numbers stay as large on a phone as on a
// wide screen.
type Figure struct {
	Src           template.URL
	Vector        template.HTML
	Alt           string
	Width, Height int
	// Narrow is for strips such as a command's own row, which are not blown up.
	Narrow bool
	Marks  []Mark
	Moment *Moment
	// Field is as in Claim, Image the picture's name.
	Field, Image string
}

// Mark is a box, a number, an arrow or a text upon a figure.
type Mark struct {
	Box, Number, Arrow, Text, Unsure bool
	X, Y, W, H                       string
	N                                int
	Label                            string
	// FromX and FromY are where an arrow begins; empty for a short one. Turn is how its head is turned, as an SVG transformation.
	FromX, FromY, Turn string
	// AtX and AtY are where the number stands when it would cover what it points at: the box's corner.
	AtX, AtY string
}

// outside is how far outside of its element a frame is drawn, in pixels of the recording: close to a line of text, which others
// stand above and below.
func outside(b sop.Box) int {
	if b.H <= 24 {
		return 2
	}
	return 5
}

// figure is f with its marks; the numbers are noted by their actions.
func (b *builder) figure(f *sop.Figure, number map[string]int) Figure {
	v := Figure{Image: wording.Line(f.Image), Alt: wording.Line(sop.Bare(f.Alt.Text)), Width: f.Width, Height: f.Height, Moment: b.moment(f.Evidence), Narrow: f.Height*4 < f.Width}
	if f.Image != "" && b.o.Picture != nil {
		p := b.o.Picture(f.Image)
		v.Src, v.Vector = p.Src, p.Vector
	}
	v.Narrow = v.Narrow && v.Vector == ""
	for i, m := range f.Marks {
		out := Mark{Label: wording.Line(m.Label), Unsure: m.Unsure != "", N: m.Number}
		switch {
		case m.Kind == sop.MarkBox && m.Box != nil:
			out.Box = true
			grown := m.Box.Grow(outside(*m.Box))
			out.X, out.Y = share(grown.X-f.Crop.X, f.Crop.W), share(grown.Y-f.Crop.Y, f.Crop.H)
			out.W, out.H = share(grown.W, f.Crop.W), share(grown.H, f.Crop.H)
		case m.Kind == sop.MarkNumber && m.Point != nil:
			out.Number = true
			out.X, out.Y = share(m.Point.X-f.Crop.X, f.Crop.W), share(m.Point.Y-f.Crop.Y, f.Crop.H)
			if i > 0 && f.Marks[i-1].Kind == sop.MarkBox && f.Marks[i-1].Box != nil {
				out.AtX, out.AtY = corner(*f.Marks[i-1].Box, f.Crop)
			}
			for _, id := range m.Evidence.Actions {
				number[id] = m.Number
			}
		case m.Kind == sop.MarkArrow && m.Point != nil:
			out.arrow(m, f.Crop)
		case m.Kind == sop.MarkText && m.Point != nil && out.Label != "":
			out.Text = true
			out.X, out.Y = share(m.Point.X-f.Crop.X, f.Crop.W), share(m.Point.Y-f.Crop.Y, f.Crop.H)
			v.Alt = strings.TrimSpace(v.Alt + " “" + out.Label + "” is written on it.")
		default:
			continue
		}
		v.Marks = append(v.Marks, out)
	}
	return v
}

// arrow sets where an arrow is. One that doesn't tell where it begins comes from the lower right.
func (out *Mark) arrow(m sop.Mark, crop sop.Box) {
	out.Arrow, out.Turn = true, "rotate(225)"
	out.X, out.Y = share(m.Point.X-crop.X, crop.W), share(m.Point.Y-crop.Y, crop.H)
	if m.From != nil && *m.From != *m.Point {
		out.FromX, out.FromY = share(m.From.X-crop.X, crop.W), share(m.From.Y-crop.Y, crop.H)
		out.Turn = fmt.Sprintf("rotate(%.1f)", math.Atan2(float64(m.Point.Y-m.From.Y), float64(m.Point.X-m.From.X))*180/math.Pi)
	}
}

// aside is how far to the right of a frame its number stands, in pixels of the recording, so that it hides no letter.
const aside = 16

// corner is beside the upper right corner of box, where a number hides neither the label nor what stands in the field.
func corner(box, crop sop.Box) (x, y string) {
	return share(min(box.X+box.W+outside(box)+aside, crop.X+crop.W-aside)-crop.X, crop.W), share(box.Y-outside(box)-crop.Y, crop.H)
}

// share is part of whole in per cent.
func share(part, whole int) string {
	if whole <= 0 {
		return "0%"
	}
	return fmt.Sprintf("%.3f%%", 100*float64(part)/float64(whole))
}

package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"showhow/internal/sop"
)

// The colours of marks: one that is seldom in a screen's own design, with a light edge so that it stands on any ground.
var (
	ink  = color.RGBA{0xD9, 0x1E, 0x63, 0xFF}
	edge = color.NRGBA{0xFF, 0xFF, 0xFF, 0xE6}
	fill = color.RGBA{0x20, 0x24, 0x2A, 0xFF}
)

// Cover fills boxes (in the recording's pixels) solidly; crop is the part of the frame that img shows.
func Cover(img *image.RGBA, crop image.Rectangle, boxes []sop.Box) {
	for _, b := range boxes {
		draw.Draw(img, b.Rect().Sub(crop.Min), image.NewUniform(fill), image.Point{}, draw.Src)
	}
}

// Mark draws a figure's marks; crop is the part of the frame that img shows.
func Mark(img *image.RGBA, crop image.Rectangle, marks []sop.Mark) {
	p := pen{img: img, off: crop.Min, width: max(2, float32(crop.Dx())/480)}
	for _, m := range marks {
		switch {
		case m.Kind == sop.MarkBlur && m.Box != nil:
			Cover(img, crop, []sop.Box{*m.Box})
		case m.Kind == sop.MarkBox && m.Box != nil:
			p.box(*m.Box)
		case m.Kind == sop.MarkArrow && m.Point != nil && m.From != nil && *m.From != *m.Point:
			p.long(*m.From, *m.Point)
		case m.Kind == sop.MarkArrow && m.Point != nil:
			p.arrow(*m.Point)
		}
	}
	for _, m := range marks {
		if m.Kind == sop.MarkText && m.Point != nil {
			p.text(*m.Point, m.Label)
		}
	}
	for i, m := range marks { // numbers lie over boxes
		switch {
		case m.Kind != sop.MarkNumber || m.Point == nil:
		case i > 0 && marks[i-1].Kind == sop.MarkBox && marks[i-1].Box != nil:
			p.spot(*m.Point)
			b := marks[i-1].Box
			p.number(float32(b.X+b.W-p.off.X)+p.gap(*b)+p.radius(), float32(b.Y-p.off.Y)-p.gap(*b), m.Number) // beside the frame: it hides no letter
		default:
			radius := p.radius() * 1.2
			p.number(float32(m.Point.X-p.off.X)-radius, float32(m.Point.Y-p.off.Y)-radius, m.Number)
		}
	}
}

// MarkAs draws marks on a picture that shows crop, by whatever factor smaller or larger.
func MarkAs(img *image.RGBA, crop image.Rectangle, marks []sop.Mark) {
	if crop.Empty() || img.Rect.Empty() {
		return
	}
	if img.Rect.Size() == crop.Size() {
		Mark(img, crop, marks)
		return
	}
	x := func(v int) int { return (v - crop.Min.X) * img.Rect.Dx() / crop.Dx() }
	y := func(v int) int { return (v - crop.Min.Y) * img.Rect.Dy() / crop.Dy() }
	point := func(p *sop.Point) *sop.Point {
		if p == nil {
			return nil
		}
		return &sop.Point{X: x(p.X), Y: y(p.Y)}
	}
	moved := make([]sop.Mark, len(marks))
	for i, m := range marks {
		m.Point, m.From = point(m.Point), point(m.From)
		if b := m.Box; b != nil {
			box := sop.BoxOf(image.Rect(x(b.X), y(b.Y), x(b.X+b.W), y(b.Y+b.H)))
			m.Box = &box
		}
		moved[i] = m
	}
	Mark(img, image.Rectangle{Max: img.Rect.Size()}, moved)
}

type pen struct {
	img   *image.RGBA
	off   image.Point
	width float32
}

// shape fills a path in one colour.
func (p pen) shape(c color.Color, path func(r *vector.Rasterizer)) {
	b := p.img.Bounds()
	r := vector.NewRasterizer(b.Dx(), b.Dy())
	path(r)
	r.Draw(p.img, b, image.NewUniform(c), image.Point{})
}

// gap is how far outside of its element a frame is drawn, in pixels: close to a line of text, which others stand above and below.
func (p pen) gap(b sop.Box) float32 {
	if b.H <= line {
		return p.width
	}
	return p.width + 3
}

// line is the height up to which a box is that of a line of text, in pixels.
const line = 24

func (p pen) radius() float32 { return p.width * 5 }

// box draws a frame a little outside of b, so that it hides nothing of the element.
func (p pen) box(b sop.Box) {
	gap := p.gap(b)
	x0, y0 := float32(b.X-p.off.X)-gap, float32(b.Y-p.off.Y)-gap
	x1, y1 := x0+float32(b.W)+2*gap, y0+float32(b.H)+2*gap
	frame := func(out, in float32) func(*vector.Rasterizer) {
		return func(r *vector.Rasterizer) {
			rect(r, x0-out, y0-out, x1+out, y1+out, false)
			rect(r, x0+in, y0+in, x1-in, y1-in, true)
		}
	}
	p.shape(edge, frame(p.width/2+1, p.width/2+1))
	p.shape(ink, frame(p.width/2, p.width/2))
}

// rect adds a rectangle; one that runs backwards cuts a hole.
func rect(r *vector.Rasterizer, x0, y0, x1, y1 float32, back bool) {
	r.MoveTo(x0, y0)
	if back {
		r.LineTo(x0, y1)
		r.LineTo(x1, y1)
		r.LineTo(x1, y0)
	} else {
		r.LineTo(x1, y0)
		r.LineTo(x1, y1)
		r.LineTo(x0, y1)
	}
	r.ClosePath()
}

func circle(r *vector.Rasterizer, x, y, radius float32) {
	const parts = 48
	for i := range parts {
		a := 2 * math.Pi * float64(i) / parts
		px, py := x+radius*float32(math.Cos(a)), y+radius*float32(math.Sin(a))
		if i == 0 {
			r.MoveTo(px, py)
		} else {
			r.LineTo(px, py)
		}
	}
	r.ClosePath()
}

// spot draws a small dot where the pointer stood.
func (p pen) spot(at sop.Point) {
	x, y := float32(at.X-p.off.X), float32(at.Y-p.off.Y)
	p.shape(edge, func(r *vector.Rasterizer) { circle(r, x, y, p.width*1.5+1.5) })
	p.shape(ink, func(r *vector.Rasterizer) { circle(r, x, y, p.width*1.5) })
}

// number draws a disc with n in it around a place of the picture, as near to it as the picture's rim allows.
func (p pen) number(x, y float32, n int) {
	radius := p.radius()
	size := p.img.Bounds()
	x = min(max(x, radius+2), float32(size.Dx())-radius-2)
	y = min(max(y, radius+2), float32(size.Dy())-radius-2)
	p.shape(edge, func(r *vector.Rasterizer) { circle(r, x, y, radius+1.5) })
	p.shape(ink, func(r *vector.Rasterizer) { circle(r, x, y, radius) })
	text := strconv.Itoa(n)
	face, err := opentype.NewFace(bold(), &opentype.FaceOptions{Size: float64(radius) * 1.3, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return // a disc without its number is still a mark
	}
	defer face.Close()
	d := font.Drawer{Dst: p.img, Src: image.White, Face: face}
	w := d.MeasureString(text)
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(x*64) - w/2, Y: fixed.Int26_6((y + radius*0.46) * 64)}
	d.DrawString(text)
}

// arrow draws an arrow that points at the point from the lower right.
func (p pen) arrow(at sop.Point) {
	x, y, u := float32(at.X-p.off.X), float32(at.Y-p.off.Y), p.width
	p.shape(ink, func(r *vector.Rasterizer) {
		for i, q := range [][2]float32{{0, 0}, {9, 2.5}, {6.8, 4.7}, {16, 14}, {14, 16}, {4.7, 6.8}, {2.5, 9}} {
			if i == 0 {
				r.MoveTo(x+q[0]*u, y+q[1]*u)
			} else {
				r.LineTo(x+q[0]*u, y+q[1]*u)
			}
		}
		r.ClosePath()
	})
}

// long draws an arrow from one point to another.
func (p pen) long(from, to sop.Point) {
	x0, y0 := float32(from.X-p.off.X), float32(from.Y-p.off.Y)
	x1, y1 := float32(to.X-p.off.X), float32(to.Y-p.off.Y)
	length := float32(math.Hypot(float64(x1-x0), float64(y1-y0)))
	ux, uy := (x1-x0)/length, (y1-y0)/length
	head := min(p.width*5, length)
	path := func(more float32) func(*vector.Rasterizer) {
		// along is measured back from the point, across to the left
		at := func(along, across float32) (float32, float32) {
			return x1 - ux*along - uy*across, y1 - uy*along + ux*across
		}
		shaft, wing := p.width/2+more, p.width*2.2+more
		return func(r *vector.Rasterizer) {
			r.MoveTo(at(-2*more, 0))
			for _, q := range [][2]float32{{head + more, wing}, {head, shaft}, {length + more, shaft}, {length + more, -shaft}, {head, -shaft}, {head + more, -wing}} {
				r.LineTo(at(q[0], q[1]))
			}
			r.ClosePath()
		}
	}
	p.shape(edge, path(1.5))
	p.shape(ink, path(0))
}

// text writes words on a plate, the upper left of which is at a point, moved into the picture as far as they fit.
func (p pen) text(at sop.Point, words string) {
	size := p.width * 8
	face, err := opentype.NewFace(bold(), &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return
	}
	defer face.Close()
	d := font.Drawer{Dst: p.img, Src: image.White, Face: face}
	w, h := float32(d.MeasureString(words))/64+size, size*1.6
	b := p.img.Bounds()
	x := max(0, min(float32(at.X-p.off.X), float32(b.Dx())-w))
	y := max(0, min(float32(at.Y-p.off.Y), float32(b.Dy())-h))
	p.shape(edge, func(r *vector.Rasterizer) { rect(r, x-1.5, y-1.5, x+w+1.5, y+h+1.5, false) })
	p.shape(ink, func(r *vector.Rasterizer) { rect(r, x, y, x+w, y+h, false) })
	d.Dot = fixed.Point26_6{X: fixed.Int26_6((x + size/2) * 64), Y: fixed.Int26_6((y + h*0.5 + size*0.36) * 64)}
	d.DrawString(words)
}

var bold = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic("the embedded font: " + err.Error())
	}
	return f
})

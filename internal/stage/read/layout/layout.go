package layout

import (
	"image"

	"showhow/internal/sop"
)

// Layout is a picture taken apart. All coordinates are the picture's own.
type Layout struct {
	Texts []Text
	// Marks are what is neither surface nor text: icons, borders, check marks.
	Marks []Mark
	a     *pic
	at    image.Point
}

// Mark is a connected piece of ink that is no text.
type Mark struct {
	Box    sop.Box
	Pixels int
}

// Of takes a picture apart.
func Of(p *image.YCbCr) Layout {
	a := newPic(p)
	a.findSurfaces()
	a.findInk()
	l := Layout{Texts: a.findTexts(), a: a, at: p.Rect.Min}
	for i := range a.faces {
		a.faces[i].Box = moved(a.faces[i].Box, l.at)
	}
	for i := range l.Texts {
		t := &l.Texts[i]
		t.Box, t.On.Box = moved(t.Box, l.at), moved(t.On.Box, l.at)
		t.Strip.Rect = t.Strip.Rect.Add(l.at)
	}
	for _, k := range a.inks[1:] {
		if !k.text {
			l.Marks = append(l.Marks, Mark{moved(k.box, l.at), k.pixels})
		}
	}
	return l
}

func moved(b sop.Box, by image.Point) sop.Box {
	return sop.Box{X: b.X + by.X, Y: b.Y + by.Y, W: b.W, H: b.H}
}

// SurfaceAt is the surface at a point, or beneath the ink there; false at the picture's rim and on borders.
func (l Layout) SurfaceAt(p sop.Point) (Surface, bool) {
	x, y := p.X-l.at.X, p.Y-l.at.Y
	if x < 0 || y < 0 || x >= l.a.w || y >= l.a.h {
		return Surface{}, false
	}
	id := l.a.label[y*l.a.w+x]
	if id < 0 {
		k := l.a.inks[-id]
		if k.edge {
			return Surface{}, false
		}
		id = k.on
	}
	if id <= 0 {
		return Surface{}, false
	}
	return l.a.faces[id], true
}

// Luma is the brightness at a point; 0 outside of the picture.
func (l Layout) Luma(p sop.Point) uint8 {
	x, y := p.X-l.at.X, p.Y-l.at.Y
	if x < 0 || y < 0 || x >= l.a.w || y >= l.a.h {
		return 0
	}
	return l.a.p.Y[y*l.a.p.YStride+x]
}

// Surfaces are all surfaces, in no order that means anything.
func (l Layout) Surfaces() []Surface { return l.a.faces[1:] }

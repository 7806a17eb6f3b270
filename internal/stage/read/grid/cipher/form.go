package cipher

import (
	"image"

	"showhow/internal/stage/read/grid/glyph"
)

// form is a sign's picture without its place and size: its ink stretched to the whole patch. Signs keep to no line as letters do: how far
// a bracket reaches down, or how high a stroke stands, differs from font to font.
type form struct {
	ink image.Rectangle // in points of the patch
	pic glyph.Patch     // of length 1
}

// inkPart is how much of the darkest point's ink a point must bear to count.
const inkPart = .3

func formOf(p *glyph.Patch) form {
	var most float32
	for _, v := range p {
		most = max(most, v)
	}
	var f form
	for i, v := range p {
		if v > inkPart*most {
			x, y := i%glyph.W, i/glyph.W
			f.ink = f.ink.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	if f.ink.Empty() {
		return f
	}
	w, h := float32(f.ink.Dx())/glyph.W, float32(f.ink.Dy())/glyph.H
	for i := range f.pic {
		x := float32(f.ink.Min.X) + (float32(i%glyph.W)+.5)*w - .5
		y := float32(f.ink.Min.Y) + (float32(i/glyph.W)+.5)*h - .5
		f.pic[i] = between(p, x, y)
	}
	f.pic.Normalise()
	return f
}

// between is the ink at a place between points.
func between(p *glyph.Patch, x, y float32) float32 {
	x, y = max(0, min(x, glyph.W-1.001)), max(0, min(y, glyph.H-1.001))
	i, j := int(x), int(y)
	u, v := x-float32(i), y-float32(j)
	at := func(i, j int) float32 { return p[min(j, glyph.H-1)*glyph.W+min(i, glyph.W-1)] }
	top := at(i, j)*(1-u) + at(i+1, j)*u
	low := at(i, j+1)*(1-u) + at(i+1, j+1)*u
	return top*(1-v) + low*v
}

const (
	// reformed is what a likeness of forms is less worth than one of pictures in their places, and moved what it loses for each point of the
	// patch that a side of the ink lies elsewhere.
	reformed, moved = .02, .006
	// farthest is how far a side of the ink may lie elsewhere, in points; the lower line may lie anywhere below the letters.
	farthest, lowest = 4, 7
)

// like is how much f is like the form of the sign r.
func (f form) like(g form, r rune) float32 {
	if f.ink.Empty() || g.ink.Empty() {
		return 0
	}
	most := farthest
	if r == '_' {
		most = lowest
	}
	sum := 0
	for _, d := range []int{f.ink.Min.X - g.ink.Min.X, f.ink.Max.X - g.ink.Max.X, f.ink.Min.Y - g.ink.Min.Y, f.ink.Max.Y - g.ink.Max.Y} {
		d = max(d, -d)
		if d > most {
			return 0
		}
		sum += d
	}
	return f.pic.Dot(&g.pic) - reformed - moved*float32(sum)
}

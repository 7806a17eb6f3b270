package console

import (
	"image"
	"image/color"
	"image/draw"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/gomonobolditalic"
	"golang.org/x/image/font/gofont/gomonoitalic"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"showhow/internal/sop"
)

// The size of the letters in pixels an em, and the row's pixel that they stand on.
const (
	size = 16
	base = 15
)

// face is a font with a glyph for some characters. Its use is guarded: a face draws into a buffer of its own.
type face struct {
	sync.Mutex
	font   *sfnt.Font
	face   font.Face
	buffer sfnt.Buffer
	// drawn are the glyphs that were drawn before; nil for a character that the font lacks.
	drawn map[rune]*drawn
}

// drawn is a glyph's mask and where it lies from the point on which the letter stands.
type drawn struct {
	mask *image.Alpha
	at   image.Rectangle
}

// maxDrawn bounds the glyphs that are kept.
const maxDrawn = 4000

// glyph is the drawing of a character; nil when the font lacks it.
func (f *face) glyph(r rune) *drawn {
	f.Lock()
	defer f.Unlock()
	if g, known := f.drawn[r]; known {
		return g
	}
	var g *drawn
	if i, err := f.font.GlyphIndex(&f.buffer, r); err == nil && i != 0 {
		if at, mask, from, _, ok := f.face.Glyph(fixed.P(0, 0), r); ok {
			g = &drawn{image.NewAlpha(at), at}
			draw.Draw(g.mask, at, mask, from, draw.Src)
		}
	}
	if len(f.drawn) < maxDrawn {
		f.drawn[r] = g
	}
	return g
}

// faces are the plain, bold, italic and bold italic ones.
var faces = sync.OnceValue(func() (all [4]*face) {
	for i, ttf := range [4][]byte{gomono.TTF, gomonobold.TTF, gomonoitalic.TTF, gomonobolditalic.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // the fonts are part of the program
		}
		g, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			panic(err)
		}
		all[i] = &face{font: f, face: g, drawn: map[rune]*drawn{}}
	}
	return all
})

// Image draws a snapshot.
func Image(s sop.Snapshot) *image.RGBA {
	t := themeOf(s.Theme)
	img := image.NewRGBA(image.Rect(0, 0, s.Cols*sop.CellWidth, len(s.Cells)*sop.CellHeight))
	draw.Draw(img, img.Rect, image.NewUniform(t.bg), image.Point{}, draw.Src)
	for y, row := range s.Cells {
		for x, c := range row {
			if c.Width == 0 {
				continue
			}
			if s.Cursor != nil && s.Cursor.X == x && s.Cursor.Y == y {
				c.Inverse = !c.Inverse
			}
			box := image.Rect(x*sop.CellWidth, y*sop.CellHeight, (x+c.Width)*sop.CellWidth, (y+1)*sop.CellHeight)
			cell(img, box, c, t.lookOf(c))
		}
	}
	return img
}

func cell(img *image.RGBA, box image.Rectangle, c sop.Cell, l look) {
	draw.Draw(img, box, image.NewUniform(l.bg), image.Point{}, draw.Src)
	if l.underline {
		fill(img, image.Rect(box.Min.X, box.Min.Y+base+2, box.Max.X, box.Min.Y+base+3), l.fg)
	}
	if l.strike {
		fill(img, image.Rect(box.Min.X, box.Min.Y+base-5, box.Max.X, box.Min.Y+base-4), l.fg)
	}
	for i, r := range c.Text {
		if i == 0 && shape(img, box, r, l.fg) {
			continue
		}
		glyph(img, box, r, l)
	}
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// glyph draws a character; one that the fonts lack is drawn as an empty box, so that nobody takes it for a blank.
func glyph(img *image.RGBA, box image.Rectangle, r rune, l look) {
	n := 0
	if l.bold {
		n++
	}
	if l.italic {
		n += 2
	}
	g := faces()[n].glyph(r)
	if g == nil {
		if r > ' ' && utf8.ValidRune(r) {
			frame(img, box.Inset(3), l.fg)
		}
		return
	}
	at := g.at.Add(image.Pt(box.Min.X, box.Min.Y+base))
	draw.DrawMask(img, at, image.NewUniform(l.fg), image.Point{}, g.mask, g.at.Min, draw.Over)
}

func frame(img *image.RGBA, b image.Rectangle, c color.RGBA) {
	fill(img, image.Rect(b.Min.X, b.Min.Y, b.Max.X, b.Min.Y+1), c)
	fill(img, image.Rect(b.Min.X, b.Max.Y-1, b.Max.X, b.Max.Y), c)
	fill(img, image.Rect(b.Min.X, b.Min.Y, b.Min.X+1, b.Max.Y), c)
	fill(img, image.Rect(b.Max.X-1, b.Min.Y, b.Max.X, b.Max.Y), c)
}

// shape draws what has to fill its cell without a gap: blocks, the lines of frames, and the wedges of coloured prompts.
func shape(img *image.RGBA, b image.Rectangle, r rune, c color.RGBA) bool {
	w, h := b.Dx(), b.Dy()
	switch {
	case r == '█':
		fill(img, b, c)
	case r >= '▁' && r <= '▇': // lower eighths
		fill(img, image.Rect(b.Min.X, b.Max.Y-h*int(r-'▁'+1)/8, b.Max.X, b.Max.Y), c)
	case r >= '▉' && r <= '▏': // left eighths
		fill(img, image.Rect(b.Min.X, b.Min.Y, b.Min.X+w*(8-int(r-'▉'+1))/8, b.Max.Y), c)
	case r == '▀':
		fill(img, image.Rect(b.Min.X, b.Min.Y, b.Max.X, b.Min.Y+h/2), c)
	case r == '▐':
		fill(img, image.Rect(b.Min.X+w/2, b.Min.Y, b.Max.X, b.Max.Y), c)
	case r == 0xe0b0 || r == 0xe0b2:
		for y := range h {
			n := w * min(y+1, h-y) * 2 / h
			if r == 0xe0b0 {
				fill(img, image.Rect(b.Min.X, b.Min.Y+y, b.Min.X+min(n, w), b.Min.Y+y+1), c)
			} else {
				fill(img, image.Rect(b.Max.X-min(n, w), b.Min.Y+y, b.Max.X, b.Min.Y+y+1), c)
			}
		}
	default:
		return lines(img, b, r, c)
	}
	return true
}

// arms are the directions in which the lines of a frame run: up, right, down, left.
var arms = map[rune][4]bool{
	'─': {false, true, false, true}, '│': {true, false, true, false}, '┌': {false, true, true, false}, '┐': {false, false, true, true},
	'└': {true, true, false, false}, '┘': {true, false, false, true}, '├': {true, true, true, false}, '┤': {true, false, true, true},
	'┬': {false, true, true, true}, '┴': {true, true, false, true}, '┼': {true, true, true, true},
	'╭': {false, true, true, false}, '╮': {false, false, true, true}, '╯': {true, false, false, true}, '╰': {true, true, false, false},
	'━': {false, true, false, true}, '┃': {true, false, true, false}, '═': {false, true, false, true}, '║': {true, false, true, false},
}

func lines(img *image.RGBA, b image.Rectangle, r rune, c color.RGBA) bool {
	a, ok := arms[r]
	if !ok {
		return false
	}
	x, y := b.Min.X+b.Dx()/2, b.Min.Y+b.Dy()/2
	for i, r := range []image.Rectangle{
		image.Rect(x, b.Min.Y, x+1, y+1), image.Rect(x, y, b.Max.X, y+1), image.Rect(x, y, x+1, b.Max.Y), image.Rect(b.Min.X, y, x+1, y+1),
	} {
		if a[i] {
			fill(img, r, c)
		}
	}
	return true
}

package layout

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"showhow/internal/film"
)

// written draws a line of text, dark on white, with a caret at the x of each of carets, and gives the picture and where the
// letters end.
func written(t *testing.T, text string, size float64, caret bool) (p *image.YCbCr, end int) {
	t.Helper()
	return drawn(t, goregular.TTF, text, size, caret)
}

// heavy draws a line of text in a bold font.
func heavy(t *testing.T, text string, size float64) (p *image.YCbCr, end int) {
	t.Helper()
	return drawn(t, gobold.TTF, text, size, false)
}

func drawn(t *testing.T, ttf []byte, text string, size float64, caret bool) (p *image.YCbCr, end int) {
	t.Helper()
	f, err := opentype.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 400, 80))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(30, 50)}
	d.DrawString(text)
	end = d.Dot.X.Ceil()
	if caret {
		m := face.Metrics()
		draw.Draw(img, image.Rect(end+1, 50-m.Ascent.Ceil(), end+2, 50+m.Descent.Ceil()), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	p = film.NewPicture(400, 80)
	for y := range 80 {
		copy(p.Y[p.YOffset(0, y):], img.Pix[img.PixOffset(0, y):][:400])
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	return p, end
}

// The strips of a text with a caret behind it must be those of the text alone, and no l must be taken for a caret.
func TestCaretIsNoLetter(t *testing.T) {
	for _, text := range []string{"is live", "all pods l", "kill", "typing", "faq", "acq", "list[0]", "Il1", "a | b"} {
		for _, size := range []float64{13, 15, 17, 18, 20, 24} {
			plain, end := written(t, text, size, false)
			with, _ := written(t, text, size, true)
			a, b := Of(plain).Texts, Of(with).Texts
			if len(a) != 1 || len(b) != 1 {
				t.Errorf("%q at %g px: %d lines without the caret, %d with it", text, size, len(a), len(b))
				continue
			}
			if a[0].Box != b[0].Box {
				t.Errorf("%q at %g px: the line is %v without the caret and %v with it", text, size, a[0].Box, b[0].Box)
			}
			if got := a[0].Box.X + a[0].Box.W; end-got > int(size)/3 {
				t.Errorf("%q at %g px: the last letters are missing: the line ends at %d of %d", text, size, got, end)
			}
		}
	}
}

func TestDots(t *testing.T) {
	for _, c := range []struct {
		text string
		dots bool
	}{
		{"••••••••••••", true}, {"•••••••••••••••••••••••", true},
		{"common", false}, {"sources", false}, {"see our new race", false}, {"xxxxxxxxxx", false}, {"one or more users", false}, {"no answer comes now", false},
		{"----------", false}, {"__________", false}, {"==========", false}, {"—————", false}, {"• one", false}, {"a••••", false},
		{"iiiiiiiiii", false}, {"••••••••secret", false},
	} {
		for _, size := range []float64{8, 9, 10, 11, 12, 13, 15, 18, 22} {
			if c.dots && size < 15 {
				continue // dots of two pixels
			}
			for _, caret := range []bool{false, true} {
				p, _ := written(t, c.text, size, caret)
				n, texts := 0, Of(p).Texts
				for _, x := range texts {
					n = max(n, x.Dots)
				}
				if (n > 0) != c.dots {
					t.Errorf("%q at %g px, caret %v: %d dots in %d texts", c.text, size, caret, n, len(texts))
				}
			}
		}
	}
}

// The strokes of heavy letters are as flat as a small surface, and yet the letters are found, the first one, too.
func TestHeavyLetters(t *testing.T) {
	for _, text := range []string{"Refund", "Orders", "Total", "ILLEGAL"} {
		for _, size := range []float64{20, 24, 28} {
			p, end := heavy(t, text, size)
			texts := Of(p).Texts
			if len(texts) != 1 {
				t.Errorf("%q at %g px: %d lines", text, size, len(texts))
				continue
			}
			if b := texts[0].Box; b.X > 30+int(size)/4 || b.X+b.W < end-int(size)/4 {
				t.Errorf("%q at %g px: from %d to %d of 30 to %d", text, size, b.X, b.X+b.W, end)
			}
		}
	}
}

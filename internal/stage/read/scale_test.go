package read

import (
	"image"
	"image/draw"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"showhow/internal/film"
)

// page draws rows lines of text of a size in pixels, dark on white.
func page(t *testing.T, size float64, rows int) *image.YCbCr {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		t.Fatal(err)
	}
	const w, h = 1200, 900
	img := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.Black, Face: face}
	perColumn := int(float64(h-60) / (2 * size))
	for i := range rows {
		d.Dot = fixed.P(20+i/perColumn*400, 40+i%perColumn*int(2*size))
		d.DrawString("Deploy the page again")
	}
	p := film.NewPicture(w, h)
	copy(p.Y, img.Pix)
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	return p
}

func TestScale(t *testing.T) {
	for _, c := range []struct {
		size float64
		rows int
		want float64
		sure bool
	}{
		{13, 60, 1, true}, {16, 60, 1, true}, {20, 50, 1, false}, {27, 40, 2, true}, {30, 40, 2, true},
		{30, 5, 1, false}, // too few lines to tell
	} {
		if got, sure := Scale([]*image.YCbCr{page(t, c.size, c.rows)}); got != c.want || sure != c.sure {
			t.Errorf("%d lines of %g pixels: got %g, sure %v; want %g, %v", c.rows, c.size, got, sure, c.want, c.sure)
		}
	}
	if got, sure := Scale(nil); got != 1 || sure {
		t.Errorf("no picture: got %g, sure %v", got, sure)
	}
}

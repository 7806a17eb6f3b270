package picture

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"showhow/internal/sop"
)

func TestCropGivesTrueColours(t *testing.T) {
	for _, c := range []struct {
		name   string
		stream sop.VideoStream
		yuv    [3]uint8
		want   [3]int
	}{
		{"black, limited", sop.VideoStream{Matrix: "bt709"}, [3]uint8{16, 128, 128}, [3]int{0, 0, 0}},
		{"white, limited", sop.VideoStream{Matrix: "bt709"}, [3]uint8{235, 128, 128}, [3]int{255, 255, 255}},
		{"white, full", sop.VideoStream{Matrix: "bt601", FullRange: true}, [3]uint8{255, 128, 128}, [3]int{255, 255, 255}},
		{"red, 601", sop.VideoStream{Matrix: "bt601"}, [3]uint8{81, 90, 240}, [3]int{255, 0, 0}},
		{"red, 709", sop.VideoStream{Matrix: "bt709"}, [3]uint8{63, 102, 240}, [3]int{255, 0, 0}},
		{"blue, 709", sop.VideoStream{Matrix: "bt709"}, [3]uint8{32, 240, 118}, [3]int{0, 0, 255}},
	} {
		p := image.NewYCbCr(image.Rect(0, 0, 4, 4), image.YCbCrSubsampleRatio420)
		for i := range p.Y {
			p.Y[i] = c.yuv[0]
		}
		for i := range p.Cb {
			p.Cb[i], p.Cr[i] = c.yuv[1], c.yuv[2]
		}
		got := NewPalette(c.stream).Crop(p, image.Rect(1, 1, 3, 3)).RGBAAt(0, 0)
		for i, v := range []uint8{got.R, got.G, got.B} {
			if d := int(v) - c.want[i]; d < -3 || d > 3 {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}

func TestMarksFrameTheBoxAndLeaveItFree(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 400, 250))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{40, 40, 40, 255}), image.Point{}, draw.Src)
	b := sop.Box{X: 300, Y: 200, W: 80, H: 30}
	crop := image.Rect(100, 100, 500, 350)
	Mark(img, crop, []sop.Mark{{Kind: sop.MarkBox, Box: &b}, {Kind: sop.MarkNumber, Point: &sop.Point{X: 150, Y: 150}, Number: 12}})
	if got := img.RGBAAt(240, 115); got != (color.RGBA{40, 40, 40, 255}) {
		t.Errorf("the element is covered: %v", got)
	}
	if got := img.RGBAAt(240, 95); got != ink {
		t.Errorf("no frame above the element: %v", got)
	}
	for x := range 400 { // light on dark, never darker than the ground: the edge is mixed with what lies below
		if got := img.RGBAAt(x, 98); got.R < 40 {
			t.Fatalf("a dark edge at %d: %v", x, got)
		}
	}
	Mark(img, crop, []sop.Mark{{Kind: sop.MarkNumber, Point: &sop.Point{X: 0, Y: 9999}, Number: 3}}) // outside: must not panic
}

func TestCoverIsSolid(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 50, 50))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	Cover(img, image.Rect(10, 10, 60, 60), []sop.Box{{X: 20, Y: 20, W: 10, H: 10}})
	for y := range 50 {
		for x := range 50 {
			in := x >= 10 && x < 20 && y >= 10 && y < 20
			if (img.RGBAAt(x, y) == fill) != in {
				t.Fatalf("pixel %d,%d", x, y)
			}
		}
	}
}

func TestArrowsAndTexts(t *testing.T) {
	ground := color.RGBA{40, 40, 40, 255}
	fresh := func() *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 400, 250))
		draw.Draw(img, img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
		return img
	}
	crop := image.Rect(100, 100, 500, 350)
	arrow := sop.Mark{Kind: sop.MarkArrow, From: &sop.Point{X: 200, Y: 200}, Point: &sop.Point{X: 300, Y: 200}}
	img := fresh()
	Mark(img, crop, []sop.Mark{arrow})
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{{150, 100, ink}, {196, 100, ink}, {90, 100, ground}, {210, 100, ground}, {150, 110, ground}} {
		if got := img.RGBAAt(c.x, c.y); got != c.want {
			t.Errorf("at %d,%d: %v, want %v", c.x, c.y, got, c.want)
		}
	}
	img = fresh()
	Mark(img, crop, []sop.Mark{{Kind: sop.MarkText, Point: &sop.Point{X: 490, Y: 340}, Label: "Here"}})
	if n := count(img, ink); n < 200 || img.RGBAAt(10, 10) != ground {
		t.Errorf("a text at the rim has a plate of %d pixels", n)
	}
	if count(img, color.RGBA{255, 255, 255, 255}) < 20 {
		t.Error("nothing is written on the plate")
	}
	// the same marks on a picture of half the size
	half := image.NewRGBA(image.Rect(0, 0, 200, 125))
	MarkAs(half, crop, []sop.Mark{arrow})
	if half.RGBAAt(75, 50) != ink || half.RGBAAt(40, 50) == ink {
		t.Error("the arrow isn't where it would be on the whole picture")
	}
	MarkAs(half, image.Rectangle{}, []sop.Mark{arrow}) // must not panic
}

func count(img *image.RGBA, c color.RGBA) (n int) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.RGBAAt(x, y) == c {
				n++
			}
		}
	}
	return n
}

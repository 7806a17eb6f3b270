package illustrate

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"showhow/internal/sop"
)

func TestOne(t *testing.T) {
	paper := color.RGBA{255, 255, 255, 255}
	whole := image.NewRGBA(image.Rect(0, 0, 200, 100))
	draw.Draw(whole, whole.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	for _, c := range []struct {
		name          string
		in            Single
		crop          sop.Box
		white, hidden [][2]int // in the picture's own pixels
		code          sop.Code
	}{
		{"all of it", Single{}, sop.Box{W: 200, H: 100}, [][2]int{{0, 0}, {199, 99}}, nil, ""},
		{"a part with a mask", Single{Crop: sop.Box{X: 20, Y: 10, W: 50, H: 40}, Masks: []sop.Box{{X: 30, Y: 20, W: 10, H: 5}}},
			sop.Box{X: 20, Y: 10, W: 50, H: 40}, [][2]int{{9, 10}, {10, 9}, {20, 10}, {10, 15}}, [][2]int{{10, 10}, {19, 14}}, ""},
		{"a part that reaches out", Single{Crop: sop.Box{X: 150, Y: 50, W: 500, H: 500}}, sop.Box{X: 150, Y: 50, W: 50, H: 50}, [][2]int{{49, 49}}, nil, ""},
		{"a secret, covered and beyond", Single{Secrets: []sop.Box{{X: 50, Y: 50, W: 10, H: 10}}}, sop.Box{W: 200, H: 100}, [][2]int{{47, 50}}, [][2]int{{48, 48}, {61, 61}}, ""},
		{"a secret that is wider than was read", Single{Secrets: []sop.Box{{X: 50, Y: 50, W: 10, H: 10}}, Prover: sees{65, 55}}, sop.Box{W: 200, H: 100}, nil, [][2]int{{65, 55}}, ""},
		{"a secret in another place", Single{Secrets: []sop.Box{{X: 50, Y: 50, W: 10, H: 10}}, Prover: sees{150, 55}}, sop.Box{}, nil, nil, sop.Leaked},
	} {
		c.in.Whole = whole
		img, crop, err := One(t.Context(), c.in)
		if c.code != "" {
			if sop.CodeOf(err) != c.code || img != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil || crop != c.crop || img.Rect.Size() != crop.Rect().Size() {
			t.Errorf("%s: %v of %v, %v", c.name, img.Rect, crop, err)
			continue
		}
		for _, p := range c.white {
			if img.RGBAAt(p[0], p[1]) != paper {
				t.Errorf("%s: %v is covered", c.name, p)
			}
		}
		for _, p := range c.hidden {
			if img.RGBAAt(p[0], p[1]) == paper {
				t.Errorf("%s: %v can be seen", c.name, p)
			}
		}
	}
	if whole.RGBAAt(50, 50) != paper {
		t.Error("the whole picture was changed")
	}
}

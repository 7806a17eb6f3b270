package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// askew is a JPEG file of 64 × 32 pixels, dark in its upper left quarter alone, that says how its pixels lie, in either order of bytes.
func askew(t *testing.T, orientation byte, little bool) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			v := uint8(250)
			if x < 32 && y < 16 {
				v = 10
			}
			img.SetGray(x, y, color.Gray{v})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2, 0x01, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0}
	if little {
		tiff = []byte{'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0, 0x0F, 0x01, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0}
	}
	exif := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, b.Bytes()[2:]...)
}

// What a camera held askew is shown upright: by where the dark quarter lies then.
func TestOrientation(t *testing.T) {
	for _, c := range []struct {
		orientation byte
		size        image.Point
		dark        image.Point // of the four quarters, from the upper left
	}{
		{1, image.Pt(64, 32), image.Pt(0, 0)}, {2, image.Pt(64, 32), image.Pt(1, 0)}, {3, image.Pt(64, 32), image.Pt(1, 1)}, {4, image.Pt(64, 32), image.Pt(0, 1)},
		{5, image.Pt(32, 64), image.Pt(0, 0)}, {6, image.Pt(32, 64), image.Pt(1, 0)}, {7, image.Pt(32, 64), image.Pt(1, 1)}, {8, image.Pt(32, 64), image.Pt(0, 1)},
		{0, image.Pt(64, 32), image.Pt(0, 0)}, {9, image.Pt(64, 32), image.Pt(0, 0)},
	} {
		for _, little := range []bool{false, true} {
			img, err := Decode(askew(t, c.orientation, little))
			if err != nil || img.Rect.Size() != c.size {
				t.Errorf("%d: %v, %v", c.orientation, img.Rect, err)
				continue
			}
			for y := range 2 {
				for x := range 2 {
					at := image.Pt(img.Rect.Dx()*(2*x+1)/4, img.Rect.Dy()*(2*y+1)/4)
					if dark := img.RGBAAt(at.X, at.Y).R < 128; dark != (image.Pt(x, y) == c.dark) {
						t.Errorf("%d: the quarter %d, %d is dark: %v", c.orientation, x, y, dark)
					}
				}
			}
		}
	}
}

// A file that is cut anywhere, or lies about what it holds, costs nothing but its orientation.
func TestBrokenOrientation(t *testing.T) {
	whole := askew(t, 6, true)
	for n := range 80 {
		orientation(whole[:n])
		for _, v := range []byte{0, 0xFF} {
			b := bytes.Clone(whole)
			b[n] = v
			orientation(b)
		}
	}
	if got := orientation(whole); got != 6 {
		t.Error(got)
	}
}

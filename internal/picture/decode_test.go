package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// sketch is a small picture with a red corner that is half transparent, and clear elsewhere.
func sketch() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 20, 10))
	for y := range 5 {
		for x := range 5 {
			img.SetNRGBA(x, y, color.NRGBA{255, 0, 0, 128})
		}
	}
	return img
}

func asPNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, sketch()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sketch(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sized is a PNG whose head tells of another size.
func sized(b []byte, w, h uint32) []byte {
	b = bytes.Clone(b)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// dot is a WebP file of one pixel, without loss, made by hand after the format's description.
var dot = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func TestDecode(t *testing.T) {
	whole := asPNG(t)
	for _, c := range []struct {
		name string
		b    []byte
		code sop.Code // empty: it can be used
		says string
	}{
		{"PNG", whole, "", ""},
		{"JPEG", asJPEG(t), "", ""},
		{"WebP", dot, "", ""},
		{"a page behind a picture", append(bytes.Clone(whole), "<script>alert(1)</script>"...), "", ""},
		{"nothing", nil, sop.Unsupported, "PNG, JPEG or WebP"},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), sop.Unsupported, "PNG, JPEG or WebP"},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), sop.Unsupported, ""},
		{"a page that begins before a picture", append([]byte("<html>"), whole...), sop.Unsupported, ""},
		{"cut off", whole[:len(whole)-20], sop.Unreadable, "broken"},
		{"a head alone", whole[:8], sop.Unreadable, "broken"},
		{"noise behind the head", append([]byte("\xff\xd8\xff\xe0"), strings.Repeat("\x00\x10JFIF", 50)...), sop.Unreadable, "broken"},
		{"a broken WebP", []byte("RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcd"), sop.Unreadable, "broken"},
		{"endless width", sized(whole, 1<<31-1, 1), sop.Invalid, "pixels"},
		{"endless area", sized(whole, 8000, 8000), sop.Invalid, "pixels"},
		{"no area", sized(whole, 0, 5), sop.Unreadable, ""},
		{"more pixels told than there are", sized(whole, 4000, 4000), sop.Unreadable, "broken"},
		{"a large file", make([]byte, LargestFile+1), sop.Invalid, "20 MiB"},
	} {
		img, err := Decode(c.b)
		if c.code == "" {
			if err != nil || img.Rect.Min != (image.Point{}) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if img != nil || sop.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	img, _ := Decode(whole)
	if got := img.RGBAAt(10, 8); got != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("what is clear became %v", got)
	}
	if got := img.RGBAAt(1, 1); got.R != 255 || got.G < 120 || got.G > 135 || got.A != 255 {
		t.Errorf("what is half clear became %v", got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(asPNG(f))
	f.Add(asJPEG(f))
	f.Add(dot)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			t.Skip()
		}
		if img, err := Decode(b); err == nil && (img.Rect.Empty() || img.Rect.Dx()*img.Rect.Dy() > mostPixels) {
			t.Errorf("a picture of %v", img.Rect)
		} else if err != nil && sop.CodeOf(err) == sop.Internal {
			t.Error(err)
		}
	})
}

package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"showhow/internal/sop"
)

// Bounds of a picture that somebody brings: bytes of its file, and pixels of its longest side and of all of it.
const (
	LargestFile = 20 << 20
	longestEdge = 8192
	mostPixels  = 24 << 20
)

// format is a kind of picture that may be brought.
type format struct {
	name   string
	is     func(head []byte) bool
	config func(r *bytes.Reader) (image.Config, error)
	decode func(r *bytes.Reader) (image.Image, error)
}

var formats = []format{
	{"PNG", func(b []byte) bool { return bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) },
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) }, func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) }},
	{"JPEG", func(b []byte) bool { return bytes.HasPrefix(b, []byte("\xff\xd8\xff")) },
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) }, func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) }},
	{"WebP", func(b []byte) bool {
		return len(b) > 12 && bytes.HasPrefix(b, []byte("RIFF")) && bytes.Equal(b[8:12], []byte("WEBP"))
	},
		func(r *bytes.Reader) (image.Config, error) { return webp.DecodeConfig(r) }, func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) }},
}

// Decode gives the pixels of a PNG, JPEG or WebP file that somebody brought, and nothing else of it: no remarks, no places, nothing that is
// hidden behind its end. What is transparent is on white; what a camera held askew is turned as its JPEG file says. The size is known before anything is decoded. An error has code sop.Unsupported,
// sop.Invalid (too large) or sop.Unreadable.
func Decode(b []byte) (_ *image.RGBA, err error) {
	if len(b) > LargestFile {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The picture's file is larger than %d MiB.", LargestFile>>20), Mend: "Save it smaller."}
	}
	for _, f := range formats {
		if f.is(b) {
			return f.read(b)
		}
	}
	return nil, &sop.Error{Code: sop.Unsupported, Message: "That isn't a picture of a kind that can be used.", Mend: "Save it as PNG, JPEG or WebP."}
}

func (f format) read(b []byte) (out *image.RGBA, err error) {
	broken := func(cause any) error {
		return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The %s file is broken.", f.name), Mend: "Open it in a picture program, save it again, and bring that.", Cause: fmt.Errorf("%v", cause)}
	}
	defer func() { // a decoder that stumbles over a file must not take others with it
		if r := recover(); r != nil {
			out, err = nil, broken(r)
		}
	}()
	c, err := f.config(bytes.NewReader(b))
	if err != nil {
		return nil, broken(err)
	}
	if c.Width < 1 || c.Height < 1 {
		return nil, broken("no pixels")
	}
	if c.Width > longestEdge || c.Height > longestEdge || c.Width*c.Height > mostPixels {
		return nil, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The picture has %d × %d pixels; at most %d a side and %d million in all can be used.", c.Width, c.Height, longestEdge, mostPixels>>20), Mend: "Make it smaller first."}
	}
	img, err := f.decode(bytes.NewReader(b))
	if err != nil {
		return nil, broken(err)
	}
	if img.Bounds().Dx() != c.Width || img.Bounds().Dy() != c.Height {
		return nil, broken("its head tells another size than its pixels have")
	}
	out = image.NewRGBA(image.Rect(0, 0, c.Width, c.Height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Over)
	if f.name == "JPEG" {
		out = upright(out, orientation(b))
	}
	return out, nil
}

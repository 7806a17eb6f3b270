package illustrate

import (
	"context"
	"image"
	"image/draw"
	"slices"

	"showhow/internal/picture"
	"showhow/internal/picture/console"
	"showhow/internal/sop"
)

// Single is one picture to be made of a whole one.
type Single struct {
	// Whole is all that can be seen, from (0, 0); it isn't changed.
	Whole *image.RGBA
	// Crop is the part that is shown; one that is empty is all of it.
	Crop sop.Box
	// Secrets are places to be covered, and beyond them as far as it takes; Masks are covered as they are.
	Secrets, Masks []sop.Box
	// Prover may be nil when nothing is known that must not be seen.
	Prover Prover
}

// One makes a picture without marks, and tells which part of the whole it shows. The error has code sop.Leaked when a secret can be read in it
// under the widest covers.
func One(ctx context.Context, in Single) (img *image.RGBA, crop sop.Box, err error) {
	part := in.Crop.Rect().Intersect(in.Whole.Rect)
	if part.Empty() {
		part = in.Whole.Rect
	}
	var late []sop.Box // where a secret was seen in the finished picture alone
	for _, wide := range widenings {
		covers := slices.Clone(in.Masks)
		for _, b := range slices.Concat(in.Secrets, late) {
			covers = append(covers, b.Grow(wide))
		}
		img = image.NewRGBA(image.Rectangle{Max: part.Size()})
		draw.Draw(img, img.Rect, in.Whole, part.Min, draw.Src)
		picture.Cover(img, part, covers)
		if in.Prover == nil {
			return img, sop.BoxOf(part), nil
		}
		seen, err := in.Prover.Prove(ctx, []image.Image{&image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: part}})
		if err != nil || seen[0] == nil {
			return img, sop.BoxOf(part), err
		}
		late = append(late, seen[0]...)
	}
	return nil, sop.Box{}, &sop.Error{Code: sop.Leaked, Message: "A secret could still be read in that picture under every cover, so it isn't shown.", Mend: "Choose another moment, or cut that part away."}
}

// PNG is a picture as a file.
func PNG(img image.Image) ([]byte, error) { return encode(img) }

// Cells draws a part of a terminal, in the pixels of its drawing, with masks over it; an empty part is all of it. What is secret in the cells must be
// masked before. It tells which part is shown.
func Cells(s sop.Snapshot, part sop.Box, masks []sop.Box) (img *image.RGBA, shown sop.Box) {
	all := console.Image(s)
	r := part.Rect().Intersect(all.Rect)
	if r.Empty() {
		r = all.Rect
	}
	img = image.NewRGBA(image.Rectangle{Max: r.Size()})
	draw.Draw(img, img.Rect, all, r.Min, draw.Src)
	picture.Cover(img, r, masks)
	return img, sop.BoxOf(r)
}

package redact

import (
	"context"
	"fmt"
	"image"
	"strings"

	"golang.org/x/image/draw"

	"showhow/internal/sop"
)

// Reader reads whole pictures, with text anywhere on them; tool/tesseract is one.
type Reader interface {
	Lines(ctx context.Context, pictures []*image.Gray) ([][]sop.Line, error)
}

// Proof reads finished pictures again.
type Proof struct {
	Secrets Secrets
	Reader  Reader
}

// enlarged is how much larger a picture is made before it is read again: what can't be read then, nobody reads.
const enlarged = 2

// Prove gives an error with code sop.Leaked when a secret can be read in img. Where there is none to hide nothing is
// read.
func (p Proof) Prove(ctx context.Context, img image.Image) error {
	if p.Secrets.None() {
		return nil
	}
	if p.Reader == nil {
		return ErrNoReader
	}
	b := img.Bounds()
	light := image.NewGray(image.Rect(0, 0, b.Dx()*enlarged, b.Dy()*enlarged))
	draw.CatmullRom.Scale(light, light.Rect, img, b, draw.Src, nil)
	dark := image.NewGray(light.Rect)
	for i, v := range light.Pix {
		dark.Pix[i] = 255 - v
	}
	pages, err := p.Reader.Lines(ctx, []*image.Gray{light, dark})
	if err != nil {
		return fmt.Errorf("read a picture again: %w", err)
	}
	for _, lines := range pages {
		var text strings.Builder
		for _, l := range lines {
			text.WriteString(l.Text)
			text.WriteByte('\n')
		}
		if p.Secrets.In(text.String()) {
			return &sop.Error{Code: sop.Leaked, Message: "A secret can still be read in a picture."}
		}
	}
	return nil
}

// Mask masks the cells of a terminal's picture, and proves that no secret stands in them any more.
func (p Proof) Mask(s sop.Snapshot) (sop.Snapshot, error) {
	masked := p.Secrets.Snapshot(s)
	if p.Secrets.None() {
		return masked, nil
	}
	return masked, p.Secrets.ProveSnapshot(masked)
}

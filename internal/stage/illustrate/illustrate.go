// Package illustrate makes the pictures of a revision's figures from the film: cropped, in true colours, with secrets
// covered, and each proved to show none.
package illustrate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"

	"showhow/internal/picture"
	"showhow/internal/sop"
)

// Film gives the picture that stood at a moment.
type Film interface {
	At(sop.Moment) (*image.YCbCr, error)
}

// Prover reads a finished picture, whose upper left corner lies at the given place of the recording, and gives an error with code
// sop.Leaked when a secret can still be read in it.
type Prover interface {
	Prove(ctx context.Context, img image.Image, at image.Point) error
}

// Input is what Figures needs.
type Input struct {
	Revision *sop.Revision // its figures get their file names and sizes
	Film     Film
	// Prover may be nil when there is no secret.
	Prover   Prover
	Progress func(done float64)
}

// Picture is one figure's picture: with marks and without, both PNG.
type Picture struct {
	Name string // as in sop.Figure.Image
	// Clean has no marks: a page draws them over it. Marked has them in it.
	Clean, Marked []byte
	// Vector is the clean picture as an SVG element, which the pictures of a terminal recording have instead of Clean.
	Vector []byte
}

// Figures makes every picture. A figure in which a secret can still be read is covered more widely and tried again;
// when that doesn't help it is dropped from the revision, and dropped says how many were.
func Figures(ctx context.Context, in Input) (pictures []Picture, dropped int, err error) {
	palette := picture.NewPalette(*in.Revision.Media.Video)
	total, done, number := count(in.Revision), 0, 0
	for s := range in.Revision.Sections {
		for i := range in.Revision.Sections[s].Steps {
			step := &in.Revision.Sections[s].Steps[i]
			number++
			kept := step.Figures[:0]
			for _, f := range step.Figures {
				if err := ctx.Err(); err != nil {
					return nil, 0, err
				}
				name := fmt.Sprintf("step-%02d-%d.png", number, len(kept)+1)
				p, err := in.draw(ctx, &f, palette)
				switch {
				case sop.CodeOf(err) == sop.Leaked:
					dropped++
				case err != nil:
					return nil, 0, fmt.Errorf("draw the figure at %v: %w", f.At, err)
				default:
					p.Name, f.Image = name, name
					pictures, kept = append(pictures, p), append(kept, f)
				}
				if done++; in.Progress != nil {
					in.Progress(float64(done) / float64(total))
				}
			}
			step.Figures = kept
		}
	}
	return pictures, dropped, nil
}

func count(r *sop.Revision) (n int) {
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			n += len(st.Figures)
		}
	}
	return n
}

// widenings are how far, in pixels, the covers reach beyond the places where a secret was read, from try to try.
var widenings = []int{2, 10, 30}

func (in Input) draw(ctx context.Context, f *sop.Figure, palette *picture.Palette) (Picture, error) {
	frame, err := in.Film.At(f.At)
	if err != nil {
		return Picture{}, err
	}
	crop := f.Crop.Rect().Intersect(frame.Rect)
	if crop.Empty() {
		crop = frame.Rect
	}
	f.Crop, f.Width, f.Height = sop.BoxOf(crop), crop.Dx(), crop.Dy()
	var leak error
	for _, wide := range widenings {
		img := palette.Crop(frame, crop)
		picture.Cover(img, crop, in.secrets(f.At, wide))
		if in.Prover != nil {
			if leak = in.Prover.Prove(ctx, img, crop.Min); sop.CodeOf(leak) == sop.Leaked {
				continue
			} else if leak != nil {
				return Picture{}, leak
			}
		}
		clean, err := encode(img)
		if err != nil {
			return Picture{}, err
		}
		picture.Mark(img, crop, f.Marks)
		marked, err := encode(img)
		return Picture{Clean: clean, Marked: marked}, err
	}
	return Picture{}, leak
}

// secrets are the boxes to be covered at a moment.
func (in Input) secrets(at sop.Moment, wide int) (boxes []sop.Box) {
	for _, r := range in.Revision.Redactions {
		for _, p := range r.Seen {
			if p.Span.Holds(at) || p.Span.To == at {
				boxes = append(boxes, p.Box.Grow(wide))
			}
		}
	}
	return boxes
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&b, img)
	if err != nil {
		return nil, errors.Join(errors.New("encode a picture"), err)
	}
	return b.Bytes(), nil
}

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
	"slices"

	"showhow/internal/picture"
	"showhow/internal/sop"
)

// Film gives the picture that stood at a moment.
type Film interface {
	At(sop.Moment) (*image.YCbCr, error)
}

// Prover reads finished pictures, whose bounds are their places in the recording, and tells of each where in the recording a secret can still be
// read in it; nil for one in which there is none.
type Prover interface {
	Prove(ctx context.Context, pictures []image.Image) (seen [][]sop.Box, err error)
}

// Input is what Figures needs.
type Input struct {
	Revision *sop.Revision // its figures get their file names and sizes
	Film     Film
	// Prover may be nil when there is no secret.
	Prover   Prover
	Progress func(done float64)

	// late are places in which a secret was seen in finished pictures alone.
	late map[*sop.Figure][]sop.Box
}

// Picture is one figure's picture: with marks and without, both PNG.
type Picture struct {
	Name string // as in sop.Figure.Image
	// Clean has no marks: a page draws them over it. Marked has them in it.
	Clean, Marked []byte
	// Vector is the clean picture as an SVG element, which the pictures of a terminal recording have beside it.
	Vector []byte
}

// Figures makes every picture. A figure in which a secret can still be read is covered more widely and tried again;
// when that doesn't help it is dropped from the revision, and dropped says how many were.
func Figures(ctx context.Context, in Input) (pictures []Picture, dropped int, err error) {
	all := figuresOf(in.Revision)
	drawn := make(map[*sop.Figure]Picture, len(all))
	in.late = map[*sop.Figure][]sop.Box{}
	palette, done := picture.NewPalette(*in.Revision.Media.Video), 0
	for some := range slices.Chunk(all, together(in.Revision.Media.Video)) {
		if err := in.sheaf(ctx, some, palette, drawn); err != nil {
			return nil, 0, err
		}
		if done += len(some); in.Progress != nil {
			in.Progress(float64(done) / float64(len(all)))
		}
	}
	in.confess(all, drawn)
	pictures, dropped = named(in.Revision, drawn)
	return pictures, dropped, nil
}

// named gives figures and pictures their names, and drops the figures that have no picture.
func named(r *sop.Revision, drawn map[*sop.Figure]Picture) (pictures []Picture, dropped int) {
	number := 0
	for s := range r.Sections {
		for i := range r.Sections[s].Steps {
			step := &r.Sections[s].Steps[i]
			number++
			kept := step.Figures[:0:0]
			for k := range step.Figures {
				p, ok := drawn[&step.Figures[k]]
				if !ok {
					dropped++
					continue
				}
				f := step.Figures[k]
				f.Image = fmt.Sprintf("step-%02d-%d.png", number, len(kept)+1)
				p.Name = f.Image
				pictures, kept = append(pictures, p), append(kept, f)
			}
			step.Figures = kept
		}
	}
	return pictures, dropped
}

func figuresOf(r *sop.Revision) (all []*sop.Figure) {
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for i := range st.Figures {
				all = append(all, &st.Figures[i])
			}
		}
	}
	return all
}

// held is how many pixels of pictures are held at a time at most, and proved together: eight pictures of 1080p.
const held = 8 * 1920 * 1080

func together(v *sop.VideoStream) int { return max(1, held/max(1, v.Width*v.Height)) }

// widenings are how far, in pixels, the covers reach beyond the places where a secret was read, from try to try.
var widenings = []int{2, 10, 30}

// sheaf draws some figures' pictures; those that leak even under the widest covers it leaves out.
func (in Input) sheaf(ctx context.Context, open []*sop.Figure, palette *picture.Palette, drawn map[*sop.Figure]Picture) error {
	for _, wide := range widenings {
		if len(open) == 0 {
			break
		}
		covered := make([]*image.RGBA, len(open))
		for i, f := range open {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if covered[i], err = in.cover(f, palette, wide); err != nil {
				return fmt.Errorf("draw the figure at %v: %w", f.At, err)
			}
		}
		seen, err := in.prove(ctx, open, covered)
		if err != nil {
			return err
		}
		var again []*sop.Figure
		for i, f := range open {
			if seen[i] != nil {
				again, in.late[f] = append(again, f), append(in.late[f], seen[i]...)
				continue
			}
			if drawn[f], err = finish(f, covered[i]); err != nil {
				return err
			}
		}
		open = again
	}
	return nil
}

// cover is a figure's picture with its secrets covered, and sets what of the frame the figure shows.
func (in Input) cover(f *sop.Figure, palette *picture.Palette, wide int) (*image.RGBA, error) {
	frame, err := in.Film.At(f.At)
	if err != nil {
		return nil, err
	}
	crop := f.Crop.Rect().Intersect(frame.Rect)
	if crop.Empty() {
		crop = frame.Rect
	}
	f.Crop, f.Width, f.Height = sop.BoxOf(crop), crop.Dx(), crop.Dy()
	img := palette.Crop(frame, crop)
	picture.Cover(img, crop, append(in.secrets(f.At, wide), grown(in.late[f], wide)...))
	return img, nil
}

func grown(boxes []sop.Box, by int) (out []sop.Box) {
	for _, b := range boxes {
		out = append(out, b.Grow(by))
	}
	return out
}

// found names the rule by which a secret was found in a finished picture alone.
const found = "picture"

// confess writes down where secrets were found in pictures alone, so that others of the same moment are covered there as well.
func (in Input) confess(all []*sop.Figure, drawn map[*sop.Figure]Picture) {
	var seen []sop.Patch
	for _, f := range all {
		if _, ok := drawn[f]; !ok {
			continue
		}
		for _, b := range in.late[f] {
			if known := slices.ContainsFunc(in.secrets(f.At, 0), b.Overlaps); !known {
				seen = append(seen, sop.Patch{Span: sop.Span{From: f.At, To: f.At}, Box: b})
			}
		}
	}
	if len(seen) > 0 {
		in.Revision.Redactions = append(in.Revision.Redactions, sop.Redaction{Placeholder: "<SECRET>", Rule: found, Seen: seen})
	}
}

// prove tells where in the figures' pictures a secret can be read.
func (in Input) prove(ctx context.Context, figures []*sop.Figure, covered []*image.RGBA) ([][]sop.Box, error) {
	if in.Prover == nil {
		return make([][]sop.Box, len(covered)), nil
	}
	placed := make([]image.Image, len(covered))
	for i, img := range covered {
		placed[i] = &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: figures[i].Crop.Rect()}
	}
	return in.Prover.Prove(ctx, placed)
}

// finish makes the files of a picture that is proved to show no secret.
func finish(f *sop.Figure, img *image.RGBA) (p Picture, err error) {
	if p.Clean, err = encode(img); err != nil {
		return p, err
	}
	picture.Mark(img, f.Crop.Rect(), f.Marks)
	p.Marked, err = encode(img)
	return p, err
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

package pipeline

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"showhow/internal/picture"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/stage/illustrate"
)

// Still is a picture that somebody asks for after the draft.
type Still struct {
	// Recording is the file; Own the picture that somebody brought, instead of one of the recording, nil otherwise.
	Recording string
	Own       *image.RGBA
	Shooting  take.Shooting
	// Draft is what was drafted of the recording: its redactions hold for it still. Secrets are as Secrets gives them.
	Draft   *sop.Revision
	Secrets []string
}

// Camera is what a picture is taken with. All fields must be set.
type Camera struct {
	// Frame gives the picture that stood at a moment of the recording at path, of the stream's size.
	Frame func(ctx context.Context, path string, s sop.VideoStream, at sop.Moment) (*image.YCbCr, error)
	// Reader reads whole pictures, with boxes in their own pixels.
	Reader interface {
		Lines(ctx context.Context, pictures []*image.Gray) ([][]sop.Line, error)
	}
	Masker Masker
}

// Picture makes a picture and the figure that shows it, without a name, words and marks. What the draft found to be secret is covered, where
// that stood and where it's read now; so is what is found in the picture itself, as drafts find it. The error has code sop.Leaked when one can be
// read all the same.
func (c Camera) Picture(ctx context.Context, in Still) (png []byte, f sop.Figure, err error) {
	whole, by, err := c.whole(ctx, in)
	if err != nil {
		return nil, f, err
	}
	pages, err := c.Reader.Lines(ctx, []*image.Gray{greyOf(whole)})
	if err != nil {
		return nil, f, fmt.Errorf("read a picture: %w", err)
	}
	now := sop.Span{From: in.Shooting.At, To: in.Shooting.At}
	masked, proof, err := c.Masker.Mask(ctx, Seen{Screens: []sop.Screen{{At: now.From, Span: now, Blocks: blocks(pages[0])}}, Words: in.Secrets})
	if err != nil {
		return nil, f, err
	}
	one := illustrate.Single{Whole: whole, Crop: times(in.Shooting.Crop, 1/by), Prover: proof}
	for _, r := range masked.Redactions {
		for _, p := range r.Seen {
			one.Secrets = append(one.Secrets, p.Box)
		}
	}
	if in.Own == nil {
		for _, b := range stood(in.Draft, now) {
			one.Secrets = append(one.Secrets, times(b, 1/by))
		}
	}
	for _, b := range in.Shooting.Masks {
		one.Masks = append(one.Masks, times(b, 1/by))
	}
	img, part, err := illustrate.One(ctx, one)
	if err != nil {
		return nil, f, err
	}
	f = figure(in, times(part, by), img.Rect.Size())
	png, err = illustrate.PNG(img)
	return png, f, err
}

// whole is all that can be seen, and by how much smaller than the recording it is.
func (c Camera) whole(ctx context.Context, in Still) (*image.RGBA, float64, error) {
	if in.Own != nil {
		return in.Own, 1, nil
	}
	v, by := size(in.Draft)
	frame, err := c.Frame(ctx, in.Recording, v, in.Shooting.At)
	if err != nil {
		return nil, 1, err
	}
	return picture.NewPalette(v).Crop(frame, frame.Rect), by, nil
}

// size is the stream with the size in which the draft's pictures were made, and by how much that is smaller than the recording's.
func size(r *sop.Revision) (sop.VideoStream, float64) {
	by := 1.0
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				if f.Width > 0 && f.Crop.W > f.Width {
					by = max(by, float64(f.Crop.W)/float64(f.Width))
				}
			}
		}
	}
	if by < 1.05 { // no more than what rounding does
		by = 1
	}
	return *shrunk(r.Media, by).Video, by
}

// around is how long before and after its time a cover still holds: what is taken need not be one of the pictures that were read.
const around = sop.Moment(500e6)

// stood are the places where secrets stood at about a time.
func stood(r *sop.Revision, at sop.Span) (boxes []sop.Box) {
	for _, x := range r.Redactions {
		for _, p := range x.Seen {
			if p.Span.From-around <= at.To && at.From <= p.Span.To+around {
				boxes = append(boxes, p.Box)
			}
		}
	}
	return boxes
}

// figure is what shows a picture.
func figure(in Still, crop sop.Box, size image.Point) sop.Figure {
	f := sop.Figure{At: in.Shooting.At, Crop: crop, Width: size.X, Height: size.Y}
	if in.Own != nil {
		f.At, f.Evidence = 0, sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
		return f
	}
	f.Crop = sop.BoxOf(crop.Rect().Intersect(image.Rect(0, 0, in.Draft.Media.Video.Width, in.Draft.Media.Video.Height)))
	f.Evidence = sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: f.At, To: f.At}, Frames: []sop.Moment{f.At}, Confidence: 1}
	return f
}

// Of each secret so many places are read again, and so many pictures in all, to learn what it is: what was known of it went with the draft.
const (
	placesEach  = 3
	picturesAll = 24
)

// shortest is how many letters a word must have to be taken for a secret's.
const shortest = 4

// Secrets reads the places in which the draft found secrets again, and gives what stands there, so that it can be found elsewhere. They are for
// the memory of whoever asks alone.
func (c Camera) Secrets(ctx context.Context, in Still) (words []string, err error) {
	if in.Draft.Media.Video == nil {
		return nil, nil
	}
	v, by := size(in.Draft)
	palette, known := picture.NewPalette(v), map[string]bool{}
	at := sittings(in.Draft)
	for _, m := range order(at) {
		frame, err := c.Frame(ctx, in.Recording, v, m)
		if err != nil {
			return nil, err
		}
		pages, err := c.Reader.Lines(ctx, []*image.Gray{greyOf(palette.Crop(frame, frame.Rect))})
		if err != nil {
			return nil, fmt.Errorf("read what is secret: %w", err)
		}
		for _, b := range at[m] {
			for _, w := range within(pages[0], times(b, 1/by)) {
				if utf8.RuneCountInString(w) >= shortest && !known[w] {
					known[w], words = true, append(words, w)
				}
			}
		}
	}
	return words, nil
}

// sittings are the moments at which secrets' places are read again, with the places.
func sittings(r *sop.Revision) map[sop.Moment][]sop.Box {
	out := map[sop.Moment][]sop.Box{}
	for _, x := range r.Redactions {
		all := slices.Clone(x.Seen)
		sort.SliceStable(all, func(i, j int) bool { return all[i].Box.W*all[i].Box.H > all[j].Box.W*all[j].Box.H }) // the whole rather than its beginning
		for _, p := range all[:min(len(all), placesEach)] {
			at := p.Span.From + (p.Span.To-p.Span.From)/2
			if _, there := out[at]; there || len(out) < picturesAll {
				out[at] = append(out[at], p.Box)
			}
		}
	}
	return out
}

func order(at map[sop.Moment][]sop.Box) (all []sop.Moment) {
	for m := range at {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

// within are the words that stand in a place, for the most part.
func within(lines []sop.Line, b sop.Box) (all []string) {
	for _, l := range lines {
		for _, w := range l.Words {
			if c := w.Box.Rect().Intersect(b.Rect()); 2*c.Dx()*c.Dy() > w.Box.W*w.Box.H {
				all = append(all, strings.Trim(w.Text, `"'.,;:()`))
			}
		}
	}
	return all
}

// blocks are lines as a screen has them, each by itself.
func blocks(lines []sop.Line) (all []sop.Block) {
	for _, l := range lines {
		all = append(all, sop.Block{Box: l.Box, Lines: []sop.Line{l}})
	}
	return all
}

// times is a box whose edges are multiplied.
func times(b sop.Box, by float64) sop.Box {
	if by == 1 || b == (sop.Box{}) {
		return b
	}
	at := func(v int) int { return int(math.Round(float64(v) * by)) }
	return sop.BoxOf(image.Rect(at(b.X), at(b.Y), at(b.X+b.W), at(b.Y+b.H)))
}

func greyOf(img *image.RGBA) *image.Gray {
	g := image.NewGray(img.Rect)
	draw.Draw(g, g.Rect, img, img.Rect.Min, draw.Src)
	return g
}

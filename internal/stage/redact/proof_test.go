package redact

import (
	"context"
	"image"
	"image/color"
	"slices"
	"testing"

	"showhow/internal/sop"
)

// stencil takes pixels of one luma for the secret, and notes the sizes of what it was given, and how much at a time.
type stencil struct {
	sizes []image.Point
	goes  []int
}

const ink = 77

func (s *stencil) Lines(_ context.Context, pictures []*image.Gray) ([][]sop.Line, error) {
	out := make([][]sop.Line, len(pictures))
	s.goes = append(s.goes, len(pictures))
	for i, p := range pictures {
		s.sizes = append(s.sizes, p.Rect.Size())
		for _, v := range p.Pix {
			if v == ink {
				out[i] = []sop.Line{{Text: "correct-horse-battery"}}
				break
			}
		}
	}
	return out, nil
}

// page is a white picture with strokes of the given luma in the places.
func page(luma uint8, at ...image.Rectangle) *image.Gray {
	p := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range p.Pix {
		p.Pix[i] = 255
	}
	for _, r := range at {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				p.SetGray(x, y, color.Gray{Y: luma})
			}
		}
	}
	return p
}

func TestProve(t *testing.T) {
	s := &stencil{}
	p := &Proof{Secrets: one("correct-horse-battery"), Reader: s}
	word, other := image.Rect(100, 100, 180, 112), image.Rect(300, 300, 330, 312)
	steps := []struct {
		name string
		img  *image.Gray
		at   image.Point
		leak bool
		read []image.Point // sizes of what is read, at the first enlargement
	}{
		{"bare", page(0), image.Point{}, false, nil},
		{"leaks", page(ink, word), image.Point{}, true, []image.Point{{640, 96}}},
		{"still leaks", page(ink, word), image.Point{}, true, []image.Point{{640, 96}}},
		{"clean", page(10, word), image.Point{}, false, []image.Point{{640, 96}}},
		{"known", page(10, word), image.Point{}, false, nil},
		{"another line", page(10, word, other), image.Point{}, false, []image.Point{{640, 96}}},
		{"a line that leaks beside known ones", page(ink, word, other), image.Point{}, true, []image.Point{{640, 96}, {640, 96}}},
		{"both known", page(10, word, other), image.Point{}, false, nil},
		{"elsewhere", page(10, word, other), image.Pt(7, 0), false, []image.Point{{640, 96}, {640, 96}}},
		{"moved by whole tiles, as a crop of the same picture", page(10, word.Sub(image.Pt(32, 64)), other.Sub(image.Pt(32, 64))), image.Pt(32, 64), false, nil},
	}
	for _, c := range steps {
		s.sizes = nil
		leaks, err := p.Prove(t.Context(), []image.Image{placed(c.img, c.at)})
		if err != nil || (leaks[0] != nil) != c.leak {
			t.Errorf("%s: %v, %v, want a leak: %v", c.name, leaks, err, c.leak)
		}
		if len(s.sizes) != len(c.read)*len(enlargements) {
			t.Errorf("%s: read %v, want %v in %d sizes each", c.name, s.sizes, c.read, len(enlargements))
			continue
		}
		for i, size := range c.read {
			for j, n := range enlargements {
				if got := s.sizes[i*len(enlargements)+j]; got != size.Mul(n) {
					t.Errorf("%s: read %v, want %v", c.name, got, size.Mul(n))
				}
			}
		}
	}
}

func placed(g *image.Gray, at image.Point) image.Image {
	return &image.Gray{Pix: g.Pix, Stride: g.Stride, Rect: g.Rect.Add(at)}
}

// Pictures that are proved together are read in one go, each part once; those that share a part with one that leaks are read again.
func TestProveTogether(t *testing.T) {
	word, other, third := image.Rect(100, 100, 180, 112), image.Rect(300, 300, 330, 312), image.Rect(10, 10, 40, 20)
	leaking := page(10, other)
	for y := word.Min.Y; y < word.Max.Y; y++ {
		for x := word.Min.X; x < word.Max.X; x++ {
			leaking.SetGray(x, y, color.Gray{Y: ink})
		}
	}
	for _, c := range []struct {
		name  string
		all   []image.Image
		leaks []bool
		bands []int // read in each go
	}{
		{"alike", []image.Image{page(10, word), page(10, word)}, []bool{false, false}, []int{1}},
		{"nothing in common", []image.Image{page(10, word), page(10, other)}, []bool{false, false}, []int{2}},
		{"the first of two that share a line leaks", []image.Image{leaking, page(10, other)}, []bool{true, false}, []int{2, 1}},
		{"one rests upon one that rests upon what leaks", []image.Image{leaking, page(10, other, third), page(10, third)}, []bool{true, false, false}, []int{3, 2}},
		{"the last leaks", []image.Image{page(10, other), leaking}, []bool{false, true}, []int{2}},
		{"bare", []image.Image{page(10), page(10)}, []bool{false, false}, nil},
	} {
		s := &stencil{}
		p := &Proof{Secrets: one("correct-horse-battery"), Reader: s}
		seen, err := p.Prove(t.Context(), c.all)
		var leaks []bool
		for _, places := range seen {
			leaks = append(leaks, places != nil)
		}
		if err != nil || !slices.Equal(leaks, c.leaks) {
			t.Errorf("%s: %v, %v, want %v", c.name, leaks, err, c.leaks)
		}
		for i := range c.bands {
			c.bands[i] *= len(enlargements)
		}
		if !slices.Equal(s.goes, c.bands) {
			t.Errorf("%s: read %v parts, want %v", c.name, s.goes, c.bands)
		}
	}
}

func TestProveNeedsAReader(t *testing.T) {
	p := &Proof{Secrets: one("correct-horse-battery")}
	if _, err := p.Prove(t.Context(), []image.Image{page(0)}); err == nil {
		t.Error("a picture passed without being read")
	}
	if _, err := (&Proof{}).Prove(t.Context(), []image.Image{page(0)}); err != nil {
		t.Errorf("nothing to hide, yet %v", err)
	}
}

// What the rules find in a finished picture is a leak, too, though nobody knew of it before: a line of the screen may have been passed over.
func TestProveFindsWhatNobodyKnew(t *testing.T) {
	line := func(y int, text string) sop.Line {
		return sop.Line{Box: sop.Box{X: 20, Y: y, W: 300, H: 12}, Text: text, Words: []sop.ScreenWord{{Box: sop.Box{X: 20, Y: y, W: 300, H: 12}, Text: text}}}
	}
	read := lines{line(10, "Secret access key:"), line(30, "v9Tq2LrX0mWfHs7pYdKc4bZgUe1JnRa8BoGiCt6E")}
	p := &Proof{Reader: read}
	seen, err := p.Prove(t.Context(), []image.Image{placed(page(10, image.Rect(20, 30, 320, 42)), image.Pt(200, 100))})
	if err != nil || len(seen[0]) == 0 {
		t.Fatalf("%v, %v", seen, err)
	}
	// the lines are read in a band that begins at the picture's place in the recording
	if b := seen[0][0]; b.X < 200 || b.Y < 100 || b.W < 290 {
		t.Errorf("%+v", b)
	}
	if seen, err := (&Proof{Reader: lines{line(10, "Access key created"), line(30, "Done")}}).Prove(t.Context(), []image.Image{page(10, image.Rect(20, 30, 320, 42))}); err != nil || seen[0] != nil {
		t.Errorf("nothing secret: %v, %v", seen, err)
	}
}

// lines are what is read in every picture.
type lines []sop.Line

func (l lines) Lines(_ context.Context, pictures []*image.Gray) (out [][]sop.Line, err error) {
	for range pictures {
		out = append(out, l)
	}
	return out, nil
}

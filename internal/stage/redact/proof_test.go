package redact

import (
	"context"
	"image"
	"image/color"
	"testing"

	"showhow/internal/sop"
)

// stencil takes pixels of one luma for the secret, and notes the sizes of what it was given.
type stencil struct{ sizes []image.Point }

const ink = 77

func (s *stencil) Lines(_ context.Context, pictures []*image.Gray) ([][]sop.Line, error) {
	out := make([][]sop.Line, len(pictures))
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
		err := p.Prove(t.Context(), c.img, c.at)
		if (sop.CodeOf(err) == sop.Leaked) != c.leak || !c.leak && err != nil {
			t.Errorf("%s: %v, want a leak: %v", c.name, err, c.leak)
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

func TestProveNeedsAReader(t *testing.T) {
	p := &Proof{Secrets: one("correct-horse-battery")}
	if err := p.Prove(t.Context(), page(0), image.Point{}); err == nil {
		t.Error("a picture passed without being read")
	}
	if err := (&Proof{}).Prove(t.Context(), page(0), image.Point{}); err != nil {
		t.Errorf("nothing to hide, yet %v", err)
	}
}

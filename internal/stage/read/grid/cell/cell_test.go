package cell

import (
	"image"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/stage/read/grid/drawn"
	"showhow/internal/stage/read/grid/lattice"
)

func sampled(t *testing.T, ink, ground uint8) (*Sampler, Luma) {
	t.Helper()
	term := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(30, 20), Columns: 40, Rows: 8, Ink: ink, Ground: ground}
	p := drawn.Screen(420, 200, ground)
	if err := term.Draw(p, []string{"aa a", "  a b"}); err != nil {
		t.Fatal(err)
	}
	term.Block(p, image.Pt(6, 0))
	l := lattice.Lattice{X: 30, Y: 20, CellW: 9, CellH: 18, Columns: 40, Rows: 8}
	return New(l, ground, p.Rect.Size()), Luma{p.Pix, p.Stride}
}

func TestTheSameLettersGiveTheSamePicture(t *testing.T) {
	var pics []Picture
	for _, z := range [][2]uint8{{220, 20}, {20, 240}} {
		s, y := sampled(t, z[0], z[1])
		for _, at := range []image.Point{{0, 0}, {1, 0}, {3, 0}, {2, 1}} {
			var c Picture
			s.Take(y, at, &c)
			if s.Blank(&c) || c.Own {
				t.Fatalf("cell %v is blank or has a ground of its own", at)
			}
			c.Patch.Normalise()
			pics = append(pics, c)
		}
		var b Picture
		s.Take(y, image.Pt(4, 1), &b)
		b.Patch.Normalise()
		if v := b.Patch.Dot(&pics[0].Patch); v > .93 {
			t.Errorf("b is like a by %.3f", v)
		}
	}
	for i := range pics {
		if v := pics[i].Patch.Dot(&pics[0].Patch); v < .99 {
			t.Errorf("letter %d is like the first by %.3f only", i, v)
		}
	}
}

func TestBlanksAndBlocks(t *testing.T) {
	s, y := sampled(t, 220, 20)
	var c Picture
	if s.Take(y, image.Pt(10, 0), &c); !s.Blank(&c) {
		t.Error("an empty cell isn't blank")
	}
	if s.Take(y, image.Pt(6, 0), &c); !c.Own || c.Ground != 220 {
		t.Errorf("a block has ground %d (own: %v)", c.Ground, c.Own)
	}
}

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

// small is a cell of 6 × 12 pixels, and its luma, on a ground of 20.
func small(at func(x, y int) uint8) (*Sampler, Luma) {
	y := Luma{Pix: make([]uint8, 30*30), Stride: 30}
	for i := range y.Pix {
		y.Pix[i] = 20
	}
	for j := range 12 {
		for i := range 6 {
			y.Pix[(j+6)*30+i+12] = at(i, j)
		}
	}
	return New(lattice.Lattice{X: 6, Y: 6, CellW: 6, CellH: 12, Columns: 3, Rows: 1}, 20, image.Pt(30, 30)), y
}

func TestALetterThatFillsASmallCellIsNoGround(t *testing.T) {
	s, y := small(func(x, y int) uint8 {
		if y == 0 || y == 11 {
			return 22
		}
		return uint8(50 + (x*37+y*61)%140)
	})
	if ground, own := s.OwnGround(y, image.Pt(1, 0)); own {
		t.Errorf("the letter is taken for a ground of %d", ground)
	}
	s, y = small(func(x, y int) uint8 { // a block caret with a letter in it
		if x > 0 && x < 5 && y > 2 && y < 10 {
			return uint8(30 + (x*37+y*61)%140)
		}
		return 220
	})
	if _, own := s.OwnGround(y, image.Pt(1, 0)); !own {
		t.Error("the caret's ground isn't seen")
	}
}

func TestWhatTheNeighbourLeavesIsNothing(t *testing.T) {
	for _, z := range []struct {
		ink   uint8
		blank bool
	}{{60, true}, {180, false}} {
		s, y := small(func(x, y int) uint8 {
			if x == 5 && y > 2 && y < 10 {
				return z.ink
			}
			return 20
		})
		s.Contrast = 150
		var c Picture
		if s.Take(y, image.Pt(1, 0), &c); s.Blank(&c) != z.blank {
			t.Errorf("an edge of luma %d: blank is %v", z.ink, !z.blank)
		}
	}
}

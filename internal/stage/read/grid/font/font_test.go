package font

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/drawn"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
)

// text holds every character at least once.
var text = []string{
	"the quick brown fox jumps over the lazy dog 0123456789",
	"THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG !#$%&()*+,",
	"-./:;<=>?@[]^_`{|}~ \"quoted\" 'so' https://a.b/c?d=e\\f",
}

// em are the sizes at which the fonts' advance is a cell's width.
var em = map[string]float64{"jetbrains-mono": 16.67, "ubuntu-mono": 20, "liberation-mono": 16.67}

func set(t *testing.T, family string, small bool) (*cell.Sampler, cell.Luma) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "glyph", "fonts", family+"-regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	term := drawn.Terminal{Font: b, Size: em[family], CellW: 10, CellH: 21, At: image.Pt(30, 21), Columns: 60, Rows: 6, Ink: 225, Ground: 25}
	p := drawn.Screen(660, 168, 25)
	if err := term.Draw(p, text); err != nil {
		t.Fatal(err)
	}
	l := lattice.Lattice{X: 30, Y: 21, CellW: 10, CellH: 21, Columns: 60, Rows: 6}
	if small {
		p = drawn.Scaled(p, 528, 134)
		l = lattice.Lattice{X: 24, Y: 16.75, CellW: 8, CellH: 21 * 134. / 168, Columns: 60, Rows: 6}
	}
	drawn.Rough(p, 4)
	return cell.New(l, 25, p.Rect.Size()), cell.Luma{Pix: p.Pix, Stride: p.Stride}
}

func patches(s *cell.Sampler, y cell.Luma) (cells []glyph.Patch, names []rune) {
	for row, line := range text {
		for col, r := range []rune(line) {
			var c cell.Picture
			s.Take(y, image.Pt(col, row), &c)
			if r != ' ' && c.Patch.Normalise() > 0 {
				cells, names = append(cells, c.Patch), append(names, r)
			}
		}
	}
	return cells, names
}

func TestTheFontIsFoundAndReadsItsOwnCells(t *testing.T) {
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"jetbrains-mono", "ubuntu-mono", "liberation-mono"} {
		for _, small := range []bool{false, true} {
			s, y := set(t, family, small)
			cells, names := patches(s, y)
			fits := FitAll(s.Lattice, cells, faces)
			if fits[0].Face.Family != family {
				t.Errorf("%s (small: %v) is taken for %s", family, small, fits[0].Face.Family)
				continue
			}
			abc := NewAlphabet(fits[0], nil)
			for i := range cells {
				if r := abc.Read(&cells[i]); r.Char != names[i] {
					t.Errorf("%s (small: %v): %c is read as %c by %.3f", family, small, names[i], r.Char, r.Lead)
				}
			}
		}
	}
}

func TestOwnShapesAreRead(t *testing.T) {
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	s, y := set(t, "jetbrains-mono", false)
	cells, names := patches(s, y)
	abc := NewAlphabet(FitAll(s.Lattice, cells, faces)[0], nil)
	// An own shape is what it was named, though the font says otherwise.
	abc.Own([]Shape{{Mean: cells[0], Char: '§', Other: names[0], Trust: .01}})
	r := abc.Read(&cells[0])
	if r.Char != '§' || r.Other != names[0] || r.Lead > .011 {
		t.Errorf("read %c, perhaps %c, by %.3f", r.Char, r.Other, r.Lead)
	}
}

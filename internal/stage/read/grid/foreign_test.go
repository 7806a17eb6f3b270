package grid

import (
	"image"
	"testing"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/lattice"
)

// Letters that nobody can read are another page's; the rule between two panes isn't, however unsure it was read.
func TestARuleIsNoForeignPage(t *testing.T) {
	const columns = 60
	for name, c := range map[string]struct {
		rule rune
		want bool
	}{"a rule": {'-', false}, "a page": {'m', true}} {
		l := lattice.Lattice{X: 10, Y: 10, CellW: 8, CellH: 16, Columns: columns, Rows: 3}
		k := &look{pane: &pane{s: cell.New(l, 20, image.Pt(500, 80))}, cells: make([]square, 3*columns)}
		for i, r := range "user@host:~/app$ make build" {
			k.cells[i] = square{Reading: font.Reading{Char: r, Score: .98, Lead: .1}, kind: letterCell}
		}
		for i := range columns {
			k.cells[columns+i] = square{Reading: font.Reading{Char: c.rule, Score: .7}, kind: letterCell}
		}
		if got := k.foreign(); got != c.want {
			t.Errorf("%s: foreign is %v", name, got)
		}
	}
}

package grid

import (
	"image"
	"testing"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/lattice"
)

func TestRowsThatGoOnOutOfSight(t *testing.T) {
	for name, c := range map[string]struct {
		box  image.Rectangle
		want bool
	}{
		"within the screen":           {image.Rect(100, 50, 908, 450), false},
		"over the whole screen":       {image.Rect(0, 0, 1280, 720), false},
		"beyond the screen's edge":    {image.Rect(472, 50, 1280, 450), true},
		"with a window upon its half": {image.Rect(100, 50, 1100, 450), true},
	} {
		t.Run(name, func(t *testing.T) {
			columns := 100
			if c.box.Dx() == 1280 {
				columns = 159
			}
			l := lattice.Lattice{X: float64(c.box.Min.X + 4), Y: 50, CellW: 8, CellH: 16, Columns: columns, Rows: 20}
			p := &pane{box: c.box, s: cell.New(l, 20, image.Pt(1280, 720))}
			if got := p.cut(); got != c.want {
				t.Errorf("cut is %v", got)
			}
		})
	}
}

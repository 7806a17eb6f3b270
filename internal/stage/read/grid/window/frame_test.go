package window

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/drawn"
)

// TestAPageOfTheSameColourIsNotTheTerminal lays pages of the terminal's own colour over it.
func TestAPageOfTheSameColourIsNotTheTerminal(t *testing.T) {
	a := drawn.Terminal{Font: gomono.TTF, Size: 15, CellW: 9, CellH: 18, At: image.Pt(150, 100), Columns: 60, Rows: 14, Margin: 2, Ink: 30, Ground: 244}
	p := drawn.Screen(960, 540, 190)
	if err := a.Draw(p, []string{"$ uptime", "up 4 days"}); err != nil {
		t.Fatal(err)
	}
	var f Frame
	for _, w := range Gather(nil, drawn.Film(p), sop.Seconds(1)) {
		if w.Box == a.Box() {
			f = w.Frame()
		}
	}
	if f != (Frame{true, true, true, true}) {
		t.Fatalf("the sides at which the terminal ends are %v", f)
	}
	for _, c := range []struct {
		name string
		page image.Rectangle
		want bool
	}{
		{"nothing over it", image.Rectangle{}, true},
		{"a page over all of it", image.Rect(40, 30, 900, 500), false},
		{"a page over its left part", image.Rect(0, 0, 300, 540), false},
		{"a page over its last rows", image.Rect(0, 300, 960, 540), true},
		{"a page beside it", image.Rect(720, 0, 960, 540), true},
	} {
		q := drawn.Screen(960, 540, 190)
		if err := a.Draw(q, []string{"$ uptime"}); err != nil {
			t.Fatal(err)
		}
		draw.Draw(q, c.page, image.NewUniform(color.Gray{Y: 242}), image.Point{}, draw.Src)
		if got := f.Shown(drawn.Film(q), a.Box(), a.Ground); got != c.want {
			t.Errorf("with %s it is shown: %v", c.name, got)
		}
	}
}

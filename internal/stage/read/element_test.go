package read

import (
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// A button for fingers is told from a card, a row of a list and a heading's strip by its one text, in its middle.
func TestLargeButton(t *testing.T) {
	b := sop.Box{X: 100, Y: 100, W: 240, H: 76}
	text := func(x, y, w, h int) layout.Text { return layout.Text{Box: sop.Box{X: x, Y: y, W: w, H: h}} }
	for _, c := range []struct {
		name string
		box  sop.Box
		in   []layout.Text
		want bool
	}{
		{"a button", b, []layout.Text{text(142, 128, 156, 20)}, true},
		{"text at the left", b, []layout.Text{text(112, 128, 100, 20)}, false},
		{"text at the top", b, []layout.Text{text(142, 105, 156, 20)}, false},
		{"small text", b, []layout.Text{text(142, 132, 156, 12)}, false},
		{"two texts", b, []layout.Text{text(142, 115, 156, 20), text(142, 145, 156, 20)}, false},
		{"no text", b, nil, false},
		{"a card", sop.Box{X: 100, Y: 100, W: 240, H: 140}, []layout.Text{text(142, 155, 156, 30)}, false},
	} {
		if got := largeButton(c.box, c.in); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

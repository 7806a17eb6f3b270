package place

import (
	"testing"

	"showhow/internal/sop"
)

func line(x, y int, words ...string) sop.Block {
	var l sop.Line
	for _, w := range words {
		b := sop.Box{X: x, Y: y, W: 8 * len(w), H: 12}
		l.Words, l.Box, l.Text = append(l.Words, sop.ScreenWord{Box: b, Text: w}), l.Box.Union(b), l.Text+" "+w
		x += 8*len(w) + 8
	}
	return sop.Block{Box: l.Box, Lines: []sop.Line{l}}
}

// The name of a list's entry is its first line, whatever stands below it and beside it.
func TestFirstLine(t *testing.T) {
	k := &sop.Screen{Blocks: []sop.Block{line(60, 30, "no", "description"), line(60, 12, "team/checkout-api"), line(220, 13, "private"), line(60, 60, "team/other")}}
	if got := FirstLine(k, sop.Box{X: 40, Y: 4, W: 300, H: 44}); got != "team/checkout-api private" {
		t.Errorf("the entry is called %q", got)
	}
	if got := FirstLine(k, sop.Box{X: 400, Y: 4, W: 300, H: 44}); got != "" {
		t.Errorf("an empty entry is called %q", got)
	}
}

// What stands in a field is its words, not the strokes in its corner nor a caret.
func TestInField(t *testing.T) {
	corner := sop.Box{X: 352, Y: 96, W: 6, H: 6}
	strokes := sop.Block{Box: corner, Lines: []sop.Line{{Box: corner, Text: "“4", Words: []sop.ScreenWord{{Box: corner, Text: "“4"}}}}}
	k := &sop.Screen{Blocks: []sop.Block{line(60, 30, "Rolled", "back"), strokes}}
	if got := InField(k, sop.Element{Kind: sop.ElementField, Box: sop.Box{X: 50, Y: 20, W: 310, H: 84}}); got != "Rolled back" {
		t.Errorf("in the field stands %q", got)
	}
}

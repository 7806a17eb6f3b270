package cipher

import (
	"testing"

	"showhow/internal/stage/read/grid/glyph"
)

// stroke is a cell with a line from side to side, two points thick.
func stroke(row int) *glyph.Patch {
	var p glyph.Patch
	for i := range 2 * glyph.W {
		p[row*glyph.W+i] = 1
	}
	p.Normalise()
	return &p
}

// A lower line may lie anywhere below the letters; a stroke in the middle is another sign.
func TestSignsMayStandElsewhere(t *testing.T) {
	low, lower, middle := formOf(stroke(20)), formOf(stroke(25)), formOf(stroke(13))
	if v := low.like(lower, '_'); v < .85 {
		t.Errorf("a lower line five points lower is like it by %.2f", v)
	}
	if v := low.like(lower, '-'); v > 0 {
		t.Errorf("a stroke five points lower is like it by %.2f", v)
	}
	if v := middle.like(lower, '_'); v > 0 {
		t.Errorf("a stroke in the middle is like a lower line by %.2f", v)
	}
}

// Two shapes have each other's name: neither can leave it alone, as the other has the better claim to what it would take.
func TestNamesAreExchanged(t *testing.T) {
	t1, t2 := &shape{mean: *stroke(5), n: 9}, &shape{mean: *stroke(20), n: 9}
	v := &solver{Text: &Text{shapes: []*shape{t1, t2}, one: oneShape, other: variants}, names: []rune("([{")}
	v.like = [][]float32{{.94, .90, .95}, {.95, .80, .94}}
	v.now, v.used = []int{0, 2}, [][]int{{0}, nil, {1}}
	v.exchange()
	if v.now[0] != 2 || v.now[1] != 0 {
		t.Errorf("names are %v", v.now)
	}
	if name, cost := v.swap(0); name != 0 || cost > .02 || cost <= 0 {
		t.Errorf("a swap for %d costs %.3f", name, cost)
	}
}

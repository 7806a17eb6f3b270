package cipher

import "testing"

// A shape has the name that another has more rightfully, in a long text in which a letter is missing: it's in doubt, and the other isn't. In
// a short text any letter may be missing.
func TestWhoHasAnothersNameMayBeTheMissing(t *testing.T) {
	for tokens, want := range map[int]float32{longText: 0, 10: .04} {
		text := &Text{shapes: []*shape{{mean: *stroke(5), n: 9}, {mean: *stroke(20), n: 9}}, one: sameShape, other: differs, tokens: make([]token, tokens)}
		v := &solver{Text: text, names: []rune("gyQ")}
		v.like = [][]float32{{.95, .70, .80}, {.89, .74, .60}}
		v.now, v.used = []int{0, 0}, [][]int{{0, 1}, nil, nil}
		names := []named{{r: 'g', trust: .3}, {r: 'g', trust: .04}}
		v.doubt(names)
		if names[0].trust != .3 || names[1].trust != want {
			t.Errorf("%d tokens: trust in %.2f and %.2f", tokens, names[0].trust, names[1].trust)
		}
		if want == 0 && names[1].other != 'y' {
			t.Errorf("it may be %c", names[1].other)
		}
	}
}

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

// Most words read best with a 5, one with an S: it may be two characters that look the same.
func TestAShapeMayBeTwoCharacters(t *testing.T) {
	names := []rune("5SELCTQ")
	for _, c := range []struct {
		s    float32 // how much the first shape is like an S
		want bool
	}{{.955, true}, {.90, false}} {
		text := &Text{one: oneShape, other: variants}
		for range 6 {
			text.shapes = append(text.shapes, &shape{mean: *stroke(5), n: 9, tokens: []int{0}})
		}
		word := []int{0, 2, 3, 2, 4, 5}
		text.tokens = []token{{shapes: word, line: word}}
		v := &solver{Text: text, names: names, now: []int{0, 1, 2, 3, 4, 5}, used: make([][]int, len(names))}
		v.like = make([][]float32, 6)
		for k := range v.like {
			v.like[k] = make([]float32, len(names))
			v.like[k][v.now[k]] = .96
		}
		v.like[0][1] = c.s
		if n, got := v.mixed(0); got != c.want || got && names[n] != 'S' {
			t.Errorf("like an S by %.3f: mixed %v with %c", c.s, got, names[n])
		}
		if v.now[0] != 0 {
			t.Error("the name was changed")
		}
	}
}

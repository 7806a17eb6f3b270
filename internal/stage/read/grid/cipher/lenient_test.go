package cipher

import "testing"

// A star that's less like one than like a quote has its name only because the quote would stand alone: that isn't trusted. One that looks like a
// star is.
func TestANameThatRestsOnAQuoteAloneIsInDoubt(t *testing.T) {
	for _, c := range []struct {
		star  float32 // how much the shape is like a star
		doubt bool
	}{{.937, true}, {.98, false}} {
		text := &Text{one: sameShape, other: differs, shapes: []*shape{{mean: *stroke(5), n: 9, tokens: []int{0}}, {mean: *stroke(20), n: 9, tokens: []int{0}}}}
		line := []int{0, 1}
		text.tokens = []token{{shapes: line, line: line}}
		v := &solver{Text: text, names: []rune("'*x"), like: [][]float32{{.94, c.star, .5}, {.5, .5, .95}}}
		v.now, v.used = []int{1, 2}, [][]int{nil, {0}, {1}}
		if first, _ := v.scores(0, true); first.name != 1 {
			t.Fatalf("like a star by %.3f: it's taken for %c", c.star, v.names[first.name])
		}
		other, lead := v.lenient(0, 1)
		if v.names[other] != '\'' || (lead <= 0) != c.doubt {
			t.Errorf("like a star by %.3f: a lead of %.3f before %c", c.star, lead, v.names[other])
		}
		if v.loose {
			t.Error("quotes stay alone")
		}
	}
	v := &solver{Text: &Text{shapes: []*shape{{mean: *stroke(5), n: 9}}}, names: []rune("xyz"), like: [][]float32{{.9, .89, .5}}, now: []int{0}, used: make([][]int, 3)}
	if _, lead := v.lenient(0, 0); lead != 1 {
		t.Errorf("a letter's lead is %.3f", lead)
	}
}

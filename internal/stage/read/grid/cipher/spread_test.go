package cipher

import (
	"math"
	"testing"

	"showhow/internal/stage/read/grid/glyph"
)

// A stroke's height differs from font to font, its being there doesn't: a shape with the stroke of one character at another height is nearer to that
// character than to one without it, though it has more points in common with the latter.
func TestWhatDiffersFromFontToFontCountsForLess(t *testing.T) {
	var samples []sample
	shapes := make([]*shape, 2)
	add := func(name, row int) glyph.Patch {
		var p glyph.Patch
		for y := 4; y < 24; y++ {
			p[y*glyph.W+3], p[y*glyph.W+4] = 1, 1
		}
		for x := 5; row > 0 && x < 8; x++ {
			p[row*glyph.W+x], p[(row+1)*glyph.W+x] = .7, .7
		}
		p.Normalise()
		samples = append(samples, sample{name: name, pic: p.Coarse()})
		return p
	}
	for row := 8; row < 20; row++ {
		if row != 14 {
			add(0, row) // a stem with a stroke
			add(1, 0)   // a stem
		}
	}
	for i, row := range []int{14, 0} {
		p := add(0, row)
		samples = samples[:len(samples)-1]
		shapes[i] = &shape{mean: p, coarse: p.Coarse(), n: 9}
	}
	v := &solver{Text: &Text{shapes: shapes}, names: []rune{'a', 'b'}, like: [][]float32{{.9, .93}, {.9, .93}}}
	v.spread(samples)
	if v.seems(0, 0) <= v.seems(0, 1) {
		t.Errorf("the stroke goes for nothing: %.3f and %.3f", v.seems(0, 0), v.seems(0, 1))
	}
	if v.seems(1, 1) <= v.seems(1, 0) {
		t.Errorf("a stem alone is taken for one with a stroke: %.3f and %.3f", v.seems(1, 1), v.seems(1, 0))
	}
}

func TestRootOfAMatrix(t *testing.T) {
	m := triangle{{4}, {2, 5}, {0, 3, 9}}
	r := m.root()
	for i, want := range []float64{2, 2, math.Sqrt(9 - 1.5*1.5)} {
		if math.Abs(float64(r[i][i])-want) > 1e-5 {
			t.Errorf("%d: %.4f instead of %.4f", i, r[i][i], want)
		}
	}
}

func TestBracketsAreJudgedByWhatTheyStandBeside(t *testing.T) {
	better := [][2]string{
		{"${f%.log}", "$(f%.log)"}, {"$(date", "${date"}, {"'{print", "'(print"}, {"{}", "()"}, {"sum(x", "sum{x"}, {"[A-Z]", "{A-Z}"}, {"[0]", "{0}"},
		{"items[0]", "items(0)"},
	}
	for _, k := range better {
		sum := [2]float32{}
		for i, s := range k {
			for j, r := range []rune(s) {
				if bracketed(r) && r != '\'' {
					sum[i] += sign([]rune(s), j)
				}
			}
		}
		if sum[0] <= sum[1] {
			t.Errorf("%s is worth %.1f, %s %.1f", k[0], sum[0], k[1], sum[1])
		}
	}
}

func TestAQuoteIsSeldomAlone(t *testing.T) {
	for _, k := range []struct {
		line string
		at   int
		want float32
	}{{"ls `.log", 3, alone}, {"echo 'a b'", 5, quote}, {"echo 'a b'", 9, quote}, {"can't", 3, 0}, {"mv \"$f", 3, alone}, {"x)", 1, 0}} {
		if got := pair([]rune(k.line), k.at); got != k.want {
			t.Errorf("%s at %d: %.1f instead of %.1f", k.line, k.at, got, k.want)
		}
	}
}

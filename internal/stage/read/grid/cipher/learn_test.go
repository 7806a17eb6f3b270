package cipher

import (
	"testing"

	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/learnt"
)

// drawnShapes are the characters of a font of the library as shapes, and the font as it's set.
func drawnShapes(t *testing.T, family string) (*solver, font.Fit) {
	t.Helper()
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faces {
		if f.Family != family || f.Bold {
			continue
		}
		fit := font.Fit{Face: f, Setting: glyph.Setting{CellW: 9, CellH: 19, Scale: 1, Baseline: 14, BlurX: .5, BlurY: .5}}
		v := &solver{Text: &Text{}, names: glyph.ASCII}
		_, pics := f.Pictures(fit.Setting, glyph.ASCII)
		for _, p := range pics {
			v.shapes = append(v.shapes, &shape{mean: p, n: 9, tokens: []int{0}})
		}
		return v, fit
	}
	t.Fatalf("no %s", family)
	return nil, font.Fit{}
}

// The nearest font stands elsewhere and is set smaller than the terminal's own: the net finds out by itself how the cells stand, and names nearly all.
func TestTheFrameIsFoundWhereTheFontIsAnother(t *testing.T) {
	net, err := learnt.Standard()
	if err != nil {
		t.Fatal(err)
	}
	v, fit := drawnShapes(t, "roboto-mono")
	fit.Setting.Baseline -= .5
	fit.Setting.Scale = .9
	v.learn([]font.Fit{fit}, net)
	wrong := 0
	for k := range v.seen {
		if v.seen[k][k] < 0 {
			wrong++
			t.Logf("%c isn't the likeliest", v.names[k])
		}
	}
	if wrong > 4 {
		t.Errorf("%d of %d shapes are taken for others", wrong, len(v.seen))
	}
}

// Two names are equally like a shape: what was learnt decides. A name that it excludes can't be a missing one.
func TestWhatWasLearntDecides(t *testing.T) {
	v := &solver{Text: &Text{shapes: []*shape{{mean: *stroke(5), n: 9}}, other: variants}, names: []rune("abc")}
	v.like, v.seen = [][]float32{{.94, .94, .94}}, [][]float32{{-5, 0, -9}}
	v.now, v.used = []int{-1}, make([][]int, 3)
	if got := v.best(0, false); got != 1 {
		t.Errorf("the name is %c", v.names[got])
	}
	if !v.plausible(0, 0) || v.plausible(0, 2) {
		t.Error("what is likely and what isn't are taken for each other")
	}
}

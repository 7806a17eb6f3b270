package read

import (
	"context"
	"image"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// letters draws a strip at a place, dark where the rows have a '#', and by noise lighter there.
func letters(at image.Point, noise uint8, rows ...string) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, len(rows[0]), len(rows)).Add(at))
	for y, row := range rows {
		for x, c := range row {
			v := uint8(255)
			if c == '#' {
				v = noise
			}
			g.Pix[y*g.Stride+x] = v
		}
	}
	return g
}

// once reads each strip it is given as what it holds, and counts them.
type once struct{ strips []*image.Gray }

func (o *once) Strips(_ context.Context, strips []*image.Gray) ([]sop.Line, error) {
	o.strips = strips
	var out []sop.Line
	for _, s := range strips {
		b := sop.BoxOf(s.Rect.Inset(1))
		out = append(out, sop.Line{Text: "text", Box: b, Confidence: 1, Words: []sop.ScreenWord{{Box: b, Text: "text", Confidence: 1}}})
	}
	return out, nil
}

func TestPicturesOfOneLineAreReadOnce(t *testing.T) {
	i := []string{"       ", "   #   ", "       ", "   #   ", "   #   ", "       "}
	l := []string{"       ", "   #   ", "   #   ", "   #   ", "   #   ", "       "}
	wide := []string{"        ", "    #   ", "        ", "    #   ", "    #   ", "        "} // the same letter, a column further right
	var v = newVocabulary()
	var o once
	add := func(s *image.Gray) text {
		return v.noted(v.noted(text{Text: layout.Text{Box: sop.BoxOf(s.Rect), Strip: s}}))
	}
	first := add(letters(image.Pt(100, 50), 0, i...))
	noisy := letters(image.Pt(300, 80), 40, i...)
	again := add(noisy)
	add(noisy)
	moved := add(letters(image.Pt(400, 80), 10, wide...))
	other := add(letters(image.Pt(100, 90), 0, l...))
	faint := add(letters(image.Pt(100, 90), 90, l...))
	if err := v.read(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	if len(o.strips) != 3 {
		t.Fatalf("%d pictures were read, not one for each of i, l and a faint l", len(o.strips))
	}
	if o.strips[0] != noisy {
		t.Error("it is not the picture that was seen most often that was read")
	}
	for _, c := range []struct {
		text text
		at   sop.Point
	}{{first, sop.Point{X: 101, Y: 51}}, {again, sop.Point{X: 301, Y: 81}}, {moved, sop.Point{X: 402, Y: 81}}, {other, sop.Point{X: 101, Y: 91}}, {faint, sop.Point{X: 101, Y: 91}}} {
		line, ok := v.line(c.text)
		if !ok || line.Text != "text" || (sop.Point{X: line.Words[0].Box.X, Y: line.Words[0].Box.Y}) != c.at {
			t.Errorf("read %+v, want a word at %v", line, c.at)
		}
	}
}

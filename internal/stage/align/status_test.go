package align

import (
	"testing"

	"showhow/internal/sop"
)

// The address of the link under the pointer comes and goes at a window's lower edge; that is no reaction to a click.
func TestIsStatus(t *testing.T) {
	says := func(at float64, box sop.Box, text string) sop.Screen {
		l := sop.Line{Box: box, Text: text, Words: []sop.ScreenWord{{Box: box, Text: text}}}
		return sop.Screen{At: sop.Seconds(at), Span: sop.Span{From: sop.Seconds(at), To: sop.Seconds(at + 1)}, Blocks: []sop.Block{{Box: box, Lines: []sop.Line{l}}}}
	}
	for _, c := range []struct {
		name    string
		box     sop.Box
		kind    sop.ChangeKind
		reads   string
		pointer sop.Point
		want    bool
	}{
		{"of a window in the middle", sop.Box{X: 200, Y: 500, W: 240, H: 18}, sop.ChangeArea, "https://grafana.acme/d/1", sop.Point{X: 400, Y: 100}, true},
		{"a note there", sop.Box{X: 200, Y: 500, W: 240, H: 18}, sop.ChangeArea, "Saved", sop.Point{X: 400, Y: 100}, false},
		{"at the screen's lower edge", sop.Box{X: 0, Y: 702, W: 240, H: 18}, sop.ChangeArea, "", sop.Point{X: 400, Y: 100}, true},
		{"clicked there", sop.Box{X: 0, Y: 702, W: 240, H: 18}, sop.ChangeArea, "", sop.Point{X: 100, Y: 708}, false},
		{"another page", sop.Box{X: 0, Y: 702, W: 240, H: 18}, sop.ChangeCut, "", sop.Point{X: 400, Y: 100}, false},
		{"a part of the page", sop.Box{X: 200, Y: 420, W: 240, H: 90}, sop.ChangeArea, "https://grafana.acme/d/1", sop.Point{X: 400, Y: 100}, false},
	} {
		change := sop.Change{Kind: c.kind, Span: sop.Span{From: sop.Seconds(2), To: sop.Seconds(2.1)}, Box: c.box}
		s := newScene(Input{
			Screens: []sop.Screen{says(1, sop.Box{X: 10, Y: 10, W: 40, H: 12}, "Home"), says(2.1, c.box, c.reads)},
			Shots: []sop.Shot{{ID: "s1", Changes: []sop.Change{change},
				Pointer: []sop.PointerSample{{At: sop.Seconds(.5), Point: c.pointer, Shape: sop.PointerHand, Confidence: .9}}}},
			Media: sop.Media{Video: &sop.VideoStream{Width: 1280, Height: 720}},
		})
		if got := s.isStatus(change); got != c.want {
			t.Errorf("%s: status %v, want %v", c.name, got, c.want)
		}
	}
}

// A pointer that was seen once on its way and not again has left; one that had stood there may only be hidden.
func TestFlew(t *testing.T) {
	for _, c := range []struct {
		name string
		path []sop.PointerSample
		want bool
	}{
		{"out of the picture", []sop.PointerSample{sample(1, 300, .9), sample(1.2, 20, .9), sample(1.4, 20, 0)}, true},
		{"hidden where it stood", []sop.PointerSample{sample(1, 300, .9), sample(1.2, 20, .9), sample(2.4, 20, 0)}, false},
		{"trembled before it was hidden", []sop.PointerSample{sample(1, 22, .9), sample(1.9, 20, .9), sample(2, 20, 0)}, false},
		{"to be seen", []sop.PointerSample{sample(1, 300, .9), sample(1.2, 20, .9)}, false},
	} {
		s := &scene{path: c.path}
		if r, ok := s.restAt(sop.Seconds(3)); !ok || r.flew != c.want {
			t.Errorf("%s: flew %v, want %v", c.name, r.flew, c.want)
		}
	}
}

func sample(at float64, x int, sure float64) sop.PointerSample {
	return sop.PointerSample{At: sop.Seconds(at), Point: sop.Point{X: x, Y: 20}, Shape: sop.PointerArrow, Confidence: sure}
}

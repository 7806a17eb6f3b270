package transpose

import (
	"testing"

	"showhow/internal/sop"
)

func box(x, y, w, h int) sop.Box { return sop.Box{X: x, Y: y, W: w, H: h} }

// Everything that has a place is scaled once, also what several parts share.
func TestScale(t *testing.T) {
	b, p := box(10, 20, 30, 5), sop.Point{X: 7, Y: 8}
	ev := sop.Evidence{Boxes: []sop.Box{box(1, 2, 3, 4)}}
	r := sop.Revision{
		Actions:    []sop.Action{{Box: &b, Point: &p}},
		Sections:   []sop.Section{{Steps: []sop.Step{{Figures: []sop.Figure{{Crop: box(0, 0, 100, 50), Width: 100, Height: 50, Evidence: ev, Alt: sop.Claim{Evidence: ev}}}}}}},
		Redactions: []sop.Redaction{{Seen: []sop.Patch{{Box: box(5, 5, 5, 5)}}}},
	}
	Scale(&r, sop.Media{Video: &sop.VideoStream{Width: 150, Height: 75}}, 1.5)
	f := r.Sections[0].Steps[0].Figures[0]
	for _, c := range []struct{ got, want any }{
		{*r.Actions[0].Box, box(15, 30, 45, 8)},
		{*r.Actions[0].Point, sop.Point{X: 11, Y: 12}},
		{f.Crop, box(0, 0, 150, 75)},
		{f.Evidence.Boxes[0], box(2, 3, 4, 6)},
		{f.Alt.Evidence.Boxes[0], box(2, 3, 4, 6)},
		{b, box(10, 20, 30, 5)},
		{r.Media.Video.Width, 150},
		{[2]int{f.Width, f.Height}, [2]int{100, 50}},
		{r.Redactions[0].Seen[0].Box, box(8, 8, 7, 7)},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// No crop reaches out of the recording's picture, whatever its size and however the smaller picture's sides were rounded.
func TestScaleKeepsCropsWithin(t *testing.T) {
	for _, c := range []struct {
		video sop.VideoStream
		small sop.Box // the crop on the smaller picture
		by    float64
		want  sop.Box
	}{
		{sop.VideoStream{Width: 3840, Height: 2160}, box(1409, 0, 1151, 719), 1.5, box(2114, 0, 1726, 1079)}, // at the right edge
		{sop.VideoStream{Width: 2734, Height: 1538}, box(0, 0, 1368, 770), 2, box(0, 0, 2734, 1538)},         // 1367 x 769, made even
		{sop.VideoStream{Width: 2734, Height: 1538}, box(700, 300, 668, 470), 2, box(1400, 600, 1334, 938)},
	} {
		r := sop.Revision{Sections: []sop.Section{{Steps: []sop.Step{{Figures: []sop.Figure{{Crop: c.small}}}}}}}
		Scale(&r, sop.Media{Video: &c.video}, c.by)
		if got := r.Sections[0].Steps[0].Figures[0].Crop; got != c.want {
			t.Errorf("%v of %dx%d: %v, want %v", c.small, c.video.Width, c.video.Height, got, c.want)
		}
	}
}

package sop

import "testing"

// Everything that has a place is scaled once, also what several parts share.
func TestScale(t *testing.T) {
	b, p := Box{10, 20, 30, 5}, Point{7, 8}
	ev := Evidence{Boxes: []Box{{1, 2, 3, 4}}}
	r := Revision{
		Actions:    []Action{{Box: &b, Point: &p}},
		Sections:   []Section{{Steps: []Step{{Figures: []Figure{{Crop: Box{0, 0, 100, 50}, Width: 100, Height: 50, Evidence: ev, Alt: Claim{Evidence: ev}}}}}}},
		Redactions: []Redaction{{Seen: []Patch{{Box: Box{5, 5, 5, 5}}}}},
	}
	r.Scale(Media{Video: &VideoStream{Width: 150, Height: 75}}, 1.5)
	f := r.Sections[0].Steps[0].Figures[0]
	for _, c := range []struct{ got, want any }{
		{*r.Actions[0].Box, Box{15, 30, 45, 8}},
		{*r.Actions[0].Point, Point{11, 12}},
		{f.Crop, Box{0, 0, 150, 75}},
		{f.Evidence.Boxes[0], Box{2, 3, 4, 6}},
		{f.Alt.Evidence.Boxes[0], Box{2, 3, 4, 6}},
		{b, Box{10, 20, 30, 5}},
		{r.Media.Video.Width, 150},
		{[2]int{f.Width, f.Height}, [2]int{100, 50}},
		{r.Redactions[0].Seen[0].Box, Box{8, 8, 7, 7}},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// No crop reaches out of the recording's picture, whatever its size and however the smaller picture's sides were rounded.
func TestScaleKeepsCropsWithin(t *testing.T) {
	for _, c := range []struct {
		video VideoStream
		small Box // the crop on the smaller picture
		by    float64
		want  Box
	}{
		{VideoStream{Width: 3840, Height: 2160}, Box{1409, 0, 1151, 719}, 1.5, Box{2114, 0, 1726, 1079}}, // at the right edge
		{VideoStream{Width: 2734, Height: 1538}, Box{0, 0, 1368, 770}, 2, Box{0, 0, 2734, 1538}},         // 1367 x 769, made even
		{VideoStream{Width: 2734, Height: 1538}, Box{700, 300, 668, 470}, 2, Box{1400, 600, 1334, 938}},
	} {
		r := Revision{Sections: []Section{{Steps: []Step{{Figures: []Figure{{Crop: c.small}}}}}}}
		r.Scale(Media{Video: &c.video}, c.by)
		if got := r.Sections[0].Steps[0].Figures[0].Crop; got != c.want {
			t.Errorf("%v of %dx%d: %v, want %v", c.small, c.video.Width, c.video.Height, got, c.want)
		}
	}
}

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
	r.Scale(1.5)
	f := r.Sections[0].Steps[0].Figures[0]
	for _, c := range []struct{ got, want any }{
		{*r.Actions[0].Box, Box{15, 30, 45, 8}},
		{*r.Actions[0].Point, Point{11, 12}},
		{f.Crop, Box{0, 0, 150, 75}},
		{f.Evidence.Boxes[0], Box{2, 3, 5, 6}},
		{f.Alt.Evidence.Boxes[0], Box{2, 3, 5, 6}},
		{b, Box{10, 20, 30, 5}},
		{[2]int{f.Width, f.Height}, [2]int{100, 50}},
		{r.Redactions[0].Seen[0].Box, Box{8, 8, 8, 8}},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

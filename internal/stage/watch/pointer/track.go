package pointer

import (
	"cmp"
	"image"
	"slices"

	"showhow/internal/sop"
)

// During are the samples that tell where the pointer was from one moment to another.
func During(samples []sop.PointerSample, from, to sop.Moment) []sop.PointerSample {
	i, _ := slices.BinarySearchFunc(samples, from, func(p sop.PointerSample, m sop.Moment) int { return cmp.Compare(p.At, m) })
	j, _ := slices.BinarySearchFunc(samples, to, func(p sop.PointerSample, m sop.Moment) int { return cmp.Compare(p.At, m) })
	return samples[max(0, i-1):j]
}

// Where is where the pointer was at m, by samples.
func Where(samples []sop.PointerSample, m sop.Moment) (sop.Point, bool) {
	for i := len(samples) - 1; i >= 0; i-- {
		if samples[i].At <= m {
			return samples[i].Point, true
		}
	}
	return sop.Point{}, false
}

// Footprint is where the pointer's picture may lie around its hot spot.
func Footprint(p sop.PointerSample, reach image.Point) image.Rectangle {
	at := image.Pt(p.Point.X, p.Point.Y)
	const slack = 8
	switch p.Shape {
	case sop.PointerArrow:
		return image.Rectangle{at.Sub(image.Pt(slack, slack)), at.Add(reach).Add(image.Pt(slack, slack))}
	case sop.PointerHand:
		return image.Rectangle{at.Sub(image.Pt(reach.X*2/3+slack, slack)), at.Add(reach).Add(image.Pt(slack, slack))}
	}
	return image.Rectangle{at.Sub(reach.Div(2)).Sub(image.Pt(slack, slack)), at.Add(reach.Div(2)).Add(image.Pt(slack, slack))}
}

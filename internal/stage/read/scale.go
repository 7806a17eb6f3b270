package read

import (
	"image"
	"math"
	"sort"

	"showhow/internal/stage/read/layout"
)

// ordinary is the height of a line of text, from the tallest letter to the lowest, on a screen on which a pixel of the
// recording is one of the layout: letters of 13 to 16 pixels.
const ordinary = 14.0

// Scales of a screen: what is between is taken for the lower one.
const (
	leastScale  = 1.6 // a page that is enlarged a little is read as it is
	finestScale = .5
	largest     = 4.0
)

// leastLines are needed to tell a scale, and sureLines to be sure of it.
const leastLines, sureLines = 12, 40

// A scale is sure when the lines' height is well below or above what parts 1 from more.
const surely1, surelyMore = 1.3, 1.8

// Scale tells how many pixels of the recording one pixel of an ordinary screen takes: 2 for a recording of a screen of high
// density, 1 for most others. Every length in watch, read and align is meant for 1, and a screen of high density shows no
// more text than an ordinary one. It is told by the height of the lines of text on some pictures; sure says that more
// of them would hardly tell otherwise.
func Scale(pictures []*image.YCbCr) (scale float64, sure bool) {
	var heights []int
	for _, p := range pictures {
		for _, t := range layout.Of(p).Texts {
			if t.Dots == 0 && t.Box.W >= 4*t.Box.H {
				heights = append(heights, t.Box.H)
			}
		}
	}
	if len(heights) < leastLines {
		return 1, false
	}
	sort.Ints(heights)
	s := float64(heights[len(heights)/2]) / ordinary
	sure = len(heights) >= sureLines && (s < surely1 || s > surelyMore)
	if s < leastScale {
		return 1, sure
	}
	return min(largest, math.Floor(s/finestScale+.3)*finestScale), sure
}

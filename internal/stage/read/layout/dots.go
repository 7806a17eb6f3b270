package layout

import (
	"image"
	"slices"
)

// Bounds of the height of a password's dots, in pixels, and the fewest of them.
const (
	leastDot  = 3
	mostDot   = 14
	leastDots = 4
)

// stroke is the ink of one column of a strip, by rows.
type stroke struct{ top, bottom int }

// dots is how many round dots a strip consists of, at least four; small ones run together, and a caret or the pointer may stand among
// them. In nearly all columns their ink is one stroke across the same row, swelling and thinning. No letters are like that, and no
// dashes. 0 for other text.
func dots(strip *image.Gray) int {
	all, middle := strokes(strip)
	var heights []int
	for _, k := range all {
		if h := k.bottom - k.top + 1; h <= mostDot && abs(k.top+k.bottom-2*middle) <= 2 {
			heights = append(heights, h)
		}
	}
	if len(heights) == 0 || 5*len(heights) < 4*len(all) {
		return 0
	}
	slices.Sort(heights)
	tall := heights[(len(heights)-1)*9/10] // a caret may stand higher
	if tall < leastDot {
		return 0
	}
	thin, thick := 0, 0
	for _, h := range heights {
		switch {
		case h >= tall-1 && h >= leastDot:
			thick++
		case h < tall-1 || tall <= leastDot+1 && h < tall:
			thin++
		}
	}
	n := (len(all) + tall/2) / (tall + 1)
	if 10*thin < len(heights) || 5*thick < len(heights) || n < leastDots {
		return 0
	}
	return n
}

// strokes are a strip's columns that bear ink, and the row in which most of them do. Where a column's ink is in pieces, it is told
// as taller than any dot.
func strokes(strip *image.Gray) (all []stroke, middle int) {
	const dark = 150
	across := make([]int, strip.Rect.Dy())
	for x := strip.Rect.Min.X; x < strip.Rect.Max.X; x++ {
		k, whole := stroke{-1, -1}, true
		for y := range across {
			if strip.GrayAt(x, strip.Rect.Min.Y+y).Y >= dark {
				continue
			}
			if k.top < 0 {
				k.top = y
			} else if y > k.bottom+1 {
				whole = false
			}
			k.bottom = y
			across[y]++
		}
		if !whole {
			k.bottom = k.top + 2*mostDot
		}
		if k.top >= 0 {
			all = append(all, k)
		}
	}
	for y, n := range across {
		if n > across[middle] {
			middle = y
		}
	}
	return all, middle
}

package read

import "image"

// nearby are the offsets by which two pictures of one line may lie, or differ in size: the codec's noise may add a row or
// a column of pixels at either side.
var nearby = [9]image.Point{{}, {X: 1}, {X: -1}, {Y: 1}, {Y: -1}, {X: 1, Y: 1}, {X: -1, Y: 1}, {X: 1, Y: -1}, {X: -1, Y: -1}}

// grain is the largest difference, in steps of 255 from paper to ink, that two pictures of one print may have in any pixel.
// The codec's noise stays below; two letters of one size differ by more in some pixel, however alike they look.
const grain = 48

// samePrint says whether strip b shows the same letters as a, moved by at. The margins of strips are white.
func samePrint(a, b *image.Gray, at image.Point) bool {
	w, h := min(a.Rect.Dx(), b.Rect.Dx()-at.X), min(a.Rect.Dy(), b.Rect.Dy()-at.Y)
	x, y := max(0, -at.X), max(0, -at.Y)
	if w <= x || h <= y {
		return false
	}
	// from the middle row, where letters differ first, to both ends
	for i := range h - y {
		k := (h+y)/2 + (i+1)/2*(1-i%2*2)
		if !sameRow(a.Pix[k*a.Stride+x:k*a.Stride+w], b.Pix[(k+at.Y)*b.Stride+x+at.X:]) {
			return false
		}
	}
	return true
}

func sameRow(a, b []uint8) bool {
	b = b[:len(a)]
	for i, v := range a {
		if d := int(v) - int(b[i]); d > grain || d < -grain {
			return false
		}
	}
	return true
}

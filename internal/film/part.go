package film

import "image"

// Even widens r to even coordinates: chroma has half the resolution.
func Even(r image.Rectangle) image.Rectangle {
	return image.Rect(r.Min.X&^1, r.Min.Y&^1, (r.Max.X+1)&^1, (r.Max.Y+1)&^1)
}

// CopyPart copies r, which has even coordinates, from src to dst.
func CopyPart(dst, src *image.YCbCr, r image.Rectangle) {
	if r.Empty() {
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(dst.Y[dst.YOffset(r.Min.X, y):][:r.Dx()], src.Y[src.YOffset(r.Min.X, y):][:r.Dx()])
	}
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		n := (r.Dx() + 1) / 2
		copy(dst.Cb[dst.COffset(r.Min.X, y):][:n], src.Cb[src.COffset(r.Min.X, y):][:n])
		copy(dst.Cr[dst.COffset(r.Min.X, y):][:n], src.Cr[src.COffset(r.Min.X, y):][:n])
	}
}

// Cut is the part r of p as a picture of its own that keeps its coordinates.
func Cut(p *image.YCbCr, r image.Rectangle) *image.YCbCr {
	r = Even(r).Intersect(p.Rect)
	out := NewPicture(r.Dx(), r.Dy())
	out.Rect = r
	CopyPart(out, p, r)
	return out
}

// Package picture makes the pictures of an SOP: a part of a recording's frame, in its true colours, with secrets
// covered and marks drawn.
package picture

import (
	"image"
	"math"

	"showhow/internal/sop"
)

// weights are a matrix's shares of red and blue in luma (ITU-R BT.601-7, BT.709-6, BT.2020-2).
var weights = map[string][2]float64{"bt601": {0.299, 0.114}, "bt709": {0.2126, 0.0722}, "bt2020": {0.2627, 0.0593}}

// Palette turns a stream's luma and chroma into red, green and blue by table.
type Palette struct {
	y              [256]int32
	rv, gu, gv, bu [256]int32
}

// one is 1.0 in the tables' fixed point.
const one = 1 << 16

// NewPalette makes the tables for a stream's range and matrix.
func NewPalette(s sop.VideoStream) *Palette {
	w, ok := weights[s.Matrix]
	if !ok {
		w = weights["bt709"]
	}
	kr, kb := w[0], w[1]
	kg := 1 - kr - kb
	yScale, yZero, cScale := 255.0/219, 16.0, 255.0/224
	if s.FullRange {
		yScale, yZero, cScale = 1, 0, 1
	}
	p := &Palette{}
	fixed := func(f float64) int32 { return int32(math.Round(f * one)) }
	for i := range 256 {
		c := (float64(i) - 128) * cScale
		p.y[i] = fixed((float64(i) - yZero) * yScale)
		p.rv[i] = fixed(2 * (1 - kr) * c)
		p.bu[i] = fixed(2 * (1 - kb) * c)
		p.gu[i] = fixed(-2 * kb * (1 - kb) / kg * c)
		p.gv[i] = fixed(-2 * kr * (1 - kr) / kg * c)
	}
	return p
}

// Crop gives the part of src within r in true colours; r is cut to the picture. Chroma is taken from the nearest sample.
func (p *Palette) Crop(src *image.YCbCr, r image.Rectangle) *image.RGBA {
	r = r.Intersect(src.Rect)
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		o := out.Pix[(y-r.Min.Y)*out.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			l := p.y[src.Y[src.YOffset(x, y)]]
			c := src.COffset(x, y)
			u, v := src.Cb[c], src.Cr[c]
			i := (x - r.Min.X) * 4
			o[i] = clamp(l + p.rv[v])
			o[i+1] = clamp(l + p.gu[u] + p.gv[v])
			o[i+2] = clamp(l + p.bu[u])
			o[i+3] = 255
		}
	}
	return out
}

func clamp(v int32) uint8 { return uint8(max(0, min(255, (v+one/2)>>16))) }

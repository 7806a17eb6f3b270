// Package learnt names the picture of a character by what was learnt from some hundred fonts: which strokes make an r, or a brace, in any of
// them. A small net of two layers of filters and two full ones tells how likely each character is. It's compiled in (weights.bin), and made by
// bench/shapes.
package learnt

import (
	_ "embed"
	"math"
	"sync"

	"showhow/internal/stage/read/grid/glyph"
)

//go:embed weights.bin
var embedded []byte

// Names are the characters that a net tells apart: glyph.ASCII in order, and one more for whatever else is drawn in a cell.
const Names = 95

// Other is the number of the name for what is none of the characters.
const Other = Names - 1

// Across and Down are the size of the picture that a net looks at, in points. A point is as wide as a cell's width parted by Across, and
// as high as a tenth of an x; the letters' line lies Above points below the top.
const (
	Across, Down = glyph.W, glyph.H
	Above        = 20
	perX         = 10
)

// Frame says how a cell that a patch shows stands: its size, how far the letters' line lies below its top, and how high an x is, in pixels.
type Frame struct{ CellW, CellH, Baseline, X float64 }

// Input is what a net looks at.
type Input struct {
	// Picture is the ink, Down rows of Across points.
	Picture [Across * Down]float32
	// Size is 0 for a cell ten pixels wide, more for a larger one, less for a smaller.
	Size float32
}

// contrast is the length of an Input's picture as a vector.
const contrast = 10

// In puts p, a cell's picture, into a net's frame: what differs from terminal to terminal, the height of a cell and where the letters' line
// lies in it, is gone, and so is how high small letters are.
func (f Frame) In(p *glyph.Patch) Input {
	in := Input{Size: float32(math.Log(f.CellW / 10))}
	var sum float32
	step := f.X / perX
	for y := range Down {
		at := (f.Baseline+(float64(y)+.5-Above)*step)/f.CellH*glyph.H - .5
		if at < -.5 || at > glyph.H-.5 {
			continue // another cell's
		}
		at = max(0, min(at, glyph.H-1.001))
		i := int(at)
		part := float32(at - float64(i))
		a, b := p[i*glyph.W:(i+1)*glyph.W], p[(i+1)*glyph.W:(i+2)*glyph.W]
		row := in.Picture[y*Across : (y+1)*Across]
		for x := range row {
			row[x] = a[x] + part*(b[x]-a[x])
			sum += row[x] * row[x]
		}
	}
	if sum > 0 {
		scale := contrast / float32(math.Sqrt(float64(sum)))
		for i := range in.Picture {
			in.Picture[i] *= scale
		}
	}
	return in
}

// standard is the net that is compiled in.
var standard = sync.OnceValues(func() (*Net, error) { return Parse(embedded) })

// Standard is the net that is compiled in.
func Standard() (*Net, error) { return standard() }

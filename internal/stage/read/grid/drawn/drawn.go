// Package drawn makes pictures of terminals, for tests: text set in a font by another rasteriser than the one that the
// reader draws its glyphs with, then scaled, softened and roughened as a recording is.
package drawn

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Terminal is a terminal's look.
type Terminal struct {
	// Font is a TrueType font, and Size its em in pixels.
	Font []byte
	Size float64
	// CellW and CellH are a cell's size, and At the top left corner of the first, in pixels.
	CellW, CellH int
	At           image.Point
	// Columns and Rows are its size in cells; the background reaches Margin pixels further.
	Columns, Rows, Margin int
	// Ink and Ground are the luma of letters and background.
	Ink, Ground uint8
	face        font.Face
}

// Box is what the terminal covers.
func (t *Terminal) Box() image.Rectangle {
	return image.Rect(0, 0, t.Columns*t.CellW, t.Rows*t.CellH).Add(t.At).Inset(-t.Margin)
}

// Draw sets lines in the terminal, the first in its first row, after clearing it.
func (t *Terminal) Draw(p *image.Gray, lines []string) error {
	if t.face == nil {
		f, err := opentype.Parse(t.Font)
		if err != nil {
			return fmt.Errorf("parse a font: %w", err)
		}
		t.face, err = opentype.NewFace(f, &opentype.FaceOptions{Size: t.Size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return fmt.Errorf("make a face: %w", err)
		}
	}
	draw.Draw(p, t.Box(), image.NewUniform(color.Gray{Y: t.Ground}), image.Point{}, draw.Src)
	up := t.face.Metrics().Ascent.Round() + (t.CellH-t.face.Metrics().Height.Round())/2
	pen := font.Drawer{Dst: p, Src: image.NewUniform(color.Gray{Y: t.Ink}), Face: t.face}
	for row, line := range lines {
		for col, r := range []rune(line) {
			pen.Dot = fixed.P(t.At.X+col*t.CellW, t.At.Y+row*t.CellH+up)
			pen.DrawString(string(r))
		}
	}
	return nil
}

// Block fills the cell at column and row c with ink, as a block caret does.
func (t *Terminal) Block(p *image.Gray, c image.Point) { fill(p, t.cell(c), t.Ink) }

// Frame draws the outline of the cell at c, as the block caret of a window without the keyboard is.
func (t *Terminal) Frame(p *image.Gray, c image.Point) {
	b := t.cell(c)
	fill(p, b, t.Ink)
	fill(p, b.Inset(1), t.Ground)
}

// Bar is the lower left part of the cell at column and row At, Wide × High pixels; the whole width or height when that's 0.
type Bar struct {
	At         image.Point
	Wide, High int
	Ink        uint8
}

// Bar fills a part of a cell, as a caret does that is a line.
func (t *Terminal) Bar(p *image.Gray, bar Bar) {
	b := t.cell(bar.At)
	if bar.High > 0 {
		b.Min.Y = b.Max.Y - bar.High
	}
	if bar.Wide > 0 {
		b.Max.X = b.Min.X + bar.Wide
	}
	fill(p, b, bar.Ink)
}

func (t *Terminal) cell(c image.Point) image.Rectangle {
	return image.Rect(c.X*t.CellW, c.Y*t.CellH, (c.X+1)*t.CellW, (c.Y+1)*t.CellH).Add(t.At)
}

func fill(p *image.Gray, b image.Rectangle, luma uint8) {
	draw.Draw(p, b, image.NewUniform(color.Gray{Y: luma}), image.Point{}, draw.Src)
}

// Screen is a picture of w × h pixels of one luma.
func Screen(w, h int, luma uint8) *image.Gray {
	p := image.NewGray(image.Rect(0, 0, w, h))
	for i := range p.Pix {
		p.Pix[i] = luma
	}
	return p
}

// Scaled is p at w × h pixels.
func Scaled(p *image.Gray, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Rect, p, p.Rect, draw.Src, nil)
	return out
}

// Rough adds noise of up to by luma to p, always the same.
func Rough(p *image.Gray, by int) {
	r := rand.New(rand.NewPCG(7, 7))
	for i, v := range p.Pix {
		p.Pix[i] = uint8(max(0, min(255, int(v)+r.IntN(2*by+1)-by)))
	}
}

// Film is p as a picture of a recording, without colour.
func Film(p *image.Gray) *image.YCbCr {
	out := image.NewYCbCr(p.Rect, image.YCbCrSubsampleRatio420)
	for y := range p.Rect.Dy() {
		copy(out.Y[y*out.YStride:], p.Pix[y*p.Stride:y*p.Stride+p.Rect.Dx()])
	}
	for i := range out.Cb {
		out.Cb[i], out.Cr[i] = 128, 128
	}
	return out
}

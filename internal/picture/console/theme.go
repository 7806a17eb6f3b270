// Package console draws a terminal from its cells: as PNG with glyphs of the Go fonts, and as SVG with the reader's own
// monospaced font, every run of letters as wide as its cells. A picture has sop.CellWidth × sop.CellHeight pixels a cell.
package console

import (
	"image/color"
	"strconv"

	"showhow/internal/sop"
)

// theme are the colours of a drawing.
type theme struct {
	fg, bg  color.RGBA
	palette [256]color.RGBA
}

// plain are the sixteen colours of a terminal that tells none: readable on a dark ground.
var plain = [16]string{"#23272e", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
	"#7f848e", "#ff8b92", "#b5e08f", "#ffd68a", "#8cc8ff", "#dd9bf0", "#7fd6e0", "#ffffff"}

const (
	plainFG = "#dfe3ea"
	plainBG = "#1b1e24"
)

func themeOf(t *sop.Theme) theme {
	out := theme{fg: hex(plainFG), bg: hex(plainBG)}
	first := plain[:]
	if t != nil {
		out.fg, out.bg, first = hex(t.FG), hex(t.BG), t.Palette
	}
	for i := range 16 {
		out.palette[i] = hex(plain[i])
		if i < len(first) {
			out.palette[i] = hex(first[i])
		} else if i >= 8 && i-8 < len(first) {
			out.palette[i] = hex(first[i-8])
		}
	}
	// xterm's cube of 6 × 6 × 6 colours and its 24 greys.
	steps := [6]uint8{0, 95, 135, 175, 215, 255}
	for i := 16; i < 232; i++ {
		n := i - 16
		out.palette[i] = color.RGBA{steps[n/36], steps[n/6%6], steps[n%6], 255}
	}
	for i := 232; i < 256; i++ {
		g := uint8(8 + 10*(i-232))
		out.palette[i] = color.RGBA{g, g, g, 255}
	}
	return out
}

// hex reads "#rrggbb"; black for anything else.
func hex(s string) color.RGBA {
	if len(s) != 7 {
		return color.RGBA{A: 255}
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return color.RGBA{A: 255}
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// of is a colour as it's drawn; or is the default one.
func (t theme) of(c sop.Color, or color.RGBA) color.RGBA {
	if n, ok := c.Palette(); ok {
		return t.palette[n]
	}
	if r, g, b, ok := c.RGB(); ok {
		return color.RGBA{r, g, b, 255}
	}
	return or
}

// look is how a cell is drawn.
type look struct {
	fg, bg            color.RGBA
	bold, italic      bool
	underline, strike bool
}

// lookOf gives the colours and style of a cell, inverse and faint ones worked out.
func (t theme) lookOf(c sop.Cell) look {
	l := look{fg: t.of(c.FG, t.fg), bg: t.of(c.BG, t.bg), bold: c.Bold, italic: c.Italic, underline: c.Underline, strike: c.Strike}
	if n, ok := c.FG.Palette(); ok && c.Bold && n < 8 {
		l.fg = t.palette[n+8] // bold is bright, as xterm has it
	}
	if c.Inverse {
		l.fg, l.bg = l.bg, l.fg
	}
	if c.Faint {
		l.fg = mix(l.fg, l.bg)
	}
	if c.Hidden {
		l.fg = l.bg
	}
	return l
}

func mix(a, b color.RGBA) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8((3*int(x) + 2*int(y)) / 5) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

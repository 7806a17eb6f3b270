package console

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"
	"unicode"

	"showhow/internal/sop"
)

// SVG draws a snapshot as an SVG element that can stand within a page: no style, no script, no reference to anything outside
// of it. Its text can be marked and copied, and is read out as the picture's title.
func SVG(s sop.Snapshot, title string) []byte {
	t := themeOf(s.Theme)
	w, h := s.Cols*sop.CellWidth, len(s.Cells)*sop.CellHeight
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="console" role="img" viewBox="0 0 %d %d" width="%d" height="%d" font-family="ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="%d"><title>%s</title>`,
		w, h, w, h, size, escape(title))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>`, w, h, code(t.bg))
	for y, row := range s.Cells {
		for _, r := range runs(s, t, y, row) {
			r.ground(&b, t, y)
		}
	}
	for y, row := range s.Cells {
		for _, r := range runs(s, t, y, row) {
			r.text(&b, y)
		}
	}
	b.WriteString("</svg>")
	return b.Bytes()
}

// run is a stretch of a row in one look.
type run struct {
	look
	from, cells int
	letters     string
}

// runs parts a row. A wide character, and one with marks over it, stands alone, so that nothing behind it is moved.
func runs(s sop.Snapshot, t theme, y int, row []sop.Cell) (all []run) {
	alone := true
	for x, c := range row {
		if c.Width == 0 {
			continue
		}
		if s.Cursor != nil && s.Cursor.X == x && s.Cursor.Y == y {
			c.Inverse = !c.Inverse
		}
		l := t.lookOf(c)
		letters := c.Text
		if letters == "" {
			letters = " "
		}
		single := c.Width != 1 || len([]rune(letters)) > 1 || []rune(letters)[0] >= 0x2190
		if n := len(all); n > 0 && !single && !alone && all[n-1].look == l {
			all[n-1].letters += letters
			all[n-1].cells++
		} else {
			all = append(all, run{l, x, c.Width, letters})
		}
		alone = single
	}
	return all
}

func (r run) ground(b *bytes.Buffer, t theme, y int) {
	if r.bg != t.bg {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`, r.from*sop.CellWidth, y*sop.CellHeight, r.cells*sop.CellWidth, sop.CellHeight, code(r.bg))
	}
}

func (r run) text(b *bytes.Buffer, y int) {
	trimmed := strings.TrimRight(r.letters, " ")
	if trimmed == "" {
		return
	}
	cells := r.cells - (len(r.letters) - len(trimmed))
	lead := len(trimmed) - len(strings.TrimLeft(trimmed, " "))
	trimmed = trimmed[lead:]
	x, cells := r.from+lead, cells-lead
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s" textLength="%d" lengthAdjust="spacingAndGlyphs" xml:space="preserve"`,
		x*sop.CellWidth, y*sop.CellHeight+base, code(r.fg), cells*sop.CellWidth)
	if r.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if r.italic {
		b.WriteString(` font-style="italic"`)
	}
	switch {
	case r.underline && r.strike:
		b.WriteString(` text-decoration="underline line-through"`)
	case r.underline:
		b.WriteString(` text-decoration="underline"`)
	case r.strike:
		b.WriteString(` text-decoration="line-through"`)
	}
	fmt.Fprintf(b, `>%s</text>`, escape(trimmed))
}

func code(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// escape is text within an element, without control characters and marks that turn the direction of writing.
func escape(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

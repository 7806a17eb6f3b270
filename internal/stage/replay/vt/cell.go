package vt

import (
	"unicode"

	"golang.org/x/text/width"

	"showhow/internal/sop"
)

// cell is one place of the grid. Its zero value is a blank in the default colours.
type cell struct {
	r rune // 0 is a place on which nothing was written, or the right half of a wide character
	// wide is 2 for the left half of a wide character, wideRest for its right half.
	wide int8
	pen  pen
	// marks are the combining characters that stand over r.
	marks string
}

const wideRest = -1

// maxMarks is how many bytes of combining characters one cell keeps.
const maxMarks = 32

// pen is how the next character is drawn.
type pen struct {
	fg, bg sop.Color
	attr   attr
}

// attr is a set of ways of drawing.
type attr uint16

const (
	bold attr = 1 << iota
	faint
	italic
	underline
	blink
	inverse
	hidden
	strike
	protected
)

// erased is the cell that erasing leaves: blank, in the background colour of the pen, as xterm does it.
func (p pen) erased() cell { return cell{pen: pen{bg: p.bg}} }

// Width is the number of cells a character takes: 0 for one that stands over the character before it, 2 for East
// Asian wide ones and emoji, else 1. It follows Unicode's East Asian Width (UAX #11) as terminals use it: ambiguous
// characters are narrow, and each code point counts alone.
func Width(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff: // Hangul vowels and finals join the syllable before
		return 0
	case r >= 0x2500 && r <= 0x259f: // lines and blocks, the most frequent
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// row is one line of the grid. Only the cells up to the last one that was written are kept.
type row struct {
	cells []cell
	// rest is what all places behind cells hold: a blank, perhaps coloured.
	rest cell
	// wrapped says that the line was full and went on in the next row; narrow that a wide character found no room in the last place.
	wrapped, narrow bool
	// text is the row as a string, when known is set.
	text  string
	known bool
}

func (r *row) at(x int) cell {
	if x < len(r.cells) {
		return r.cells[x]
	}
	return r.rest
}

// reach makes the cells up to x kept ones.
func (r *row) reach(x int) {
	r.known = false
	for len(r.cells) <= x {
		r.cells = append(r.cells, r.rest)
	}
}

// part blanks a wide character that has its left half before x and its right half at x.
func (r *row) part(x int) {
	if x <= 0 || x >= len(r.cells) || r.cells[x].wide != wideRest {
		return
	}
	r.known = false
	for _, i := range [2]int{x - 1, x} {
		r.cells[i] = cell{pen: r.cells[i].pen}
	}
}

// fill sets the cells from a up to b, in a row of cols cells.
func (r *row) fill(a, b, cols int, c cell) {
	if a >= b {
		return
	}
	r.part(a)
	r.part(b)
	r.known = false
	if b >= cols {
		r.wrapped, r.narrow = false, false
	}
	if b >= cols && c.r == 0 {
		if a < len(r.cells) {
			r.cells = r.cells[:a]
		} else if r.rest != c {
			r.reach(a - 1)
		}
		r.rest = c
		return
	}
	if a >= len(r.cells) && r.rest == c {
		return
	}
	r.reach(b - 1)
	for x := a; x < b; x++ {
		r.cells[x] = c
	}
}

// shift moves the cells from a up to b by n places to the right (to the left for a negative n) and fills the gap. What is
// pushed over the border is lost.
func (r *row) shift(s stretch, n int, c cell) {
	if s.from >= s.to || n == 0 {
		return
	}
	n = max(-(s.to - s.from), min(n, s.to-s.from))
	r.part(s.from)
	r.part(s.to)
	r.reach(s.to - 1)
	if n > 0 {
		r.part(s.to - n)
		copy(r.cells[s.from+n:s.to], r.cells[s.from:s.to-n])
		r.put(s.from, s.from+n, c)
		return
	}
	r.part(s.from - n)
	copy(r.cells[s.from:s.to+n], r.cells[s.from-n:s.to])
	r.put(s.to+n, s.to, c)
}

// put sets kept cells without looking at what they were.
func (r *row) put(a, b int, c cell) {
	for x := a; x < b; x++ {
		r.cells[x] = c
	}
}

// stretch is a part of a row, to exclusive.
type stretch struct{ from, to int }

// String is the text of the row, trailing blanks cut off.
func (r *row) String() string {
	if r.known {
		return r.text
	}
	end := len(r.cells)
	for end > 0 && (r.cells[end-1].r == 0 || r.cells[end-1].r == ' ') && r.cells[end-1].wide != wideRest && r.cells[end-1].marks == "" {
		end--
	}
	b := make([]byte, 0, end+8)
	for _, c := range r.cells[:end] {
		switch {
		case c.wide == wideRest:
		case c.r == 0:
			b = append(b, ' ')
		case c.r < 0x80 && c.marks == "":
			b = append(b, byte(c.r))
		default:
			b = append(append(b, string(c.r)...), c.marks...)
		}
	}
	if r.text != string(b) {
		r.text = string(b)
	}
	r.known = true
	return r.text
}

// LeftOf gives the part of a row's text that lies left of column x.
func LeftOf(text string, x int) string {
	col := 0
	for i, c := range text {
		if col >= x {
			return text[:i]
		}
		col += Width(c)
	}
	return text
}

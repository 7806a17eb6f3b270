package vt

import (
	"testing"
	"unicode/utf8"
)

// check fails when the terminal's state makes no sense.
func check(t *testing.T, term *Terminal) {
	t.Helper()
	cols, rows := term.Size()
	x, y, _ := term.Cursor()
	m := term.margins
	if x < 0 || x >= cols || y < 0 || y >= rows {
		t.Fatalf("cursor at %d, %d of %d × %d", x, y, cols, rows)
	}
	if m.top < 0 || m.top > m.bottom || m.bottom >= rows || m.left < 0 || m.left > m.right || m.right >= cols {
		t.Fatalf("margins %+v of %d × %d", m, cols, rows)
	}
	if len(term.lines) != rows || len(term.tabs) != cols {
		t.Fatalf("%d rows, %d tab stops of %d × %d", len(term.lines), len(term.tabs), cols, rows)
	}
	kept := 0
	for _, r := range term.history {
		kept += len(r.cells)
	}
	if kept != term.kept {
		t.Fatalf("%d cells in the history, %d counted", kept, term.kept)
	}
	for y, r := range term.lines {
		if len(r.cells) > cols {
			t.Fatalf("row %d has %d cells of %d", y, len(r.cells), cols)
		}
		for x, c := range r.cells {
			if c.wide == 2 && (x+1 >= len(r.cells) || r.cells[x+1].wide != wideRest) || c.wide == wideRest && (x == 0 || r.cells[x-1].wide != 2) {
				t.Fatalf("half a character at %d, %d", x, y)
			}
		}
		text, _ := term.Row(y)
		r.known = false
		if again := r.String(); text != again || !utf8.ValidString(text) {
			t.Fatalf("row %d reads %q, then %q", y, text, again)
		}
	}
}

func FuzzTerminal(f *testing.F) {
	for _, c := range screenCases {
		cols, rows := c.size()
		f.Add(uint16(cols), uint16(rows), []byte(c.in), uint16(rows+2), uint16(cols/2))
	}
	f.Fuzz(func(t *testing.T, cols, rows uint16, in []byte, cols2, rows2 uint16) {
		term := New(int(cols%300), int(rows%100), &quiet{})
		term.Write(in)
		check(t, term)
		term.Resize(int(cols2%300), int(rows2%100))
		check(t, term)
		term.Write(in)
		check(t, term)
		term.Picture()
	})
}

// quiet reads the screen whenever it is told of something, as the recorder does.
type quiet struct{}

func (quiet) LineFeed()      {}
func (quiet) Clear()         {}
func (quiet) Mode(int, bool) {}
func (quiet) Command(string) {}

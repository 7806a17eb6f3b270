package vt

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// shown gives the rows as the cases write them.
func shown(t *Terminal) []string {
	var out []string
	for y := range t.rows {
		text, wrapped := t.Row(y)
		if wrapped {
			text += "↵"
		}
		out = append(out, text)
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func (c screenCase) size() (cols, rows int) {
	if cols, rows = c.cols, c.rows; cols == 0 {
		cols = 10
	}
	if rows == 0 {
		rows = 4
	}
	return cols, rows
}

func TestScreens(t *testing.T) {
	for _, c := range screenCases {
		t.Run(c.name, func(t *testing.T) {
			cols, rows := c.size()
			whole := New(cols, rows, nil)
			whole.Write([]byte(c.in))
			bytewise := New(cols, rows, nil)
			for i := range len(c.in) {
				bytewise.Write([]byte{c.in[i]})
			}
			for how, term := range map[string]*Terminal{"at once": whole, "byte by byte": bytewise} {
				if got := shown(term); !slices.Equal(got, c.want) {
					t.Errorf("%s: %q gives\n%q, want\n%q", how, c.in, got, c.want)
				}
				if x, y, _ := term.Cursor(); x != c.x || y != c.y {
					t.Errorf("%s: %q leaves the cursor at %d, %d, want %d, %d", how, c.in, x, y, c.x, c.y)
				}
			}
		})
	}
}

func TestResize(t *testing.T) {
	for _, c := range []struct {
		name, in   string
		cols, rows int
		after      string
		want       []string
		x, y       int
	}{
		{"narrower", "0123456789", 6, 4, "", rows("012345↵", "6789"), 4, 1},
		{"wider joins", "0123456789abc", 20, 4, "", rows("0123456789abc"), 13, 0},
		{"there and back", "0123456789abc\r\nx", 5, 4, "", rows("56789↵", "abc", "x"), 1, 2},
		{"shorter scrolls", "1\r\n2\r\n3\r\n4", 10, 2, "", rows("3", "4"), 1, 1},
		{"shorter drops blank rows first", "1\r\n2", 10, 2, "", rows("1", "2"), 1, 1},
		{"taller brings back", "1\r\n2\r\n3\r\n4\r\n5\r\n6", 10, 6, "", rows("1", "2", "3", "4", "5", "6"), 1, 5},
		{"taller without history", "1\r\n2", 10, 6, "", rows("1", "2"), 1, 1},
		{"text goes on", "0123456789", 6, 4, "X", rows("012345↵", "6789X"), 5, 1},
		{"wide characters", "日本語日本", 5, 4, "", rows("日本↵", "語日↵", "本"), 2, 2},
		{"alternate screen is cut", "\x1b[?1049h\x1b[H0123456789", 6, 4, "", rows("012345"), 5, 0},
		{"main screen below the alternate one", "0123456789\x1b[?1049h", 6, 4, "\x1b[?1049lX", rows("012345↵", "6789X"), 5, 1},
		{"margins are lifted", "\x1b[2;3r", 10, 6, "\x1b[6;1Hx", rows("", "", "", "", "", "x"), 1, 5},
		{"new tab stops", "", 30, 4, "\t\t\tx", rows("                        x"), 25, 0},
		{"one cell", "abc", 1, 1, "", rows("c"), 0, 0},
	} {
		term := New(10, 4, nil)
		term.Write([]byte(c.in))
		term.Resize(c.cols, c.rows)
		term.Write([]byte(c.after))
		if c.name == "there and back" {
			c.want = rows("0123456789↵", "abc", "x")
			term.Resize(10, 4)
		}
		x, y, _ := term.Cursor()
		if got := shown(term); !slices.Equal(got, c.want) || x != c.x || y != c.y {
			t.Errorf("%s: %q at %d, %d, want %q at %d, %d", c.name, got, x, y, c.want, c.x, c.y)
		}
	}
}

func TestGraphics(t *testing.T) {
	red, grey, true1 := sop.PaletteColor(1), sop.PaletteColor(244), sop.RGBColor(1, 2, 3)
	for _, c := range []struct {
		in   string
		want sop.Cell
	}{
		{"\x1b[1;31;42m", sop.Cell{Bold: true, FG: red, BG: sop.PaletteColor(2)}},
		{"\x1b[91;102m", sop.Cell{FG: sop.PaletteColor(9), BG: sop.PaletteColor(10)}},
		{"\x1b[38;5;244m", sop.Cell{FG: grey}},
		{"\x1b[38;2;1;2;3;1m", sop.Cell{FG: true1, Bold: true}},
		{"\x1b[48:2::1:2:3m", sop.Cell{BG: true1}},
		{"\x1b[48:2:1:2:3m", sop.Cell{BG: true1}},
		{"\x1b[38:5:244;3m", sop.Cell{FG: grey, Italic: true}},
		{"\x1b[58;5;1;7m", sop.Cell{Inverse: true}},
		{"\x1b[4:3m", sop.Cell{Underline: true}},
		{"\x1b[4m\x1b[4:0m", sop.Cell{}},
		{"\x1b[1;2;3;4;7;8;9m", sop.Cell{Bold: true, Faint: true, Italic: true, Underline: true, Inverse: true, Hidden: true, Strike: true}},
		{"\x1b[1;2;3;4;7;8;9m\x1b[22;23;24;27;28;29m", sop.Cell{}},
		{"\x1b[31;42m\x1b[39;49m", sop.Cell{}},
		{"\x1b[31m\x1b[m", sop.Cell{}},
		{"\x1b[31m\x1b[0m", sop.Cell{}},
		{"\x1b[38;5m", sop.Cell{}},
		{"\x1b[38;2;1;2m", sop.Cell{}},
		{"\x1b[38m", sop.Cell{}},
		{"\x1b[31m\x1b7\x1b[m\x1b8", sop.Cell{FG: red}},
		{"\x1b[31m\x1b[!p", sop.Cell{}},
	} {
		term := New(10, 4, nil)
		term.Write([]byte(c.in + "x"))
		c.want.Text, c.want.Width = "x", 1
		if got := term.Picture().Cells[0][0]; got != c.want {
			t.Errorf("%q: %+v, want %+v", c.in, got, c.want)
		}
	}
}

func TestErasedColour(t *testing.T) {
	term := New(4, 2, nil)
	term.Write([]byte("ab日\x1b[41m\x1b[1;2H\x1b[K\x1b[m\x1b[2;3Hx"))
	s := term.Picture()
	for x, want := range []sop.Color{0, sop.PaletteColor(1), sop.PaletteColor(1), sop.PaletteColor(1)} {
		if s.Cells[0][x].BG != want {
			t.Errorf("cell %d: %v, want %v", x, s.Cells[0][x].BG, want)
		}
	}
	if s.Cols != 4 || s.Rows != 2 || len(s.Cells) != 2 || len(s.Cells[1]) != 4 || *s.Cursor != (sop.Point{X: 3, Y: 1}) {
		t.Errorf("%+v", s)
	}
}

// heard notes what a watcher is told.
type heard struct {
	term *Terminal
	all  []string
}

func (h *heard) LineFeed() {
	_, y, _ := h.term.Cursor()
	text, _ := h.term.Row(y)
	h.all = append(h.all, "feed "+text)
}
func (h *heard) Clear() { h.all = append(h.all, "clear "+strings.Join(shown(h.term), "|")) }
func (h *heard) Mode(n int, on bool) {
	if n == 2004 {
		h.all = append(h.all, map[bool]string{true: "edit", false: "submit"}[on])
	}
}
func (h *heard) Command(text string) { h.all = append(h.all, "command "+text) }

func TestWatcher(t *testing.T) {
	h := &heard{}
	h.term = New(10, 4, h)
	h.term.Write([]byte("\x1b[?2004h$ ls\x1b[?2004l\r\nfile\x1b]133;D;0\a\x1b[H\x1b[2J\x1b[?1049hx\x1b[?1049l\x1b]0;title\x1b\\"))
	want := []string{"edit", "submit", "feed $ ls", "command 133;D;0", "clear $ ls|file", "clear ", "clear x", "command 0;title"}
	if !reflect.DeepEqual(h.all, want) {
		t.Errorf("%q, want %q", h.all, want)
	}
	if h.term.Title() != "title" {
		t.Errorf("title %q", h.term.Title())
	}
}

func TestUnfinished(t *testing.T) {
	term := New(10, 4, nil)
	term.Write([]byte("\x1b]0;"))
	for range 1000 {
		term.Write([]byte(strings.Repeat("x", 100_000)))
	}
	if n := term.Unfinished(); n < 100_000_000 || cap(term.p.str) > 2*maxString {
		t.Errorf("%d swallowed, %d kept", n, cap(term.p.str))
	}
}

func TestFit(t *testing.T) {
	for _, c := range [][4]int{{80, 24, 80, 24}, {0, 0, 1, 1}, {-5, 7, 1, 7}, {10_000, 24, 10_000, 24}, {1 << 30, 1 << 30, 10_000, 50}, {300, 5000, 300, 1666}} {
		if cols, rows := Fit(c[0], c[1]); cols != c[2] || rows != c[3] {
			t.Errorf("%v: %d × %d", c, cols, rows)
		}
	}
}

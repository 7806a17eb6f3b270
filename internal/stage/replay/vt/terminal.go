package vt

import "showhow/internal/sop"

// The sizes that a terminal may have. Columns × rows is bounded too, because a screen's memory is.
const (
	MaxCols  = 10_000
	MaxRows  = 2_000
	MaxCells = 500_000
)

// The lines that were scrolled off the top and the cells of them that are kept, for a window that grows again.
const (
	maxHistory      = 1000
	maxHistoryCells = 200_000
)

// Watcher is told of what happens to the screen just before it happens. What it may not do is write to the terminal.
type Watcher interface {
	// LineFeed: the cursor is about to go to the next line because the program said so. It isn't called for text that wraps.
	LineFeed()
	// Clear: the whole screen is about to be wiped, or changed for the alternate screen or back.
	Clear()
	// Mode: a private mode (CSI ? n h, CSI ? n l) is about to be set or reset.
	Mode(n int, on bool)
	// Command: an operating system command (OSC) has come, at most 4 KiB of it.
	Command(text string)
}

// Terminal is the state of a terminal.
type Terminal struct {
	cols, rows int
	// lines is the screen that is shown: main, or the alternate one while onAlternate.
	lines       []*row
	main        []*row
	onAlternate bool
	// aside is what the alternate screen held when it was left, where that counts.
	aside   []*row
	history []*row
	// kept is the number of cells in the history, and base that of the lines that ever went into it: the log's number of the top row.
	kept, base int
	x, y       int
	// full says that the last place of a line was written and the next character goes to the next line.
	full    bool
	pen     pen
	charset charsets
	margins margins
	modes   modes
	saved   [2]savedCursor
	tabs    []bool
	last    rune
	title   string
	watcher Watcher
	p       parser
	work    int64
	// budget is the work after which nothing more is done; 0 means no end.
	budget int64
	// answer takes the sequences that ask something of the terminal; nil but in tests.
	answer func(final byte)
}

// margins bound what scrolls: rows top to bottom, columns left to right, all inclusive.
type margins struct{ top, bottom, left, right int }

type modes struct {
	origin, noWrap, insert, newLine, sideMargins, reverseWrap bool
	hideCursor, paste, drawing                                bool
	columns                                                   bool // 132 columns may be asked for
}

type savedCursor struct {
	x, y         int
	full, origin bool
	pen          pen
	charset      charsets
}

// New makes a terminal of that size, or of the nearest size that is allowed. The watcher may be nil.
func New(cols, rows int, w Watcher) *Terminal {
	t := &Terminal{watcher: w}
	t.cols, t.rows = Fit(cols, rows)
	t.restart()
	return t
}

// Fit gives the nearest size that is allowed.
func Fit(cols, rows int) (int, int) {
	cols = max(1, min(cols, MaxCols))
	rows = max(1, min(rows, MaxRows, MaxCells/cols))
	return cols, rows
}

// restart sets all to the state of a terminal that was just switched on.
func (t *Terminal) restart() {
	t.main, t.aside = blankRows(t.rows), nil
	t.base += len(t.lines) // what comes is another log
	t.lines, t.onAlternate, t.history, t.kept = t.main, false, nil, 0
	t.x, t.y, t.full, t.last = 0, 0, false, 0
	t.pen, t.charset, t.modes, t.saved = pen{}, charsets{}, modes{}, [2]savedCursor{}
	t.wholeMargins()
	t.defaultTabs()
}

func blankRows(n int) []*row {
	all := make([]*row, n)
	for i := range all {
		all[i] = &row{}
	}
	return all
}

func (t *Terminal) wholeMargins() { t.margins = margins{0, t.rows - 1, 0, t.cols - 1} }

func (t *Terminal) defaultTabs() {
	t.tabs = make([]bool, t.cols)
	for x := 8; x < t.cols; x += 8 {
		t.tabs[x] = true
	}
}

// softReset is DECSTR.
func (t *Terminal) softReset() {
	t.pen, t.charset = pen{}, charsets{}
	t.modes = modes{paste: t.modes.paste, drawing: t.modes.drawing, columns: t.modes.columns}
	t.saved[t.screen()] = savedCursor{}
	t.full = false
	t.wholeMargins()
}

// screen is 1 on the alternate screen, else 0.
func (t *Terminal) screen() int {
	if t.onAlternate {
		return 1
	}
	return 0
}

// Size is the number of columns and rows.
func (t *Terminal) Size() (cols, rows int) { return t.cols, t.rows }

// Cursor is the place of the caret, and whether it is shown. The column never lies beyond the last one.
func (t *Terminal) Cursor() (x, y int, shown bool) { return t.x, t.y, !t.modes.hideCursor }

// Alternate says that the alternate screen is shown, as editors and pagers do.
func (t *Terminal) Alternate() bool { return t.onAlternate }

// Drawing says that the program asked to show nothing until it is done (private mode 2026).
func (t *Terminal) Drawing() bool { return t.modes.drawing }

// Title is the window's title, as a program set it.
func (t *Terminal) Title() string { return t.title }

// Bound sets how much work may be done, counted in cells that are moved, filled or read many at a time: a recording that
// was made to take for ever ends there.
func (t *Terminal) Bound(work int64) { t.budget = work }

// Exhausted says that the bound was reached and that what came behind it was ignored.
func (t *Terminal) Exhausted() bool { return t.budget > 0 && t.work > t.budget }

// Row is the text of row y from the top, trailing blanks cut off, and whether it goes on in the next row.
func (t *Terminal) Row(y int) (text string, wrapped bool) {
	r := t.lines[y]
	if !r.known {
		t.work += int64(len(r.cells))
	}
	text = r.String()
	return text, r.wrapped && y+1 < t.rows && (r.narrow || !r.at(t.cols-1).blank())
}

// Top is the number of the screen's first row in the log of all lines: lines that scroll off the top count on, so that a
// line keeps its number for as long as the width stays. On the alternate screen nothing counts.
func (t *Terminal) Top() int { return t.base }

// Line is the row of the log with that number, on the screen or scrolled off it; ok is false when it's no longer kept.
func (t *Terminal) Line(n int) (text string, wrapped, ok bool) {
	if y := n - t.base; y >= 0 {
		if y >= len(t.lines) {
			return "", false, false
		}
		text, wrapped = t.Row(y)
		return text, wrapped, true
	}
	i := len(t.history) - (t.base - n)
	if i < 0 {
		return "", false, false
	}
	r := t.history[i]
	if !r.known {
		t.work += int64(len(r.cells))
	}
	return r.String(), r.wrapped && (r.narrow || !r.at(t.cols-1).blank()), true
}

// Dim says whether the first character right of column x in row y is drawn faint or grey, as a proposal of what may be typed is.
func (t *Terminal) Dim(x, y int) bool {
	r := t.lines[y]
	for ; x < len(r.cells); x++ {
		c := r.cells[x]
		if c.blank() || c.r == ' ' {
			continue
		}
		if c.pen.attr&faint != 0 {
			return true
		}
		if n, ok := c.pen.fg.Palette(); ok {
			return n == 8 || n >= 236 && n <= 247
		}
		red, green, blue, ok := c.pen.fg.RGB()
		return ok && max(red, green, blue)-min(red, green, blue) < 24 && max(red, green, blue) < 160
	}
	return false
}

func (c cell) blank() bool { return c.r == 0 && c.wide == 0 }

// Picture is the screen cell by cell.
func (t *Terminal) Picture() sop.Snapshot {
	s := sop.Snapshot{Cols: t.cols, Rows: t.rows, Cells: make([][]sop.Cell, t.rows), Alternate: t.onAlternate}
	for y, r := range t.lines {
		s.Cells[y] = make([]sop.Cell, t.cols)
		for x := range t.cols {
			s.Cells[y][x] = r.at(x).shown()
		}
	}
	if !t.modes.hideCursor {
		s.Cursor = &sop.Point{X: t.x, Y: t.y}
	}
	return s
}

// shown is the cell as others see it.
func (c cell) shown() sop.Cell {
	a := c.pen.attr
	s := sop.Cell{Width: 1, FG: c.pen.fg, BG: c.pen.bg, Bold: a&bold != 0, Faint: a&faint != 0, Italic: a&italic != 0,
		Underline: a&underline != 0, Inverse: a&inverse != 0, Strike: a&strike != 0, Hidden: a&hidden != 0}
	switch {
	case c.wide == wideRest:
		s.Width = 0
	case c.r != 0:
		s.Text = string(c.r) + c.marks
		if c.wide == 2 {
			s.Width = 2
		}
	}
	return s
}

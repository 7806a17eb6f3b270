package vt

// move obeys the control sequences that move the cursor or bound it.
func (t *Terminal) move(c byte) {
	p := &t.p
	n := p.arg(0, 1)
	full := t.full
	t.full = false
	switch c {
	case 'A':
		t.up(n)
	case 'B':
		t.down(n)
	case 'C':
		t.right(n)
	case 'D':
		t.left(n)
	case 'E':
		t.down(n)
		t.carriageReturn()
	case 'F':
		t.up(n)
		t.carriageReturn()
	case 'G', '`':
		t.goColumn(n - 1)
	case 'H', 'f':
		t.goRow(n - 1)
		t.goColumn(p.arg(1, 1) - 1)
	case 'I':
		t.tab(n)
	case 'Z':
		t.backTab(n)
	case 'a':
		t.x = min(t.x+n, t.bound().right)
	case 'd':
		t.goRow(n - 1)
	case 'e':
		t.y = min(t.y+n, t.bound().bottom)
	case 'r':
		if !t.setMargins() {
			t.full = full
		}
	}
}

// bound is where the cursor may go: the margins in origin mode, else the screen.
func (t *Terminal) bound() margins {
	if t.modes.origin {
		return t.margins
	}
	return margins{0, t.rows - 1, 0, t.cols - 1}
}

func (t *Terminal) goRow(y int) {
	b := t.bound()
	t.y = max(b.top, min(b.top+y, b.bottom))
}

func (t *Terminal) goColumn(x int) {
	b := t.bound()
	t.x = max(b.left, min(b.left+x, b.right))
}

func (t *Terminal) up(n int) {
	end := 0
	if t.y >= t.margins.top {
		end = t.margins.top
	}
	t.y = max(t.y-n, end)
}

func (t *Terminal) down(n int) {
	end := t.rows - 1
	if t.y <= t.margins.bottom {
		end = t.margins.bottom
	}
	t.y = min(t.y+n, end)
}

func (t *Terminal) left(n int) {
	end := 0
	if t.x >= t.margins.left {
		end = t.margins.left
	}
	t.x = max(t.x-n, end)
}

func (t *Terminal) right(n int) { t.x = min(t.x+n, t.limit()) }

// setMargins is DECSTBM.
func (t *Terminal) setMargins() bool {
	top, bottom := t.p.arg(0, 1)-1, min(t.p.arg(1, t.rows), t.rows)-1
	if top >= bottom {
		return false
	}
	t.margins.top, t.margins.bottom = top, bottom
	t.goRow(0)
	t.goColumn(0)
	return true
}

// setSideMargins is DECSLRM.
func (t *Terminal) setSideMargins() {
	left, right := t.p.arg(0, 1)-1, min(t.p.arg(1, t.cols), t.cols)-1
	if left >= right {
		return
	}
	t.margins.left, t.margins.right = left, right
	t.full = false
	t.goRow(0)
	t.goColumn(0)
}

func (t *Terminal) saveCursor() {
	t.saved[t.screen()] = savedCursor{t.x, t.y, t.full, t.modes.origin, t.pen, t.charset}
}

func (t *Terminal) restoreCursor() {
	s := t.saved[t.screen()]
	t.modes.origin, t.pen, t.charset = s.origin, s.pen, s.charset
	t.x, t.y = min(s.x, t.cols-1), min(s.y, t.rows-1)
	if b := t.bound(); t.modes.origin {
		t.x, t.y = max(b.left, min(t.x, b.right)), max(b.top, min(t.y, b.bottom))
	}
	t.full = s.full && t.x == s.x
}

// mode sets or resets one of ECMA-48's modes.
func (t *Terminal) mode(n int, on bool) {
	switch n {
	case 4:
		t.modes.insert = on
	case 20:
		t.modes.newLine = on
	}
}

// privateMode sets or resets one of DEC's and xterm's modes.
func (t *Terminal) privateMode(n int, on bool) {
	if t.watcher != nil {
		t.watcher.Mode(n, on)
	}
	switch n {
	case 3:
		t.setColumns(on)
	case 6:
		t.modes.origin, t.full = on, false
		t.goRow(0)
		t.goColumn(0)
	case 7:
		t.modes.noWrap = !on
	case 25:
		t.modes.hideCursor = !on
	case 40:
		t.modes.columns = on
	case 45:
		t.modes.reverseWrap = on
	case 69:
		t.modes.sideMargins = on
		t.margins.left, t.margins.right = 0, t.cols-1
	case 47, 1047, 1049:
		t.switchScreen(n, on)
	case 1048:
		if on {
			t.saveCursor()
		} else {
			t.restoreCursor()
		}
	case 2004:
		t.modes.paste = on
	case 2026:
		t.modes.drawing = on
	}
}

// switchScreen goes to the alternate screen and back.
func (t *Terminal) switchScreen(n int, on bool) {
	if on == t.onAlternate {
		if n == 1049 && !on {
			t.restoreCursor()
		}
		return
	}
	t.clearing()
	if on {
		if n == 1049 {
			t.saveCursor()
		}
		t.main, t.onAlternate, t.full = t.lines, true, false
		if t.lines = t.aside; len(t.aside) == 0 || n == 1049 {
			t.lines = t.blanked(blankRows(t.rows))
		}
		return
	}
	t.aside = nil
	if n == 47 { // only then it comes back as it was
		t.aside = t.lines
	}
	t.lines, t.onAlternate = t.main, false
	if n == 1049 {
		t.restoreCursor()
	}
}

// setColumns is DECCOLM, which counts only when mode 40 allows it: 132 columns or 80, and a clear screen.
func (t *Terminal) setColumns(wide bool) {
	if !t.modes.columns {
		return
	}
	t.clearing()
	cols := 80
	if wide {
		cols = 132
	}
	t.Resize(cols, t.rows)
	t.wholeMargins()
	t.modes.sideMargins = false
	t.eraseRows(0, t.rows)
	t.x, t.y, t.full = 0, 0, false
}

// windowSize is the one of xterm's window operations that counts here: a size in cells that the program asks for. The
// recorder tells of the size that came of it.
func (t *Terminal) windowSize() {}

package vt

// charsets are the designated character sets: for each of G0 to G3 whether it is DEC's line drawing set, and which of
// them is in use.
type charsets struct {
	drawing [4]bool
	left    int8
	// once is 1 + the set that counts for the next character only.
	once int8
}

// lineDrawing is DEC's special graphics set, for 0x5f to 0x7e.
var lineDrawing = [...]rune{' ', '◆', '▒', '␉', '␌', '␍', '␊', '°', '±', '␤', '␋', '┘', '┐', '┌', '└', '┼', '⎺', '⎻', '─', '⎼', '⎽', '├', '┤', '┴', '┬', '│', '≤', '≥', 'π', '≠', '£', '·'}

// translate is what the character set in use makes of r.
func (t *Terminal) translate(r rune) rune {
	set := t.charset.left
	if t.charset.once > 0 {
		set, t.charset.once = t.charset.once-1, 0
	}
	if t.charset.drawing[set] && r >= 0x5f && r <= 0x7e {
		return lineDrawing[r-0x5f]
	}
	return r
}

// printASCII prints the printable ASCII characters at the start of b, as many as fit in the line, and tells how many.
func (t *Terminal) printASCII(b []byte) int {
	end := t.limit()
	if t.full || t.modes.insert || t.charset != (charsets{}) || t.x >= end {
		t.print(rune(b[0]))
		return 1
	}
	n := 0
	for n < len(b) && t.x+n < end && b[n] >= 0x20 && b[n] < 0x7f { // the last place is print's, which knows of wrapping
		n++
	}
	r := t.lines[t.y]
	r.part(t.x)
	r.part(t.x + n)
	r.reach(t.x + n - 1)
	for i, c := range b[:n] {
		r.cells[t.x+i] = cell{r: rune(c), pen: t.pen}
	}
	t.x += n
	t.last = rune(b[n-1])
	return n
}

// limit is the last column that text may fill from where the cursor stands.
func (t *Terminal) limit() int {
	if t.x <= t.margins.right {
		return t.margins.right
	}
	return t.cols - 1
}

// print puts a character at the cursor.
func (t *Terminal) print(r rune) {
	if r < 0x7f {
		r = t.translate(r)
	}
	w := Width(r)
	if w == 0 {
		t.combine(r)
		return
	}
	if w > t.cols {
		r, w = '\ufffd', 1
	}
	t.last = r
	if t.full && !t.modes.noWrap {
		t.wrap()
	}
	end := t.limit()
	if t.x+w-1 > end {
		if !t.modes.noWrap {
			t.lines[t.y].narrow = true
			t.wrap()
			end = t.limit()
		}
		t.x = max(0, min(t.x, end-w+1))
	}
	line := t.lines[t.y]
	if t.modes.insert {
		t.insert(w)
	}
	line.part(t.x)
	line.part(t.x + w)
	line.reach(t.x + w - 1)
	line.cells[t.x] = cell{r: r, pen: t.pen}
	if w == 2 {
		line.cells[t.x].wide = 2
		line.cells[t.x+1] = cell{wide: wideRest, pen: t.pen}
	}
	if t.x+w-1 >= t.cols-1 {
		line.narrow = false
	}
	t.x += w
	t.full = t.x > end && !t.modes.noWrap
	t.x = min(t.x, end)
}

// wrap goes to the start of the next line because the text does.
func (t *Terminal) wrap() {
	t.lines[t.y].wrapped = t.margins.left == 0
	t.x = t.margins.left
	t.index()
}

// combine adds a character to the one before it.
func (t *Terminal) combine(r rune) {
	x := t.x - 1
	if t.full {
		x = t.x
	}
	line := t.lines[t.y]
	if x < 0 || x >= len(line.cells) {
		return
	}
	if line.cells[x].wide == wideRest {
		x--
	}
	c := &line.cells[x]
	if c.r == 0 || len(c.marks) > maxMarks {
		return
	}
	c.marks += string(r)
	line.known = false
}

// insert makes room for n cells at the cursor.
func (t *Terminal) insert(n int) {
	if t.x < t.margins.left || t.x > t.margins.right {
		return
	}
	t.work += int64(t.margins.right - t.x)
	t.lines[t.y].shift(stretch{t.x, t.margins.right + 1}, n, t.pen.erased())
}

// repeat prints the last character again (REP), at most a line of it.
func (t *Terminal) repeat(n int) {
	if t.last == 0 {
		return
	}
	set := t.charset
	t.charset = charsets{} // it was translated when it was printed
	for range min(n, t.cols) {
		t.print(t.last)
	}
	t.charset = set
}

// control obeys a control character.
func (t *Terminal) control(c byte) {
	switch c {
	case '\b':
		t.backspace()
	case '\t':
		t.tab(1)
	case '\n', '\v', '\f':
		t.feed()
		if t.modes.newLine {
			t.carriageReturn()
		}
	case '\r':
		t.carriageReturn()
	case 0x0e:
		t.charset.left = 1
	case 0x0f:
		t.charset.left = 0
	}
}

func (t *Terminal) carriageReturn() {
	t.full = false
	if t.x >= t.margins.left || t.modes.origin {
		t.x = t.margins.left
		return
	}
	t.x = 0
}

// backspace goes one to the left; with reverse wrap-around also to the line above.
func (t *Terminal) backspace() {
	first := 0
	if t.x >= t.margins.left {
		first = t.margins.left
	}
	if t.full && t.modes.reverseWrap && !t.modes.noWrap {
		t.full = false
		return
	}
	t.full = false
	switch {
	case t.x > first:
		t.x--
	case t.modes.reverseWrap && !t.modes.noWrap && t.y > 0 && t.lines[t.y-1].wrapped:
		t.x, t.y = t.margins.right, t.y-1
	}
}

// feed goes to the next line because the program says so.
func (t *Terminal) feed() {
	if t.watcher != nil {
		t.watcher.LineFeed()
	}
	t.index()
}

// index goes down one line, and scrolls at the bottom margin.
func (t *Terminal) index() {
	t.full = false
	switch {
	case t.y == t.margins.bottom:
		if t.x >= t.margins.left && t.x <= t.margins.right {
			t.scroll(t.margins.top, 1)
		}
	case t.y < t.rows-1:
		t.y++
	}
}

// reverseIndex goes up one line, and scrolls at the top margin.
func (t *Terminal) reverseIndex() {
	t.full = false
	switch {
	case t.y == t.margins.top:
		if t.x >= t.margins.left && t.x <= t.margins.right {
			t.scroll(t.margins.top, -1)
		}
	case t.y > 0:
		t.y--
	}
}

// tab goes to the n-th tab stop to the right.
func (t *Terminal) tab(n int) {
	end := t.limit()
	for ; n > 0 && t.x < end; n-- {
		for t.x++; t.x < end && !t.tabs[t.x]; t.x++ {
		}
	}
}

// backTab goes to the n-th tab stop to the left.
func (t *Terminal) backTab(n int) {
	first := 0
	if t.modes.origin {
		first = t.margins.left
	}
	t.full = false
	for ; n > 0 && t.x > first; n-- {
		for t.x--; t.x > first && !t.tabs[t.x]; t.x-- {
		}
	}
}

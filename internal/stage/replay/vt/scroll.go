package vt

// scroll moves the lines from row top to the bottom margin up by n (down for a negative n), within the side margins.
// Lines that leave the top of the whole screen go into the history.
func (t *Terminal) scroll(top, n int) {
	m := t.margins
	height := m.bottom - top + 1
	n = max(-height, min(n, height))
	if n == 0 {
		return
	}
	if m.left > 0 || m.right < t.cols-1 {
		t.scrollPart(top, n)
		return
	}
	t.work += int64(height)
	region := t.lines[top : m.bottom+1]
	if n > 0 {
		gone := append([]*row(nil), region[:n]...)
		if top == 0 && !t.onAlternate && m.top == 0 {
			t.remember(gone)
			gone = blankRows(n)
		}
		copy(region, region[n:])
		copy(region[height-n:], t.blanked(gone))
		return
	}
	gone := append([]*row(nil), region[height+n:]...)
	copy(region[-n:], region[:height+n])
	copy(region, t.blanked(gone))
	if top > 0 {
		t.lines[top-1].wrapped = false
	}
}

// blanked makes the rows blank for new use.
func (t *Terminal) blanked(rows []*row) []*row {
	for _, r := range rows {
		*r = row{cells: r.cells[:0], rest: t.pen.erased()}
	}
	return rows
}

// scrollPart moves the part of the lines that lies between the side margins.
func (t *Terminal) scrollPart(top, n int) {
	m := t.margins
	move := func(to, from int) {
		dst := t.lines[to]
		dst.part(m.left)
		dst.part(m.right + 1)
		dst.reach(m.right)
		dst.wrapped = false
		blank := from < top || from > m.bottom
		for x := m.left; x <= m.right; x++ {
			if blank {
				dst.cells[x] = t.pen.erased()
			} else {
				dst.cells[x] = t.lines[from].at(x)
			}
		}
		dst.edges(m.left, m.right)
	}
	t.work += int64((m.bottom - top + 1) * (m.right - m.left + 1))
	if n > 0 {
		for y := top; y <= m.bottom; y++ {
			move(y, y+n)
		}
		return
	}
	for y := m.bottom; y >= top; y-- {
		move(y, y+n)
	}
}

// edges blanks halves of wide characters that were cut by copying cells a to b.
func (r *row) edges(a, b int) {
	if r.cells[a].wide == wideRest {
		r.cells[a] = cell{pen: r.cells[a].pen}
	}
	if r.cells[b].wide == 2 {
		r.cells[b] = cell{pen: r.cells[b].pen}
	}
}

// remember puts rows behind the history, and forgets the oldest when there are too many.
func (t *Terminal) remember(rows []*row) {
	t.history = append(t.history, rows...)
	t.base += len(rows)
	for _, r := range rows {
		t.kept += len(r.cells)
	}
	if len(t.history) <= maxHistory*5/4 && t.kept <= maxHistoryCells {
		return
	}
	n := max(0, len(t.history)-maxHistory)
	for _, r := range t.history[:n] {
		t.kept -= len(r.cells)
	}
	for ; t.kept > maxHistoryCells*3/4; n++ {
		t.kept -= len(t.history[n].cells)
	}
	t.history = append(t.history[:0:0], t.history[n:]...)
}

// insertLines is IL for a positive n, DL for a negative one.
func (t *Terminal) insertLines(n int) {
	m := t.margins
	if t.y < m.top || t.y > m.bottom || t.x < m.left || t.x > m.right {
		return
	}
	t.scroll(t.y, -n)
	t.x, t.full = m.left, false
}

// deleteChars is DCH.
func (t *Terminal) deleteChars(n int) {
	t.full = false
	if t.x < t.margins.left || t.x > t.margins.right {
		return
	}
	t.work += int64(t.margins.right - t.x)
	t.lines[t.y].shift(stretch{t.x, t.margins.right + 1}, -n, t.pen.erased())
}

// shiftColumns is DECIC for a positive n, DECDC for a negative one, from column x on.
func (t *Terminal) shiftColumns(x, n int) {
	m := t.margins
	if t.y < m.top || t.y > m.bottom || t.x < m.left || t.x > m.right {
		return
	}
	t.work += int64((m.bottom - m.top + 1) * (m.right - x + 1))
	for y := m.top; y <= m.bottom; y++ {
		t.lines[y].wrapped = false
		t.lines[y].shift(stretch{x, m.right + 1}, n, t.pen.erased())
	}
}

// eraseLine is EL: 0 from the cursor, 1 up to it, 2 all.
func (t *Terminal) eraseLine(how int) {
	t.full = false
	a, b := 0, t.cols
	switch how {
	case 0:
		a = t.x
	case 1:
		b = t.x + 1
	case 2:
	default:
		return
	}
	t.erase(t.y, stretch{a, b})
}

// erase blanks a part of a row.
func (t *Terminal) erase(y int, s stretch) {
	if s.from >= s.to {
		return
	}
	if s.to < t.cols {
		t.work += int64(s.to - s.from)
	}
	t.lines[y].fill(s.from, s.to, t.cols, t.pen.erased())
}

// eraseScreen is ED: 0 from the cursor, 1 up to it, 2 all, 3 the history.
func (t *Terminal) eraseScreen(how int) {
	switch how {
	case 0:
		if t.y == 0 && t.x == 0 {
			t.clearing()
		}
		t.eraseLine(0)
		t.eraseRows(t.y+1, t.rows)
	case 1:
		t.eraseRows(0, t.y)
		t.eraseLine(1)
	case 2:
		t.clearing()
		t.eraseRows(0, t.rows)
		t.full = false
	case 3:
		t.history, t.kept = nil, 0
	}
}

func (t *Terminal) eraseRows(a, b int) {
	t.work += int64(max(0, b-a))
	for y := a; y < b; y++ {
		t.erase(y, stretch{0, t.cols})
	}
	if a > 0 && a < t.rows && b == t.rows {
		t.lines[a-1].wrapped = false
	}
}

func (t *Terminal) clearing() {
	if t.watcher != nil {
		t.watcher.Clear()
	}
}

// area is a rectangle of cells, inclusive, counted from 0.
type area struct{ top, left, bottom, right int }

// area reads a rectangle from four parameters, as the DEC VT420's rectangle functions take it.
func (t *Terminal) area(from int) (area, bool) {
	p := &t.p
	a := area{p.arg(from, 1) - 1, p.arg(from+1, 1) - 1, p.arg(from+2, t.rows) - 1, p.arg(from+3, t.cols) - 1}
	last := margins{0, t.rows - 1, 0, t.cols - 1}
	if t.modes.origin {
		last = t.margins
		a = area{a.top + last.top, a.left + last.left, a.bottom + last.top, a.right + last.left}
	}
	a.bottom, a.right = min(a.bottom, last.bottom), min(a.right, last.right)
	return a, a.top <= a.bottom && a.left <= a.right
}

// fillArea is DECFRA and DECERA.
func (t *Terminal) fillArea(a area, c cell) {
	t.work += 4 * int64((a.bottom-a.top+1)*(a.right-a.left+1)) // writing costs more than moving
	for y := a.top; y <= a.bottom; y++ {
		t.lines[y].fill(a.left, a.right+1, t.cols, c)
	}
}

// copyArea is DECCRA.
func (t *Terminal) copyArea(a area, top, left int) {
	height, width := min(a.bottom-a.top+1, t.rows-top), min(a.right-a.left+1, t.cols-left)
	if height <= 0 || width <= 0 {
		return
	}
	t.work += int64(height * width)
	kept := make([]cell, 0, height*width)
	for y := range height {
		for x := range width {
			kept = append(kept, t.lines[a.top+y].at(a.left+x))
		}
	}
	for y := range height {
		r := t.lines[top+y]
		r.part(left)
		r.part(left + width)
		r.reach(left + width - 1)
		copy(r.cells[left:], kept[y*width:(y+1)*width])
		r.edges(left, left+width-1)
	}
}

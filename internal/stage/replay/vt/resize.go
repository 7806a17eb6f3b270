package vt

// Resize changes the size of the window to the nearest allowed one. On the main screen, lines that were wrapped are
// wrapped anew, and lines go into the history or come back from it so that the cursor stays on its character.
func (t *Terminal) Resize(cols, rows int) {
	cols, rows = Fit(cols, rows)
	if cols == t.cols && rows == t.rows {
		return
	}
	t.work += int64(t.cols*t.rows + cols*rows)
	old := t.cols
	t.aside = nil
	if t.onAlternate {
		t.lines = cropped(t.lines, cols, rows)
		t.full = t.full && cols == old
		s := &t.saved[0]
		t.main = t.reflow(t.main, size{old, cols, rows}, caret{&s.x, &s.y, &s.full})
	} else {
		t.lines = t.reflow(t.lines, size{old, cols, rows}, caret{&t.x, &t.y, &t.full})
	}
	tabs := make([]bool, cols)
	copy(tabs, t.tabs)
	for x := old; x < cols; x++ {
		tabs[x] = x%8 == 0
	}
	t.tabs, t.cols, t.rows = tabs, cols, rows
	t.x, t.y = min(t.x, cols-1), min(t.y, rows-1)
	t.wholeMargins()
}

// size tells of a change: the columns before, and the columns and rows after it.
type size struct{ before, cols, rows int }

// cropped cuts the rows to a size, or adds blank ones.
func cropped(lines []*row, cols, rows int) []*row {
	if len(lines) > rows {
		lines = lines[:rows]
	}
	for _, r := range lines {
		r.part(cols)
		if len(r.cells) > cols {
			r.cells = r.cells[:cols]
		}
		r.wrapped, r.known = false, false
	}
	return append(lines, blankRows(rows-len(lines))...)
}

// caret is a cursor that a change of size moves.
type caret struct {
	x, y *int
	full *bool
}

// reflow gives the main screen's rows in a new size and moves the cursor along.
func (t *Terminal) reflow(lines []*row, s size, c caret) (rows []*row) {
	cursor := place{*c.x, min(*c.y, len(lines)-1)}
	if *c.full {
		cursor.x++
	}
	last := len(lines)
	for last > cursor.y+1 && len(lines[last-1].cells) == 0 {
		last--
	}
	all := append(append(make([]*row, 0, len(t.history)+last), t.history...), lines[:last]...)
	marks := []place{{cursor.x, cursor.y + len(t.history)}, {0, len(t.history)}}
	if s.cols != s.before {
		all, marks = rewrapped(all, s, marks)
	}
	now := marks[0]
	start := max(0, marks[1].y-max(0, s.rows-len(lines)), len(all)-s.rows)
	start = min(start, now.y) // the cursor stays on the screen, whatever is below it
	*c.x, *c.y, *c.full = min(now.x, s.cols-1), now.y-start, now.x >= s.cols
	t.base -= len(t.history)
	t.history, t.kept = nil, 0
	t.remember(all[:start:start])
	all = all[start:]
	if len(all) > s.rows {
		all = all[:s.rows]
	}
	rows = append(make([]*row, 0, s.rows), all...)
	return append(rows, blankRows(s.rows-len(rows))...)
}

// place is a cell, counted from 0.
type place struct{ x, y int }

// rewrapped wraps the rows anew and tells where the marked places are then.
func rewrapped(all []*row, s size, marks []place) (out []*row, now []place) {
	now = make([]place, len(marks))
	for i := 0; i < len(all); {
		end := i
		for end < len(all)-1 && all[end].wrapped {
			end++
		}
		var line []cell
		var begins []int // where each of the rows begins in the line
		for j := i; j <= end; j++ {
			begins = append(begins, len(line))
			line = append(line, all[j].cells...)
			if j < end {
				line = padded(line, begins[j-i], all[j], s.before)
			}
		}
		first := len(out)
		out = append(out, cut(line, all[end].rest, s.cols)...)
		for k, m := range marks {
			if m.y >= i && m.y <= end {
				p := landed(out[first:], begins[m.y-i]+m.x)
				now[k] = place{p.x, p.y + first}
			}
		}
		i = end + 1
	}
	return out, now
}

// padded adds the blanks that a wrapped row has up to its end; the last place that a wide character left free is no blank.
func padded(line []cell, begin int, r *row, cols int) []cell {
	end := begin + cols
	if r.narrow && r.at(cols-1).blank() {
		end--
	}
	for len(line) < end {
		line = append(line, r.rest)
	}
	return line[:end]
}

// cut makes rows of a line.
func cut(line []cell, rest cell, cols int) []*row {
	for n := len(line); n > 0 && line[n-1] == (cell{}); n-- {
		line = line[:n-1]
	}
	var out []*row
	for {
		n := min(cols, len(line))
		narrow := n < len(line) && line[n].wide == wideRest
		switch {
		case narrow && n == 1: // no room for it in any row
			line[1], narrow = cell{r: '\ufffd', pen: line[0].pen}, false
			line = line[1:]
		case narrow:
			n--
		}
		r := &row{cells: append([]cell(nil), line[:n]...), wrapped: n < len(line), narrow: narrow}
		out = append(out, r)
		line = line[n:]
		if len(line) == 0 {
			r.rest = rest
			return out
		}
	}
}

// landed finds the place of the line's cell number at in its rows.
func landed(rows []*row, at int) place {
	for y, r := range rows[:len(rows)-1] {
		if at < len(r.cells) {
			return place{at, y}
		}
		at -= len(r.cells)
	}
	return place{at, len(rows) - 1}
}

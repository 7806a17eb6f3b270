package lattice

import (
	"math"

	"showhow/internal/stage/read/grid/window"
)

// A row that bears ink in a cell counts for that cell's column; fewRows of them may be strays, such as the pointer.
const fewRows = 2

// within takes off the columns in which nothing ever stood left of the text, and those right of where lines wrap: a
// terminal's padding, or the desktop where it has the terminal's own colour.
func (l *Lattice) within(ps []window.Plane) {
	begins, ends := make([]int, l.Columns), make([]int, l.Columns)
	full := make([]map[int]bool, l.Columns) // the rows that ended at a column, with more below them
	for _, p := range ps {
		last := -1 // where the row above ended
		for row := range l.Rows {
			first, end := l.stretch(p, row)
			if first >= 0 {
				begins[first]++
				ends[end]++
				if last >= 0 && full[last] == nil {
					full[last] = map[int]bool{}
				}
				if last >= 0 {
					full[last][row] = true
				}
			}
			last = end
		}
	}
	left, n := 0, 0
	for ; left < l.Columns && n+begins[left] <= fewRows; left++ {
		n += begins[left]
	}
	if left == l.Columns {
		return
	}
	right := l.Columns - 1
	for n = 0; right > left && n+ends[right] < fewRows; right-- {
		n += ends[right]
	}
	columns := l.Columns - left
	if len(full[right]) >= fewRows && (left > fewRows || 10*(right+1-left) >= 9*columns) {
		columns = right + 1 - left
	}
	if columns >= leastColumns {
		l.X, l.Columns = l.X+float64(left)*l.CellW, columns
	}
}

// leastInk is the sum of ink from which a cell isn't empty.
const leastInk = 300

// A few cells far from the others, or alone in a row, are the pointer or the like: no more than fewCells, by farCells.
const fewCells, farCells = 3, 8

// stretch are the first and the last cell of a row's text; -1 when it has none.
func (l *Lattice) stretch(p window.Plane, row int) (first, last int) {
	first, last = -1, -1
	before, since, all := -1, 0, 0 // where the text ended before a wide gap, the cells since, and all of them
	for col := range l.Columns {
		if l.inkOf(p, row, col) < leastInk {
			continue
		}
		if first < 0 {
			first = col
		} else if col-last > farCells {
			before, since = last, 0
		}
		last = col
		since++
		all++
	}
	if all <= fewCells {
		return -1, -1
	}
	if before >= 0 && since <= fewCells {
		last = before
	}
	return first, last
}

func (l *Lattice) inkOf(p window.Plane, row, col int) int {
	w, h := p.Box.Dx(), p.Box.Dy()
	y0 := max(0, int(math.Ceil(l.Y+float64(row)*l.CellH))-p.Box.Min.Y)
	y1 := min(h, int(l.Y+float64(row+1)*l.CellH)-p.Box.Min.Y)
	x0 := max(0, int(math.Ceil(l.X+float64(col)*l.CellW))-p.Box.Min.X)
	x1 := min(w, int(l.X+float64(col+1)*l.CellW)-p.Box.Min.X)
	sum := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			sum += int(p.Pix[y*w+x])
		}
	}
	return sum
}

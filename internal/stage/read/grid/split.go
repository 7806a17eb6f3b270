package grid

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// A terminal that a multiplexer has parted holds panes, each with a log of its own. Their rules are characters: told here from what was
// read, since between them the panes' grounds are one area.

// leastPane is the least size of a pane in cells.
const (
	leastPaneColumns = 12
	leastPaneRows    = 3
)

// uprights are what a rule from top to bottom may have been read as, flats what one from side to side may have been. A font that no
// library has may have no other name for them.
const (
	uprights = "│┃║|├┤┼┬┴lI1"
	flats    = "─━═┬┴┼├┤-~_="
)

// text is a terminal's content, cell by cell.
type text [][]rune

func textOf(t sop.Terminal, rows int) text {
	out := make(text, max(rows, len(t.Rows)))
	for i, r := range t.Rows {
		out[i] = []rune(r.Text)
	}
	return out
}

func (x text) at(col, row int) rune {
	if col < len(x[row]) {
		return x[row][col]
	}
	return ' '
}

// panes are the areas, in cells, into which rules part the area r; r alone when none do. A line from side to side is one where another rule
// parts the area, too, and in the rows that are standing.
func (x text) panes(r image.Rectangle, parted bool, standing map[int]bool) []image.Rectangle {
	if r.Dy() >= 2*leastPaneRows {
		for c := r.Min.X + leastPaneColumns; c < r.Max.X-leastPaneColumns; c++ {
			if top, end, ok := x.upright(r, c); ok {
				r.Min.Y, r.Max.Y = top, end
				left, right := r, r
				left.Max.X, right.Min.X = c, c+1
				return append(x.panes(left, true, nil), x.panes(right, true, nil)...)
			}
		}
	}
	for y := r.Min.Y + leastPaneRows; y < r.Max.Y-leastPaneRows; y++ {
		if !x.flat(r, y) {
			continue
		}
		upper, lower := r, r
		upper.Max.Y, lower.Min.Y = y, y+1
		a, b := x.panes(upper, parted, standing), x.panes(lower, parted, standing)
		// A line from side to side alone may be what a program printed.
		if parted || standing[y] || len(a)+len(b) > 2 {
			return append(a, b...)
		}
	}
	return []image.Rectangle{r}
}

// upright says whether column c of r is a rule: the same sign in every row, but for one at the foot or the head, where a status line may
// stand; top and end are the rows between which it runs.
func (x text) upright(r image.Rectangle, c int) (top, end int, ok bool) {
	top, end = r.Min.Y, r.Max.Y
	if !strings.ContainsRune(uprights, x.at(c, top)) {
		top++
	}
	if !strings.ContainsRune(uprights, x.at(c, end-1)) {
		end--
	}
	count := map[rune]int{}
	most := 0
	for y := top; y < end; y++ {
		v := x.at(c, y)
		if !strings.ContainsRune(uprights, v) {
			return 0, 0, false
		}
		count[v]++
		most = max(most, count[v])
	}
	return top, end, end-top >= 2*leastPaneRows && 10*most >= 8*(end-top)
}

// flat says whether row y of r is a rule.
func (x text) flat(r image.Rectangle, y int) bool {
	n := 0
	for c := r.Min.X; c < r.Max.X; c++ {
		if strings.ContainsRune(flats, x.at(c, y)) {
			n++
		}
	}
	return 20*n >= 19*r.Dx()
}

// settled is how long panes must stand to count, in seconds: a table that is printed goes on moving.
const settled = 4

// A line from side to side that stands in its row for standsLong, in seconds, and for two thirds of the terminal's time, is a rule: what is
// printed goes up when the terminal is full.
const standsLong = 20

// standing are the rows that hold such lines.
func standing(views []View, p *pane) map[int]bool {
	whole := image.Rect(0, 0, p.s.Columns, p.s.Rows)
	lasts, all := make([]float64, p.s.Rows), 0.0
	for _, v := range views {
		for _, t := range v.Terminals {
			if t.ID != p.id {
				continue
			}
			length := v.Span.To.Sub(v.Span.From).Seconds()
			all += length
			x := textOf(t, p.s.Rows)
			for y := range lasts {
				if x.flat(whole, y) {
					lasts[y] += length
				}
			}
		}
	}
	rows := map[int]bool{}
	for y, l := range lasts {
		if l >= standsLong && 3*l >= 2*all {
			rows[y] = true
		}
	}
	return rows
}

// split gives each pane of a parted terminal a terminal of its own.
func split(views []View, panes []*pane) []View {
	for _, p := range panes {
		standing := standing(views, p)
		var layouts [][]image.Rectangle
		var at []int // the view of each
		whole := image.Rect(0, 0, p.s.Columns, p.s.Rows)
		for i, v := range views {
			for _, t := range v.Terminals {
				if t.ID == p.id {
					layouts, at = append(layouts, textOf(t, p.s.Rows).panes(whole, false, standing)), append(at, i)
				}
			}
		}
		steady(layouts, func(k int) float64 { return views[at[k]].Span.To.Sub(views[at[k]].Span.From).Seconds() })
		names := map[image.Rectangle]string{}
		for k, i := range at {
			if len(layouts[k]) > 1 {
				views[i].Terminals = p.parts(views[i].Terminals, layouts[k], names)
			}
		}
	}
	return views
}

// steady replaces layouts that didn't last by the one before them, or behind them at the beginning.
func steady(layouts [][]image.Rectangle, seconds func(int) float64) {
	var last []image.Rectangle
	first := -1 // up to where there was none that lasted
	for i := 0; i < len(layouts); {
		j, length := i, 0.0
		for ; j < len(layouts) && slices.Equal(layouts[i], layouts[j]); j++ {
			length += seconds(j)
		}
		switch {
		case length >= settled:
			last = layouts[i]
			for k := 0; k <= first; k++ {
				layouts[k] = last
			}
			first = -1
		case last == nil:
			first = j - 1
		default:
			for k := i; k < j; k++ {
				layouts[k] = last
			}
		}
		i = j
	}
}

// parts puts the terminals of a layout in the place of the one of p.
func (p *pane) parts(ts []sop.Terminal, layout []image.Rectangle, names map[image.Rectangle]string) []sop.Terminal {
	i := slices.IndexFunc(ts, func(t sop.Terminal) bool { return t.ID == p.id })
	whole := ts[i]
	var parts []sop.Terminal
	for _, r := range layout {
		if names[r] == "" {
			names[r] = fmt.Sprintf("%s.%d", p.id, len(names)+1)
		}
		t := sop.Terminal{ID: names[r], CellW: whole.CellW, CellH: whole.CellH, Columns: r.Dx(), Cut: whole.Cut && r.Max.X == p.s.Columns,
			Box: sop.BoxOf(image.Rect(p.s.ColX[r.Min.X], p.s.RowY[r.Min.Y], p.s.ColX[r.Max.X], p.s.RowY[r.Max.Y]))}
		for _, row := range whole.Rows[min(r.Min.Y, len(whole.Rows)):min(r.Max.Y, len(whole.Rows))] {
			t.Rows = append(t.Rows, part(row, r.Min.X, r.Max.X))
		}
		for len(t.Rows) > 0 && t.Rows[len(t.Rows)-1].Text == "" {
			t.Rows = t.Rows[:len(t.Rows)-1]
		}
		if c := whole.Cursor; c != nil && image.Pt(c.X, c.Y).In(r) {
			t.Cursor = &sop.Point{X: c.X - r.Min.X, Y: c.Y - r.Min.Y}
		}
		parts = append(parts, t)
	}
	return slices.Concat(ts[:i:i], parts, ts[i+1:])
}

// part is a row from one column to another.
func part(r sop.Row, from, to int) sop.Row {
	runes := []rune(r.Text)
	runes = runes[min(from, len(runes)):min(to, len(runes))]
	out := sop.Row{Text: strings.TrimRight(string(runes), " ")}
	n := len([]rune(out.Text))
	out.Full = n == to-from
	for _, d := range r.Doubts {
		if d.At -= from; d.At >= 0 && d.At < n {
			out.Doubts = append(out.Doubts, d)
		}
	}
	return out
}

package grid

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/cell"
)

// scan runs through the film and reads every cell when it changes; a second time when that has shown that a caret is an
// underline.
func scan(ctx context.Context, f Film, panes []*pane) (Reading, error) {
	looks := looksAt(f, panes)
	out, err := through(ctx, f, looks)
	if err != nil {
		return Reading{}, err
	}
	again := false
	for _, k := range looks {
		again = again || k.moves >= leastMoves
	}
	if again {
		second := looksAt(f, panes)
		for i, k := range second {
			k.under, k.memo = looks[i].moves >= leastMoves, looks[i].memo
		}
		if out, err = through(ctx, f, second); err != nil {
			return Reading{}, err
		}
	}
	out.Views = split(withoutLogs(out.Views, panes), panes)
	for _, p := range panes {
		out.Panes = append(out.Panes, Pane{ID: p.id, Box: sop.BoxOf(p.box), CellW: p.s.CellW, CellH: p.s.CellH,
			Columns: p.s.Columns, Clear: p.s.Clear, Font: p.fit.Face.Family, Fit: p.fit.Score})
	}
	return out, nil
}

// careted is in how many of its views a terminal shows its caret at the least, of ten.
const careted = 3

// withoutLogs drops what was found by its moments alone and hardly ever shows a caret: the log on a page, not a terminal.
func withoutLogs(views []View, panes []*pane) []View {
	all, with := map[string]int{}, map[string]int{}
	for _, v := range views {
		for _, t := range v.Terminals {
			all[t.ID]++
			if t.Cursor != nil {
				with[t.ID]++
			}
		}
	}
	for _, p := range panes {
		if !p.parted || 10*with[p.id] >= careted*all[p.id] {
			continue
		}
		for i := range views {
			views[i].Terminals = slices.DeleteFunc(views[i].Terminals, func(t sop.Terminal) bool { return t.ID == p.id })
		}
	}
	return views
}

// leastMoves is how often an underline must have moved on as a caret does.
const leastMoves = 3

func looksAt(f Film, panes []*pane) []*look {
	var looks []*look
	w, h := f.Size()
	for _, p := range panes {
		k := &look{pane: p, y: cell.Luma{Pix: make([]uint8, w*h), Stride: w}, memo: map[uint64]names{}}
		k.cells = make([]square, p.s.Columns*p.s.Rows)
		k.rows, k.dirty = make([]sop.Row, p.s.Rows), make([]bool, p.s.Rows)
		looks = append(looks, k)
	}
	return looks
}

// through runs through the film once.
func through(ctx context.Context, f Film, looks []*look) (Reading, error) {
	var out Reading
	for fr, err := range f.Frames(sop.Span{}) {
		if err != nil {
			return Reading{}, fmt.Errorf("read terminals: %w", err)
		}
		if ctx.Err() != nil {
			return Reading{}, ctx.Err()
		}
		changed := len(out.Views) == 0
		for _, k := range looks {
			if fr.Changed.Overlaps(k.box) {
				changed = k.update(fr) || changed
			}
		}
		if changed {
			out.Views = append(out.Views, viewOf(looks, fr.At))
		}
	}
	for i := range out.Views {
		v := &out.Views[i]
		v.Span.To = v.Span.From
		if i+1 < len(out.Views) {
			v.Span.To = out.Views[i+1].Span.From
		} else if m := f.Moments(); len(m) > 0 {
			v.Span.To = max(v.Span.From, m[len(m)-1])
		}
	}
	return out, nil
}

func viewOf(looks []*look, at sop.Moment) View {
	v := View{Span: sop.Span{From: at}}
	for _, k := range looks {
		if k.shown {
			v.Terminals = append(v.Terminals, k.terminal())
		}
	}
	if len(v.Terminals) > 1 {
		v.Terminals = withoutDoubles(v.Terminals)
	}
	return v
}

func (k *look) terminal() sop.Terminal {
	t := sop.Terminal{ID: k.id, Box: sop.BoxOf(k.box), CellW: k.s.CellW, CellH: k.s.CellH, Columns: k.s.Columns, Cut: k.cut()}
	last := len(k.rows)
	for last > 0 && k.rows[last-1].Text == "" {
		last--
	}
	t.Rows = slices.Clone(k.rows[:last])
	if k.cursor != nil {
		c := *k.cursor
		t.Cursor = &c
	}
	return t
}

// sure is the lead at which a reading leaves no doubt, fair the likeness below which even a clear lead does.
//
// A lead counts against what the likeness lacks: noise that costs .02 of likeness doesn't turn a lead of .02.
const sure, fair = .4, .75

// row puts a row's cells together.
func (k *look) row(row int) sop.Row {
	var b strings.Builder
	var r sop.Row
	cells := k.text(row)
	if row+1 == k.s.Rows && filled(cells) {
		return r // a status line
	}
	if k.edge(row) {
		return r
	}
	last := len(cells)
	for last > 0 && (cells[last-1].Char == 0 || k.underline(row, last-1)) {
		last--
	}
	stray := k.stray(cells[:last])
	for last = stray; last > 0 && cells[last-1].Char == 0; {
		last--
	}
	for i, c := range cells[:last] {
		if c.Char == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(c.Char)
		if q, unsure := c.doubtful(); unsure {
			d := sop.Doubt{At: i, Confidence: float64(min(.95, .5+.5*q/sure))}
			if c.Other != 0 {
				d.Or = string(c.Other)
			}
			r.Doubts = append(r.Doubts, d)
		}
	}
	r.Text, r.Full = b.String(), last == k.s.Columns
	return r
}

// filled says whether all cells of a row have a background of their own.
func filled(cells []square) bool {
	n := 0
	for _, c := range cells {
		if c.kind == solidCell || c.kind == cursorCell {
			n++
		}
	}
	return 50*n >= 49*len(cells)
}

// edge says whether what stands in a first or last row is the terminal's edge: from side to side, and like no character for sure.
func (k *look) edge(row int) bool {
	if row > 0 && row+1 < k.s.Rows {
		return false
	}
	cells := k.cells[row*k.s.Columns : (row+1)*k.s.Columns]
	n := 0
	for _, c := range cells {
		if _, unsure := c.doubtful(); unsure && c.Char != 0 {
			n++
		}
	}
	return 10*n >= 9*len(cells)
}

// doubtful says whether a cell may be something else than what it was read as, and how clear it is.
func (c square) doubtful() (clear float32, unsure bool) {
	clear = c.Lead / max(.004, 1-c.Score)
	return clear, clear < sure || c.Score < fair && c.Lead < .15
}

// A stray is no longer than mostStray cells, and at least strayGap cells from the text before it, a sole one soleGap.
const mostStray, strayGap, soleGap = 4, 3, 2

// stray is where a row's text ends when what stands at its end, far off and like no character for sure, is left out: the
// pointer rests there.
func (k *look) stray(cells []square) int {
	from := len(cells)
	for from > 0 && cells[from-1].Char != 0 && len(cells)-from <= mostStray {
		if _, unsure := cells[from-1].doubtful(); !unsure {
			return len(cells)
		}
		from--
	}
	gap := strayGap
	if len(cells)-from == 1 {
		gap = soleGap
	}
	for i := from - 1; i >= max(0, from-gap); i-- {
		if cells[i].Char != 0 {
			return len(cells)
		}
	}
	if len(cells)-from > mostStray || from < strayGap {
		return len(cells)
	}
	return from
}

// underline says whether the cell's character is the caret.
func (k *look) underline(row, col int) bool {
	return k.under && k.cursor != nil && k.cursor.Y == row && k.cursor.X == col && k.cells[row*k.s.Columns+col].Char == '_'
}

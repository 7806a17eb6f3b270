package grid

import (
	"context"
	"fmt"
<<<<<<< HEAD
	"image"
	"slices"
	"strings"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/glyph"
)

// look is a pane's state while the film runs.
type look struct {
	*pane
	shown bool
	// y is the luma that the cells were last read from, of the whole screen's size.
	y      []uint8
	stride int
	cells  []cell
	rows   []sop.Row
	dirty  []bool
	cursor *sop.Point
	memo   map[uint64]reading
}

// cell is what a cell holds now.
type cell struct {
	reading
	kind cellKind
}

type cellKind uint8

const (
	blankCell cellKind = iota
	letterCell
	cursorCell // the caret, with or without a character beneath
	solidCell  // filled, as in a bar or a selection's end
)

// scan runs through the film and reads every cell when it changes.
func scan(ctx context.Context, f Film, panes []*pane) (Reading, error) {
	var out Reading
=======
	"slices"
	"strings"

	"showhow/internal/sop"
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
	for _, p := range panes {
		out.Panes = append(out.Panes, Pane{ID: p.id, Box: sop.BoxOf(p.box), CellW: p.s.cw, CellH: p.s.ch,
			Columns: p.s.cols, Clear: p.s.clear, Font: p.fit.face.Family, Fit: p.fit.score})
	}
	return out, nil
}

// leastMoves is how often an underline must have moved on as a caret does.
const leastMoves = 3

func looksAt(f Film, panes []*pane) []*look {
>>>>>>> grid
	var looks []*look
	w, h := f.Size()
	for _, p := range panes {
		k := &look{pane: p, y: make([]uint8, w*h), stride: w, memo: map[uint64]reading{}}
		k.cells = make([]cell, p.s.cols*p.s.rows)
		k.rows, k.dirty = make([]sop.Row, p.s.rows), make([]bool, p.s.rows)
		looks = append(looks, k)
<<<<<<< HEAD
		out.Panes = append(out.Panes, Pane{ID: p.id, Box: sop.BoxOf(p.box), CellW: p.s.cw, CellH: p.s.ch,
			Columns: p.s.cols, Clear: p.s.clear, Font: p.fit.face.Family, Fit: p.fit.score})
	}
=======
	}
	return looks
}

// through runs through the film once.
func through(ctx context.Context, f Film, looks []*look) (Reading, error) {
	var out Reading
>>>>>>> grid
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
	return v
}

func (k *look) terminal() sop.Terminal {
	t := sop.Terminal{ID: k.id, Box: sop.BoxOf(k.box), CellW: k.s.cw, CellH: k.s.ch, Columns: k.s.cols}
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

<<<<<<< HEAD
// update reads the cells that a frame has changed and says whether that changed what the pane shows.
func (k *look) update(f film.Frame) bool {
	was := k.shown
	k.shown = k.visible(f.Picture)
	if !k.shown {
		return was
	}
	in := f.Changed
	if !was {
		in = k.box
		clear(k.y)
	}
	changed := !was
	var stale []image.Point
	cursor := k.cursor
	for row := range k.s.rows {
		if k.s.rowY[row+1] <= in.Min.Y || k.s.rowY[row] >= in.Max.Y {
			continue
		}
		for col := range k.s.cols {
			if k.s.colX[col+1] <= in.Min.X || k.s.colX[col] >= in.Max.X {
				continue
			}
			if k.stale(f.Picture, row, col) {
				stale = append(stale, image.Pt(col, row))
			}
		}
	}
	for _, c := range stale {
		k.reread(f.Picture, c.Y, c.X)
	}
	for _, c := range stale {
		b := k.s.box(c.Y, c.X).Inset(-1).Intersect(f.Picture.Rect)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			copy(k.y[y*k.stride+b.Min.X:y*k.stride+b.Max.X], f.Picture.Y[y*f.Picture.YStride+b.Min.X:])
		}
	}
	for row, d := range k.dirty {
		if d {
			k.dirty[row] = false
			if r := k.row(row); r.Text != k.rows[row].Text || len(r.Doubts) != len(k.rows[row].Doubts) {
				k.rows[row] = r
				changed = true
			}
		}
	}
	return changed || k.cursor != cursor
}

// visible says whether the pane shows on the screen: nearly all corners of its cells are background then.
func (k *look) visible(p *image.YCbCr) bool {
	hit, n := 0, 0
	for row := 1; row < k.s.rows; row++ {
		line := p.Y[min(k.s.rowY[row], k.s.h-1)*p.YStride:]
		for col := 1; col < k.s.cols; col += 2 {
			n++
			if near(line[min(k.s.colX[col], k.s.w-1)], k.s.bg, 12) {
				hit++
			}
		}
	}
	return 100*hit >= 75*n
}

// stale says whether a cell's pixels have changed since it was read, or those next to it: sampling reaches that far
// where cells aren't whole pixels.
func (k *look) stale(p *image.YCbCr, row, col int) bool {
	b := k.s.box(row, col).Inset(-1).Intersect(p.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		was, now := k.y[y*k.stride+b.Min.X:y*k.stride+b.Max.X], p.Y[y*p.YStride+b.Min.X:y*p.YStride+b.Max.X]
		for x := range was {
			if !near(was[x], now[x], 8) {
				return true
			}
		}
	}
	return false
}

// reread reads a cell and tells its row when that changed it.
func (k *look) reread(p *image.YCbCr, row, col int) {
	c := k.readCell(p, row, col)
	if c.kind == cursorCell {
		k.cursor = &sop.Point{X: col, Y: row}
	}
	if i := row*k.s.cols + col; k.cells[i] != c {
		k.cells[i] = c
		k.dirty[row] = true
	}
}

func (k *look) readCell(p *image.YCbCr, row, col int) cell {
	var c cellPicture
	k.s.take(p.Y, p.YStride, row, col, &c)
	kind := letterCell
	if c.own {
		kind = solidCell
		if k.alone(p, row, col) {
			kind = cursorCell
		}
	} else if caret(&c, k.s) {
		kind = cursorCell
	}
	if k.s.blank(&c) {
		if kind == letterCell {
			kind = blankCell
		}
		return cell{kind: kind}
	}
	c.p.Normalise()
	h := hash(&c.p)
	r, ok := k.memo[h]
	if !ok {
		r = k.abc.read(&c.p)
		if len(k.memo) < 1<<18 {
			k.memo[h] = r
		}
	}
	return cell{reading: r, kind: kind}
}

// hash is the same for patches that are the same to within a rounding.
func hash(p *glyph.Patch) uint64 {
	h := uint64(14695981039346656037)
	for _, v := range p {
		h = (h ^ uint64(uint8(v*512))) * 1099511628211
	}
	return h
}

// alone says whether the cells left and right of a filled cell have the terminal's own background.
func (k *look) alone(p *image.YCbCr, row, col int) bool {
	for _, c := range []int{col - 1, col + 1} {
		if c < 0 || c >= k.s.cols {
			continue
		}
		if _, own := k.s.ownGround(p.Y, p.YStride, row, c); own {
			return false
		}
	}
	return true
}

// caret takes a bar at the left edge, or a hollow block, off a cell's picture and says whether there was one.
func caret(c *cellPicture, s *sampler) bool {
	thick := max(1, int(2.2/s.cw*glyph.W))
	full := .55 * s.amp
	bar := func(x int) bool {
		n := 0
		for y := range glyph.H {
			if c.p[y*glyph.W+x] > full {
				n++
			}
		}
		return n >= glyph.H*9/10
	}
	left, right := bar(0) || bar(1), bar(glyph.W-1) || bar(glyph.W-2)
	if !left {
		return false
	}
	for y := range glyph.H {
		for x := range thick {
			c.p[y*glyph.W+x] = 0
			if right {
				c.p[y*glyph.W+glyph.W-1-x] = 0
			}
		}
		if right && (y < 3 || y >= glyph.H-3) {
			for x := range glyph.W {
				c.p[y*glyph.W+x] = 0
			}
		}
	}
	c.peak = 0
	for _, v := range c.p {
		c.peak = max(c.peak, v)
	}
	return true
}

=======
>>>>>>> grid
// sure is the lead at which a reading leaves no doubt, fair the likeness below which even a clear lead does.
//
// A lead counts against what the likeness lacks: noise that costs .02 of likeness doesn't turn a lead of .02.
const sure, fair = .4, .75

// row puts a row's cells together.
func (k *look) row(row int) sop.Row {
	var b strings.Builder
	var r sop.Row
	cells := k.cells[row*k.s.cols : (row+1)*k.s.cols]
	last := len(cells)
<<<<<<< HEAD
	for last > 0 && cells[last-1].r == 0 {
=======
	for last > 0 && (cells[last-1].r == 0 || k.underline(row, last-1)) {
>>>>>>> grid
		last--
	}
	for i, c := range cells[:last] {
		if c.r == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(c.r)
		if q := c.lead / max(.004, 1-c.score); q < sure || c.score < fair && c.lead < .15 {
			d := sop.Doubt{At: i, Confidence: float64(min(.95, .5+.5*q/sure))}
			if c.other != 0 {
				d.Or = string(c.other)
			}
			r.Doubts = append(r.Doubts, d)
		}
	}
	r.Text = b.String()
	return r
}
<<<<<<< HEAD
=======

// underline says whether the cell's character is the caret.
func (k *look) underline(row, col int) bool {
	return k.under && k.cursor != nil && k.cursor.Y == row && k.cursor.X == col && k.cells[row*k.s.cols+col].r == '_'
}
>>>>>>> grid

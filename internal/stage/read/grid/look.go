package grid

import (
	"image"
	"slices"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/window"
)

// look is a pane's state while the film runs.
type look struct {
	*pane
	shown bool
	// y is the luma that the cells were last read from, of the whole screen's size.
	y      cell.Luma
	cells  []square
	rows   []sop.Row
	dirty  []bool
	cursor *sop.Point
	// pending is what has changed and could not be read yet, because something lay upon it.
	pending image.Rectangle
	// held is since when a frame has been drawn upon the pane; nil when there's none.
	held *sop.Moment
	// under says that the caret is an underline, which reads like the character of that name; moves counts the signs of it.
	under bool
	moves int
	// In this frame such a character went away, and came at the end of a row.
	lost, gained bool
	memo         map[uint64]names
	// perch is something that rests upon the terminal; nil when nothing does.
	perch *perch
}

// square is what a cell holds now.
type square struct {
	font.Reading
	// plain is what a cell that looks like a part of a ligature is when the others don't stand beside it.
	plain font.Reading
	kind  cellKind
}

// names are what a picture may be read as: plain is set for a part of a ligature only.
type names struct{ best, plain font.Reading }

type cellKind uint8

const (
	blankCell cellKind = iota
	letterCell
	cursorCell // the caret, with or without a character beneath
	solidCell  // filled, as in a bar or a selection's end
)

// update reads the cells that a frame has changed and says whether that changed what the pane shows.
func (k *look) update(f film.Frame) bool {
	was := k.shown
	covered, visible := k.covered(f.Picture)
	if !visible || !k.frame.Shown(f.Picture, k.box, k.s.Ground) {
		k.shown = false
		return was
	}
	k.shown = true
	in := f.Changed.Union(k.pending)
	k.pending = image.Rectangle{}
	if !was {
		in = k.box
	}
	stale := k.changes(f.Picture, in, covered, !was)
	if was && k.outline(stale) {
		if k.held == nil {
			k.held = &f.At
		}
		if f.At.Sub(*k.held) < outlineLasts {
			k.pending = k.pending.Union(in)
			return false
		}
	}
	k.held = nil
	changed := !was
	cursor := k.cursor
	k.lost, k.gained = false, false
	for _, c := range stale {
		k.reread(f.Picture, c.Y, c.X)
	}
	if samePoint(k.cursor, cursor) && cursor != nil && len(stale) > 6 && k.cells[cursor.Y*k.s.Columns+cursor.X].kind != cursorCell && !k.under {
		k.cursor = nil // not a blink: it went somewhere unseen
	}
	if k.lost && k.gained {
		k.moves++
	}
	if 4*len(stale) > len(k.cells) && k.foreign() {
		k.shown = false
		return was
	}
	for _, c := range stale {
		b := k.s.Box(c).Inset(-1).Intersect(f.Picture.Rect)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			copy(k.y.Pix[y*k.y.Stride+b.Min.X:y*k.y.Stride+b.Max.X], f.Picture.Y[y*f.Picture.YStride+b.Min.X:])
		}
	}
	k.rest(stale)
	for row, d := range k.dirty {
		if !d {
			continue
		}
		k.dirty[row] = false
		if r := k.row(row); r.Text != k.rows[row].Text || len(r.Doubts) != len(k.rows[row].Doubts) {
			k.rows[row] = r
			changed = true
		}
	}
	return changed || !samePoint(k.cursor, cursor)
}

func samePoint(a, b *sop.Point) bool { return a == b || a != nil && b != nil && *a == *b }

// changes are the cells within in that must be read again.
func (k *look) changes(p *image.YCbCr, in image.Rectangle, covered []bool, all bool) []image.Point {
	var stale []image.Point
	for row := range k.s.Rows {
		if k.s.RowY[row+1] <= in.Min.Y || k.s.RowY[row] >= in.Max.Y {
			continue
		}
		if covered[row] {
			k.pending = k.pending.Union(image.Rect(k.box.Min.X, k.s.RowY[row], k.box.Max.X, k.s.RowY[row+1]))
			continue
		}
		for col := range k.s.Columns {
			if k.s.ColX[col+1] <= in.Min.X || k.s.ColX[col] >= in.Max.X {
				continue
			}
			if all || k.stale(p, row, col) {
				stale = append(stale, image.Pt(col, row))
			}
		}
	}
	return stale
}

// longCover is how many cells' corners in a row must be missing for something to lie upon them.
const longCover = 6

// covered tells the rows on which something else lies, such as another window's edge or a menu: the corners of their
// cells, which no letter reaches, aren't background. With most of the rows covered the pane isn't visible.
func (k *look) covered(p *image.YCbCr) (rows []bool, visible bool) {
	line := make([]bool, k.s.Rows+1)
	hit, n := 0, 0
	for row := range line {
		y := p.Y[min(k.s.RowY[row], k.s.H-1)*p.YStride:]
		run := 0
		for col := 1; col < k.s.Columns; col++ {
			n++
			if window.Near(y[min(k.s.ColX[col], k.s.W-1)], k.s.Ground, 12) {
				hit++
				run = 0
			} else if run++; run >= longCover {
				line[row] = true
			}
		}
	}
	rows = make([]bool, k.s.Rows)
	lost := 0
	for row := range rows {
		if line[row] && line[row+1] {
			rows[row] = true
			lost++
		}
	}
	return rows, 100*hit >= 75*n && 2*lost <= k.s.Rows
}

// outlineLasts is the longest that a frame is drawn upon a pane.
const outlineLasts = 1500 * time.Millisecond

// outline says whether the changes are a frame drawn upon the pane, as some desktops do when one switches windows: the
// same few columns in nearly every row, and little else.
func (k *look) outline(stale []image.Point) bool {
	if k.s.Rows < 6 || len(stale) < k.s.Rows*3/4 || len(stale) > 6*k.s.Rows+4*k.s.Columns {
		return false
	}
	count := make([]int, k.s.Columns)
	for _, c := range stale {
		count[c.X]++
	}
	tall := 0
	for _, n := range count {
		if n >= k.s.Rows*3/4 {
			tall++
		}
	}
	return tall > 0 && tall <= 6
}

// stale says whether a cell's pixels have changed since it was read, or those next to it: sampling reaches that far
// where cells aren't whole pixels.
func (k *look) stale(p *image.YCbCr, row, col int) bool {
	b := k.s.Box(image.Pt(col, row)).Inset(-1).Intersect(p.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		was, now := k.y.Pix[y*k.y.Stride+b.Min.X:y*k.y.Stride+b.Max.X], p.Y[y*p.YStride+b.Min.X:y*p.YStride+b.Max.X]
		for x := range was {
			if !window.Near(was[x], now[x], 8) {
				return true
			}
		}
	}
	return false
}

// reread reads a cell and tells its row when that changed it.
func (k *look) reread(p *image.YCbCr, row, col int) {
	c := k.readCell(p, row, col)
	i := row*k.s.Columns + col
	was := k.cells[i]
	if c.Char == '_' && was.Char == 0 && row+1 < k.s.Rows {
		if _, own := k.s.OwnGround(luma(p), image.Pt(col, row+1)); own {
			c = square{kind: blankCell} // the upper edge of a caret in the row below
		}
	}
	switch low, before := c.underline(), was.underline(); {
	case low && !before && k.open(row, col):
		k.gained = true
		if k.under {
			k.caretAt(row, col)
		}
	case before && !low:
		k.lost = true
	}
	if c.kind == cursorCell && !k.under { // if so, what else looks like a caret is the pointer
		k.caretAt(row, col)
	}
	if was != c {
		k.cells[i] = c
		k.dirty[row] = true
	}
}

// underline says whether a cell holds the character of an underline, or such a caret; what is left of a block caret may look like one, too.
func (c square) underline() bool { return c.Char == '_' && c.kind == letterCell }

// caretAt moves the caret; both rows may read differently then.
func (k *look) caretAt(row, col int) {
	if k.cursor != nil {
		k.dirty[k.cursor.Y] = true
	}
	k.dirty[row] = true
	k.cursor = &sop.Point{X: col, Y: row}
}

// open says whether nothing stands right of a cell, as where one types. What stands all alone away from the left edge is the pointer's foot.
func (k *look) open(row, col int) bool {
	filled := func(c square) bool { return c.Char != 0 }
	text := func(c square) bool { return c.Char != 0 && c.Char != '_' }
	cells := k.cells[row*k.s.Columns : (row+1)*k.s.Columns]
	return !slices.ContainsFunc(cells[col+1:], filled) && (col == 0 || slices.ContainsFunc(cells[:col], text))
}

func (k *look) readCell(p *image.YCbCr, row, col int) square {
	var c cell.Picture
	k.s.Take(luma(p), image.Pt(col, row), &c)
	kind := letterCell
	switch {
	case c.Own && k.alone(p, row, col):
		kind = cursorCell
		hem(&c, k.s)
	case c.Own:
		kind = solidCell
	case block(&c, k.s):
		return square{kind: cursorCell}
	case caret(&c, k.s) && !k.besideBlock(p, row, col):
		kind = cursorCell
	}
	if k.s.Blank(&c) || kind == letterCell && k.spill(p, &c, row, col) {
		if kind == letterCell {
			kind = blankCell
		}
		return square{kind: kind}
	}
	if c.Own && edged(&c, k.s) {
		return square{kind: kind}
	}
	if kind == letterCell && k.lowBar(&c) && k.aside(p, row, col) {
		return square{Reading: font.Reading{Char: '_', Score: 1, Lead: 1}, kind: kind}
	}
	if kind == letterCell && k.rule(p, &c, row, col) {
		return square{Reading: font.Reading{Char: '│', Score: 1, Lead: 1}, kind: kind}
	}
	c.Patch.Normalise()
	h := c.Patch.Key()
	r, ok := k.memo[h]
	if !ok {
		if r.best = k.abc.Read(&c.Patch); r.best.Piece != 0 {
			r.plain = k.abc.Plain(&c.Patch)
		}
		if len(k.memo) < 1<<18 {
			k.memo[h] = r
		}
	}
	if r.best.Char == '█' && kind == letterCell {
		return square{kind: cursorCell} // a caret between two cells' pixels
	}
	return square{Reading: r.best, plain: r.plain, kind: kind}
}

// edged says whether a filled cell bears ink at its edges only, as where a caret or a selection doesn't fill it.
func edged(c *cell.Picture, s *cell.Sampler) bool {
	px, py := int(1.6*glyph.W/s.CellW+.5), int(1.6*glyph.H/s.CellH+.5)
	for y := py; y < glyph.H-py; y++ {
		for x := px; x < glyph.W-px; x++ {
			if c.Patch[y*glyph.W+x] > max(cell.LeastInk, .25*s.Contrast) {
				return false
			}
		}
	}
	return true
}

// spill says whether all the ink of a cell is the edge of a caret or a filled cell next to it that reaches over: a thin
// line along the cell's own edge, as no character has.
func (k *look) spill(p *image.YCbCr, c *cell.Picture, row, col int) bool {
	ink := image.Rectangle{Min: image.Pt(glyph.W, glyph.H)}
	for i, v := range c.Patch {
		if v > max(12, .15*k.s.Contrast) {
			x, y := i%glyph.W, i/glyph.W
			ink.Min.X, ink.Min.Y = min(ink.Min.X, x), min(ink.Min.Y, y)
			ink.Max.X, ink.Max.Y = max(ink.Max.X, x+1), max(ink.Max.Y, y+1)
		}
	}
	px, py := glyph.W/k.s.CellW, glyph.H/k.s.CellH // points of a patch per pixel
	right, below := float64(glyph.W-ink.Min.X), float64(glyph.H-ink.Min.Y)
	switch {
	case float64(ink.Max.X) <= 2*px || right <= 2*px:
		return ink.Dy() > glyph.H*6/10
	case float64(ink.Max.Y) <= 1.5*py:
		return true // a tail from the row above
	case float64(ink.Max.Y) <= 2.7*py:
		return ink.Dx() > glyph.W*7/10
	case below <= 1.5*py && row+1 < k.s.Rows:
		_, own := k.s.OwnGround(luma(p), image.Pt(col, row+1))
		return own
	}
	return false
}

func luma(p *image.YCbCr) cell.Luma { return cell.Luma{Pix: p.Y, Stride: p.YStride} }

package grid

import (
	"image"
	"slices"
	"unicode"

	"showhow/internal/stage/read/grid/window"
)

// A perch is where something small that is no text rests upon a terminal, as the pointer does while one types: it was seen all alone at
// first, and stays in its place when the text moves on beneath it.
type perch struct {
	// cells are those that it touches, columns and rows.
	cells image.Rectangle
	// ink is whatever of it differs from the terminal's ground: places in the picture, with their luma; near says of each pixel of
	// the cells' area whether it lies beside ink.
	ink  []inked
	area image.Rectangle
	near []bool
}

type inked struct {
	at   int
	luma uint8
}

const (
	// mostPerch is how many columns and rows of cells such a thing touches at most, perchGap how far the next text is at least.
	mostPerch, perchGap = 3, 3
	// perchNear is by how many lumas a pixel of it may change, and perchHolds how many of ten must hold.
	perchNear, perchHolds = 16, 8
)

// rest looks for something that rests upon the terminal, and whether what did still does. Stale are the cells that changed.
func (k *look) rest(stale []image.Point) {
	if k.perch != nil && !k.holds() {
		k.redo(k.perch.cells)
		k.perch = nil
	}
	if k.perch == nil {
		for _, c := range stale {
			if k.cells[c.Y*k.s.Columns+c.X].kind != letterCell || k.cells[c.Y*k.s.Columns+c.X].Char == 0 {
				continue
			}
			if k.perch = k.alight(c); k.perch != nil {
				break
			}
		}
	}
	if k.perch != nil {
		k.redo(k.perch.cells)
	}
}

func (k *look) redo(cells image.Rectangle) {
	for row := cells.Min.Y; row < cells.Max.Y; row++ {
		k.dirty[row] = true
	}
}

// holds says whether what rests upon the terminal is still there.
func (k *look) holds() bool {
	n := 0
	for _, i := range k.perch.ink {
		if window.Near(k.y.Pix[i.at], i.luma, perchNear) {
			n++
		}
	}
	return 10*n >= perchHolds*len(k.perch.ink)
}

// alight gives what rests upon the terminal at a cell; nil when that may be text.
func (k *look) alight(at image.Point) *perch {
	cells := k.island(at)
	if cells.Empty() || k.textual(cells) || cells.Min.X < perchGap || k.cursor != nil && (image.Point{X: k.cursor.X, Y: k.cursor.Y}).In(cells) {
		return nil
	}
	p := &perch{cells: cells, area: k.s.Box(cells.Min).Union(k.s.Box(cells.Max.Sub(image.Pt(1, 1)))).Intersect(image.Rect(0, 0, k.s.W, k.s.H))}
	p.near = make([]bool, p.area.Dx()*p.area.Dy())
	for y := p.area.Min.Y; y < p.area.Max.Y; y++ {
		for x := p.area.Min.X; x < p.area.Max.X; x++ {
			if i := y*k.y.Stride + x; k.inky(i) {
				p.ink = append(p.ink, inked{i, k.y.Pix[i]})
				p.surround(image.Pt(x, y))
			}
		}
	}
	return p
}

func (k *look) inky(i int) bool { return !window.Near(k.y.Pix[i], k.s.Ground, 12) }

// surround marks what lies beside a pixel with ink.
func (p *perch) surround(at image.Point) {
	const by = 2
	r := image.Rect(at.X-by, at.Y-by, at.X+by+1, at.Y+by+1).Intersect(p.area)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p.near[(y-p.area.Min.Y)*p.area.Dx()+x-p.area.Min.X] = true
		}
	}
}

// island is the cells with something in them that hang together around a cell, when they are few and all else is far off; empty when not.
func (k *look) island(at image.Point) image.Rectangle {
	all := image.Rect(0, 0, k.s.Columns, k.s.Rows)
	r := image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))}
	for grown := true; grown; {
		grown = false
		around := r.Inset(-1).Intersect(all)
		for y := around.Min.Y; y < around.Max.Y; y++ {
			for x := around.Min.X; x < around.Max.X; x++ {
				if c := image.Pt(x, y); !c.In(r) && k.cells[y*k.s.Columns+x].kind != blankCell {
					r, grown = r.Union(image.Rectangle{Min: c, Max: c.Add(image.Pt(1, 1))}), true
				}
			}
		}
		if r.Dx() > mostPerch || r.Dy() > mostPerch {
			return image.Rectangle{}
		}
	}
	around := image.Rect(r.Min.X-perchGap, r.Min.Y-1, r.Max.X+perchGap, r.Max.Y+1).Intersect(all)
	for y := around.Min.Y; y < around.Max.Y; y++ {
		for x := around.Min.X; x < around.Max.X; x++ {
			if !image.Pt(x, y).In(r) && k.cells[y*k.s.Columns+x].kind != blankCell {
				return image.Rectangle{}
			}
		}
	}
	return r
}

// textual says whether cells that hang together may be text: a character doesn't reach into the next row, and hardly into the next
// column, but for letters that are small and soft, and for what tables are drawn with.
func (k *look) textual(cells image.Rectangle) bool {
	const lines, shapes = 0x2500, 0x25A0
	signs := false
	for row := cells.Min.Y; row < cells.Max.Y; row++ {
		for col := cells.Min.X; col < cells.Max.X; col++ {
			c := k.cells[row*k.s.Columns+col]
			if _, unsure := c.doubtful(); !unsure && c.Char >= lines && c.Char < shapes {
				return true
			}
			signs = signs || c.Char != 0 && !unicode.IsLetter(c.Char) && !unicode.IsDigit(c.Char)
		}
	}
	for row := cells.Min.Y + 1; row < cells.Max.Y; row++ {
		if !k.met(image.Rect(cells.Min.X, row-1, cells.Max.X, row), image.Pt(0, 1)) {
			return true
		}
	}
	if cells.Dy() > 1 {
		return false
	}
	for col := cells.Min.X + 1; col < cells.Max.X; col++ {
		if !k.met(image.Rect(col-1, cells.Min.Y, col, cells.Max.Y), image.Pt(1, 0)) {
			return true
		}
	}
	return !signs || cells.Dx() == 1
}

// met says whether strong ink runs on from the last pixels of some cells into those beyond, in a direction.
func (k *look) met(cells image.Rectangle, to image.Point) bool {
	b := k.s.Box(cells.Min).Union(k.s.Box(cells.Max.Sub(image.Pt(1, 1)))).Intersect(image.Rect(0, 0, k.s.W-1, k.s.H-1))
	if to.X > 0 {
		b.Min.X = b.Max.X - 1
	} else {
		b.Min.Y = b.Max.Y - 1
	}
	strong := func(x, y int) bool {
		d := int(k.y.Pix[y*k.y.Stride+x]) - int(k.s.Ground)
		return float32(max(d, -d)) > .5*k.s.Contrast
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if strong(x, y) && strong(x+to.X, y+to.Y) {
				return true
			}
		}
	}
	return false
}

// text are a row's cells as they are read: without what only rests upon them, and with the figures that a font draws for several characters.
func (k *look) text(row int) []square {
	cells := slices.Clone(k.cells[row*k.s.Columns : (row+1)*k.s.Columns])
	if p := k.perch; p != nil && row >= p.cells.Min.Y && row < p.cells.Max.Y {
		for col := p.cells.Min.X; col < p.cells.Max.X; col++ {
			if k.bare(image.Pt(col, row)) {
				cells[col] = square{kind: blankCell}
			}
		}
	}
	figures(cells)
	return cells
}

// bare says whether nothing else is in a cell than what rests upon it.
func (k *look) bare(at image.Point) bool {
	p := k.perch
	b := k.s.Box(at).Intersect(p.area)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if k.inky(y*k.y.Stride+x) && !p.near[(y-p.area.Min.Y)*p.area.Dx()+x-p.area.Min.X] {
				return false
			}
		}
	}
	return true
}

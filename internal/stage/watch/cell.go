package watch

import (
	"encoding/binary"
	"image"

	"showhow/internal/film"
)

// edge is the edge of a cell in pixels: the grain in which changes are told. A letter covers several.
const edge = 4

// perTile is how many cells lie along a tile's edge.
const perTile = film.Tile / edge

// value is a cell's mean luma and chroma.
type value [3]uint8

// near says whether v and u differ by no more than by in any part.
func (v value) near(u value, by int) bool {
	for i := range v {
		if d := int(v[i]) - int(u[i]); d > by || d < -by {
			return false
		}
	}
	return true
}

// far is the largest difference between v and u in any part.
func (v value) far(u value) int {
	most := 0
	for i := range v {
		most = max(most, abs(int(v[i])-int(u[i])))
	}
	return most
}

// Differences of means of 16 pixels: above moves it is another value, above counts it is a change worth telling.
const (
	moves  = 5
	counts = 9
)

// cell is the memory of one cell.
type cell struct {
	still value // the value it last held
	now   value // the value it has
	was   value // the value it had before that
	onset int32 // the picture that brought now
	from  int32 // the first picture of the unbroken run of changes that led to now
	flips uint8 // how many changes came close upon each other
	blink uint8 // how many of these only brought was back
	since int32 // the picture of the first of the flips
	held  int32 // the picture at which still began to be held to be so
}

// busy says whether the cell kept changing before its present value.
func (c *cell) busy() bool { return c.flips >= 6 || c.blink >= 3 }

// cells watches which values hold. A value that holds for hold pictures is a change, told with its onset; what comes and
// goes sooner (a pointer passing, a caret, a spinner) never is.
type cells struct {
	s          *screen
	w, h       int // in cells
	cell       []cell
	hold, near int32 // pictures: how long a value must hold; how close two changes must be to be one motion
	wide       int32 // the last picture that changed most of the screen
	active     []int // tiles with a cell that may yet hold
	isActive   []bool
	held       []int32 // cells that have held now, for the components
	mark       []int32
	stack      []int32
	spots      []spot
	stir       *stir
}

func newCells(s *screen, p *image.YCbCr, rate float64) *cells {
	c := &cells{s: s, w: (s.w + edge - 1) / edge, h: (s.h + edge - 1) / edge, stir: newStir(s)}
	c.hold, c.near, c.wide = max(2, int32(.7*rate+.5)), max(1, int32(.3*rate+.5)), -1<<20
	c.cell = make([]cell, c.w*c.h)
	c.mark = make([]int32, c.w*c.h)
	c.isActive = make([]bool, s.across*s.down)
	for i := range c.cell {
		v := c.read(p, i%c.w, i/c.w)
		c.cell[i] = cell{still: v, now: v, was: v, onset: -1 << 20, from: -1 << 20}
	}
	return c
}

// read is the mean of the cell at column x and row y of p.
func (c *cells) read(p *image.YCbCr, x, y int) value {
	px, py := x*edge, y*edge
	if px+edge > c.s.w || py+edge > c.s.h {
		return c.readEdge(p, px, py)
	}
	var sum uint32
	for o := py*p.YStride + px; o < (py+edge)*p.YStride; o += p.YStride {
		v := binary.LittleEndian.Uint32(p.Y[o:])
		sum += v&0x00ff00ff + v>>8&0x00ff00ff
	}
	o := py/2*p.CStride + px/2
	q := o + p.CStride
	cb := int(p.Cb[o]) + int(p.Cb[o+1]) + int(p.Cb[q]) + int(p.Cb[q+1])
	cr := int(p.Cr[o]) + int(p.Cr[o+1]) + int(p.Cr[q]) + int(p.Cr[q+1])
	return value{uint8((sum&0xffff + sum>>16) / (edge * edge)), uint8(cb / 4), uint8(cr / 4)}
}

// readEdge is read for a cell that the picture's edge cuts.
func (c *cells) readEdge(p *image.YCbCr, px, py int) value {
	var sum, n int
	for y := py; y < min(c.s.h, py+edge); y++ {
		for x := px; x < min(c.s.w, px+edge); x++ {
			sum += int(p.Y[y*p.YStride+x])
			n++
		}
	}
	o := py/2*p.CStride + px/2
	return value{uint8(sum / max(1, n)), p.Cb[o], p.Cr[o]}
}

// see takes in picture n, of which the screen's touched tiles differ from the one before.
func (c *cells) see(n int32, p *image.YCbCr) {
	for _, t := range c.s.touched {
		if c.seeTile(n, p, t) && !c.isActive[t] {
			c.isActive[t] = true
			c.active = append(c.active, t)
		}
	}
	c.cut(n)
	c.settle(n)
}

// cut ends all that kept moving when another page or window came at picture n: what moves there now is something else. A
// video that fills the screen is no more than one cut.
func (c *cells) cut(n int32) {
	if 2*len(c.s.touched) < c.s.across*c.s.down {
		return
	}
	if n-c.wide > c.near {
		for i := range c.cell {
			c.cell[i].flips, c.cell[i].blink, c.cell[i].since = 0, 0, n
		}
		clear(c.stir.open)
	}
	c.wide = n
}

// seeTile takes in tile t and says whether a cell in it has a new value.
func (c *cells) seeTile(n int32, p *image.YCbCr, t int) bool {
	moved := false
	x0, y0 := t%c.s.across*perTile, t/c.s.across*perTile
	for y := y0; y < min(c.h, y0+perTile); y++ {
		for x := x0; x < min(c.w, x0+perTile); x++ {
			q := &c.cell[y*c.w+x]
			v := c.read(p, x, y)
			if v.near(q.now, moves) {
				continue
			}
			moved = true
			c.move(q, n, v)
			if q.busy() {
				c.stir.see(t, q.since, n)
			}
		}
	}
	return moved
}

// move gives the cell a new value.
func (c *cells) move(q *cell, n int32, v value) {
	gap := n - q.onset
	if gap > c.near {
		q.from = n
	}
	if gap > 2*c.hold {
		q.flips, q.blink, q.since = 0, 0, n
	}
	if q.flips < 255 {
		q.flips++
	}
	if v.near(q.was, moves) && q.flips > 1 {
		q.blink = min(q.blink+1, 200)
	} else {
		q.blink = 0
	}
	q.was, q.now, q.onset = q.now, v, n
}

// settle finds the cells whose value has held long enough at picture n.
func (c *cells) settle(n int32) {
	c.held = c.held[:0]
	left := c.active[:0]
	for _, t := range c.active {
		last := int32(-1 << 20)
		x0, y0 := t%c.s.across*perTile, t/c.s.across*perTile
		for y := y0; y < min(c.h, y0+perTile); y++ {
			for x := x0; x < min(c.w, x0+perTile); x++ {
				q := &c.cell[y*c.w+x]
				last = max(last, q.onset)
				if n-q.onset == c.hold {
					c.hasHeld(int32(y*c.w+x), n)
				}
			}
		}
		if n-last < c.hold {
			left = append(left, t)
		} else {
			c.isActive[t] = false
		}
	}
	c.active = left
	c.gather(n)
}

// hasHeld notes a cell whose value has held.
func (c *cells) hasHeld(i, n int32) {
	q := &c.cell[i]
	if q.now.near(q.still, counts) {
		q.still = q.now
		return
	}
	c.held = append(c.held, i)
	c.mark[i] = n
}

// finish treats what the recording's end cut short as held, when it stood for at least two pictures.
func (c *cells) finish(n int32) {
	for k := int32(1); k < c.hold; k++ {
		c.settle(n + k)
	}
}

// Package cipher names the shapes of an unknown font once for a whole recording: it sorts the cells into shapes that look
// the same, and solves what they are like a cipher.
package cipher

import (
	"image"
	"slices"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/window"
)

// shape is a group of cells that look the same.
type shape struct {
	mean   glyph.Patch // of length 1
	coarse glyph.Coarse
	sum    glyph.Patch
	n      int
	// words are the tokens it stands in, as numbers into the text.
	tokens []int
}

// token is a run of inked cells in a row, as numbers of shapes: those of a line from one place to another.
type token struct {
	shapes []int
	line   []int // the whole row, nothing for a cell that is empty
	at     int   // where in it the token begins
}

const nothing = -1

// Text is what the windows of one look showed, in shapes.
type Text struct {
	one    float32 // from this likeness on two cells count as the same shape
	other  float32 // two shapes that are less alike are two characters
	shapes []*shape
	tokens []token
}

// oneShape is the likeness from which two cells count as the same shape; sameShape that for cells of whole pixels, in which a character
// always looks the same: a 1 and an l may be that much like each other.
const oneShape, sameShape = .965, .993

// mostShapes bounds the shapes. A terminal has about a hundred, but where cells aren't of whole pixels each looks a little different from
// column to column, and what moves over it adds others that are seen once.
const mostShapes = 1200

// View is a window's pictures, and where its cells lie.
type View struct {
	Sampler *cell.Sampler
	Shots   []window.Shot
}

// Sort sorts the inked cells of the pictures of windows of one look into shapes: what is rare in one window may be plain in another. A row
// that was seen before is looked at once.
func Sort(views []View) *Text {
	t := &Text{one: oneShape, other: variants}
	if whole(views) {
		t.one, t.other = sameShape, differs
	}
	memo := map[uint64]int{}
	seen := map[string]bool{}
	for _, v := range views {
		t.take(v, memo, seen)
	}
	t.index()
	return t
}

// Shapes are those that were seen more than once, without names.
func (t *Text) Shapes() []font.Shape {
	var out []font.Shape
	for _, k := range t.shapes {
		if k.n > 1 {
			out = append(out, font.Shape{Mean: k.mean, Words: len(k.tokens)})
		}
	}
	return out
}

// take sorts the cells of one window's pictures.
func (t *Text) take(v View, memo map[uint64]int, seen map[string]bool) {
	s := v.Sampler
	for _, sh := range v.Shots {
		y := s.Spread(sh)
		var c cell.Picture
		for row := range s.Rows {
			line := make([]int, s.Columns)
			for col := range s.Columns {
				line[col] = nothing
				at := image.Pt(col, row)
				blank := s.Flat(y, at, cell.LeastInk-1)
				if !blank {
					s.Take(y, at, &c)
					blank = c.Own || s.Blank(&c)
				}
				if blank {
					continue
				}
				c.Patch.Normalise()
				line[col] = t.find(&c.Patch, memo)
			}
			if key := keyOf(line); !seen[key] {
				seen[key] = true
				t.tokens = append(t.tokens, tokensOf(line)...)
			}
		}
	}
}

// tokensOf parts a row where it's empty.
func tokensOf(line []int) []token {
	var out []token
	for from := 0; from < len(line); from++ {
		if line[from] == nothing {
			continue
		}
		to := from
		for to < len(line) && line[to] != nothing {
			to++
		}
		out = append(out, token{line[from:to], line, from})
		from = to
	}
	return out
}

// keyOf is the same for the same shapes.
func keyOf(shapes []int) string {
	b := make([]byte, 0, 2*len(shapes))
	for _, k := range shapes {
		b = append(b, byte(k), byte(k>>8))
	}
	return string(b)
}

// find gives the shape of p, a new one when it's like none; -1 when there are too many.
func (t *Text) find(p *glyph.Patch, memo map[uint64]int) int {
	h := p.Key()
	if k, ok := memo[h]; ok {
		t.shapes[k].n++
		return k
	}
	c := p.Coarse()
	best, at := float32(-1), -1
	for i, k := range t.shapes {
		if c.Dot(&k.coarse) < t.one-.03 {
			continue
		}
		if v := p.Dot(&k.mean); v > best {
			best, at = v, i
		}
	}
	if best < t.one {
		if len(t.shapes) >= mostShapes {
			return -1
		}
		t.shapes = append(t.shapes, &shape{mean: *p, coarse: c})
		at = len(t.shapes) - 1
	}
	k := t.shapes[at]
	k.n++
	if k.n < 200 {
		for i := range p {
			k.sum[i] += p[i]
		}
		k.mean = k.sum
		k.mean.Normalise()
		k.coarse = k.mean.Coarse()
	}
	memo[h] = at
	return at
}

// index tells each shape the tokens it stands in, each distinct token once.
func (t *Text) index() {
	seen := map[string]bool{}
	var distinct []token
	for _, k := range t.tokens {
		key := keyOf(k.shapes)
		if seen[key] {
			continue
		}
		seen[key] = true
		distinct = append(distinct, k)
		for i, v := range k.shapes {
			if !slices.Contains(k.shapes[:i], v) {
				t.shapes[v].tokens = append(t.shapes[v].tokens, len(distinct)-1)
			}
		}
	}
	t.tokens = distinct
}

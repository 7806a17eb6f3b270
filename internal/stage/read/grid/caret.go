package grid

import (
	"image"
	"slices"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/glyph"
)

// alone says whether the cells left and right of a filled cell have the terminal's own background.
func (k *look) alone(p *image.YCbCr, row, col int) bool {
	for _, c := range []int{col - 1, col + 1} {
		if c < 0 || c >= k.s.Columns {
			continue
		}
		if _, own := k.s.OwnGround(luma(p), image.Pt(c, row)); own {
			return false
		}
	}
	return true
}

// rule says whether a cell is a piece of an upright rule: a narrow stroke from its top to its bottom, with others above and below. A bar as a
// character seldom fills its cell, and seldom stands upon another.
func (k *look) rule(p *image.YCbCr, c *cell.Picture, row, col int) bool {
	if !k.stroke(c) {
		return false
	}
	var o cell.Picture
	for _, at := range []int{row - 1, row + 1} {
		if at < 0 || at >= k.s.Rows {
			continue
		}
		if k.s.Take(luma(p), image.Pt(col, at), &o); o.Own {
			continue // a status line
		}
		if k.s.Blank(&o) || !k.stroke(&o) {
			return false
		}
	}
	return true
}

// stroke says whether all ink of a cell is a narrow upright that leaves out no part of its height.
func (k *look) stroke(c *cell.Picture) bool {
	first, last := glyph.W, -1
	for y := range glyph.H {
		inked := false
		for x, v := range c.Patch[y*glyph.W : (y+1)*glyph.W] {
			if v > .4*c.Peak {
				inked = true
				first, last = min(first, x), max(last, x)
			}
		}
		if !inked {
			return false
		}
	}
	return float64(last+1-first) <= max(3, .3*k.s.CellW)*glyph.W/k.s.CellW
}

// aside says whether the cells left and right of a low bar bear none: many in a row are a rule, or the edge of what lies below.
func (k *look) aside(p *image.YCbCr, row, col int) bool {
	var c cell.Picture
	for _, at := range []int{col - 1, col + 1} {
		if at < 0 || at >= k.s.Columns {
			continue
		}
		if k.s.Take(luma(p), image.Pt(at, row), &c); !k.s.Blank(&c) && k.lowBar(&c) {
			return false
		}
	}
	return true
}

// hem takes off what the terminal's background leaves along the edges of a block caret that lies a little aside of its cell, or is lower than the row.
func hem(c *cell.Picture, s *cell.Sampler) {
	left := image.Rect(0, 0, glyph.W, glyph.H)
	// strip takes a line off that is ink from end to end of what is left.
	strip := func(line image.Rectangle) bool {
		ink := 0
		for y := line.Min.Y; y < line.Max.Y; y++ {
			for x := line.Min.X; x < line.Max.X; x++ {
				if c.Patch[y*glyph.W+x] > .15*s.Contrast {
					ink++
				}
			}
		}
		if 10*ink < 9*area(line) {
			return false
		}
		for y := line.Min.Y; y < line.Max.Y; y++ {
			clear(c.Patch[y*glyph.W+line.Min.X : y*glyph.W+line.Max.X])
		}
		return true
	}
	for left.Min.X < glyph.W/4 && strip(image.Rect(left.Min.X, left.Min.Y, left.Min.X+1, left.Max.Y)) {
		left.Min.X++
	}
	for left.Max.X > glyph.W*3/4+1 && strip(image.Rect(left.Max.X-1, left.Min.Y, left.Max.X, left.Max.Y)) {
		left.Max.X--
	}
	for left.Min.Y < glyph.H/4 && strip(image.Rect(left.Min.X, left.Min.Y, left.Max.X, left.Min.Y+1)) {
		left.Min.Y++
	}
	for left.Max.Y > glyph.H*3/4+1 && strip(image.Rect(left.Min.X, left.Max.Y-1, left.Max.X, left.Max.Y)) {
		left.Max.Y--
	}
	c.Peak = slices.Max(c.Patch[:])
}

// block says whether a cell is so full of ink as no character is: a block caret whose edges aren't quite the cell's.
func block(c *cell.Picture, s *cell.Sampler) bool {
	n := 0
	for _, v := range c.Patch {
		if v > .5*s.Contrast {
			n++
		}
	}
	return 4*n >= 3*len(c.Patch)
}

// besideBlock says whether a bar at a cell's left edge is the edge of a block caret in the cell before it.
func (k *look) besideBlock(p *image.YCbCr, row, col int) bool {
	if col == 0 {
		return false
	}
	var c cell.Picture
	k.s.Take(luma(p), image.Pt(col-1, row), &c)
	return !c.Own && block(&c, k.s)
}

// lowBar says whether a cell holds nothing but a bar on its floor, from side to side and below the line on which letters stand: an
// underline as a caret, or the character of that form. How deep fonts have that character differs more than they are unlike other letters,
// and a caret keeps to no font.
func (k *look) lowBar(c *cell.Picture) bool {
	floor := int((k.fit.Setting.Baseline - 1) * glyph.H / k.s.CellH)
	var all, low, most float32
	var columns [glyph.W]float32
	for i, v := range c.Patch {
		all += v
		if i/glyph.W >= floor {
			low += v
			columns[i%glyph.W] += v
			most = max(most, columns[i%glyph.W])
		}
	}
	wide := 0
	for _, v := range columns {
		if v > .5*most {
			wide++
		}
	}
	return low >= .95*all && 10*wide >= 8*glyph.W && all <= c.Peak*glyph.W*glyph.H/4
}

// caret takes a bar at the left edge, or a hollow block, off a cell's picture and says whether there was one.
func caret(c *cell.Picture, s *cell.Sampler) bool {
	thick := max(1, int(2.2/s.CellW*glyph.W))
	bar := func(x int, ink float32) bool {
		n := 0
		for y := range glyph.H {
			if c.Patch[y*glyph.W+x] > ink*s.Contrast {
				n++
			}
		}
		return n >= glyph.H*9/10
	}
	left, right := bar(0, .55) || bar(1, .55), bar(glyph.W-1, .55) || bar(glyph.W-2, .55)
	if !left {
		return false
	}
	for !right && thick <= glyph.W/2 && bar(thick, .15) {
		thick++ // a wider bar, or its soft edge
	}
	for y := range glyph.H {
		for x := range thick {
			c.Patch[y*glyph.W+x] = 0
			if right {
				c.Patch[y*glyph.W+glyph.W-1-x] = 0
			}
		}
		if right && (y < 3 || y >= glyph.H-3) {
			for x := range glyph.W {
				c.Patch[y*glyph.W+x] = 0
			}
		}
	}
	c.Peak = slices.Max(c.Patch[:])
	return true
}

package watch

import "image"

// spot is a patch of neighbouring cells that took on new values at the same time and kept them.
type spot struct {
	onset int32 // the picture that brought the new values
	from  int32 // the first picture of the motion that led to them
	box   image.Rectangle
	cells int // how many cells are new
	busy  int // how many of these kept changing before
	most  int // the largest difference between an old and a new value
	again int // how many cells only changed a little since they last were new: the codec's improvements
	flat  bool
	// old and now are the luma of small spots' cells, by their index.
	at       []int32
	old, now []value
}

// reach is by how many pictures at most a motion that led to new values is followed back.
const reach = 12

// small is the number of cells up to which a spot keeps its values.
const small = 600

// gather makes spots of the cells that have held at picture n: cells within two of each other belong together.
func (c *cells) gather(n int32) {
	for _, i := range c.held {
		if c.mark[i] == n {
			c.spots = append(c.spots, c.grow(i, n))
		}
	}
	for _, i := range c.held {
		c.cell[i].still, c.cell[i].held = c.cell[i].now, n
	}
}

// grow is the spot that holds cell i.
func (c *cells) grow(i, n int32) spot {
	s := spot{onset: c.cell[i].onset, flat: true}
	var since [reach + 1]int // cells by how long before the onset their motion began
	first := c.cell[i].now
	x0, y0, x1, y1 := c.w, c.h, 0, 0
	c.stack = append(c.stack[:0], i)
	c.mark[i] = -n
	for len(c.stack) > 0 {
		j := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		q := &c.cell[j]
		x, y := int(j)%c.w, int(j)/c.w
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		s.cells++
		since[min(reach, max(0, s.onset-q.from))]++
		if q.busy() {
			s.busy++
		}
		d := q.now.far(q.still)
		s.most = max(s.most, d)
		if d < little && q.onset-q.held < c.hold*3/2 {
			s.again++
		}
		s.flat = s.flat && q.now.near(first, 2*moves)
		if len(s.at) <= small {
			s.at, s.old, s.now = append(s.at, j), append(s.old, q.still), append(s.now, q.now)
		}
		c.neighbours(x, y, n)
	}
	if s.cells > small {
		s.at, s.old, s.now = nil, nil, nil
	}
	s.from = s.onset
	for k, n := reach, 0; k > 0; k-- {
		if n += since[k]; n >= max(3, s.cells/8) { // a few cells over which the pointer came don't count
			s.from = s.onset - int32(k)
			break
		}
	}
	s.box = image.Rect(x0*edge, y0*edge, min(c.s.w, (x1+1)*edge), min(c.s.h, (y1+1)*edge))
	return s
}

// neighbours puts on the stack the cells near column x and row y that have held at picture n too.
func (c *cells) neighbours(x, y int, n int32) {
	for v := max(0, y-2); v <= min(c.h-1, y+2); v++ {
		for u := max(0, x-2); u <= min(c.w-1, x+2); u++ {
			if k := int32(v*c.w + u); c.mark[k] == n {
				c.mark[k] = -n
				c.stack = append(c.stack, k)
			}
		}
	}
}

// little is the difference of a cell's values below which the change may be the codec's, soon after another.
const little = 26

// codec says whether the spot is nothing but the codec's work: a blurred picture that grew sharp, or specks of noise.
func (s *spot) codec() bool {
	return s.again*2 > s.cells && s.most < 2*little || s.cells <= 3 && s.most < little-6 || min(s.box.Dx(), s.box.Dy()) <= edge && s.most < little
}

// undoes says whether t brings back what stood before s: the two are the coming and going of one thing.
func (t *spot) undoes(s *spot) bool {
	if t.onset <= s.onset || !t.box.Overlaps(s.box) || t.at == nil || s.at == nil {
		return false
	}
	was := make(map[int32]value, len(s.at))
	for i, j := range s.at {
		was[j] = s.old[i]
	}
	both, back := 0, 0
	for i, j := range t.at {
		if v, ok := was[j]; ok {
			both++
			if v.near(t.now[i], counts) {
				back++
			}
		}
	}
	return both > 0 && back*10 >= both*8 && both*2 >= min(len(s.at), len(t.at))
}

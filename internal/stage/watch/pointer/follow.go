package pointer

import (
	"context"
	"image"
	"iter"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// Pictures is what Follow needs of a film.
type Pictures interface {
	Size() (w, h int)
	Frames(s sop.Span) iter.Seq2[film.Frame, error]
}

// Track is the pointer's path through a recording.
type Track struct {
	// Samples are its sightings, in order of time; between two of them it rests. One of confidence 0 says that it is no
	// longer to be seen where it was.
	Samples []sop.PointerSample
	// Reach is the size of its largest look, in pixels.
	Reach image.Point
}

// Follow looks for the sprites in all pictures of the film.
func Follow(ctx context.Context, f Pictures, sprites []*Sprite) (*Track, error) {
	w, h := f.Size()
	t := &tracker{w: w, h: h, sprites: sprites, prev: film.NewPicture(w, h), track: &Track{}}
	t.bw, t.bh = (w+block-1)/block, (h+block-1)/block
	t.changed, t.near = make([]bool, t.bw*t.bh), make([]bool, t.bw*t.bh)
	for _, s := range sprites {
		t.track.Reach = image.Pt(max(t.track.Reach.X, s.W), max(t.track.Reach.Y, s.H))
	}
	if len(sprites) == 0 {
		return t.track, nil
	}
	for fr, err := range f.Frames(sop.Span{}) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		t.see(fr)
	}
	return t.track, nil
}

// tracker is the state of following.
type tracker struct {
	w, h    int
	sprites []*Sprite
	prev    *image.YCbCr
	now     *image.YCbCr
	bw, bh  int
	changed []bool // blocks that differ from prev
	blocks  []int  // their numbers
	near    []bool // blocks in which a sprite over a changed block may begin
	at      sighting
	lost    bool
	doubts  int // sightings elsewhere while the pointer still seems to stand where it was
	doubtAt sop.Moment
	track   *Track
}

// sighting is a sprite at a place; its sprite is nil when the pointer was never seen.
type sighting struct {
	sprite *Sprite
	x, y   int
	score  float64
}

func (s sighting) hot() image.Point { return image.Pt(s.x, s.y).Add(s.sprite.Hot) }

const (
	block = 8
	// accept is the mean difference of luma up to which a sprite is believed to be there.
	accept = 30
	// mostBlocks is up to how many changed blocks are searched; beyond, the page changed and not the pointer.
	mostBlocks = 300
	// leastChanged is the share of a sprite's pixels that its coming must have changed.
	leastChanged = .33
)

// see takes in one frame of the film.
func (t *tracker) see(fr film.Frame) {
	t.now = fr.Picture
	if fr.Tiles == nil {
		copyAll(t.prev, fr.Picture)
		return
	}
	t.compare(fr.Tiles)
	if len(t.blocks) > 0 {
		t.decide(fr.At)
	}
	for _, b := range fr.Tiles {
		copyTile(t.prev, fr.Picture, b, t.w, t.h)
	}
}

func copyAll(to, from *image.YCbCr) { copy(to.Y, from.Y) }

// copyTile copies a tile's luma; chroma isn't looked at.
func copyTile(to, from *image.YCbCr, tile, w, h int) {
	across := (w + film.Tile - 1) / film.Tile
	x, y := tile%across*film.Tile, tile/across*film.Tile
	x1 := min(w, x+film.Tile)
	for v := y; v < min(h, y+film.Tile); v++ {
		copy(to.Y[v*to.YStride+x:v*to.YStride+x1], from.Y[v*from.YStride+x:])
	}
}

// compare finds the blocks in tiles that differ from the frame before.
func (t *tracker) compare(tiles []int) {
	for _, b := range t.blocks {
		t.changed[b] = false
	}
	t.blocks = t.blocks[:0]
	across := (t.w + film.Tile - 1) / film.Tile
	for _, i := range tiles {
		tx, ty := i%across*film.Tile, i/across*film.Tile
		for y := ty; y < min(t.h, ty+film.Tile); y += block {
			for x := tx; x < min(t.w, tx+film.Tile); x += block {
				if b := y/block*t.bw + x/block; t.differs(x, y) {
					t.changed[b] = true
					t.blocks = append(t.blocks, b)
				}
			}
		}
	}
}

// differs says whether at least two pixels of the block at x, y changed.
func (t *tracker) differs(x, y int) bool {
	n := 0
	x1 := min(t.w, x+block)
	for v := y; v < min(t.h, y+block); v++ {
		a, b := t.now.Y[v*t.now.YStride+x:v*t.now.YStride+x1], t.prev.Y[v*t.prev.YStride+x:]
		for i, p := range a {
			if gap(p, b[i]) > moved {
				n++
			}
		}
		if n >= 2 {
			return true
		}
	}
	return false
}

// decide settles where the pointer is after a change.
func (t *tracker) decide(at sop.Moment) {
	here := t.stays()
	var best sighting
	if len(t.blocks) <= mostBlocks {
		best = t.search()
	} else if t.at.sprite != nil && here.sprite == nil {
		best = t.around(64, leastChanged)
	}
	switch {
	case best.sprite == nil && here.sprite != nil:
		t.settle(at, here)
	case best.sprite == nil && t.at.sprite != nil:
		if best = t.around(10, 0); best.sprite != nil { // it stayed, with another look
			t.settle(at, best)
		} else if !t.lost {
			t.lose(at)
		}
	case best.sprite == nil:
	case here.sprite != nil && apart(best.hot(), here.hot()) > 6 && !t.believe(at):
		t.settle(at, here)
	default:
		t.doubts = 0
		t.settle(at, best)
	}
}

// believe says whether sightings elsewhere are so many that the pointer's old place must be a mistake.
func (t *tracker) believe(at sop.Moment) bool {
	if at-t.doubtAt > sop.Seconds(.6) {
		t.doubts = 0
	}
	t.doubts, t.doubtAt = t.doubts+1, at
	return t.doubts >= 3
}

// stays says whether the pointer still stands where it was; its sprite is nil when not.
func (t *tracker) stays() sighting {
	if t.at.sprite == nil || t.lost {
		return sighting{}
	}
	k := t.at
	if k.score = k.sprite.score(t.now, k.x, k.y, accept+6); k.score == never {
		return sighting{}
	}
	return k
}

// settle notes where the pointer is, and writes it down when it moved or changed its look.
func (t *tracker) settle(at sop.Moment, k sighting) {
	same := t.at.sprite != nil && !t.lost && t.at.sprite.Shape == k.sprite.Shape && t.at.hot() == k.hot()
	t.at, t.lost = k, false
	if same {
		return
	}
	sure := .95 - .5*k.score/accept
	if k.sprite.Seen == 0 {
		sure -= .2
	}
	t.write(sop.PointerSample{At: at, Point: point(k.hot()), Shape: k.sprite.Shape, Confidence: max(.05, sure)})
}

func (t *tracker) write(s sop.PointerSample) {
	s.Point = sop.Point{X: max(0, min(t.w-1, s.Point.X)), Y: max(0, min(t.h-1, s.Point.Y))}
	t.track.Samples = append(t.track.Samples, s)
}

// lose notes that the pointer is no longer to be seen.
func (t *tracker) lose(at sop.Moment) {
	t.lost = true
	t.write(sop.PointerSample{At: at, Point: point(t.at.hot()), Shape: t.at.sprite.Shape})
}

func point(p image.Point) sop.Point { return sop.Point{X: p.X, Y: p.Y} }

func apart(p, q image.Point) int { return max(abs(p.X-q.X), abs(p.Y-q.Y)) }

// search is the best sighting over the changed blocks.
func (t *tracker) search() sighting {
	best := sighting{score: accept}
	for _, s := range t.sprites {
		clear(t.near)
		left, up := (s.W+block-1)/block, (s.H+block-1)/block
		for _, b := range t.blocks {
			bx, by := b%t.bw, b/t.bw
			for v := max(0, by-up); v <= by; v++ {
				for u := max(0, bx-left); u <= bx; u++ {
					if i := v*t.bw + u; !t.near[i] {
						t.near[i] = true
						t.tryBlock(&best, s, u*block, v*block)
					}
				}
			}
		}
	}
	if best.sprite == nil {
		return sighting{}
	}
	return best
}

// tryBlock tries s at each pixel of the block at x, y.
func (t *tracker) tryBlock(best *sighting, s *Sprite, x, y int) {
	for v := y; v < y+block; v++ {
		for u := x; u < x+block; u++ {
			t.try(best, s, image.Pt(u, v), leastChanged)
		}
	}
}

// try takes s at p as the best sighting when it is, and when enough of it is new.
func (t *tracker) try(best *sighting, s *Sprite, p image.Point, fresh float64) {
	score := s.score(t.now, p.X, p.Y, best.score)
	if score < best.score && (fresh == 0 || s.changed(t.now, t.prev, p.X, p.Y) >= fresh) {
		*best = sighting{s, p.X, p.Y, score}
	}
}

// around is the best sighting of any sprite whose hot spot lies within d pixels of where the pointer was.
func (t *tracker) around(d int, fresh float64) sighting {
	best := sighting{score: accept}
	hot := t.at.hot()
	for _, s := range t.sprites {
		for y := hot.Y - s.Hot.Y - d; y <= hot.Y-s.Hot.Y+d; y++ {
			for x := hot.X - s.Hot.X - d; x <= hot.X-s.Hot.X+d; x++ {
				t.try(&best, s, image.Pt(x, y), fresh)
			}
		}
	}
	if best.sprite == nil {
		return sighting{}
	}
	return best
}

package pointer

import (
	"context"
	"image"
	"iter"
	"math"

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

// Follow looks for the pointer in all pictures of the film.
func Follow(ctx context.Context, f Pictures, looks *Looks) (*Track, error) {
	w, h := f.Size()
	t := &tracker{w: w, h: h, looks: looks, ground: film.NewPicture(w, h), blobs: newBlobs(w, h), inner: newBlobs(w, h), track: &Track{}}
	t.track.Reach = looks.reach()
	if t.track.Reach == (image.Point{}) {
		return t.track, nil
	}
	t.bw, t.bh = (w+block-1)/block, (h+block-1)/block
	t.near = make([]bool, t.bw*t.bh)
	t.stirs = make([]stir, (w+film.Tile-1)/film.Tile*((h+film.Tile-1)/film.Tile))
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
	w, h   int
	looks  *Looks
	now    *image.YCbCr
	ground *image.YCbCr // what is known of the screen without the pointer
	bw, bh int
	blocks []int  // the numbers of the blocks that differ from the ground
	near   []bool // blocks in which a sprite over one of these may begin
	blobs  *blobs
	inner  *blobs   // within one of the blobs
	stirs  []stir   // by tile
	likely sighting // a hand where the pointer may just have come, told with less certainty
	at     sighting
	seen   bool // there was a sighting
	lost   bool // the pointer is no longer where it was seen last
	lostAt sop.Moment
	ghost  ghost

	doubts  int // sightings elsewhere while the pointer still seems to stand where it was
	doubtAt sop.Moment
	at0     sop.Moment // of the frame
	track   *Track
}

// stir is how often a tile changed of late: the number of changes, each counting less the longer ago it was.
type stir struct {
	sum float64
	at  sop.Moment
}

// stirFades is the time in seconds in which a change comes to count a third.
const stirFades = 4

func (s *stir) now(at sop.Moment) float64 {
	return s.sum * math.Exp(-(at-s.at).Seconds()/stirFades)
}

func (s *stir) see(at sop.Moment) { s.sum, s.at = s.now(at)+1, at }

// restless says whether most of the tiles in r have kept changing.
func (t *tracker) restless(r image.Rectangle) bool {
	across := (t.w + film.Tile - 1) / film.Tile
	n, all := 0, 0
	for y := max(0, r.Min.Y) / film.Tile; y <= (min(t.h, r.Max.Y)-1)/film.Tile; y++ {
		for x := max(0, r.Min.X) / film.Tile; x <= (min(t.w, r.Max.X)-1)/film.Tile; x++ {
			all++
			if t.stirs[y*across+x].now(t.at0) > 4.5 {
				n++
			}
		}
	}
	return n*2 > all
}

// sighting is the pointer at a place.
type sighting struct {
	shape sop.PointerShape
	hot   image.Point
	sure  float64
	px    []pixel // the pixels that are surely its own, in the picture, as they were seen
	box   image.Rectangle
}

const (
	block = 8
	// mostBlocks is up to how many changed blocks are searched; beyond, the page changed and not the pointer.
	mostBlocks = 300
	// toldAgain is how well a blob that is new must be explained by a look, once that is known to be the pointer's; toldText
	// the same for the I-beam, which letters resemble.
	toldAgain = .73
	toldText  = .8
	// sureSprite is from when on a sprite that fits is believed rather than a hand that is only likely.
	sureSprite = .5
	// toldNear is the same for a hand that stands where the pointer has just come: what lights up under it hides its rim.
	toldNear = .6
	// toldRestless is the same where the screen keeps changing, as in the picture of a speaker.
	toldRestless = .93
	// accept is the mean difference of luma up to which a sprite is believed to be there.
	accept = 28
	// acceptOther is the same for a sprite of no known shape.
	acceptOther = 10
	// rest is the mean difference up to which the pointer is taken to stand where it was.
	rest = 18
	// leastChanged is the share of a sprite's pixels that its coming must have changed.
	leastChanged = .33
)

// see takes in one frame of the film.
func (t *tracker) see(fr film.Frame) {
	t.now = fr.Picture
	if fr.Tiles == nil {
		copy(t.ground.Y, fr.Picture.Y)
		return
	}
	t.at0 = fr.At
	for _, b := range fr.Tiles {
		t.stirs[b].see(fr.At)
	}
	t.compare(fr.Tiles)
	if len(t.blobs.marked) > 0 {
		t.decide(fr.At)
	}
	hide := image.Rectangle{}
	if t.seen && !t.lost {
		hide = t.at.box
	}
	for _, b := range fr.Tiles {
		t.uncover(b, hide)
	}
}

// tile is what tile number i covers.
func (t *tracker) tile(i int) image.Rectangle {
	across := (t.w + film.Tile - 1) / film.Tile
	x, y := i%across*film.Tile, i/across*film.Tile
	return image.Rect(x, y, min(t.w, x+film.Tile), min(t.h, y+film.Tile))
}

// uncover takes tile i of the picture as the ground, but for what lies under the pointer.
func (t *tracker) uncover(i int, hide image.Rectangle) {
	r := t.tile(i)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		o := y * t.now.YStride
		if hide.Overlaps(r) && y >= hide.Min.Y && y < hide.Max.Y {
			copy(t.ground.Y[o+r.Min.X:o+max(r.Min.X, min(hide.Min.X, r.Max.X))], t.now.Y[o+r.Min.X:])
			if from := max(hide.Max.X, r.Min.X); from < r.Max.X {
				copy(t.ground.Y[o+from:o+r.Max.X], t.now.Y[o+from:])
			}
			continue
		}
		copy(t.ground.Y[o+r.Min.X:o+r.Max.X], t.now.Y[o+r.Min.X:])
	}
}

// compare marks the pixels in tiles that differ from the ground, and the blocks in which they lie.
func (t *tracker) compare(tiles []int) {
	t.blobs.clear()
	t.blocks = t.blocks[:0]
	for _, i := range tiles {
		r := t.tile(i)
		for y := r.Min.Y; y < r.Max.Y; y += block {
			for x := r.Min.X; x < r.Max.X; x += block {
				t.mark(image.Rect(x, y, x+block, y+block).Intersect(r))
			}
		}
	}
}

// mark marks what differs from the ground within the block r.
func (t *tracker) mark(r image.Rectangle) {
	was := len(t.blobs.marked)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		o := y * t.now.YStride
		b := t.ground.Y[o+r.Min.X : o+r.Max.X]
		for i, p := range t.now.Y[o+r.Min.X : o+r.Max.X] {
			if gap(p, b[i]) > moved {
				t.blobs.add(y*t.w + r.Min.X + i)
			}
		}
	}
	if len(t.blobs.marked) > was {
		t.blocks = append(t.blocks, r.Min.Y/block*t.bw+r.Min.X/block)
	}
}

// decide settles where the pointer is after a change.
func (t *tracker) decide(at sop.Moment) {
	here := t.stays()
	t.likely = sighting{}
	few := len(t.blocks) <= mostBlocks && len(t.blobs.marked) <= mostMarked
	var best, before sighting
	if few {
		best, before = t.told()
	}
	if best.sure == 0 && !here {
		if few {
			best = t.search(t.everywhere(), leastChanged)
		} else if t.seen && !t.lost {
			best = t.search(t.around(64), leastChanged)
		}
		if best.sure < t.likely.sure && best.sure < sureSprite {
			best = t.likely
		}
	}
	guessed := here && best.sure == 0 && t.at.sure < toldAgain && t.likely.sure > t.at.sure-.05
	if guessed { // what seems to stand still is no surer than what moves on from there
		best = t.likely
	}
	switch {
	case best.sure > 0 && here && !guessed && apart(best.hot, t.at.hot) > 6 && !t.believe(at, best):
	case best.sure > 0:
		if !t.seen || t.lost {
			t.appear(before, best)
		}
		t.doubts = 0
		t.settle(at, best)
	case here:
	case t.seen && !t.lost:
		if best = t.search(t.around(8), 0); best.sure == 0 {
			best = t.onAnotherPage()
		}
		if best.sure > 0 { // it stayed, with another look
			t.settle(at, best)
		} else {
			t.lose(at)
		}
	}
}

// believe says whether sightings elsewhere are so many that the pointer's old place must be a mistake. They must be about as sure as
// that was: letters and icons look a little like a hand, and the pointer stands where it is while they come.
func (t *tracker) believe(at sop.Moment, best sighting) bool {
	if best.sure < min(t.at.sure-.03, toldRestless) {
		return false
	}
	if at-t.doubtAt > sop.Seconds(.6) {
		t.doubts = 0
	}
	t.doubts, t.doubtAt = t.doubts+1, at
	return t.doubts >= 3
}

// stays says whether the pointer still stands where it was.
func (t *tracker) stays() bool {
	if !t.seen || t.lost || len(t.at.px) == 0 {
		return false
	}
	sum := 0
	for _, p := range t.at.px {
		sum += abs(int(t.now.Y[int(p.y)*t.now.YStride+int(p.x)]) - int(p.luma))
	}
	if sum > rest*len(t.at.px) {
		return false
	}
	t.keep(&t.at)
	return true
}

// keep notes the luma that the sighting's pixels have now.
func (t *tracker) keep(s *sighting) {
	for i, p := range s.px {
		s.px[i].luma = int16(t.now.Y[int(p.y)*t.now.YStride+int(p.x)])
	}
}

// settle notes where the pointer is, and writes it down when it moved or changed its look.
func (t *tracker) settle(at sop.Moment, k sighting) {
	same := t.seen && !t.lost && t.at.shape == k.shape && t.at.hot == k.hot
	t.ghost.see(k)
	t.at, t.seen, t.lost = k, true, false
	t.keep(&t.at)
	if !same {
		t.write(at, k)
	}
}

// recall writes down where the pointer had stood unseen, now that it has left: since it was lost, or from the beginning.
func (t *tracker) recall(k sighting) {
	if n := len(t.track.Samples) - 1; t.lost && n >= 0 {
		t.track.Samples = t.track.Samples[:n]
	}
	k.sure *= .7
	t.write(t.lostAt, k)
}

// lose notes that the pointer is no longer to be seen.
func (t *tracker) lose(at sop.Moment) {
	t.lost = true
	if t.ghost.is {
		t.track.Samples = t.track.Samples[:t.ghost.from]
		t.at, t.seen = t.ghost.last, t.ghost.from > 0
		t.ghost.is = false
		return
	}
	t.lostAt = at
	k := t.at
	k.sure = 0
	t.write(at, k)
}

func (t *tracker) write(at sop.Moment, k sighting) {
	t.track.Samples = append(t.track.Samples, sop.PointerSample{
		At: at, Shape: k.shape, Confidence: k.sure,
		Point: sop.Point{X: max(0, min(t.w-1, k.hot.X)), Y: max(0, min(t.h-1, k.hot.Y))},
	})
}

func apart(p, q image.Point) int { return max(abs(p.X-q.X), abs(p.Y-q.Y)) }

// Package backdrop gives the screen without the pointer: what is clicked lies just beneath it.
package backdrop

import (
	"image"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// Backdrop is the screen without the pointer: where it stands now, what was seen there before it came. It is needed
// because a click's target lies just beneath the pointer, which hides a part of its label.
type Backdrop struct {
	past *image.YCbCr
	// lost tells, for squares of 2 × 2 pixels, during which rest of the pointer what past shows there went away; 0: never.
	lost  []int32
	rests int32 // how often the pointer came to rest
	// held is the part round the pointer in which past isn't up to date, under what of it the pointer covers.
	held, under image.Rectangle
	// recent are the last sightings' parts, the oldest first.
	recent []sighting
	look   silhouette
	seen   sop.PointerSample // the pointer as it stands
	at     sop.Point         // where it came to stand
	since  sop.Moment        // and since when
	scale  int
}

// New is the backdrop of a film before its first picture; its See must be told of each picture in order.
func New(f *film.Film) *Backdrop {
	w, h := f.Size()
	b := &Backdrop{past: film.NewPicture(w, h), scale: 1, lost: make([]int32, ((w+1)/2)*((h+1)/2)), at: sop.Point{X: -1}}
	if h > 1300 {
		b.scale = 2
	}
	return b
}

type sighting struct {
	point sop.Point
	part  image.Rectangle
}

// ahead is how far before a coming pointer the picture is kept, in pixels: things begin to look otherwise when the
// pointer reaches their rim, and past must be of one state. recently is how many sightings are thought of. Once the
// pointer has rested for welcome, things have done what they do when it comes; what changes then is new.
const (
	ahead    = 40
	recently = 6
	welcome  = 300 * time.Millisecond
)

// What a pointer may cover around its hot spot, in pixels of a screen of usual resolution, by its shape.
var (
	underArrow = image.Rect(-6, -6, 24, 36)
	underHand  = image.Rect(-16, -8, 24, 34)
	underText  = image.Rect(-10, -17, 11, 18)
	underOther = image.Rect(-20, -20, 32, 38)
)

func (b *Backdrop) reach(p sop.PointerSample) image.Rectangle {
	r := underOther
	switch p.Shape {
	case sop.PointerArrow:
		r = underArrow
	case sop.PointerHand:
		r = underHand
	case sop.PointerText:
		r = underText
	}
	return image.Rectangle{Min: r.Min.Mul(b.scale), Max: r.Max.Mul(b.scale)}.Add(image.Pt(p.Point.X, p.Point.Y))
}

// See takes in a change of the film, with the pointer's place.
func (b *Backdrop) See(f film.Frame, pointer *sop.PointerSample) {
	if pointer != nil && pointer.Confidence == 0 {
		pointer = nil // it was lost: what stands where it was is not beneath it
	}
	hold := b.hold(f, pointer)
	for _, r := range [2]image.Rectangle{b.held, f.Changed} {
		for _, part := range without(film.Even(r).Intersect(f.Picture.Rect), hold) {
			b.refresh(f.Picture, part)
		}
	}
	b.held = hold
	if hold.Empty() {
		return
	}
	fresh := film.Even(f.Changed).Intersect(hold)
	rested := f.At.Sub(b.since) >= welcome && !fresh.Empty()
	if rested {
		b.doubt(f.Picture)
	}
	for _, part := range without(hold, b.under) {
		if rested {
			b.refresh(f.Picture, part.Intersect(fresh))
		}
		b.recover(f.Picture, part)
	}
}

// hold is the part round the pointer that is left as it was before the pointer came.
func (b *Backdrop) hold(f film.Frame, pointer *sop.PointerSample) image.Rectangle {
	hold := image.Rectangle{}
	b.under = hold
	if pointer == nil {
		return hold
	}
	if abs(pointer.Point.X-b.at.X)+abs(pointer.Point.Y-b.at.Y) > 4 {
		b.at, b.since = pointer.Point, f.At
		b.rests++
	}
	if part := b.reach(*pointer); pointer.At > b.seen.At || b.seen.At == 0 {
		b.look.learn(f.Picture, b.past, *pointer, part)
	}
	b.seen = *pointer
	b.under = film.Even(b.reach(*pointer)).Intersect(f.Picture.Rect)
	b.recent = append(b.recent, sighting{pointer.Point, film.Even(b.under.Inset(-ahead)).Intersect(f.Picture.Rect)})
	b.recent = b.recent[max(0, len(b.recent)-recently):]
	for _, k := range b.recent {
		if abs(k.point.X-pointer.Point.X)+abs(k.point.Y-pointer.Point.Y) < ahead*3/2 {
			hold = hold.Union(k.part)
		}
	}
	return hold
}

// refresh brings a part of past up to date.
func (b *Backdrop) refresh(p *image.YCbCr, r image.Rectangle) {
	if r.Empty() {
		return
	}
	film.CopyPart(b.past, p, r)
	b.mark(r, 0)
}

// mark notes during which rest what past shows in r went away.
func (b *Backdrop) mark(r image.Rectangle, lost int32) {
	across := (b.past.Rect.Dx() + 1) / 2
	for y := r.Min.Y / 2; y < (r.Max.Y+1)/2; y++ {
		row := b.lost[y*across:]
		for x := r.Min.X / 2; x < (r.Max.X+1)/2; x++ {
			row[x] = lost
		}
	}
}

// recover takes up what was lost and isn't covered any more.
func (b *Backdrop) recover(p *image.YCbCr, r image.Rectangle) {
	across := (b.past.Rect.Dx() + 1) / 2
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for x := r.Min.X; x < r.Max.X; x += 2 {
			if b.lost[y/2*across+x/2] != 0 {
				b.refresh(p, image.Rect(x, y, x+2, y+2).Intersect(p.Rect))
			}
		}
	}
}

// doubt gives up what past shows beneath the pointer on each side whose surroundings are replaced: a menu that has opened
// below the pointer leaves what is above as it was.
func (b *Backdrop) doubt(p *image.YCbCr) {
	u, y0, y1 := b.under, b.at.Y-level*b.scale, b.at.Y+level*b.scale
	for _, side := range [...]struct{ beside, beneath image.Rectangle }{
		{image.Rect(u.Min.X-strip, u.Min.Y, u.Min.X, u.Max.Y), image.Rect(u.Min.X, u.Min.Y, b.at.X, u.Max.Y)},
		{image.Rect(u.Max.X, u.Min.Y, u.Max.X+strip, u.Max.Y), image.Rect(b.at.X, u.Min.Y, u.Max.X, u.Max.Y)},
		{image.Rect(u.Min.X, u.Min.Y-strip, u.Max.X, u.Min.Y), image.Rect(u.Min.X, u.Min.Y, u.Max.X, y0)},
		{image.Rect(u.Min.X, u.Max.Y, u.Max.X, u.Max.Y+strip), image.Rect(u.Min.X, y1, u.Max.X, u.Max.Y)},
	} {
		if b.replaced(p, side.beside) {
			b.mark(film.Even(side.beneath).Intersect(u), b.rests)
		}
	}
}

// strip is how much beside the pointer is looked at to tell whether things are replaced, in pixels.
const strip = 16

// replaced says whether what stands in r is another thing than before: its edges stand elsewhere. Colours alone may change
// because the pointer has come.
func (b *Backdrop) replaced(p *image.YCbCr, r image.Rectangle) bool {
	both, any := 0, 0
	r = r.Intersect(b.held)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X + 1; x < r.Max.X; x++ {
			o, q := p.YOffset(x, y), b.past.YOffset(x, y)
			now := abs(int(p.Y[o])-int(p.Y[o-1])) > unlike
			was := abs(int(b.past.Y[q])-int(b.past.Y[q-1])) > unlike
			if now || was {
				any++
			}
			if now && was {
				both++
			}
		}
	}
	return any >= 10 && 5*both < 2*any
}

// without is r less hole, as up to four rectangles.
func without(r, hole image.Rectangle) []image.Rectangle {
	hole = hole.Intersect(r)
	if hole.Empty() {
		return []image.Rectangle{r}
	}
	return []image.Rectangle{
		image.Rect(r.Min.X, r.Min.Y, r.Max.X, hole.Min.Y), image.Rect(r.Min.X, hole.Max.Y, r.Max.X, r.Max.Y),
		image.Rect(r.Min.X, hole.Min.Y, hole.Min.X, hole.Max.Y), image.Rect(hole.Max.X, hole.Min.Y, r.Max.X, hole.Max.Y),
	}
}

// Picture is the screen without the pointer, as a picture of its own. What lies beneath the pointer is taken from before
// it came, in the colours that its surroundings have now: many things look otherwise while the pointer is over them. If
// even so it doesn't fit its surroundings, the screen has changed meanwhile and the pointer stays in. Face is the surface
// under the pointer now.
func (b *Backdrop) Picture(now *image.YCbCr, face *layout.Surface) (p *image.YCbCr, clear bool) {
	out := film.Copy(now)
	if b.under.Empty() {
		return out, true
	}
	around := film.Even(b.under.Inset(-flank)).Intersect(b.held)
	part := film.Cut(b.past, around)
	if face != nil {
		recolour(part, now, b.under, *face)
	}
	if !b.fits(now, part) {
		return out, false
	}
	across := (b.past.Rect.Dx() + 1) / 2
	covered := b.look.covered(b.seen)
	if covered == nil {
		covered = b.blob(now, part)
	}
	all, missing := 0, 0
	for y := b.under.Min.Y; y < b.under.Max.Y; y += 2 {
		for x := b.under.Min.X; x < b.under.Max.X; x += 2 {
			if !covered(x, y) && !covered(x+1, y) && !covered(x, y+1) && !covered(x+1, y+1) {
				continue
			}
			all++
			if k := b.lost[y/2*across+x/2]; k != 0 && k != b.rests {
				missing++
			} else {
				film.CopyPart(out, part, image.Rect(x, y, x+2, y+2).Intersect(now.Rect))
			}
		}
	}
	return out, 2*missing <= all // else the pointer is still there, for the most part
}

// flank is how far around what the pointer covers a picture of before is held against the present one, in pixels.
const flank = 32

// A picture of before fits as long as no more than these shares of the pixels left and right of the pointer, and of the
// ink among them, differ. Ink that was recoloured is a little too faint or too strong.
const (
	misfit    = .02
	misfitInk = .3
	unlike    = 24 // steps of luma
)

// level is how far above and below the hot spot pictures are compared, in pixels: about a line of text. What lies lower,
// a tip or a menu that has opened, doesn't matter.
const level = 12

// fits says whether part, a picture of before in the colours of now, agrees with the present one beside the pointer.
func (b *Backdrop) fits(now, part *image.YCbCr) bool {
	bad, all, ink := 0, 0, 0
	ground, _ := commonest(part, part.Rect, -9)
	for y := max(b.at.Y-level*b.scale, part.Rect.Min.Y); y < min(b.at.Y+level*b.scale, part.Rect.Max.Y); y++ {
		for x := part.Rect.Min.X; x < part.Rect.Max.X; x++ {
			if x == b.under.Min.X+1 {
				if x = b.under.Max.X - 1; x >= part.Rect.Max.X {
					break
				}
			}
			v, w := int(part.Y[part.YOffset(x, y)]), int(now.Y[now.YOffset(x, y)])
			all++
			if abs(v-ground) > unlike || abs(w-ground) > unlike {
				ink++
			}
			if abs(v-w) > unlike {
				bad++
			}
		}
	}
	return float64(bad) <= max(misfit*float64(all), misfitInk*float64(ink))
}

func abs(n int) int { return max(n, -n) }

package read

import (
	"image"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/read/layout"
)

// backdrop is the screen without the pointer: where it stands now, what was seen there before it came. It is needed
// because a click's target lies just beneath the pointer, which hides a part of its label.
type backdrop struct {
	past *image.YCbCr
	// held is the part round the pointer in which past isn't up to date, under what of it the pointer covers.
	held, under image.Rectangle
	// recent are the last sightings' parts, the oldest first.
	recent []sighting
	scale  int
}

func newBackdrop(f *film.Film) *backdrop {
	w, h := f.Size()
	b := &backdrop{past: film.NewPicture(w, h), scale: 1}
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
// pointer reaches their rim, and past must be of one state. recently is how many sightings are thought of.
const (
	ahead    = 40
	recently = 6
)

// What a pointer may cover around its hot spot, in pixels of a screen of usual resolution, by its shape.
var (
	underArrow = image.Rect(-6, -6, 24, 36)
	underHand  = image.Rect(-16, -8, 24, 34)
	underText  = image.Rect(-10, -17, 11, 18)
	underOther = image.Rect(-20, -20, 32, 38)
)

func (b *backdrop) reach(p sop.PointerSample) image.Rectangle {
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

// see takes in a change of the film, with the pointer's place.
func (b *backdrop) see(f film.Frame, pointer *sop.PointerSample) {
	hold := image.Rectangle{}
	b.under = image.Rectangle{}
	if pointer != nil {
		b.under = even(b.reach(*pointer)).Intersect(f.Picture.Rect)
		b.recent = append(b.recent, sighting{pointer.Point, even(b.under.Inset(-ahead)).Intersect(f.Picture.Rect)})
		b.recent = b.recent[max(0, len(b.recent)-recently):]
		for _, k := range b.recent {
			if abs(k.point.X-pointer.Point.X)+abs(k.point.Y-pointer.Point.Y) < ahead*3/2 {
				hold = hold.Union(k.part)
			}
		}
	}
	for _, r := range [2]image.Rectangle{b.held, f.Changed} {
		for _, part := range without(even(r).Intersect(f.Picture.Rect), hold) {
			copyPart(b.past, f.Picture, part)
		}
	}
	b.held = hold
}

// even widens r to even coordinates: chroma has half the resolution.
func even(r image.Rectangle) image.Rectangle {
	return image.Rect(r.Min.X&^1, r.Min.Y&^1, (r.Max.X+1)&^1, (r.Max.Y+1)&^1)
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

// copyPart copies r, which has even coordinates, from src to dst.
func copyPart(dst, src *image.YCbCr, r image.Rectangle) {
	if r.Empty() {
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(dst.Y[dst.YOffset(r.Min.X, y):][:r.Dx()], src.Y[src.YOffset(r.Min.X, y):][:r.Dx()])
	}
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		n := (r.Dx() + 1) / 2
		copy(dst.Cb[dst.COffset(r.Min.X, y):][:n], src.Cb[src.COffset(r.Min.X, y):][:n])
		copy(dst.Cr[dst.COffset(r.Min.X, y):][:n], src.Cr[src.COffset(r.Min.X, y):][:n])
	}
}

// picture is the screen without the pointer, as a picture of its own. What lies beneath the pointer is taken from before
// it came, in the colours that its surroundings have now: many things look otherwise while the pointer is over them. If
// even so it doesn't fit its surroundings, the screen has changed meanwhile and the pointer stays in. Face is the surface
// under the pointer now.
func (b *backdrop) picture(now *image.YCbCr, face *layout.Surface) *image.YCbCr {
	out := film.Copy(now)
	if b.under.Empty() {
		return out
	}
	part := film.NewPicture(b.under.Dx(), b.under.Dy())
	part.Rect = b.under
	copyPart(part, b.past, b.under)
	if face != nil {
		recolour(part, now, *face)
	}
	if fits(now, part, b.under) {
		copyPart(out, part, b.under)
	}
	return out
}

// recolour gives what lies within the face the face's colour, and its ink the strongest contrast that the face's ink has.
func recolour(part, now *image.YCbCr, face layout.Surface) {
	in := face.Box.Rect().Intersect(part.Rect)
	if in.Empty() {
		return
	}
	was, share := commonest(part, in, int(face.Y))
	if share < .1 {
		return // the colour is as it was
	}
	ink := farthest(part, in, was)
	target := farthest(now, face.Box.Rect().Intersect(now.Rect), int(face.Y))
	if d := ink - was; d > -16 && d < 16 {
		ink, target = was+255, int(face.Y)
	}
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			o := part.YOffset(x, y)
			if d := int(part.Y[o]) - int(face.Y); d >= -3 && d <= 3 {
				continue // taken when the pointer was near already
			}
			v := int(face.Y) + (int(part.Y[o])-was)*(target-int(face.Y))/(ink-was)
			part.Y[o] = uint8(min(255, max(0, v)))
			c := part.COffset(x, y)
			part.Cb[c], part.Cr[c] = face.Cb, face.Cr
		}
	}
}

// commonest is the luma that most pixels have, within a few steps, and their share; pixels of the luma but are left out.
func commonest(p *image.YCbCr, r image.Rectangle, but int) (int, float64) {
	var n [256 + 4]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range p.Y[p.YOffset(r.Min.X, y):][:r.Dx()] {
			if int(v)-but > 3 || but-int(v) > 3 {
				n[int(v)+2]++
			}
		}
	}
	best, most := 0, -1
	for v := range 256 {
		k := n[v] + n[v+1] + n[v+2] + n[v+3] + n[v+4]
		if k > most {
			best, most = v, k
		}
	}
	return best, float64(most) / float64(max(1, r.Dx()*r.Dy()))
}

// farthest is the luma most unlike v within r, a few stray pixels left out.
func farthest(p *image.YCbCr, r image.Rectangle, v int) int {
	r = r.Inset(2)
	var n [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, k := range p.Y[p.YOffset(r.Min.X, y):][:max(0, r.Dx())] {
			n[k]++
		}
	}
	low, high := end(n[:], 0, 1), end(n[:], 255, -1)
	if v-low > high-v {
		return low
	}
	return high
}

// end is the first value from one end that a few pixels have or lie before.
func end(n []int, from, by int) int {
	for i, sum := from, 0; i >= 0 && i < len(n); i += by {
		if sum += n[i]; sum >= 3 {
			return i
		}
	}
	return from
}

// misfit is the share of a rim, in hundredths, that may differ: letters that cross it are a little too faint or too strong
// once they have been recoloured. Text that was typed beneath the pointer differs more.
const misfit = 12

// fits says whether two pictures agree along the rim of r.
func fits(a, b *image.YCbCr, r image.Rectangle) bool {
	bad, all := 0, 0
	look := func(x, y int) {
		all++
		d := int(a.Y[a.YOffset(x, y)]) - int(b.Y[b.YOffset(x, y)])
		if d > 18 || d < -18 {
			bad++
		}
	}
	for x := r.Min.X; x < r.Max.X; x++ {
		look(x, r.Min.Y)
		look(x, r.Max.Y-1)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		look(r.Min.X, y)
		look(r.Max.X-1, y)
	}
	return 100*bad <= misfit*all
}

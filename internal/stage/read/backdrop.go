package read

import (
	"image"

	"showhow/internal/film"
	"showhow/internal/sop"
)

// backdrop is the screen without the pointer: where it stands now, what was seen there before it came. It is needed
// because a click's target lies just beneath the pointer, which hides a part of its label.
type backdrop struct {
	near, far past
	patch     image.Rectangle
}

// past is a picture in which the surroundings of the pointer are as they were before it came.
type past struct {
	pic   *image.YCbCr
	reach image.Rectangle // round the pointer's hot spot
	held  image.Rectangle // what isn't up to date
}

// Around the hot spot: what a pointer may cover (arrows hang down to the right, beams and hands lie around it), and what
// may look otherwise because the pointer is there, a row of a menu or a wide button.
var (
	covered = image.Rect(-16, -20, 32, 38)
	hovered = image.Rect(-320, -48, 320, 48)
)

func newBackdrop(f *film.Film) *backdrop {
	w, h := f.Size()
	k := 1
	if h > 1300 {
		k = 2
	}
	times := func(r image.Rectangle) image.Rectangle {
		return image.Rectangle{Min: r.Min.Mul(k), Max: r.Max.Mul(k)}
	}
	return &backdrop{
		near: past{pic: film.NewPicture(w, h), reach: times(covered)},
		far:  past{pic: film.NewPicture(w, h), reach: times(hovered)},
	}
}

// see takes in a change of the film, with the pointer's place.
func (b *backdrop) see(f film.Frame, pointer *sop.Point) {
	b.near.see(f, pointer)
	b.far.see(f, pointer)
}

func (k *past) see(f film.Frame, pointer *sop.Point) {
	hold := image.Rectangle{}
	if pointer != nil {
		hold = even(k.reach.Add(image.Pt(pointer.X, pointer.Y))).Intersect(f.Picture.Rect)
	}
	for _, r := range [2]image.Rectangle{k.held, f.Changed} {
		for _, part := range without(even(r).Intersect(f.Picture.Rect), hold) {
			copyPart(k.pic, f.Picture, part)
		}
	}
	k.held = hold
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

// picture is the screen without the pointer, as a picture of its own. What lay beneath it is taken from before it came
// if that still fits what is around it; if the pointer made its surroundings look otherwise, a larger part is taken from
// before; else the pointer stays in.
func (b *backdrop) picture(now *image.YCbCr) *image.YCbCr {
	out := film.Copy(now)
	patch := b.near.held
	if patch.Empty() {
		return out
	}
	if fits(now, b.near.pic, patch) {
		copyPart(out, b.near.pic, patch)
		return out
	}
	for n := 8; ; n += 8 {
		wide := even(image.Rect(patch.Min.X-4*n, patch.Min.Y-n/2, patch.Max.X+4*n, patch.Max.Y+n/2)).Intersect(now.Rect)
		if !wide.In(b.far.held) {
			return out
		}
		if fits(now, b.far.pic, wide) {
			copyPart(out, b.far.pic, wide)
			return out
		}
	}
}

// fits says whether two pictures agree along the rim of r.
func fits(a, b *image.YCbCr, r image.Rectangle) bool {
	bad, all := 0, 0
	look := func(x, y int) {
		all++
		d := int(a.Y[a.YOffset(x, y)]) - int(b.Y[b.YOffset(x, y)])
		if d > 10 || d < -10 {
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
	return 50*bad <= all
}

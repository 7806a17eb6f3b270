package backdrop

import (
	"image"

	"showhow/internal/stage/read/layout"
)

// recolour gives what lies within the face the face's colour, and its ink the strongest contrast that the face's ink has.
// What looks in part as it does now, beside what the pointer covers, was taken when the pointer had come already.
func recolour(part, now *image.YCbCr, under image.Rectangle, face layout.Surface) {
	in := face.Box.Rect().Intersect(part.Rect)
	under = under.Intersect(in)
	if in.Empty() || under.Empty() {
		return
	}
	face = beside(now, image.Rect(under.Min.X, under.Min.Y, under.Max.X, under.Min.Y+2*level), face)
	was, _ := commonest(part, under, -2*sameState)
	same := 0
	if abs(was-int(face.Y)) <= 2 {
		share := 0.0
		if was, share = commonest(part, under, int(face.Y)); share < .15 {
			return // the colour is as it was
		}
	}
	if abs(was-int(face.Y)) > 2*sameState {
		same = sameState
	}
	ink := farthest(part, under, was)
	target := min(255, max(0, int(face.Y)+ink-was))
	for _, free := range without(face.Box.Rect().Intersect(now.Rect), under) {
		if v := farthest(now, free, int(face.Y)); abs(v-int(face.Y)) > 2*unlike {
			target = v
			break
		}
	}
	if d := ink - was; d > -16 && d < 16 {
		ink, target = was+255, int(face.Y)
	}
	for y := in.Min.Y; y < in.Max.Y; y++ {
		here := beside(now, image.Rect(under.Min.X, y, under.Max.X, y+1), face)
		for x := in.Min.X; x < in.Max.X; x++ {
			o := part.YOffset(x, y)
			v := int(part.Y[o])
			if abs(v-int(face.Y)) < same || !image.Pt(x, y).In(under) && abs(v-int(now.Y[now.YOffset(x, y)])) <= unlike/2 {
				continue
			}
			v = int(here.Y) + (v-was)*(target-int(here.Y))/(ink-was)
			part.Y[o] = uint8(min(255, max(0, v)))
			c := part.COffset(x, y)
			part.Cb[c], part.Cr[c] = here.Cb, here.Cr
		}
	}
}

// beside is a face in the colour that it has left and right of a part. A large surface's own is but a mean, and a button that hardly
// differs from its page is one surface with it: what is put in with that colour stands out as a patch.
func beside(now *image.YCbCr, part image.Rectangle, face layout.Surface) layout.Surface {
	all := face.Box.Rect().Intersect(now.Rect)
	left := image.Rect(part.Min.X-strip, part.Min.Y, part.Min.X, part.Max.Y).Intersect(all)
	right := image.Rect(part.Max.X, part.Min.Y, part.Max.X+strip, part.Max.Y).Intersect(all)
	each := func(take func(luma, c int)) {
		for _, r := range [...]image.Rectangle{left, right} {
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for x := r.Min.X; x < r.Max.X; x++ {
					take(int(now.Y[now.YOffset(x, y)]), now.COffset(x, y))
				}
			}
		}
	}
	var lumas [256]int
	each(func(v, _ int) {
		if abs(v-int(face.Y)) <= 3*sameState {
			lumas[v]++
		}
	})
	most := 0
	for v, n := range lumas {
		if n > lumas[most] {
			most = v
		}
	}
	n, luma, cb, cr := 0, 0, 0, 0
	each(func(v, c int) {
		if abs(v-most) <= sameState/2 {
			n, luma, cb, cr = n+1, luma+v, cb+int(now.Cb[c]), cr+int(now.Cr[c])
		}
	})
	if n >= strip/2 {
		face.Y, face.Cb, face.Cr = uint8((luma+n/2)/n), uint8((cb+n/2)/n), uint8((cr+n/2)/n)
	}
	return face
}

// sameState is how far the luma of a face wavers, in steps.
const sameState = 6

// commonest is the luma that most pixels have, within a few steps, and their share; pixels of the luma but are left out.
func commonest(p *image.YCbCr, r image.Rectangle, but int) (int, float64) {
	var n [256 + 4]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range p.Y[p.YOffset(r.Min.X, y):][:r.Dx()] {
			if abs(int(v)-but) > 2*sameState {
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

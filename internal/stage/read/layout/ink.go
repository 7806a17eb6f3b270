package layout

import (
	"showhow/internal/sop"
)

// ink is a connected set of pixels that belong to no surface: a letter, several that touch, a border, an icon.
type ink struct {
	box    sop.Box
	pixels int
	// on is the surface that it touches most, and share how much of its outline that is.
	on    int32
	share float64
	// edge says that it parts two surfaces or lies on the rim of its own: a border, not a letter.
	edge bool
	// contrast is the largest difference in luma from that surface.
	contrast int
	// text says that it's a part of a line of text.
	text bool
}

// findInk labels the connected components (by eight neighbours) of what is no surface.
func (a *pic) findInk() {
	touch := map[int32]int{}
	var pixels []int32
	for i := range a.label {
		if a.label[i] != 0 && a.label[i] != none {
			continue
		}
		id := -int32(len(a.inks))
		clear(touch)
		var k ink
		k, pixels = a.floodInk(i, id, touch, pixels[:0])
		total := 0
		for s, n := range touch {
			total += n
			if k.on == 0 || n > touch[k.on] || n == touch[k.on] && s < k.on {
				k.on = s
			}
		}
		if k.on > 0 {
			k.share = float64(touch[k.on]) / float64(total)
			k.edge = a.parts(k, touch, total) || k.box.W >= 28 && k.box.H >= 14 && 5*k.box.W > 8*k.box.H && a.rimShare(k.box, pixels) > .7
			bg := int(a.faces[k.on].Y)
			for _, j := range pixels {
				d := int(a.p.Y[int(j)/a.w*a.p.YStride+int(j)%a.w]) - bg
				k.contrast = max(k.contrast, d, -d)
			}
		}
		a.inks = append(a.inks, k)
	}
}

// parts says whether k parts its surface from another one outside of k's own box, or reaches its surface's rim.
func (a *pic) parts(k ink, touch map[int32]int, total int) bool {
	for s, n := range touch {
		if s != k.on && 6*n > total && !within(a.faces[s].Box, k.box) {
			return true
		}
	}
	f := a.faces[k.on].Box
	return k.box.X <= f.X || k.box.Y <= f.Y || k.box.X+k.box.W >= f.X+f.W || k.box.Y+k.box.H >= f.Y+f.H
}

// within says whether b lies in c.
func within(b, c sop.Box) bool { return b.Rect().In(c.Rect()) }

func (a *pic) floodInk(i int, id int32, touch map[int32]int, pixels []int32) (ink, []int32) {
	x0, y0, x1, y1 := a.w, a.h, 0, 0
	a.stack = append(a.stack[:0], int32(i))
	a.label[i] = id
	for len(a.stack) > 0 {
		i := int(a.stack[len(a.stack)-1])
		a.stack = a.stack[:len(a.stack)-1]
		pixels = append(pixels, int32(i))
		px, py := i%a.w, i/a.w
		x0, x1, y0, y1 = min(x0, px), max(x1, px), min(y0, py), max(y1, py)
		for ny := max(0, py-1); ny <= min(a.h-1, py+1); ny++ {
			for nx := max(0, px-1); nx <= min(a.w-1, px+1); nx++ {
				j := ny*a.w + nx
				switch l := a.label[j]; {
				case l > 0:
					touch[l]++
				case l == 0 || l == none:
					a.label[j] = id
					a.stack = append(a.stack, int32(j))
				}
			}
		}
	}
	return ink{box: sop.Box{X: x0, Y: y0, W: x1 - x0 + 1, H: y1 - y0 + 1}, pixels: len(pixels)}, pixels
}

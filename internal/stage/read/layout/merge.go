package layout

import (
	"sort"

	"showhow/internal/sop"
)

// Compression breaks a small flat surface into ragged pieces of almost the same colour. Pieces are joined when they
// differ by no more than these steps of luma; real surfaces that differ as little are large and straight-edged.
const (
	sameFace   = 2
	raggedFace = 10
	raggedSize = 4000 // pixels
	raggedFill = .8
)

type contact struct{ a, b int32 }

// mergeSurfaces joins pieces of one surface and renumbers the labels.
func (a *pic) mergeSurfaces() {
	touch := a.contacts()
	to := make([]int32, len(a.faces))
	for i := range to {
		to[i] = int32(i)
	}
	root := func(i int32) int32 {
		for to[i] != i {
			to[i] = to[to[i]]
			i = to[i]
		}
		return i
	}
	for _, c := range touch {
		x, y := root(c.a), root(c.b)
		if x == y || !a.pieces(a.faces[x], a.faces[y]) {
			continue
		}
		if a.faces[x].Pixels < a.faces[y].Pixels {
			x, y = y, x
		}
		f, g := &a.faces[x], a.faces[y]
		f.Box, f.Pixels = f.Box.Union(g.Box), f.Pixels+g.Pixels
		to[y] = x
	}
	for i, l := range a.label {
		if l > 0 {
			a.label[i] = root(l)
		}
	}
}

// contacts are the pairs of surfaces that touch along a stretch, the longest stretch first.
func (a *pic) contacts() []contact {
	n := map[contact]int{}
	for y := 0; y < a.h-1; y++ {
		for x := 0; x < a.w-1; x++ {
			i := y*a.w + x
			l := a.label[i]
			if l <= 0 {
				continue
			}
			for _, m := range [2]int32{a.label[i+1], a.label[i+a.w]} {
				if m > 0 && m != l {
					n[contact{min(l, m), max(l, m)}]++
				}
			}
		}
	}
	out := make([]contact, 0, len(n))
	for c, k := range n {
		if k >= 4 {
			out = append(out, c)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		p, q := out[i], out[j]
		if n[p] != n[q] {
			return n[p] > n[q]
		}
		return p.a < q.a || p.a == q.a && p.b < q.b
	})
	return out
}

// pieces says whether f and g are one surface that compression broke.
func (a *pic) pieces(f, g Surface) bool {
	if !near(f.Cb, g.Cb, sameChroma+3) || !near(f.Cr, g.Cr, sameChroma+3) {
		return false
	}
	if near(f.Y, g.Y, sameFace) {
		return true
	}
	if f.Pixels > g.Pixels {
		f, g = g, f
	}
	return near(f.Y, g.Y, raggedFace) && f.Pixels < raggedSize && f.Fill() < raggedFill
}

// rimShare is the share of the pixels of an ink component that lie within three pixels of its box's rim.
func (a *pic) rimShare(b sop.Box, pixels []int32) float64 {
	n := 0
	for _, i := range pixels {
		x, y := int(i)%a.w-b.X, int(i)/a.w-b.Y
		if x < 3 || y < 3 || x >= b.W-3 || y >= b.H-3 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(pixels)))
}

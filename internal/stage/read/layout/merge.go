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

// A film stores a faint change square by square, so that for a moment some squares show the old colour and some the new.
// Surfaces that meet along the rims of such squares are one.
const (
	square      = 16
	stainedFace = 12
	alongRims   = .85
)

type contact struct{ a, b int32 }

// length is how many pixels of two surfaces touch, and how many of them do so along the rims of a film's squares.
type length struct{ all, rims int }

// mergeSurfaces joins pieces of one surface and renumbers the labels.
func (a *pic) mergeSurfaces() {
	touch, order := a.contacts()
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
	for _, c := range order {
		x, y := root(c.a), root(c.b)
		if x == y || !pieces(a.faces[x], a.faces[y], touch[c]) {
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

// contacts are the pairs of surfaces that touch, and their order: those that touch along the longest stretch first.
func (a *pic) contacts() (map[contact]length, []contact) {
	n := map[contact]length{}
	note := func(l, m int32, rim bool) {
		if m <= 0 || m == l {
			return
		}
		c := contact{min(l, m), max(l, m)}
		k := n[c]
		k.all++
		if rim {
			k.rims++
		}
		n[c] = k
	}
	for y := range max(0, a.h-1) {
		row, below := a.label[y*a.w:(y+1)*a.w], a.label[(y+1)*a.w:(y+2)*a.w]
		for x, m := range row[1:] {
			l := row[x]
			if l <= 0 || l == m && l == below[x] {
				continue
			}
			note(l, m, (x+1+a.p.Rect.Min.X)%square == 0)
			note(l, below[x], (y+1+a.p.Rect.Min.Y)%square == 0)
		}
	}
	var order []contact
	for c, k := range n {
		if k.all >= 4 {
			order = append(order, c)
		}
	}
	sort.Slice(order, func(i, j int) bool {
		p, q := order[i], order[j]
		if n[p].all != n[q].all {
			return n[p].all > n[q].all
		}
		return p.a < q.a || p.a == q.a && p.b < q.b
	})
	return n, order
}

// pieces says whether f and g are one surface that compression or the film broke.
func pieces(f, g Surface, along length) bool {
	if !near(f.Cb, g.Cb, sameChroma+3) || !near(f.Cr, g.Cr, sameChroma+3) {
		return false
	}
	if near(f.Y, g.Y, sameFace) {
		return true
	}
	if near(f.Y, g.Y, stainedFace) && float64(along.rims) >= alongRims*float64(along.all) {
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

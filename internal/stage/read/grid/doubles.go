package grid

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// withoutDoubles drops terminals that are a part of another one on the screen at the same moment: found a second time, by pictures in
// which something lay over the rest. They hold the same rows, or what is left of them; a window that really lies there holds others.
func withoutDoubles(ts []sop.Terminal) []sop.Terminal {
	return slices.DeleteFunc(slices.Clone(ts), func(t sop.Terminal) bool {
		return slices.ContainsFunc(ts, func(u sop.Terminal) bool { return t.ID != u.ID && isPart(t, u) })
	})
}

// isPart says whether t shows what u shows, or less of it.
func isPart(t, u sop.Terminal) bool {
	a, b := t.Box.Rect(), u.Box.Rect()
	common, size := a.Intersect(b), a.Dx()*a.Dy()
	if size > b.Dx()*b.Dy() || size == b.Dx()*b.Dy() && t.ID < u.ID || 10*common.Dx()*common.Dy() < 8*size {
		return false
	}
	rows, same := 0, 0
	for _, r := range t.Rows {
		text := strings.TrimSpace(r.Text)
		if len(text) < 4 {
			continue
		}
		rows++
		if slices.ContainsFunc(u.Rows, func(q sop.Row) bool { return strings.Contains(q.Text, text) }) {
			same++
		}
	}
	return rows > 0 && 10*same >= 7*rows
}

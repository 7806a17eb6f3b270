package alike

import (
	"slices"

	"showhow/internal/sop"
)

// Comes says whether a terminal is on the screen that isn't on the other, neither there nor at another place or in another size.
func Comes(a, b *sop.Screen) bool {
	for _, t := range a.Terminals {
		if !slices.ContainsFunc(b.Terminals, func(u sop.Terminal) bool { return u.ID == t.ID || resized(t, u) }) {
			return true
		}
	}
	return false
}

// telling is how many letters and digits a row must have for two terminals to be taken for one by it.
const telling = 8

// resized says whether two terminals are one whose window was moved, or made larger or smaller: half of the rows at least that the one
// with fewer has are in both. One row is enough between the same sides.
func resized(t, u sop.Terminal) bool {
	few, many := rowsOf(t), rowsOf(u)
	if len(few) > len(many) {
		few, many = many, few
	}
	both := 0
	for _, row := range few {
		if slices.Contains(many, row) {
			both++
		}
	}
	return 2*both >= len(few) && (both >= 2 || both == 1 && t.Box.X == u.Box.X && t.Box.W == u.Box.W)
}

// rowsOf are a terminal's rows that tell something, without blanks and signs, each once.
func rowsOf(t sop.Terminal) (all []string) {
	for _, r := range t.Rows {
		if row := Squeezed(r.Text); len([]rune(row)) >= telling && !slices.Contains(all, row) {
			all = append(all, row)
		}
	}
	return all
}

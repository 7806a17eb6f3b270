package cipher

import (
	"slices"
	"strings"
)

// A quote without a fellow in its line is hardly one. That tells which of the small signs are quotes and which aren't, but a name that rests on
// this alone may be wrong, as where a star that no font has so small is taken for the likelier quote of two.

// paired says what it's worth whether the bracket or quote at place i of a token has its fellow in the line.
func (v *solver) paired(w token, i int) float32 {
	p := pair(v.read(w.line), w.at+i)
	if v.loose {
		return max(0, p)
	}
	return p
}

// lenient is the name that shape k might most easily have otherwise if quotes could be alone, and by how much its own is better even so: not at all
// when it rests on that; much when no quote is among its names.
func (v *solver) lenient(k, now int) (other int, lead float32) {
	if !slices.ContainsFunc(v.choices(k), func(i int) bool { return strings.ContainsRune("\"'`", v.names[i]) }) {
		return now, 1
	}
	v.loose = true
	defer func() { v.loose = false }()
	first, second := v.scores(k, true)
	if first.name != now {
		return first.name, 0
	}
	return second.name, first.score - second.score
}

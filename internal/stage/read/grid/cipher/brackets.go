package cipher

import "slices"

// Brackets come in pairs: where a kind of them was taken for another, all shapes of both must change their names at once, for one that is right while
// its fellow is wrong reads worse than both wrong.

// kinds are the brackets that look alike, opening and closing.
var kinds = [...][2]rune{{'(', ')'}, {'{', '}'}, {'[', ']'}}

// move is a change of names: shapes and what they'd be called.
type move struct{ shapes, names []int }

// brackets changes the kinds of brackets where that reads and looks better.
func (v *solver) brackets() {
	for range kinds {
		changed := false
		for _, m := range v.bracketMoves() {
			was := v.namesOf(m.shapes)
			before := v.total(m.shapes)
			v.rename(m.shapes, m.names)
			if v.total(m.shapes) > before+gain {
				changed = true
			} else {
				v.rename(m.shapes, was)
			}
		}
		if !changed {
			return
		}
	}
}

// bracketCosts tells for each shape the bracket that it could most easily be if all its kind changed, and how much worse off it would be.
func (v *solver) bracketCosts() (other map[int]int, cost map[int]float32) {
	other, cost = map[int]int{}, map[int]float32{}
	for _, m := range v.bracketMoves() {
		was := v.namesOf(m.shapes)
		before := v.total(m.shapes)
		v.rename(m.shapes, m.names)
		c := max(0, before-v.total(m.shapes)) / float32(len(m.shapes))
		v.rename(m.shapes, was)
		for i, k := range m.shapes {
			if least, known := cost[k]; !known || c < least {
				other[k], cost[k] = m.names[i], c
			}
		}
	}
	return other, cost
}

// bracketMoves are the exchanges of two kinds, and those of one opening and one closing bracket to another kind.
func (v *solver) bracketMoves() []move {
	var all []move
	for i, a := range kinds {
		for _, b := range kinds[i+1:] {
			open, closed := v.turned(a[0], b[0]), v.turned(a[1], b[1])
			both := move{slices.Concat(open.shapes, closed.shapes), slices.Concat(open.names, closed.names)}
			if len(both.shapes) == 0 {
				continue
			}
			all = append(all, both)
			if len(both.shapes) > fewBrackets {
				continue
			}
			for j, o := range open.shapes {
				for n, c := range closed.shapes {
					all = append(all, move{[]int{o, c}, []int{open.names[j], closed.names[n]}})
				}
			}
		}
	}
	return all
}

// fewBrackets is up to how many shapes of two kinds each opening one is tried with each closing one.
const fewBrackets = 8

// turned gives the shapes that have one of two names, and for each the other name.
func (v *solver) turned(a, b rune) move {
	x, y := v.nameOf(a), v.nameOf(b)
	var m move
	for _, k := range v.used[x] {
		m.shapes, m.names = append(m.shapes, k), append(m.names, y)
	}
	for _, k := range v.used[y] {
		m.shapes, m.names = append(m.shapes, k), append(m.names, x)
	}
	return m
}

func (v *solver) nameOf(r rune) int { return slices.Index(v.names, r) }

func (v *solver) namesOf(shapes []int) []int {
	var out []int
	for _, k := range shapes {
		out = append(out, v.now[k])
	}
	return out
}

func (v *solver) rename(shapes, names []int) {
	for i, k := range shapes {
		v.name(k, names[i])
	}
}

// total is what the names of shapes are worth.
func (v *solver) total(shapes []int) float32 {
	var sum float32
	for _, k := range shapes {
		sum += v.score(k, v.now[k])
	}
	return sum
}

package cipher

import "slices"

// exchange looks for names that two shapes had better have otherwise: one takes the name of the other, which takes its next best. One
// shape at a time can't find them, since each stands in the other's way.
func (v *solver) exchange() {
	for range 3 {
		changed := false
		for _, k := range v.order() {
			for _, i := range v.choices(k) {
				for _, o := range slices.Clone(v.used[i]) {
					changed = v.evict(k, o, i) || changed
				}
			}
		}
		if !changed {
			return
		}
	}
}

// gain is by how much an exchange must be better, in likeness.
const gain = .004

// evict gives name i to shape k and another to shape o that has it, if both together are better off.
func (v *solver) evict(k, o, i int) bool {
	was := v.now[k]
	if o == k || was == i || v.now[o] != i {
		return false
	}
	before := v.score(k, was) + v.score(o, i)
	best, to := before+gain, -1
	v.name(k, i)
	for _, j := range v.choices(o) {
		if j == i {
			continue
		}
		v.name(o, j)
		if s := v.score(k, i) + v.score(o, j); s > best {
			best, to = s, j
		}
	}
	if to < 0 {
		v.name(k, was)
		v.name(o, i)
		return false
	}
	v.name(o, to)
	return true
}

// swap finds the name that shape k could most easily have had in exchange for its own, and how much worse each of the two shapes would be off;
// a cost of 1 when there is none.
func (v *solver) swap(k int) (name int, cost float32) {
	name, cost = v.now[k], 1
	was := v.now[k]
	for _, i := range v.choices(k) {
		for _, o := range slices.Clone(v.used[i]) {
			if i == was || !slices.Contains(v.choices(o), was) {
				continue
			}
			now := v.score(k, was) + v.score(o, i)
			v.name(k, i)
			v.name(o, was)
			if c := (now - v.score(k, i) - v.score(o, was)) / 2; c < cost {
				name, cost = i, c
			}
			v.name(k, was)
			v.name(o, i)
		}
	}
	return name, cost
}

// choices are the names that shape k may have for its likeness: more of them where it has a name that is another's more rightfully.
func (v *solver) choices(k int) []int {
	top := slices.Max(v.like[k])
	least := top - open - wide*max(0, like-top)
	crowded := v.crowded(k)
	var out []int
	for i, l := range v.like[k] {
		if l >= least || crowded && l >= least-wider && len(v.used[i]) == 0 && v.expected(i) {
			out = append(out, i)
		}
	}
	return out
}

// score is what name i is worth for shape k with the other names as they stand.
func (v *solver) score(k, i int) float32 {
	was := v.now[k]
	v.now[k] = i
	s := v.seems(k, i) - v.claimed(k, i) + v.worth(k)*wordWorth
	v.now[k] = was
	return s
}

package bench

import (
	"math"
	"slices"
)

// pair says that the drafted thing at index D was matched to the true one at index T.
type pair struct{ T, D int }

// assign matches one to one as many as it can of n true and m drafted things, of which may(t, d) says which fit. Of the
// matchings with as many pairs as can be, it starts from one in which the most pairs stand in the same order on both
// sides and, among those, fit best (the greatest sum of good, which lies between 0 and 1).
func assign(n, m int, may func(t, d int) bool, good func(t, d int) float64) []pair {
	match := inOrder(n, m, may, good)
	of := make([]int, m) // the true thing of each drafted one
	for d := range of {
		of[d] = -1
	}
	taken := make([]bool, n)
	for _, p := range match {
		of[p.D], taken[p.T] = p.T, true
	}
	var seen []bool
	var augment func(t int) bool
	augment = func(t int) bool {
		for d := range m {
			if !may(t, d) || seen[d] {
				continue
			}
			seen[d] = true
			if of[d] < 0 || augment(of[d]) {
				of[d] = t
				return true
			}
		}
		return false
	}
	for t := range n {
		if !taken[t] {
			seen = make([]bool, m)
			augment(t)
		}
	}
	var out []pair
	for d, t := range of {
		if t >= 0 {
			out = append(out, pair{t, d})
		}
	}
	slices.SortFunc(out, func(a, b pair) int { return a.T - b.T })
	return out
}

// inOrder is the longest matching whose pairs stand in the same order on both sides, the best fitting of those.
func inOrder(n, m int, may func(t, d int) bool, good func(t, d int) float64) []pair {
	best := make([][]float64, n+1)
	for i := range best {
		best[i] = make([]float64, m+1)
	}
	worth := func(t, d int) float64 {
		if !may(t, d) {
			return math.Inf(-1)
		}
		return 1000 + good(t, d)
	}
	for t := n - 1; t >= 0; t-- {
		for d := m - 1; d >= 0; d-- {
			best[t][d] = max(best[t+1][d], best[t][d+1], best[t+1][d+1]+worth(t, d))
		}
	}
	var out []pair
	for t, d := 0, 0; t < n && d < m; {
		switch {
		case best[t][d] == best[t+1][d]:
			t++
		case best[t][d] == best[t][d+1]:
			d++
		default:
			out = append(out, pair{t, d})
			t, d = t+1, d+1
		}
	}
	return out
}

// rising is the length of the longest run of pairs, not necessarily neighbours, whose drafted indexes rise too.
func rising(pairs []pair) int {
	longest := make([]int, len(pairs))
	top := 0
	for i, p := range pairs {
		longest[i] = 1
		for j := range i {
			if pairs[j].D < p.D {
				longest[i] = max(longest[i], longest[j]+1)
			}
		}
		top = max(top, longest[i])
	}
	return top
}

// stepFigures are the F1 of the steps and the share of matched pairs that stand in the true order.
func stepFigures(t Truth, d Drafted, tol float64) (score, order *float64) {
	may := func(i, j int) bool { return stepsMeet(t, t.Steps[i], d, d.Steps[j], tol) }
	good := func(i, j int) float64 { return overlapShare(t.Steps[i], d.Steps[j]) }
	pairs := assign(len(t.Steps), len(d.Steps), may, good)
	return ptr(f1(len(pairs), len(d.Steps), len(t.Steps))), share(rising(pairs), len(pairs))
}

// stepsMeet says whether a drafted step tells of a true one: their spans overlap by half of the shorter, or the drafted
// step's first action lies within the tolerance of one of the true step's actions.
func stepsMeet(t Truth, a Step, d Drafted, b Step, tol float64) bool {
	if overlapShare(a, b) >= 0.5 {
		return true
	}
	if len(b.Actions) == 0 || !valid(b.Actions[0], d.Actions) {
		return false
	}
	anchor := d.Actions[b.Actions[0]].T
	return slices.ContainsFunc(a.Actions, func(i int) bool { return valid(i, t.Actions) && near(t.Actions[i].T, anchor, tol) })
}

func valid(i int, list []Action) bool { return i >= 0 && i < len(list) }

// near compares with a hair's breadth more, so that a difference of exactly the tolerance counts in spite of rounding.
func near(a, b, tol float64) bool { return math.Abs(a-b) <= tol+1e-6 }

// overlapShare is what the spans have in common, as a share of the shorter; an instant within the other counts as 1.
func overlapShare(a, b Step) float64 {
	short := min(a.To-a.From, b.To-b.From)
	common := min(a.To, b.To) - max(a.From, b.From)
	if short <= 0 {
		if common >= 0 {
			return 1
		}
		return 0
	}
	return max(0, common/short)
}

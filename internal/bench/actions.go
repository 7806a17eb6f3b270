package bench

import (
	"math"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// byTime is the actions in order of time, so that the order of sections in a SOP doesn't matter for matching moments.
func byTime(list []Action) []Action {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Action) int {
		switch {
		case a.T < b.T:
			return -1
		case a.T > b.T:
			return 1
		}
		return 0
	})
	return out
}

// actionsF1 matches actions of the same kind within the tolerance. A drafted action that is none of the true ones but
// one of the asides counts neither way.
func actionsF1(t Truth, d Drafted, tol float64) *float64 {
	truth, drafted := byTime(t.Actions), byTime(d.Actions)
	meets := func(a, b Action) bool { return a.Kind == b.Kind && near(a.T, b.T, tol) }
	pairs := assign(len(truth), len(drafted), func(i, j int) bool { return meets(truth[i], drafted[j]) }, closeness(truth, drafted, tol))
	used := map[int]bool{}
	for _, p := range pairs {
		used[p.D] = true
	}
	var rest []Action
	for j, a := range drafted {
		if !used[j] {
			rest = append(rest, a)
		}
	}
	asides := byTime(t.Asides)
	spared := assign(len(asides), len(rest), func(i, j int) bool { return meets(asides[i], rest[j]) }, closeness(asides, rest, tol))
	return ptr(f1(len(pairs), len(drafted)-len(spared), len(truth)))
}

func closeness(a, b []Action, tol float64) func(i, j int) float64 {
	return func(i, j int) float64 { return 1 - math.Abs(a[i].T-b[j].T)/(tol+1e-3) }
}

// Reach is how far, in pixels, a drafted point may lie from the true one when it isn't inside the true box.
const Reach = 24

// clicks is the share of true clicks for which the draft has a mark, within the tolerance, at the right place.
func clicks(t Truth, d Drafted, tol float64) *float64 {
	truth := byTime(slices.DeleteFunc(slices.Clone(t.Actions), func(a Action) bool { return a.Kind != "click" || a.Box == nil && a.Point == nil }))
	drafted := byTime(slices.DeleteFunc(slices.Clone(d.Actions), func(a Action) bool { return a.Point == nil && a.Box == nil }))
	pairs := assign(len(truth), len(drafted), func(i, j int) bool {
		return near(truth[i].T, drafted[j].T, tol) && hits(truth[i], drafted[j])
	}, closeness(truth, drafted, tol))
	return share(len(pairs), len(truth))
}

// hits says whether the drafted point (or the middle of its box, when it has only that) is where the true click was.
func hits(truth, drafted Action) bool {
	p := drafted.Point
	if p == nil {
		c := drafted.Box.Centre()
		p = &c
	}
	return truth.Box != nil && p.In(*truth.Box) || truth.Point != nil && distance(*p, *truth.Point) <= Reach
}

func distance(a, b sop.Point) float64 { return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) }

// labelled are the kinds of action whose label is scored.
var labelled = []string{"click", "select", "type"}

// labels is the share of true clicks, selects and types whose label the draft gives, case and outer blanks aside. A
// true action without a label (an icon without a name) isn't scored.
func labels(t Truth, d Drafted, tol float64) *float64 {
	pick := func(list []Action) []Action {
		return byTime(slices.DeleteFunc(slices.Clone(list), func(a Action) bool { return !slices.Contains(labelled, a.Kind) || plain(a.Label) == "" }))
	}
	truth, drafted := pick(t.Actions), pick(d.Actions)
	pairs := assign(len(truth), len(drafted), func(i, j int) bool {
		return near(truth[i].T, drafted[j].T, tol) && plain(truth[i].Label) == plain(drafted[j].Label)
	}, closeness(truth, drafted, tol))
	return share(len(pairs), len(truth))
}

// plain is a label without what doesn't count: case and surrounding space.
func plain(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

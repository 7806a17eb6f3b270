package figure

import (
	"time"

	"showhow/internal/sop/figure"
)

// Sorted are the observations of one measure as they are compared.
type Sorted struct {
	Times  Cells[time.Duration]
	Failed Cells[bool]
	// Before is how many lie before the procedure came into force, Unplaced how many of these are of units of which nothing is known since, Excluded how many
	// were left out.
	Before, Unplaced, Excluded int
}

// Sort puts observations into their cells. In force is when the procedure first came into force; zero for never, and then all lie before. What lies before is told
// apart by its unit: whether most of what is known of it since used the procedure.
func Sort(all []figure.Observation, inForce time.Time) (s Sorted) {
	since := func(o figure.Observation) bool { return !inForce.IsZero() && !o.At.Before(inForce) }
	uses := map[string]int{}
	for _, o := range all {
		if o.Excluded.IsZero() && o.Unit != "" && since(o) {
			if o.Use.Used() {
				uses[o.Unit]++
			} else {
				uses[o.Unit]--
			}
		}
	}
	for _, o := range all {
		switch {
		case !o.Excluded.IsZero():
			s.Excluded++
		case since(o):
			s.put(o, pick(o.Use.Used(), 0, 1))
		default:
			s.Before++
			lean := uses[o.Unit]
			if o.Unit == "" || lean == 0 {
				s.Unplaced++
				continue
			}
			s.put(o, pick(lean > 0, 2, 3))
		}
	}
	return s
}

func pick(b bool, yes, no int) int {
	if b {
		return yes
	}
	return no
}

func (s *Sorted) put(o figure.Observation, cell int) {
	times := [4]*[]time.Duration{&s.Times.Used, &s.Times.Unused, &s.Times.UsedBefore, &s.Times.UnusedBefore}
	failed := [4]*[]bool{&s.Failed.Used, &s.Failed.Unused, &s.Failed.UsedBefore, &s.Failed.UnusedBefore}
	if o.Measure.Timed() {
		*times[cell] = append(*times[cell], o.Took)
	}
	if o.Measure.Failable() {
		*failed[cell] = append(*failed[cell], o.Failed)
	}
}

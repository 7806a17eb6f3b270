package execution

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// MostParallel is how many executions of a procedure that are under way are told of at once.
const MostParallel = 20

// Parallel is another execution of the same procedure that is under way.
type Parallel struct {
	ID          string `json:"id"`
	Mode        Mode   `json:"mode"`
	Number      int    `json:"revision"`
	Environment string `json:"environment,omitempty"`
	// Lead answers for it: an account.
	Lead    string    `json:"lead"`
	Started time.Time `json:"started"`
	Changed time.Time `json:"changed"`
	Done    int       `json:"done"`
	Of      int       `json:"of"`
	// Same are the parameters that have the same value in both, by name; Alike says that all have, also where there are none.
	Same  []string `json:"same,omitempty" doc:"the parameters that have the same value in both"`
	Alike bool     `json:"alike" doc:"all their values are the same"`
}

// Parallels are the executions of x's procedure that go on beside it, those with the most of its values first, then the newest. What x is a part of, and what is a part of it, belongs to it.
func Parallels(x Execution, all []Execution) (out []Parallel) {
	for _, o := range all {
		if o.Over() || o.ID == x.ID || o.ID == x.Parent || o.Parent != "" && o.Parent == x.ID {
			continue
		}
		p := Parallel{ID: o.ID, Mode: o.Mode, Number: o.Number, Environment: o.Environment, Lead: o.Lead, Started: o.Started, Changed: o.Changed, Done: o.Done, Of: o.Of, Alike: maps.Equal(o.Values, x.Values)}
		for name, v := range x.Values {
			if was, ok := o.Values[name]; ok && was == v {
				p.Same = append(p.Same, name)
			}
		}
		slices.Sort(p.Same)
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b Parallel) int {
		if a.Alike != b.Alike {
			return map[bool]int{true: -1, false: 1}[a.Alike]
		}
		if len(a.Same) != len(b.Same) {
			return len(b.Same) - len(a.Same)
		}
		return b.Started.Compare(a.Started)
	})
	return out
}

// Values says in the middle of a sentence which values are the same: "with the same values", "with the same CLUSTER, VERSION"; empty where none are.
func (p Parallel) Values() string {
	switch {
	case len(p.Same) == 0:
		return ""
	case p.Alike:
		return "with the same values"
	}
	return "with the same " + strings.Join(p.Same, ", ")
}

// Collides says that whoever begins an execution for a purpose, in an environment, should be asked first: both are done for real, or both are pilots in one place.
func (p Parallel) Collides(mode Mode, environment string) bool {
	if mode == Pilot {
		return p.Mode == Pilot && strings.EqualFold(strings.TrimSpace(p.Environment), strings.TrimSpace(environment))
	}
	return !mode.Tries() && !p.Mode.Tries()
}

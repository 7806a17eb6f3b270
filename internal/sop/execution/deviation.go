package execution

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// deviated are the steps on the way that weren't done as they stand, by their keys: skipped, or with another value than is declared. What failed isn't among them: that tells by itself.
func (f *fold) deviated() (all []string) {
	for _, key := range f.Way {
		st, c := f.Steps[key], f.steps[f.at[key]].Conduct
		switch st.Outcome() {
		case Skipped:
			all = append(all, key)
		case OK, Recovered:
			if c != nil && c.Value != nil && strings.TrimSpace(st.Settled.Value) != strings.TrimSpace(c.Value.Text) {
				all = append(all, key)
			}
		}
	}
	return all
}

// rolledBack says that a step of the roll back was done: what was begun was taken back.
func (f *fold) rolledBack() bool {
	return slices.ContainsFunc(f.Way, func(key string) bool {
		o := f.Steps[key].Outcome()
		return f.steps[f.at[key]].Section == sop.RollBack && (o == OK || o == Recovered)
	})
}

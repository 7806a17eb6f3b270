package life

import (
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// ChangeOf tells how much a revision differs from the one in force (nil when none is). It is minor when whoever knew the old one would do just the
// same: no step came, went, moved or became another kind, and no command, parameter, expected result, prerequisite or success criterion differs.
func ChangeOf(before, after *sop.Revision) life.Change {
	switch {
	case before == nil:
		return life.First
	case slices.Equal(doing(before), doing(after)):
		return life.Minor
	}
	return life.Major
}

// doing is what somebody who works by a revision does, as texts in order.
func doing(r *sop.Revision) (all []string) {
	claims := func(kind string, cs []sop.Claim) {
		for _, c := range cs {
			all = append(all, kind+" "+strings.Join(strings.Fields(c.Text), " "))
		}
	}
	claims("before", r.Prerequisites)
	claims("success", r.Success)
	for _, p := range r.Parameters {
		all = append(all, "parameter "+p.Name)
	}
	for _, s := range r.Sections {
		all = append(all, "section "+string(s.Kind))
		for i := range s.Steps {
			st := &s.Steps[i]
			all = append(all, "step "+st.Key+" "+string(st.Kind))
			for _, c := range st.Commands {
				all = append(all, "command "+c.Text)
			}
			claims("expected", st.Expected)
			for _, c := range st.Callouts {
				if c.Kind == sop.Warning || c.Kind == sop.Caution {
					all = append(all, string(c.Kind)+" "+c.Text)
				}
			}
		}
	}
	return all
}

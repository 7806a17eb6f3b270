package life

import (
	"fmt"
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
			if st.Conduct != nil {
				all = append(all, "conduct "+told(*st.Conduct))
			}
			for _, c := range st.Callouts {
				if c.Kind == sop.Warning || c.Kind == sop.Caution {
					all = append(all, string(c.Kind)+" "+c.Text)
				}
			}
		}
	}
	return all
}

// told is what carrying a step out asks for, as one text without what it rests on.
func told(c sop.Conduct) string {
	var b strings.Builder
	fmt.Fprint(&b, c.Wants, c.Approver, c.Wait, c.Failed, c.Procedure, c.Revision)
	for _, x := range c.Branches {
		fmt.Fprintf(&b, " %q to %s", x.Text, x.To)
	}
	if c.Value != nil {
		fmt.Fprintf(&b, " value %q", c.Value.Text)
	}
	return b.String()
}

package word

import (
	"strings"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// Shown are the lines that show a step: with its marks, and the losses that tell at it which file wasn't written.
func Shown(l execution.Line, marks []string, losses []execution.Loss) (lines []string) {
	add := func(before string, all ...string) {
		for _, text := range all {
			lines = append(lines, before+text)
		}
	}
	add("  ! ", l.Cautions...)
	add("  ! ", marks...)
	for _, x := range losses {
		add("  ! ", x.Caution())
	}
	add("  - ", l.Detail...)
	add("  ! ", l.Recorded...)
	for _, o := range l.Commands {
		note := ""
		if o.Class == "destroys" {
			note = "   (destroys)"
		}
		if o.Context != "" {
			add("  On ", o.Context+":")
		}
		add("  $ ", parameter.Text(o.Pieces)+note)
		add("    ", Lefts(o)...)
	}
	add("  Expected: ", l.Expected...)
	if l.Value != "" {
		add("  Expected value: ", l.Value)
	}
	if len(l.Wants) > 0 {
		add("  Has to be kept as evidence: ", strings.Join(l.Wants, ", ")+" (v)")
	}
	return lines
}

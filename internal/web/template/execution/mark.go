package execution

import (
	"strings"

	"showhow/internal/sop/execution"
	"showhow/internal/web/template"
)

// Mark is what has to be known of a step before it is carried out.
type Mark struct {
	// Short is a few words; Text somebody's own, and Href where more stands, in Words; both may be empty.
	Short, Text, Href, Words string
}

// StartMark is a step with its marks, for the page on which an execution is begun; Number is 0 for what concerns all of it.
type StartMark struct {
	Number int
	Title  string
	Marks  []Mark
}

// shortly are marks in a line.
func shortly(all []Mark) string {
	var words []string
	for _, m := range all {
		words = append(words, m.Short)
	}
	return strings.Join(words, "; ")
}

// MarksOf are the marks of a sheet's steps, in order.
func MarksOf(s execution.Sheet, all map[string][]Mark) (out []StartMark) {
	if len(all[""]) > 0 {
		out = append(out, StartMark{Title: "As a whole", Marks: all[""]})
	}
	for _, l := range s.Steps {
		if m := all[l.Key]; len(m) > 0 {
			out = append(out, StartMark{Number: l.Number, Title: l.Title, Marks: m})
		}
	}
	return out
}

// marked says how many steps are marked.
func (p Start) marked() string {
	n := 0
	for _, m := range p.Marks {
		if m.Number > 0 {
			n++
		}
	}
	switch n {
	case 0:
		return "Something is to be known before you begin."
	case 1:
		return "At 1 step something is to be known before you do it."
	}
	return "At " + template.Many(n, "step") + " something is to be known before you do them."
}

package life

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// ChangeOf tells how much a revision differs from the one in force (nil when none is). It is minor when whoever knew the old one would do just the
// same: no step came, went, moved or became another kind, and no command, parameter, expected result, prerequisite, success criterion or warning differs, nor what a step says
// to do: its details, and its title where no command says it. Of texts the words alone count.
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
			all = append(all, kind+" "+heard(c.Text))
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
				all = append(all, "command "+c.Text+" on "+c.Context)
			}
			if len(st.Commands) == 0 {
				all = append(all, "title "+heard(st.Title.Text))
			}
			all = append(all, "detail "+detailed(st.Detail))
			claims("expected", st.Expected)
			if st.Conduct != nil {
				all = append(all, "conduct "+told(*st.Conduct))
			}
			for _, c := range st.Callouts {
				if c.Kind == sop.Warning || c.Kind == sop.Caution {
					all = append(all, string(c.Kind)+" "+heard(c.Text))
				}
			}
		}
	}
	return all
}

// detailed are details as one text: where a paragraph ends doesn't matter.
func detailed(all []sop.Claim) string {
	var texts []string
	for _, c := range all {
		if s := heard(c.Text); s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, " ")
}

// heard is a text by its words alone, without case, punctuation, Markdown and blanks. What stands within a word stays (v1.2, /etc/hosts), and what begins an option or a
// variable; of those and of paths the case does, too.
func heard(text string) string {
	text = strings.NewReplacer("—", " ", "–", " ", "…", " ").Replace(sop.Bare(text))
	var words []string
	for _, w := range strings.Fields(text) {
		w = strings.TrimRight(strings.TrimLeft(w, around), around+after)
		if strings.Trim(w, "#+") == "" {
			continue
		}
		if !strings.HasPrefix(w, "-") && !strings.ContainsAny(w, `/\=$`) {
			w = strings.ToLower(w)
		}
		words = append(words, strings.NewReplacer("’", "'", "‘", "'").Replace(w))
	}
	return strings.Join(words, " ")
}

// around is what stands around words without being of them, and after what does so at their ends: .env and -f are words.
const (
	around = "\"'“”„‘’«»()[]{}*`·•¿¡"
	after  = ".,;:!?-"
)

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

// Package change tells how much a revision differs from another, for whoever works by it.
package change

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// Of tells how much a revision differs from the one in force (nil when none is). It is minor when whoever knew the old one would do just the
// same: no step came, went, moved or became another kind, and no command, parameter, expected result, prerequisite, success criterion or warning differs, nor what a step says
// to do: its details, and its title where no command says it. Of texts the words alone count.
func Of(before, after *sop.Revision) life.Change {
	switch {
	case before == nil:
		return life.First
	case slices.Equal(doing(before, heard), doing(after, heard)):
		return life.Minor
	}
	return life.Major
}

// Worded says that a revision differs from another in words alone, which somebody has to read to tell whether anybody does something else by it: everything that a rule can hold
// against the other is the same, and so are warnings, numbers, options, paths and what is set as code or in bold.
func Worded(before, after *sop.Revision) bool {
	return before != nil && slices.Equal(doing(before, firm), doing(after, firm))
}

// doing is what somebody who works by a revision does, as texts in order, by what counts of each text.
func doing(r *sop.Revision, heard func(string) string) (all []string) {
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
			all = append(all, "detail "+detailed(st.Detail, heard))
			claims("expected", st.Expected)
			if st.Conduct != nil {
				all = append(all, "conduct "+told(*st.Conduct))
			}
			for _, c := range st.Callouts {
				if c.Kind == sop.Warning || c.Kind == sop.Caution {
					all = append(all, string(c.Kind)+" "+spoken(c.Text))
				}
			}
		}
	}
	return all
}

// detailed are details as one text: where a paragraph ends doesn't matter.
func detailed(all []sop.Claim, heard func(string) string) string {
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

// spoken is heard, for what counts by its words however it is compared.
func spoken(text string) string { return heard(text) }

// firm is what of a text isn't a matter of wording: that there is one, numbers, options, paths, variables, what is set as code or in bold, and the small words that turn a sentence round.
func firm(text string) string {
	all := codes.FindAllString(text, -1)
	words := strings.Fields(heard(text))
	for _, w := range words {
		if strings.HasPrefix(w, "-") || strings.ContainsAny(w, `/\=$_<>%0123456789`) || slices.Contains(turning, strings.TrimSuffix(w, "'t")) || strings.HasSuffix(w, "n't") {
			all = append(all, w)
		}
	}
	if len(words) > 0 {
		all = append(all, "…")
	}
	return strings.Join(all, " ")
}

// turning are words by which a sentence says the contrary, or when.
var turning = []string{"not", "no", "never", "none", "nothing", "nobody", "without", "except", "only", "unless", "until", "before", "after", "cannot", "nor", "neither", "all", "any", "every", "on", "off", "up", "down"}

// codes are the parts of a text that are set as code, or in bold as names are: of a button, a field, a menu.
var codes = regexp.MustCompile("`[^`]+`|\\*\\*[^*]+\\*\\*")

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

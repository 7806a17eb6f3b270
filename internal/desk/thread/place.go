package thread

import (
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/thread"
)

// Found is where a thread's anchor stands in a revision.
type Found struct {
	// Anchor is the place as it is there: the element may have moved within its part.
	Anchor thread.Anchor
	// Text is the element's or line's text there; empty when it is about a whole step or procedure.
	Text string
	// Gone says that its step isn't there any more, Changed that the words aren't.
	Gone, Changed bool
}

// Follow finds an anchor in a revision: by the step's key, then by the words. With the words gone it stands at its step.
func Follow(r *sop.Revision, a thread.Anchor) Found {
	part := func() []string { return before(r, a.Part) }
	if a.Step != "" {
		st := stepOf(r, a.Step)
		if st == nil {
			return Found{Anchor: a, Gone: true}
		}
		part = func() []string { return partOf(st, a.Part) }
	}
	if a.Part == "" {
		return Found{Anchor: a}
	}
	return follow(part(), a)
}

func follow(texts []string, a thread.Anchor) Found {
	if a.Words == "" {
		if a.Index < len(texts) {
			return Found{Anchor: a, Text: texts[a.Index]}
		}
		return Found{Anchor: a, Changed: true}
	}
	order := []int{a.Index}
	for i := range texts {
		if i != a.Index {
			order = append(order, i)
		}
	}
	for _, i := range order {
		if i < 0 || i >= len(texts) {
			continue
		}
		if line, ok := lineOf(texts[i], a); ok {
			a.Index, a.Line = i, line
			return Found{Anchor: a, Text: textAt(texts[i], line)}
		}
	}
	return Found{Anchor: a, Changed: true}
}

// lineOf is the line of a text in which an anchor's words stand, the anchor's own first; 0 when it's about all of the text.
func lineOf(text string, a thread.Anchor) (line int, ok bool) {
	if a.Line == 0 {
		return 0, says(text, a)
	}
	if says(textAt(text, a.Line), a) {
		return a.Line, true
	}
	i := slices.IndexFunc(strings.Split(text, "\n"), func(l string) bool { return says(l, a) })
	return i + 1, i >= 0
}

// says whether a text has an anchor's words.
func says(text string, a thread.Anchor) bool {
	return text == a.Words || !a.Whole && strings.Contains(text, a.Words)
}

// textAt is a line of a text, from 1; all of it for 0, and nothing where there is no such line.
func textAt(text string, line int) string {
	if line == 0 {
		return text
	}
	if all := strings.Split(text, "\n"); line > 0 && line <= len(all) {
		return all[line-1]
	}
	return ""
}

func stepOf(r *sop.Revision, key string) *sop.Step {
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			if st := &r.Sections[i].Steps[j]; st.Key == key {
				return st
			}
		}
	}
	return nil
}

func texts(all []sop.Claim) (out []string) {
	for _, c := range all {
		out = append(out, c.Text)
	}
	return out
}

// partOf are the texts of a step's part.
func partOf(st *sop.Step, p thread.Part) (out []string) {
	switch p {
	case thread.Title:
		return []string{st.Title.Text}
	case thread.Detail:
		return texts(st.Detail)
	case thread.Why:
		return texts(st.Why)
	case thread.Expected:
		return texts(st.Expected)
	case thread.Commands:
		for _, c := range st.Commands {
			out = append(out, c.Text)
		}
	case thread.Callout:
		for _, c := range st.Callouts {
			out = append(out, c.Text)
		}
	case thread.Figure:
		for _, f := range st.Figures {
			out = append(out, f.Alt.Text)
		}
	}
	return out
}

// before are the texts of a part that stands before the steps.
func before(r *sop.Revision, p thread.Part) []string {
	switch p {
	case thread.Title:
		return []string{r.Title.Text}
	case thread.Purpose:
		return texts(r.Purpose)
	case thread.Audience:
		return texts(r.Audience)
	case thread.Prerequisites:
		return texts(r.Prerequisites)
	case thread.Success:
		return texts(r.Success)
	}
	return nil
}

// in is a claim of a list as text to be changed; nil where there is none.
func in(all []sop.Claim, i int) *string {
	if i < 0 || i >= len(all) {
		return nil
	}
	return &all[i].Text
}

// slot is where the text stands that an anchor names, in a step; nil where nothing stands.
func slot(st *sop.Step, a thread.Anchor) *string {
	at := a.Index
	switch a.Part {
	case thread.Title:
		return &st.Title.Text
	case thread.Detail:
		return in(st.Detail, at)
	case thread.Why:
		return in(st.Why, at)
	case thread.Expected:
		return in(st.Expected, at)
	case thread.Commands:
		if at < len(st.Commands) {
			return &st.Commands[at].Text
		}
	case thread.Callout:
		if at < len(st.Callouts) {
			return &st.Callouts[at].Text
		}
	case thread.Figure:
		if at < len(st.Figures) {
			return &st.Figures[at].Alt.Text
		}
	}
	return nil
}

// put writes a text into its slot: a line of it, or all of it.
func put(to *string, a thread.Anchor, text string) error {
	switch {
	case to == nil:
		return stale("The words that this was about have changed meanwhile.")
	case a.Line == 0:
		*to = text
	default:
		all := strings.Split(*to, "\n")
		all[a.Line-1] = text
		if text == "" { // a line that is left out leaves no empty one
			all = slices.Delete(all, a.Line-1, a.Line)
		}
		*to = strings.Join(all, "\n")
	}
	return nil
}

// Texts are the texts of the part that an anchor names; none where there is no such step or part.
func Texts(r *sop.Revision, a thread.Anchor) []string {
	if a.Step == "" {
		return before(r, a.Part)
	}
	if st := stepOf(r, a.Step); st != nil {
		return partOf(st, a.Part)
	}
	return nil
}

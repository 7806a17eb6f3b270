package procedure

import (
	"fmt"
	"html"
	"strings"
	"time"

	"showhow/internal/render/compare"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/web/template"
)

// WorkingCopy is what the working copy is called where revisions are chosen.
const WorkingCopy = "now"

// Revisions is the list of a procedure's revisions, the newest first.
type Revisions struct {
	At, Title     string
	Latest        int
	Dirty, Writes bool
	All           []sop.Release
	// Asks says that it can be asked what was in force on a day; Now is the time.
	Asks bool
	Now  time.Time
}

// Compare is what differs between two revisions; From and To are their numbers, or WorkingCopy.
type Compare struct {
	At, Title, From, To string
	All                 []sop.Release
	// Writes says that whoever looks may see the working copy.
	Writes bool
	Found  compare.Comparison
	// Was and Now are the figures of both by their images.
	Was, Now map[string]view.Figure
}

// revisionName is what a revision is called.
func revisionName(name string) string {
	if name == WorkingCopy {
		return "The working copy"
	}
	return "Revision " + name
}

// changesOf says in words what differs.
func changesOf(c compare.Comparison) string {
	var all []string
	for _, n := range []struct {
		n    int
		what string
	}{{c.Changed, "changed"}, {c.Added, "added"}, {c.Removed, "removed"}, {c.Moveds, "moved"}} {
		if n.n > 0 {
			all = append(all, fmt.Sprintf("%s %s", template.Many(n.n, "step"), n.what))
		}
	}
	if len(c.Fields) > 0 {
		all = append(all, template.Many(len(c.Fields), "part")+" before the steps changed")
	}
	return strings.Join(all, ", ")
}

// stateOf says what has become of a step.
func stateOf(s compare.Step) string {
	switch {
	case s.State == compare.Kept && s.Moved:
		return "moved"
	case s.Moved:
		return string(s.State) + ", moved"
	}
	return string(s.State)
}

// reviewed are the numbers of a step in both revisions.
func reviewed(s compare.Step) string {
	switch {
	case s.Before == 0:
		return fmt.Sprintf("Step %d", s.After)
	case s.After == 0:
		return fmt.Sprintf("Step %d before", s.Before)
	case s.Before != s.After:
		return fmt.Sprintf("Step %d, before %d", s.After, s.Before)
	}
	return fmt.Sprintf("Step %d", s.After)
}

// figures are those of some images.
func figures(of map[string]view.Figure, images []string) (all []view.Figure) {
	for _, i := range images {
		if f, ok := of[i]; ok {
			all = append(all, f)
		}
	}
	return all
}

// differs are the steps in which something differs.
func differs(all []compare.Step) (out []compare.Step) {
	for _, s := range all {
		if s.State != compare.Kept || s.Moved {
			out = append(out, s)
		}
	}
	return out
}

// mostCompared is how many steps that differ one page shows.
const mostCompared = 200

// first are the steps that a page shows.
func first(all []compare.Step) []compare.Step { return all[:min(len(all), mostCompared)] }

// sideOf are stretches as HTML: blanks count in them, and a template would add some.
func sideOf(all []compare.Stretch) string {
	var b strings.Builder
	for _, x := range all {
		text := html.EscapeString(x.Text)
		switch x.Kind {
		case compare.Gone:
			text = "<del>" + text + "</del>"
		case compare.New:
			text = "<ins>" + text + "</ins>"
		}
		b.WriteString(text)
	}
	return b.String()
}

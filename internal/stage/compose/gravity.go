package compose

import (
	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
)

// gravest is the step that the whole was done for: of the gravest the last. One that only turns to a window or leaves the session is none, nor
// one of which nobody can tell what was touched. Nil when nothing was done.
func (d *draft) gravest() *group {
	var best *group
	heaviest := -1 // also what only leads somewhere is something
	for _, g := range d.groups {
		if g.said != nil || g.in(sop.RollBack) || g.in(sop.Communicate) || g.only(sop.Switch, sop.Scroll) || deed.OnlyLeaves(g.actions) || deed.Unnamed(g.step.Title.Text) {
			continue
		}
		w := gravity(g)
		if g.in(sop.Verify) {
			w = min(w, 1) // whatever it clicks, it looks at what was done
		}
		if w >= heaviest {
			best, heaviest = g, w
		}
	}
	return best
}

// in says whether g is in that part, or was put there by what was said of it.
func (g *group) in(part sop.SectionKind) bool {
	return g.section == part || g.section == "" && g.hint == part
}

// gravity is how much a step is what a procedure is about.
func gravity(g *group) int {
	w := 0
	if g.submitted || g.answered {
		w = 4
	}
	for _, c := range g.step.Commands {
		w = max(w, deed.Weight(c))
	}
	if g.has(sop.Click) {
		w = max(w, 2)
	}
	switch t := g.step.Title; {
	case w > 0 && t.Evidence.Source == sop.FromBoth:
		w++ // it was spoken of in words
	case t.Unsure != "", deed.Bare(t.Text):
		w-- // it says what was touched, not what for
	}
	return w
}

package compose

import (
	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
)

// gravest is the step that the whole was done for; nil when nothing was done.
func (d *draft) gravest() *group {
	best, _ := d.heads()
	return best
}

// heads are the steps that the whole may have been done for, and the best of them: of the gravest the last. One that only turns to a window or
// leaves the session is none, nor one of which nobody can tell what was touched. They weigh as much as the best, or hardly less.
func (d *draft) heads() (best *group, all []*group) {
	heaviest := -1 // also what only leads somewhere is something
	var some []*group
	most, burdens := 0, map[*group]int{}
	for _, g := range d.groups {
		if g.said != nil || g.in(sop.RollBack) || g.in(sop.Communicate) || g.only(sop.Switch, sop.Scroll) || deed.OnlyLeaves(g.actions) || deed.Unnamed(g.step.Title.Text) {
			continue
		}
		some = append(some, g)
		w, burden := g.gravity()
		burdens[g] = burden
		if w > heaviest || w == heaviest && burden >= most {
			best, heaviest, most = g, w, burden
		}
	}
	for _, g := range some {
		if burdens[g] >= max(most-1, min(most, 2)) {
			all = append(all, g)
		}
	}
	return best, all
}

// in says whether g is in that part, or was put there by what was said of it.
func (g *group) in(part sop.SectionKind) bool {
	return g.section == part || g.section == "" && g.hint == part
}

// gravity is how much a step is what a procedure is about, and burden how much it does, whether it says so or not. Whatever one that
// verifies clicks, it looks at what was done.
func (g *group) gravity() (w, burden int) {
	if g.submitted || g.answered {
		w = 4
	}
	for _, c := range g.step.Commands {
		w = max(w, deed.Weight(c))
	}
	if g.has(sop.Click) {
		w = max(w, 2)
	}
	burden = w
	switch t := g.step.Title; {
	case deed.Mute(t.Text):
		w -= 2
	case w > 0 && t.Evidence.Source == sop.FromBoth:
		w++ // it was spoken of in words
	case t.Unsure != "", deed.Bare(t.Text):
		w-- // it says what was touched, not what for
	}
	if g.in(sop.Verify) {
		return min(w, 1), min(burden, 1)
	}
	return w, burden
}

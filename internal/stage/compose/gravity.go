package compose

import (
	"regexp"

	"showhow/internal/sop"
)

// gravest is the step that the whole was done for: of the gravest the last. One that only turns to a window is none, nor one of which nobody
// can tell what was touched. Nil when nothing was done.
func (d *draft) gravest() *group {
	var best *group
	weight := 0
	for _, g := range d.groups {
		if g.said != nil || g.in(sop.RollBack) || g.in(sop.Communicate) || g.only(sop.Switch, sop.Scroll) || unnamed.MatchString(g.step.Title.Text) {
			continue
		}
		w := gravity(g)
		if g.in(sop.Verify) {
			w = min(w, 1) // whatever it clicks, it looks at what was done
		}
		if w >= weight {
			best, weight = g, w
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
		switch c.Class {
		case sop.Changes:
			w = max(w, 4)
		case sop.Destroys:
			w = max(w, 3)
		default:
			w = max(w, 1)
		}
		switch {
		case !preparatory.MatchString(c.Text):
		case c.Class == sop.Reads:
			w = 0 // it only leads there
		default:
			w = min(w, 2)
		}
	}
	if g.has(sop.Click) {
		w = max(w, 2)
	}
	switch t := g.step.Title; {
	case w > 0 && t.Evidence.Source == sop.FromBoth:
		w++ // it was spoken of in words
	case t.Unsure != "", bareTitle.MatchString(t.Text):
		w-- // it says what was touched, not what for
	}
	return w
}

// bareTitle is a step's title that only tells what was pressed or run.
var bareTitle = regexp.MustCompile("^(?:Run (?:`|the )|Click )")

// unnamed is a title that can't tell what was touched.
var unnamed = regexp.MustCompile("^Click at the marked place")

// preparatory are commands that change something, but only to get at the thing itself or to make it take hold.
var preparatory = regexp.MustCompile(`^(?:sudo )?(?:export|source|\.|cd|mkdir|touch|cp|ssh|scp|systemctl|service|nginx|echo|printf|git (?:clone|pull|checkout|add)|kubectl config|terraform init|npm (?:install|ci)|apt|apt-get|yum|pip3?|docker (?:pull|login)|helm repo|aws configure|az login|gcloud auth)\b`)

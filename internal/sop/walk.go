package sop

import (
	"fmt"
	"iter"
)

// Part is one piece of a Revision that needs evidence: a claim, a command, a figure, a mark, a link, a parameter, a step.
type Part struct {
	// Place says where it stands, by the names of the JSON form: "sections[0].steps[2].title".
	Place string
	// Text is its words: the claim's, the command's, the mark's label, the link's address; a step's is its title's.
	Text     string
	Evidence Evidence
	Unsure   string
}

// Walk gives every part of r that needs evidence, in the order of the document.
func Walk(r *Revision) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		w := walker{yield: yield}
		w.claim("title", r.Title)
		w.claims("purpose", r.Purpose)
		w.claims("audience", r.Audience)
		w.claims("prerequisites", r.Prerequisites)
		for i, p := range r.Parameters {
			place := fmt.Sprintf("parameters[%d]", i)
			w.part(Part{place, p.Name, p.Evidence, ""})
			if p.About != nil {
				w.claim(place+".about", *p.About)
			}
		}
		w.claims("success_criteria", r.Success)
		for i, s := range r.Sections {
			place := fmt.Sprintf("sections[%d]", i)
			w.claims(place+".intro", s.Intro)
			for j := range s.Steps {
				w.step(fmt.Sprintf("%s.steps[%d]", place, j), &s.Steps[j])
			}
		}
	}
}

// walker hands parts on until it is told to stop.
type walker struct {
	yield   func(Part) bool
	stopped bool
}

func (w *walker) part(p Part) {
	if !w.stopped {
		w.stopped = !w.yield(p)
	}
}

func (w *walker) claim(place string, c Claim) { w.part(Part{place, c.Text, c.Evidence, c.Unsure}) }

func (w *walker) claims(place string, cs []Claim) {
	for i, c := range cs {
		w.claim(fmt.Sprintf("%s[%d]", place, i), c)
	}
}

func (w *walker) step(place string, s *Step) {
	w.part(Part{place, s.Title.Text, s.Evidence, ""})
	w.claim(place+".title", s.Title)
	w.claims(place+".detail", s.Detail)
	w.claims(place+".why", s.Why)
	for i, c := range s.Commands {
		w.part(Part{fmt.Sprintf("%s.commands[%d]", place, i), c.Text, c.Evidence, c.Unsure})
	}
	for i, f := range s.Figures {
		at := fmt.Sprintf("%s.figures[%d]", place, i)
		w.part(Part{at, f.Alt.Text, f.Evidence, ""})
		w.claim(at+".alt", f.Alt)
		for j, m := range f.Marks {
			w.part(Part{fmt.Sprintf("%s.marks[%d]", at, j), m.Label, m.Evidence, m.Unsure})
		}
	}
	w.claims(place+".expected", s.Expected)
	for i, c := range s.Callouts {
		w.claim(fmt.Sprintf("%s.callouts[%d]", place, i), c.Claim)
	}
	for i, l := range s.Links {
		w.part(Part{fmt.Sprintf("%s.links[%d]", place, i), l.URL, l.Evidence, ""})
	}
}

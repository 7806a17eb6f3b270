// Package lack tells what a revision must have before others are asked to judge it. Pure, but for what finds secrets.
package lack

import (
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/listing"
)

// Lack is something that a revision must have before others are asked to judge it.
type Lack struct {
	// Place is where, as in sop.Walk; Step the key of the step, empty outside of steps.
	Place string `json:"place"`
	Step  string `json:"step,omitempty"`
	// Text says what, as a part of a sentence.
	Text string `json:"text"`
}

// All are several, as the cause of an error.
type All []Lack

func (l All) Error() string { return Words(l) }

// mostNamed is how many are named in one sentence.
const mostNamed = 4

// Words name them in a sentence, the first few.
func Words(all []Lack) string {
	var named []string
	for _, l := range all[:min(len(all), mostNamed)] {
		named = append(named, l.Text)
	}
	s := strings.Join(named, "; ")
	if more := len(all) - mostNamed; more > 0 {
		s += fmt.Sprintf("; and %d more", more)
	}
	return s
}

// Of tells what a revision lacks: the parts that each SOP must have, places that aren't sure, and a way back from what destroys.
func Of(r *sop.Revision) (all []Lack) {
	for _, p := range []struct {
		place, text string
		there       bool
	}{
		{"title", "it has no title", strings.TrimSpace(r.Title.Text) != ""},
		{"purpose", "it doesn't say what it is for", len(r.Purpose) > 0},
		{"audience", "it doesn't say who it is for", len(r.Audience) > 0},
		{"prerequisites", "it doesn't say what has to be there before", len(r.Prerequisites) > 0},
		{"success_criteria", "it doesn't say by what one knows that it worked", len(r.Success) > 0},
		{"sections", "it has no steps", r.StepCount() > 0},
	} {
		if !p.there {
			all = append(all, Lack{Place: p.place, Text: p.text})
		}
	}
	number, back := 0, false
	for _, s := range r.Sections {
		back = back || s.Kind == sop.RollBack && len(s.Steps) > 0
	}
	unsure := map[string]int{}
	for p := range sop.Walk(r) {
		if p.Unsure != "" {
			unsure[stepPlace(p.Place)]++
		}
	}
	if n := unsure[""]; n > 0 {
		all = append(all, Lack{Place: "before", Text: listing.Count(n, "place before the steps isn't", "places before the steps aren't") + " sure"})
	}
	for i, s := range r.Sections {
		for j := range s.Steps {
			st := &s.Steps[j]
			number++
			place := fmt.Sprintf("sections[%d].steps[%d]", i, j)
			if n := unsure[place]; n > 0 {
				all = append(all, Lack{place, st.Key, fmt.Sprintf("step %d has %s", number, listing.Count(n, "place that isn't sure", "places that aren't sure"))})
			}
			if untouched(st) {
				all = append(all, Lack{place, st.Key, fmt.Sprintf("step %d doesn't say what is done: its title is still “%s”", number, newStep)})
			}
			if !back && s.Kind != sop.RollBack && destroys(st) && !warned(st) {
				all = append(all, Lack{place, st.Key, fmt.Sprintf("step %d destroys something, and there is neither a way back nor a warning of yours that there is none", number)})
			}
		}
	}
	return all
}

// newStep is the title of a step that was added in the editor, and that nobody has said yet.
const newStep = "New step"

// untouched says that nobody has given a step its title.
func untouched(s *sop.Step) bool {
	return strings.EqualFold(strings.Trim(strings.TrimSpace(s.Title.Text), "."), newStep)
}

// stepPlace is the place of the step in which something stands; empty outside of steps.
func stepPlace(place string) string {
	at := strings.Index(place, ".steps[")
	if at < 0 {
		return ""
	}
	end := strings.IndexByte(place[at:], ']')
	return place[:at+end+1]
}

func destroys(s *sop.Step) bool {
	for _, c := range s.Commands {
		if c.Class == sop.Destroys {
			return true
		}
	}
	return false
}

// warned says that a person, not a rule, warns in a step.
func warned(s *sop.Step) bool {
	for _, c := range s.Callouts {
		if (c.Kind == sop.Warning || c.Kind == sop.Caution) && c.Evidence.Source != sop.FromRule {
			return true
		}
	}
	return false
}

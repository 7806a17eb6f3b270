// Package news is what whoever carries a procedure out in a terminal is told of what others did meanwhile.
package news

import (
	"fmt"
	"slices"

	"showhow/internal/carry/crew"
	"showhow/internal/carry/told"
	"showhow/internal/sop/execution"
)

// Between are two states of an execution, of which the first was told already, its steps, and who there is.
type Between struct {
	Was, Is *execution.State
	Steps   []execution.Line
	Crew    *crew.Crew
}

// Told are what others have done between them.
func (b Between) Told() (all []string) {
	for _, l := range b.Steps {
		all = append(all, b.step(l)...)
	}
	return append(all, b.handed()...)
}

func (b Between) step(l execution.Line) (all []string) {
	was, is, c := b.Was.Steps[l.Key], b.Is.Steps[l.Key], b.Crew
	if is == nil {
		return nil
	}
	if was == nil {
		was = &execution.Step{}
	}
	if e := is.Settled; e != nil && e.Author != c.You && (was.Settled == nil || was.Settled.ID != e.ID) {
		all = append(all, fmt.Sprintf("Step %d was settled by %s: %s%s", l.Number, c.Name(e.Author), told.Outcome[e.Outcome], told.Reasoned(*e)))
	}
	if is.Conflict() && !was.Conflict() {
		all = append(all, fmt.Sprintf("Step %d was settled by several people who didn't know of each other; the gravest counts. Go there (b) to settle it anew.", l.Number))
	}
	if e := is.Approved; e != nil && e.Author != c.You && (was.Approved == nil || was.Approved.ID != e.ID) {
		how := "approved"
		if e.Value == "no" {
			how = "doesn't approve"
		}
		all = append(all, fmt.Sprintf("%s %s step %d%s", c.Name(e.Author), how, l.Number, told.Reasoned(execution.Event{Text: e.Text})))
	}
	if is.Linked != nil && (was.Linked == nil || was.Linked.Ref != is.Linked.Ref || was.Linked.Outcome != is.Linked.Outcome) {
		all = append(all, fmt.Sprintf("Step %d: %s", l.Number, told.Part(is)))
	}
	for _, n := range is.Notes { // by their time: what comes late may stand before what was known
		known := slices.ContainsFunc(was.Notes, func(e execution.Event) bool { return e.ID == n.ID })
		if n.Author != c.You && !known {
			all = append(all, fmt.Sprintf("%s noted at step %d: %s", c.Name(n.Author), l.Number, n.Text))
		}
	}
	return all
}

// handed are the news of who leads it, and of its end.
func (b Between) handed() (all []string) {
	was, is, c := b.Was, b.Is, b.Crew
	if o := is.Offer; o != nil && (was.Offer == nil || was.Offer.ID != o.ID) && o.Author != c.You {
		to := c.Name(o.To)
		if to == "you" {
			to = "you: take it over with k"
		}
		all = append(all, fmt.Sprintf("%s hands it over to %s%s", c.Name(o.Author), to, told.Reasoned(execution.Event{Text: o.Text})))
	}
	if is.Lead != was.Lead {
		all = append(all, c.Leads(is.Lead))
	}
	if e := is.End; e != nil && was.End == nil {
		all = append(all, fmt.Sprintf("It was ended by %s: %s%s", c.Name(e.Author), e.Outcome, told.Reasoned(*e)))
	}
	return all
}

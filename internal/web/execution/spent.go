package execution

import (
	"time"

	"showhow/internal/sop/execution"
	pages "showhow/internal/web/template/execution"
)

// stay is when people were at a step: from when somebody first came to it until it was settled last, or else until what was done last at it; zero where nobody was. Took is how long they were, to the second.
type stay struct {
	from, to, begun time.Time
	took            time.Duration
}

// stays are those of all steps, by their keys.
type stays map[string]stay

// spent tells when people were at each step. Times are rounded so that they add up to what all of them took, rounded.
func spent(c pages.Carry) stays {
	out := stays{}
	for _, e := range c.Events {
		if e.Step == "" || c.State.Void[e.ID] != "" || e.Kind == execution.Resolved || e.Kind == execution.Reopened {
			continue
		}
		s := out[e.Step]
		if s.from.IsZero() {
			s.from, s.begun = e.At, c.Started
		}
		if c.State.Steps[e.Step].Settled == nil || e.Kind == execution.Settled {
			s.to = e.At
		}
		out[e.Step] = s
	}
	var all time.Duration
	for _, l := range c.Sheet.Steps {
		s, before := out[l.Key], all.Round(time.Second)
		all += c.State.Steps[l.Key].Took
		s.took = all.Round(time.Second) - before
		out[l.Key] = s
	}
	return out
}

// sum is how long all of them took.
func (s stays) sum() (all time.Duration) {
	for _, x := range s {
		all += x.took
	}
	return all
}

// clock is a time in a table, with the day where that isn't the one on which it was begun; empty for none.
func (s stay) clock(at time.Time) string {
	at = at.UTC()
	switch {
	case at.IsZero():
		return ""
	case at.Format(time.DateOnly) != s.begun.UTC().Format(time.DateOnly):
		return at.Format("2006-01-02 15:04:05")
	}
	return at.Format("15:04:05")
}

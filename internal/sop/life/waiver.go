package life

import (
	"slices"
	"time"
)

// Rule is a rule that can be waived.
type Rule string

// The rules.
const (
	Quorum   Rule = "approvals" // one approval is enough
	DryRun   Rule = "dry_run"
	Pilot    Rule = "pilot"
	Complete Rule = "complete" // parts that lack, and places that aren't sure
	Threads  Rule = "threads"  // remarks that nobody has answered
)

// Rules are all that can be waived. That nobody approves what they wrote can't be.
var Rules = []Rule{Quorum, DryRun, Pilot, Complete, Threads}

// Asks says whether a rule holds for what is reviewed at all, so that it can be waived: that it is complete, and that remarks are answered, always does.
func (r *Review) Asks(rule Rule) bool {
	switch rule {
	case Quorum:
		return r.Policy.Approvals > 1 || len(r.Policy.Roles) > 0
	case DryRun:
		return r.Policy.DryRun
	case Pilot:
		return r.Policy.Pilot
	}
	return slices.Contains(Rules, rule)
}

// Waiver lets a revision pass without some rules, in an emergency: it is seen wherever the revision is, and looked at again within two days, by
// another than who wrote, waived or approved it. After that nothing passes by it any more.
type Waiver struct {
	ID     string    `json:"id"`
	Rules  []Rule    `json:"rules"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Due is until when it must be looked at again; Done is when it was, by whom and with what outcome.
	Due     time.Time `json:"due"`
	Done    time.Time `json:"done,omitzero"`
	DoneBy  string    `json:"done_by,omitempty"`
	Outcome string    `json:"outcome,omitempty"`
}

// Open says that it hasn't been looked at again yet.
func (w Waiver) Open() bool { return w.Done.IsZero() }

// Stands tells what is to become of a waiver of a review that nobody has looked at, as a sentence; a time is given by say.
func (r *Review) Stands(w Waiver, now time.Time, say func(time.Time) string) string {
	switch {
	case r.State == Retired:
		return "Nobody works by it any more."
	case r.Worked() && now.After(w.Due):
		return "It should have been looked at again by " + say(w.Due) + "."
	case r.Worked():
		return "To be looked at again by " + say(w.Due) + "."
	case r.State.Over():
		return "Nothing came into force by it."
	case now.After(w.Due):
		return "It ran out on " + say(w.Due) + ": nothing passes by it any more."
	}
	return "It lets the revision pass until " + say(w.Due) + "; by then what came into force by it is to be looked at again."
}

// Lets says whether it lets a rule pass at a time: it does until it is due to be looked at again.
func (w Waiver) Lets(rule Rule, now time.Time) bool {
	return slices.Contains(w.Rules, rule) && !now.After(w.Due)
}

// Waives says whether any waiver of a review lets a rule pass at a time.
func (r *Review) Waives(rule Rule, now time.Time) bool {
	return slices.ContainsFunc(r.Waivers, func(w Waiver) bool { return w.Lets(rule, now) })
}

// Waited says whether waivers without which it wasn't approved still let it pass at a time.
func (r *Review) Waited(now time.Time) bool {
	return !slices.ContainsFunc(r.Waived, func(rule Rule) bool { return !r.Waives(rule, now) })
}

// Emergency is what has to be told wherever a procedure is that came into force by a waiver which nobody has looked at again.
type Emergency struct {
	// Number is the revision's: that in force, or one before it.
	Number int       `json:"revision"`
	Reason string    `json:"reason" doc:"why it couldn't wait"`
	By     string    `json:"by" doc:"who waived"`
	Until  time.Time `json:"until" doc:"until when it has to be looked at again"`
	// Overdue says that nobody did by then.
	Overdue bool `json:"overdue"`
}

// Emergency is the one of which the look is due first; nil for none. By is an account.
func (l *Life) Emergency(now time.Time) *Emergency {
	return first(l.Owed(), now)
}

// EmergencyOf is the one of a revision of which the look is due first, whatever is owed of others; nil for none.
func (l *Life) EmergencyOf(number int, now time.Time) *Emergency {
	return first(slices.DeleteFunc(l.Owed(), func(r *Review) bool { return r.Number != number }), now)
}

func first(owed []*Review, now time.Time) (e *Emergency) {
	for _, r := range owed {
		for _, w := range r.Waivers {
			if w.Open() && (e == nil || w.Due.Before(e.Until)) {
				e = &Emergency{r.Number, w.Reason, w.By, w.Due, now.After(w.Due)}
			}
		}
	}
	return e
}

// Badge is an emergency in a few words: "Emergency: look due 4 Mar 2026".
func (e *Emergency) Badge() string {
	day := e.Until.UTC().Format("2 Jan 2006")
	if e.Overdue {
		return "Emergency: look overdue since " + day
	}
	return "Emergency: look due " + day
}

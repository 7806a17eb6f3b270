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

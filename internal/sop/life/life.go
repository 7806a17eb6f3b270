// Package life holds the nouns of an SOP's life: how its revisions are judged, which of them is in force, and what else stands between a draft
// and somebody who works by it at night. The rules are in desk/life.
package life

import (
	"slices"
	"time"
)

// Class says how much hangs on a procedure; its Policy follows from it.
type Class string

// The classes, from the gravest.
const (
	Critical Class = "critical"
	Normal   Class = "normal"
	Low      Class = "low"
)

// Classes are all of them.
var Classes = []Class{Critical, Normal, Low}

// Below says whether less hangs on it than on another.
func (c Class) Below(other Class) bool {
	return slices.Index(Classes, c) > slices.Index(Classes, other)
}

// Policy is what a class of procedures needs before a revision comes into force, and how often it is looked at again.
type Policy struct {
	// Approvals is how many people must approve, none of whom wrote any of it. With none a revision comes into force by being sent, and says so.
	Approvals int `json:"approvals"`
	// DryRun and Pilot ask for an execution of this very revision, by somebody who wrote none of it, before it can be approved.
	DryRun bool `json:"dry_run"`
	Pilot  bool `json:"pilot"`
	// Every is how many months after it came into force a revision is due to be looked at again; 0 for never.
	Every int `json:"every"`
	// Use is when what came of using a procedure has it looked at; nil for the usual bounds of its class.
	Use *ByUse `json:"use,omitempty"`
}

// ByUse is when what came of using a procedure has it looked at; 0 is never.
type ByUse struct {
	// Failed is at how many executions for real that failed, Recovered at how many that failed in between and were made good, within thirty days.
	Failed    int `json:"failed" minimum:"0" maximum:"99" doc:"at how many executions that failed it is to be looked at; 0 for never"`
	Recovered int `json:"recovered" minimum:"0" maximum:"99" doc:"at how many that failed in between and were made good; 0 for never"`
	// Said is at how many of readers' "wrong" and "outdated" that nobody has closed.
	Said int `json:"said" minimum:"0" maximum:"99" doc:"at how many wrong or outdated of readers that nobody has closed; 0 for never"`
	// Unused is after how many days in which nobody has carried it out.
	Unused int `json:"unused_days" minimum:"0" maximum:"3650" doc:"after how many days in which nobody has carried it out; 0 for never"`
}

// Policies are a workspace's, by class.
type Policies map[Class]Policy

// ByUse are a class's; the usual ones where none are set.
func (p Policies) ByUse(c Class) ByUse {
	if of, ok := p[c]; ok && of.Use != nil {
		return *of.Use
	}
	return *Usual()[c].Use
}

// LeastByUse are the least bounds of any class, 0 where none has one.
func (p Policies) LeastByUse() (least ByUse) {
	lower := func(to *int, n int) {
		if n > 0 && (*to == 0 || n < *to) {
			*to = n
		}
	}
	for _, class := range Classes {
		of := p.ByUse(class)
		lower(&least.Failed, of.Failed)
		lower(&least.Recovered, of.Recovered)
		lower(&least.Said, of.Said)
		lower(&least.Unused, of.Unused)
	}
	return least
}

// Usual are the policies of a workspace that has set none.
func Usual() Policies {
	return Policies{
		Critical: {Approvals: 2, DryRun: true, Every: 3, Use: &ByUse{Failed: 1, Recovered: 3, Said: 2, Unused: 90}},
		Normal:   {Approvals: 1, Every: 12, Use: &ByUse{Failed: 1, Recovered: 3, Said: 2, Unused: 180}},
		Low:      {Approvals: 1, Every: 24, Use: &ByUse{Failed: 1, Recovered: 3, Said: 2}},
	}
}

// State is where a revision stands.
type State string

// The states of a revision. One that was never sent for review is a draft. Rejected, withdrawn, superseded and retired are ends: what is sent
// again is another revision.
const (
	Draft      State = "draft"
	InReview   State = "in_review"
	Approved   State = "approved" // in force from a later time on
	Effective  State = "effective"
	Superseded State = "superseded"
	Rejected   State = "rejected"
	Withdrawn  State = "withdrawn"
	Retired    State = "retired"
	// Suspended is where a whole procedure stands while everybody is warned off it; its revisions keep their states.
	Suspended State = "suspended"
)

// Over says that nothing becomes of a revision in this state any more.
func (s State) Over() bool {
	return s == Superseded || s == Rejected || s == Withdrawn || s == Retired
}

// Change is how much a revision differs from the one in force.
type Change string

// The kinds of change. A minor one touches nothing that one does, sees or checks by it: wording alone, where a command says what is done.
const (
	First Change = "first"
	Major Change = "major"
	Minor Change = "minor"
)

// Verdict is what somebody decided.
type Verdict string

// The verdicts.
const (
	Approve Verdict = "approve"
	Reject  Verdict = "reject"
)

// Decision is one person's, signed: who, when, as what, and what was meant by it. It binds to the bytes that were looked at.
type Decision struct {
	ID      string  `json:"id"`
	Account string  `json:"account"`
	Verdict Verdict `json:"verdict"`
	// Name is the printed name at that time, Role the role, and Meaning the sentence that was signed.
	Name    string    `json:"name"`
	Role    string    `json:"role"`
	Meaning string    `json:"meaning"`
	Note    string    `json:"note,omitempty"`
	Digest  string    `json:"digest"`
	At      time.Time `json:"at"`
	// Proof is how it was made sure who decides: "password", "session", "token".
	Proof string `json:"proof"`
}

// Review is what becomes of one revision that was sent.
type Review struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Digest string `json:"digest"`
	State  State  `json:"state"`
	Change Change `json:"change"`
	// Summary is what was altered, for readers.
	Summary string `json:"summary,omitempty"`
	// By sent it; Authors wrote any of it since the revision that was in force before it was made, By among them.
	By      string    `json:"by"`
	Authors []string  `json:"authors"`
	Opened  time.Time `json:"opened"`
	// Policy is what was asked for when it was sent.
	Policy Policy `json:"policy"`
	// Urgent says that it was sent in an emergency, with parts that lack.
	Urgent bool `json:"urgent,omitempty"`
	// From is when it is to come into force; zero for as soon as it is approved.
	From time.Time `json:"from,omitzero"`
	// Came and Left are when it was in force; zero for not yet. Closed is when it was decided.
	Closed    time.Time  `json:"closed,omitzero"`
	Came      time.Time  `json:"came,omitzero"`
	Left      time.Time  `json:"left,omitzero"`
	Decisions []Decision `json:"decisions,omitempty"`
	Waivers   []Waiver   `json:"waivers,omitempty"`
	// Waived are the rules that it was approved without.
	Waived []Rule `json:"waived,omitempty"`
}

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

// Waiver lets a revision pass without some rules, in an emergency: it is seen wherever the revision is, and looked at again within two days, by another than
// who gave it. After that nothing passes by it any more.
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

// Worked says that people work by it, or once did.
func (r *Review) Worked() bool { return r.State == Effective || !r.Came.IsZero() }

// Approvals are the accounts that approve it, each by their last decision.
func (r *Review) Approvals() (all []string) {
	last := map[string]Verdict{}
	for _, d := range r.Decisions {
		last[d.Account] = d.Verdict
	}
	for _, d := range r.Decisions {
		if last[d.Account] == Approve && !slices.Contains(all, d.Account) {
			all = append(all, d.Account)
		}
	}
	return all
}

// Trial is an execution that shows a revision to hold: a dry run, or a pilot outside production, that ended well and left nothing wrong open.
type Trial struct {
	Mode   string   `json:"mode"` // "dry_run" or "pilot"
	Number int      `json:"revision"`
	Digest string   `json:"digest"`
	Doers  []string `json:"doers"`
}

// Wrote is what the trail tells of somebody's writing in a procedure.
type Wrote struct {
	Account string
	// Verb is the trail's: procedure.changed, procedure.restored, revision.named, …; thread.accepted for the words of a suggestion, of whoever made it, and
	// procedure.handed_over for whose it was.
	Verb string
	// At is the last time.
	At time.Time
	// Number is the revision that was named; 0 for another verb, or where the line doesn't vouch for it.
	Number int
}

// Mark is something that somebody said of the whole procedure, with a reason.
type Mark struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Look is a look at the revision in force that changed nothing: it still holds.
type Look struct {
	Decision
	Number int `json:"number"`
}

// Life is what became of a procedure's revisions. The zero value is that of one that nobody has sent yet.
type Life struct {
	Class Class `json:"class,omitempty"`
	// Classed is who changed the class last, and why; nil when nobody did, or before that was kept.
	Classed *Mark  `json:"classed,omitempty"`
	Deputy  string `json:"deputy,omitempty"`
	// Reviews are in the order in which they were opened; at most one isn't decided yet, one waits for its time, and one is in force.
	Reviews []Review `json:"reviews,omitempty"`
	Looks   []Look   `json:"looks,omitempty"`
	// Due is when the revision in force is to be looked at again; zero for never.
	Due time.Time `json:"due,omitzero"`
	// Suspended and Retired are nil unless it is.
	Suspended *Mark `json:"suspended,omitempty"`
	Retired   *Mark `json:"retired,omitempty"`
}

// Of is its class; Normal for one that nobody has classed.
func (l *Life) Of() Class {
	if l.Class == "" {
		return Normal
	}
	return l.Class
}

// In gives the review in a state, the newest; nil when there is none.
func (l *Life) In(s State) *Review {
	for i := range slices.Backward(l.Reviews) {
		if l.Reviews[i].State == s {
			return &l.Reviews[i]
		}
	}
	return nil
}

// Review gives one by its id; nil when there is none.
func (l *Life) Review(id string) *Review {
	if i := slices.IndexFunc(l.Reviews, func(r Review) bool { return r.ID == id }); i >= 0 {
		return &l.Reviews[i]
	}
	return nil
}

// At gives the review of the revision that was in force at a time; nil when none was.
func (l *Life) At(t time.Time) *Review {
	for i := range slices.Backward(l.Reviews) {
		if r := &l.Reviews[i]; !r.Came.IsZero() && !t.Before(r.Came) && (r.Left.IsZero() || t.Before(r.Left)) {
			return r
		}
	}
	return nil
}

// Standing is where a revision stands.
func (l *Life) Standing(number int) State {
	for i := range slices.Backward(l.Reviews) {
		if l.Reviews[i].Number == number {
			return l.Reviews[i].State
		}
	}
	return Draft
}

// State is where the procedure as a whole stands, in one word, for lists: retired, suspended, in force, or else what its newest revision is.
func (l *Life) State() State {
	switch {
	case l.Retired != nil:
		return Retired
	case l.Suspended != nil:
		return Suspended
	case l.In(Effective) != nil:
		return Effective
	case l.In(Approved) != nil:
		return Approved
	case l.In(InReview) != nil:
		return InReview
	}
	return Draft
}

// Next is when something has to be looked at: the revision in force, or what a waiver let pass once, whichever is first; zero for never.
func (l *Life) Next() (at time.Time) {
	if l.In(Effective) != nil {
		at = l.Due
	}
	for _, r := range l.Owed() {
		for _, w := range r.Waivers {
			if w.Open() && (at.IsZero() || w.Due.Before(at)) {
				at = w.Due
			}
		}
	}
	return at
}

// Owed are the reviews of what came into force with a waiver that nobody has looked at again, the oldest first: also when another revision is in force since. A
// procedure that is retired owes nothing while it is.
func (l *Life) Owed() (all []*Review) {
	for i := range l.Reviews {
		if r := &l.Reviews[i]; l.Retired == nil && r.Worked() && slices.ContainsFunc(r.Waivers, Waiver.Open) {
			all = append(all, r)
		}
	}
	return all
}

// Overdue says that this should have been before a time.
func (l *Life) Overdue(now time.Time) bool {
	at := l.Next()
	return !at.IsZero() && now.After(at)
}

// Row is a life with the procedure that it is of, for lists.
type Row struct {
	Procedure string
	Life
}

// Question is what is asked of a workspace's lives; one of the fields must be set.
type Question struct {
	Workspace string
	// Procedures are ids.
	Procedures []string
	// InReview asks for those with an open review, Suspended for those that are, Due for those that have to be looked at before a time, the earliest first.
	InReview, Suspended bool
	Due                 time.Time
	Limit               int
}

// Package life holds the nouns of an SOP's life: how its revisions are judged, which of them is in force, and what else stands between a draft
// and somebody who works by it at night. The rules are in desk/life.
package life

import (
	"slices"
	"time"
)

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
	Name string `json:"name"`
	Role string `json:"role"`
	// As are the roles of a policy that they had beside it: owner.
	As      []string  `json:"as,omitempty"`
	Meaning string    `json:"meaning"`
	Note    string    `json:"note,omitempty"`
	Digest  string    `json:"digest"`
	At      time.Time `json:"at"`
	// Proof is how it was made sure who decides: "password", "session", "token".
	Proof string `json:"proof"`
}

// Is says that whoever decided had a role of a policy.
func (d Decision) Is(role string) bool { return d.Role == role || slices.Contains(d.As, role) }

// Review is what becomes of one revision that was sent.
type Review struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Digest string `json:"digest"`
	State  State  `json:"state"`
	Change Change `json:"change"`
	// Wording is why nobody does anything else by it, in the words of whoever sent it, where it is minor by that alone, or was sent as that; whoever approves it signs so, too.
	Wording string `json:"wording,omitempty"`
	// Summary is what was altered, for readers.
	Summary string `json:"summary,omitempty"`
	// By sent it; Authors wrote any of it since the revision that was in force before it was made, By among them.
	By      string   `json:"by"`
	Authors []string `json:"authors"`
	// Deputy stood in for the owner when it was opened: whoever came to do so later doesn't approve it as the owner.
	Deputy string    `json:"deputy,omitempty"`
	Opened time.Time `json:"opened"`
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
	// WithRetired says that nobody withdrew it: its procedure was retired before it was decided.
	WithRetired bool `json:"with_retired,omitempty"`
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
	// Started is when it was begun, and Before how often each of its doers had carried the procedure out for real by then.
	Started time.Time      `json:"started"`
	Before  map[string]int `json:"-"`
}

// MostTold is up to how often it is told that somebody has carried a procedure out: whoever did so more often knows it as well.
const MostTold = 100

// Doer is somebody, as what they had done before a time is asked for.
type Doer struct {
	Account string
	Before  time.Time
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
	// Instead is the procedure, by its name in addresses, that is used instead of one that is retired; empty for none.
	Instead string `json:"instead,omitempty"`
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

// Sends says whether a revision can be sent for review: one that never was, or that was ended by nothing but a retirement which is taken back. That one is judged anew; what was rejected, or withdrawn by
// somebody, is sent again as another revision.
func (l *Life) Sends(number int) bool {
	if l.Retired != nil {
		return false
	}
	for i := range slices.Backward(l.Reviews) {
		if r := &l.Reviews[i]; r.Number == number {
			return r.State == Retired || r.State == Withdrawn && r.WithRetired
		}
	}
	return true
}

// State is where the procedure as a whole stands, in one word, for lists: retired, suspended, in force, or else what its newest review is. One that was rejected and changed since is
// a draft: that stands beside the procedure's title, for a life doesn't know of it.
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
	if n := len(l.Reviews); n > 0 && l.Reviews[n-1].State == Rejected {
		return Rejected
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

// Returned is the newest review where that was rejected, so that somebody has to mend what was sent, and send it again; nil otherwise. What is retired waits for nobody.
func (l *Life) Returned() *Review {
	n := len(l.Reviews)
	if l.Retired != nil || n == 0 || l.Reviews[n-1].State != Rejected {
		return nil
	}
	return &l.Reviews[n-1]
}

// Why is what was said by whoever rejected it, with their account; both are empty of what wasn't.
func (r *Review) Why() (by, note string) {
	for _, d := range slices.Backward(r.Decisions) {
		if d.Verdict == Reject {
			return d.Account, d.Note
		}
	}
	return "", ""
}

// Overdue says that this should have been before a time.
func (l *Life) Overdue(now time.Time) bool {
	at := l.Next()
	return !at.IsZero() && now.After(at)
}

// Lapsed says that the revision in force should have been looked at again before a time, whatever a waiver asks for besides.
func (l *Life) Lapsed(now time.Time) bool {
	return l.In(Effective) != nil && !l.Due.IsZero() && now.After(l.Due)
}

// LapsedBadge says so in a few words: "Review overdue since 4 Mar 2026"; empty when it isn't.
func (l *Life) LapsedBadge(now time.Time) string {
	if !l.Lapsed(now) {
		return ""
	}
	return "Review overdue since " + l.Due.UTC().Format("2 Jan 2006")
}

// Row is a life with the procedure that it is of, for lists.
type Row struct {
	Procedure string
	// Slug, Title and Owner are the procedure's.
	Slug, Title, Owner string
	Life
}

// Question is what is asked of a workspace's lives; one of the fields must be set.
type Question struct {
	Workspace string
	// Procedures are ids.
	Procedures []string
	// InReview asks for those with an open review, Suspended for those that are, Due for those that have to be looked at before a time, the earliest first.
	// Owed asks for those of which somebody has to look at what a waiver let pass, the earliest first.
	InReview, Suspended, Owed bool
	Due                       time.Time
	// Returned is an account: asked for are those of which the newest review was rejected, and that they sent, own, or stand in for the owner of, the last changed first.
	Returned string
	// Of narrows what is due to procedures whose owner, or whose owner's deputy, an account is; But to all others.
	Of, But string
	Limit   int
}

package who

import (
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Soon is how long before it's due a look is told of.
const Soon = 30 * 24 * time.Hour

// Look is one that is owed of a procedure: at a revision that came into force by a waiver, or, from time to time, at the one in force.
type Look struct {
	Review *life.Review
	Due    time.Time
	// Waiver says that it is after an emergency.
	Waiver bool
}

// Looks are those of a life that are due before a time: after emergencies first.
func Looks(l *life.Life, before time.Time) (all []Look) {
	for _, r := range l.Owed() {
		k := Look{Review: r, Waiver: true}
		for _, w := range r.Waivers {
			if w.Open() && (k.Due.IsZero() || w.Due.Before(k.Due)) {
				k.Due = w.Due
			}
		}
		if k.Due.Before(before) {
			all = append(all, k)
		}
	}
	if r := l.In(life.Effective); r != nil && !l.Due.IsZero() && l.Due.Before(before) {
		all = append(all, Look{Review: r, Due: l.Due})
	}
	return all
}

// May says why somebody can't do it, by the rules by which it is refused; nil when they can.
func (k Look) May(a desk.Actor) error {
	if err := a.May(desk.Judge); err != nil {
		return err
	}
	if k.Waiver {
		return Fresh(k.Review, a.Account)
	}
	return Holds(k.Review, a.Account)
}

// Holds is nil for whoever may say that a revision in force still holds: where it took others' approval, whoever wrote any of it doesn't.
func Holds(r *life.Review, account string) error {
	if r.Policy.Approvals > 0 && Impartial(r, account) != nil {
		return forbidden("You wrote some of this revision, so somebody else has to say that it still holds.", Another)
	}
	return nil
}

// member says that one of a workspace can do it, if that is somebody who can come in.
func (k Look) member(m team.Member) bool {
	return m.Settled() && k.May(desk.Actor{Account: m.ID, Role: m.Role}) == nil
}

// Fresh is nil for whoever looks at a revision again that came into force by a waiver and had no part in it: they neither wrote it, nor waived a rule for it, nor approved it.
func Fresh(r *life.Review, account string) error {
	if err := Impartial(r, account); err != nil {
		return err
	}
	if slices.ContainsFunc(r.Waivers, func(w life.Waiver) bool { return w.By == account }) {
		return forbidden("You waived a rule for this revision, so somebody else has to look at it again.", Another)
	}
	if slices.ContainsFunc(r.Decisions, func(d life.Decision) bool { return d.Account == account && d.Verdict == life.Approve }) {
		return forbidden("You approved this revision in the emergency, so somebody else has to look at it again.", Another)
	}
	return nil
}

// Theirs says that the procedure is somebody's, as its owner or as the owner's deputy.
func (s Staff) Theirs(account string) bool {
	return account != "" && (account == s.Owner || account == s.Deputy)
}

// Waits says whether it waits for somebody: for its owner and their deputy where they can do it, and else, or after an emergency, for everybody who can.
func (k Look) Waits(a desk.Actor, s Staff) bool {
	if k.May(a) != nil {
		return false
	}
	return k.Waiver || s.Theirs(a.Account) || !slices.ContainsFunc(s.Members, func(m team.Member) bool { return s.Theirs(m.ID) && k.member(m) })
}

// Who are those who can do it.
func (k Look) Who(s Staff) (all []team.Member) {
	for _, m := range s.Members {
		if k.member(m) {
			all = append(all, m)
		}
	}
	return all
}

// Names are what those are called who can do it.
func (k Look) Names(s Staff) (names []string) {
	for _, m := range k.Who(s) {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	return names
}

// Told says in a sentence who can do it; where nobody can, what mends that.
func (k Look) Told(s Staff) string {
	if names := k.Names(s); len(names) > 0 {
		return Listed(names) + " may look at it again."
	}
	judge := func(m team.Member) desk.Actor { return desk.Actor{Account: m.ID, Role: team.Reviewer} }
	var could []string
	for _, m := range s.Members {
		if m.Settled() && k.May(judge(m)) == nil { // they only lack the role
			could = append(could, m.Name)
		}
	}
	why := "nobody who can come in may review"
	switch {
	case !slices.ContainsFunc(s.Members, func(m team.Member) bool { return m.Settled() && judges(m) }):
	case k.Waiver:
		why = "whoever may review wrote, waived or approved it"
	default:
		why = "whoever may review wrote some of it"
	}
	mend := "Have somebody else join who may review."
	if len(could) > 0 {
		mend = "Make " + Listed(could) + " a reviewer."
	}
	return "Nobody may look at it again: " + why + ". " + mend
}

// Words are until when it is due, or since when it is overdue, as a part of a sentence.
func (k Look) Words(now time.Time) string {
	words := "by "
	if k.Late(now) {
		words = "overdue since "
	}
	if words += k.Due.UTC().Format("2 Jan 2006"); k.Waiver {
		return "after an emergency, " + words
	}
	return words
}

// Late says that it is overdue.
func (k Look) Late(now time.Time) bool { return now.After(k.Due) }

// Brief is who can do it in as few words as stand in a line: "Rob or Sue may"; "nobody may" where nobody can.
func (k Look) Brief(s Staff) string {
	if names := k.Names(s); len(names) > 0 {
		return Listed(names) + " may"
	}
	return "nobody may"
}

// Owed is a look as somebody is told of it who asks.
type Owed struct {
	Revision int       `json:"revision"`
	Waiver   bool      `json:"waiver,omitempty" doc:"it came into force by an emergency's waiver; without it, it is to be looked at from time to time"`
	Due      time.Time `json:"due"`
	Overdue  bool      `json:"overdue"`
	// Yours says that it waits for whoever asks.
	Yours bool     `json:"yours" doc:"it waits for you: you may do it, and it is yours, or after an emergency, or nobody whose it is may"`
	Who   []string `json:"who" doc:"the names of those who may do it"`
	Words string   `json:"words" doc:"who may do it, in a sentence; where nobody may, what mends that"`
}

// OwedTo are the looks of a life that are due soon or overdue, as somebody is told of them.
func OwedTo(a desk.Actor, l *life.Life, s Staff) []Owed {
	all := []Owed{}
	for _, k := range Looks(l, s.Now.Add(Soon)) {
		names := k.Names(s)
		if names == nil {
			names = []string{}
		}
		all = append(all, Owed{k.Review.Number, k.Waiver, k.Due, k.Late(s.Now), k.Waits(a, s), names, k.Told(s)})
	}
	return all
}

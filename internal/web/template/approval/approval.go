// Package approval draws where a procedure stands, its reviews, and what waits to be judged.
package approval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/thread"
	"showhow/internal/web/template"
	"showhow/internal/web/template/talk"
)

// Approval is the page of a procedure's life.
type Approval struct {
	At, Title string
	life.Life
	State   string
	Banners []template.Banner
	// Now is when it is looked at; Who looks.
	Now time.Time
	Who string
	// Name gives what people call an account.
	Name func(account string) string
	// Writes and Judges are what whoever looks may do; Password says that they sign by one.
	Writes, Judges, Password bool
	// Anew is where they sign in again before they sign, who have no password here; empty where they needn't.
	Anew string
	// Sendable is the revision that can be sent; 0 for none. Dirty says that the working copy has changes since the last revision.
	Sendable int
	// Stuck is what whoever waits for the review has to know, and Tried what it was tried by.
	Stuck string
	// Untried is why a dry run or a pilot of whoever looks can’t count; empty for nothing.
	Untried string
	// ToTry says that none counts yet of a dry run or a pilot that the review asks for.
	ToTry bool
	Tried []Tried
	// Lookers says, by reviews, who may look again at what a waiver let pass, and Holders who may say that what is in force still holds, where that is due soon: both only where whoever looks may not.
	Lookers map[string]string
	Holders string
	// Again says that it was judged before, and only a retirement that was taken back ended that.
	Again bool
	Dirty bool
	Lacks []Lack
	// None are the places of the revision that is in review, or can be sent, that look like secrets and were said to be none.
	None []None
	// Deputes says that whoever looks may say who stands in for the owner; Deputies are who could.
	Deputes  bool
	Deputies []template.Place
	// Threads are what was said and isn't resolved.
	Threads  []talk.Thread
	Policies life.Policies
	template.Fault
	// Said is what was typed before something was refused, From the day from which it was to be in force, and Urgent that it couldn't wait.
	Said, From string
	Urgent     bool
	Wording    string // why only its wording differs, as it was typed
	// Ending is what was typed of a retirement that was refused.
	Ending Ending
	// Typed is what was chosen as a class that was refused; nil for nothing.
	Typed *Typed
}

// None is a place that looks like a secret, and of which somebody says that it is none.
type None struct {
	Href, Where, Looks, By, Reason string
	// Yours says that it was whoever looks: then they can’t approve it.
	Yours bool
}

// Lack is something that a revision lacks, with the address of the place.
type Lack struct{ Text, Href string }

// noneWords say how many places look like secrets, and who says that they are none.
func (p Approval) noneWords() string {
	var who []string
	for _, n := range p.None {
		if !slices.Contains(who, n.By) {
			who = append(who, n.By)
		}
	}
	verb, none := " says", "it is none"
	if len(who) > 1 {
		verb = " say"
	}
	looks := "1 place looks like a secret"
	if n := len(p.None); n > 1 {
		looks, none = strconv.Itoa(n)+" places look like secrets", "they are none"
	}
	return looks + ", and " + listing.And(who) + verb + " that " + none + "."
}

// upper begins a text with a capital letter.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Open is the review that isn't decided; nil for none.
func (p Approval) Open() *life.Review { return p.In(life.InReview) }

// InForce is the review of the revision in force; nil for none.
func (p Approval) InForce() *life.Review { return p.In(life.Effective) }

// part is what whoever looks did with what is reviewed; empty for nothing.
func (p Approval) part(r *life.Review) string {
	switch {
	case r.By == p.Who:
		return "You sent it"
	case slices.Contains(r.Authors, p.Who):
		return "You wrote some of it"
	}
	return ""
}

// cannot says why whoever looks can't decide on a review; empty when they can.
func (p Approval) cannot(r *life.Review) string {
	if !p.Judges {
		return "Whoever has the role of a reviewer decides."
	}
	if part := p.part(r); part != "" {
		return part + ", so somebody else decides."
	}
	if slices.ContainsFunc(p.None, func(n None) bool { return n.Yours }) {
		return "You said of what looks like a secret that it is none, so somebody else decides."
	}
	return ""
}

// needs is what a policy asks for, in words.
func needs(p life.Policy) string {
	var all []string
	switch p.Approvals {
	case 0:
		all = append(all, "no approval")
	default:
		all = append(all, template.Many(p.Approvals, "approval"))
		if whose := p.Needs(); whose != "" {
			all[0] += " (" + whose + ")"
		}
	}
	if p.DryRun {
		all = append(all, "a dry run")
	}
	if p.Pilot {
		all = append(all, "a pilot")
	}
	s := strings.Join(all, ", ")
	if p.Every > 0 {
		s += fmt.Sprintf("; looked at again every %s", template.Months(p.Every))
	}
	return s
}

// changeWords are how much a revision differs from the one before it that was in force.
var changeWords = map[life.Change]string{
	life.First: "It is the first one.", life.Major: "What one does by it differs from what is in force.", life.Minor: "Only its wording differs from what is in force.",
}

// ruleWords are the rules that can be waived.
var ruleWords = map[life.Rule]string{
	life.Quorum: "More than one approval, and by whom", life.DryRun: "The dry run", life.Pilot: "The pilot", life.Complete: "Completeness", life.Threads: "Unanswered remarks",
}

// waived are a waiver's rules in words.
func waived(w life.Waiver) string {
	var all []string
	for _, r := range w.Rules {
		all = append(all, strings.ToLower(ruleWords[r]))
	}
	return strings.Join(all, ", ")
}

// Chip is a state in words, as its chip says it.
func Chip(s life.State) string { return template.StateWords(string(s)) }

// in is how long it is until a time, or since when it is past.
func in(t, now time.Time) string {
	d := t.Sub(now)
	switch {
	case d < 0:
		return "overdue since " + template.Day(t)
	case d < time.Hour:
		return "within the hour"
	case d < 48*time.Hour:
		return fmt.Sprintf("in %d h", int(d/time.Hour))
	case d < 60*24*time.Hour:
		return fmt.Sprintf("in %d days", int(d/(24*time.Hour)))
	}
	return "on " + template.Day(t)
}

// Queue is the page of what waits for somebody.
type Queue struct {
	Now time.Time
	// Yours are what waits for whoever looks.
	Yours                   []Waiting
	Reviews, Due, Suspended []Waiting
	Manages                 bool
}

// Waiting is one line of it.
type Waiting struct {
	Href, Title, Words string
	// Yours says that whoever looks can decide it.
	Yours, Late bool
	At          time.Time
}

// Policies is the page of what each class needs.
type Policies struct {
	All life.Policies
	template.Fault
	Saved bool
}

func verdictWords(v life.Verdict) string {
	if v == life.Approve {
		return "approved it"
	}
	return "rejected it"
}

// openWaiver says that a waiver of a review hasn't been looked at again.
func openWaiver(r *life.Review) bool {
	for _, w := range r.Waivers {
		if w.Open() {
			return true
		}
	}
	return false
}

// Typed is what somebody chose as a class, and why.
type Typed struct {
	Class          life.Class
	Reason, Deputy string
}

// Ending is why a procedure is retired, and what is used instead, as somebody typed it.
type Ending struct{ Reason, Instead string }

// classed is what the form of the class begins with.
func (p Approval) classed() Typed {
	if p.Typed != nil {
		return *p.Typed
	}
	return Typed{Class: p.Of(), Deputy: p.Deputy}
}

// because is a reason at the end of a sentence.
func because(reason string) string {
	if reason == "" {
		return "."
	}
	return ": " + reason
}

// owed are the reviews of what was in force by a waiver that nobody has looked at again, without what is in force now.
func (p Approval) owed() []*life.Review {
	return slices.DeleteFunc(p.Owed(), func(r *life.Review) bool { return r.State == life.Effective })
}

// cannotFollow says why whoever looks can't say what came of a waiver; empty when they can.
func (p Approval) cannotFollow(r *life.Review) string {
	if !p.Judges {
		return "Whoever has the role of a reviewer looks at it again."
	}
	if part := p.part(r); part != "" {
		return part + ", so somebody else looks at it again."
	}
	if slices.ContainsFunc(r.Waivers, func(w life.Waiver) bool { return w.By == p.Who }) {
		return "You gave the waiver, so somebody else looks at it again."
	}
	if slices.ContainsFunc(r.Decisions, func(d life.Decision) bool { return d.Account == p.Who && d.Verdict == life.Approve }) {
		return "You approved it, so somebody else looks at it again."
	}
	return ""
}

// cannotHold says why whoever looks can't say that a revision still holds; empty when they can.
func (p Approval) cannotHold(r *life.Review) string {
	if part := p.part(r); part != "" && r.Policy.Approvals > 0 {
		return part + ", so somebody else says that it still holds."
	}
	return ""
}

func newestFirst(all []life.Review) []life.Review {
	out := slices.Clone(all)
	slices.Reverse(out)
	return out
}

// NoneThen is the page that says that nothing was in force at a time.
type NoneThen struct {
	At, Title string
	Then, Now time.Time
}

// Moment is a time as it stands in a sentence.
func Moment(t time.Time) string { return life.Moment(t) }

// came says whether any revision ever was in force.
func came(all []life.Review) bool {
	return slices.ContainsFunc(all, func(r life.Review) bool { return !r.Came.IsZero() })
}

// Came says whether any revision of a life ever was in force.
func Came(l *life.Life) bool { return came(l.Reviews) }

// use is one of the bounds of review by use, as its field says it.
type use struct {
	name, words string
	n, most     int
}

func usesOf(b life.ByUse) []use {
	return []use{
		{"failed", "To be looked at after failed executions", b.Failed, 99},
		{"recovered", "After executions that failed in between and were made good", b.Recovered, 99},
		{"deviated", "After executions in which steps weren’t done as they stand", b.Deviated, 99},
		{"said", "After readers’ wrong or outdated that nobody has closed", b.Said, 99},
		{"unused", "After days in which nobody has carried it out", b.Unused, 3650},
	}
}

// newcomer is under how many times whoever does a dry run must have carried it out for real.
func newcomer(p life.Policy) string {
	if p.Newcomer == nil {
		return "0"
	}
	return strconv.Itoa(*p.Newcomer)
}

// newcomers says in a sentence how little whoever does a dry run may have carried it out.
func newcomers(p life.Policy) string {
	switch n := p.Newcomers(); n {
	case 0:
		return ""
	case 1:
		return ", in a dry run by somebody who had never carried it out for real"
	default:
		return ", in a dry run by somebody who had carried it out for real fewer than " + strconv.Itoa(n) + " times"
	}
}

// Tried is a dry run or a pilot of what is in review that ended well: by whom, how often they had carried it out for real before, and why it doesn't count.
type Tried struct {
	Mode, Who, Not string
}

// open tells what was said and isn't resolved.
func (p Approval) open() string {
	all := make([]thread.Thread, len(p.Threads))
	for i := range p.Threads {
		all[i] = p.Threads[i].Thread
	}
	return thread.OpenWords(all)
}

package execution

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// fold is a state on its way.
type fold struct {
	State
	r     *sop.Revision
	x     Execution
	steps []Placed
	at    map[string]int
	seen  map[string]int // how far each account has come, by the number of a step
	last  map[string]Event
}

// Fold tells where an execution of a revision stands by its events, in whatever order they are given and however often each. An event that breaks a rule is
// kept and counts for nothing: State.Void says why.
func Fold(x Execution, r *sop.Revision, events []Event) *State {
	f := &fold{r: r, x: x, steps: Steps(r), at: map[string]int{}, seen: map[string]int{}, last: map[string]Event{}}
	f.State = State{Steps: map[string]*Step{}, Here: map[string]Visit{}, Void: map[string]string{}, Lead: x.By, ahead: map[string]int{}, halted: map[string]bool{}}
	for i, p := range f.steps {
		f.at[p.Key] = i
		f.keys = append(f.keys, p.Key)
		f.Steps[p.Key] = &Step{}
	}
	f.way()
	all := Sorted(events)
	for _, e := range all {
		if why := f.rule(e); why != "" {
			f.Void[e.ID] = why
			continue
		}
		if first := f.Before(e.Step); e.Kind == Settled && (e.Outcome == OK || e.Outcome == Recovered) && first != "" {
			f.ahead[e.ID], f.halted[e.ID] = f.steps[f.at[first]].Number, first == f.Halt
		}
		f.apply(e)
		f.way()
	}
	f.resolve(all)
	f.Gap, f.Deviated, f.RolledBack = f.gap(), f.deviated(), f.rolledBack()
	for _, p := range f.steps {
		st := f.Steps[p.Key]
		st.Outdated, st.Failing = st.Settled == nil && f.outdated(st), failing(p.Step, st.Kept)
	}
	f.Ends = f.ends()
	return &f.State
}

// ends are what it can be ended as by now; none once it has ended.
func (f *fold) ends() (all []Outcome) {
	for _, o := range []Outcome{OK, Recovered, Failed, Skipped} {
		if f.End == nil && f.mayEnd(Event{Outcome: o, Text: "why"}) == "" {
			all = append(all, o)
		}
	}
	return all
}

// gap is why what was done shows too little: a step that applies was skipped or failed, or none was done at all.
func (f *fold) gap() string {
	if f.x.Rules < 1 || f.Next != "" {
		return ""
	}
	done := false
	for _, key := range f.Way {
		switch n := f.steps[f.at[key]].Number; f.Steps[key].Outcome() {
		case Skipped:
			return fmt.Sprintf("Step %d was skipped.", n)
		case Failed:
			return fmt.Sprintf("Step %d failed.", n)
		case OK, Recovered:
			done = true
		}
	}
	if !done {
		return "No step was done."
	}
	return ""
}

// rule says why an event counts for nothing; empty when it counts.
func (f *fold) rule(e Event) string {
	if !slices.Contains(Kinds, e.Kind) {
		return "Nobody knows what this tells."
	}
	if f.End != nil && e.Kind != Noted && e.Kind != Kept && e.Kind != Thought && e.Kind != Resolved && e.Kind != Reopened {
		return "The execution had ended."
	}
	general := e.Kind == Noted || e.Kind == Kept || e.Kind == Resolved || e.Kind == Reopened || e.Kind == Offered || e.Kind == Accepted || e.Kind == Ended
	i, known := f.at[e.Step]
	if !known && !(general && e.Step == "") {
		return "There is no such step."
	}
	switch e.Kind {
	case Settled:
		return f.maySettle(e, f.steps[i])
	case Ended:
		return f.mayEnd(e)
	case Ticked, Confirmed, Answered, Waiting, Approved, Asked:
		return f.mayAct(e, f.steps[i])
	case Thought:
		if e.Value == "" {
			return "Say which it is: unclear, missing, wrong or slow."
		}
		if !slices.Contains(Remarks, Remark(e.Value)) {
			return "There is no such remark."
		}
	case Noted:
		if strings.TrimSpace(e.Text) == "" {
			return "The note is empty."
		}
	case Kept:
		return e.lacks()
	case Linked:
		if e.Ref == "" {
			return "It isn't said which execution is meant."
		}
	case PartEnded:
		if was := f.Steps[e.Step].Linked; was == nil || was.Ref != e.Ref {
			return "Another execution is the step's by now."
		}
	case Offered:
		if e.Author != f.Lead {
			return "Only whoever leads can hand it over."
		}
		if e.To == "" || e.To == e.Author {
			return "It has to be handed to somebody else."
		}
		if f.x.Rules >= 3 && strings.TrimSpace(e.Text) == "" {
			return "What they have to know isn't said."
		}
	case Accepted:
		if f.Offer == nil || f.Offer.To != e.Author {
			return "Nothing was handed to whoever accepts."
		}
	}
	return ""
}

// lacks is why what is kept as evidence is none.
func (e *Event) lacks() string {
	switch {
	case e.Lost:
		return "The picture isn't there: it wasn't kept with this execution, or was dropped because nothing named it for a week."
	case strings.TrimSpace(e.Text) == "" && e.Picture == "":
		return "There is neither a text nor a picture."
	}
	return ""
}

// mayAct is the rule of what is done at a step before it's settled.
func (f *fold) mayAct(e Event, p Placed) string {
	c := p.Conduct
	switch e.Kind {
	case Ticked:
		if e.Index < 0 || e.Index >= len(Cautions(p.Step)) {
			return "There is no such warning."
		}
	case Confirmed:
		if e.Index < 0 || e.Index >= len(p.Commands) {
			return "There is no such command."
		}
		c := parameter.Fill(f.r, &p.Commands[e.Index], f.x.Values)
		if want := parameter.Word(c); e.Value != want && (f.x.Rules >= 3 || e.Value != parameter.Word(parameter.Names(c))) && (f.x.Rules >= 2 || e.Value != parameter.Once(c)) {
			return fmt.Sprintf("What was typed isn't “%s”.", want)
		}
	case Answered:
		if c == nil || !slices.ContainsFunc(c.Branches, func(b sop.Branch) bool { return b.Text == e.Value }) {
			return "The step has no such answer."
		}
	case Waiting:
		if c == nil || c.Wait == 0 {
			return "The step asks for no wait."
		}
	case Approved, Asked:
		if c == nil || c.Approver == "" {
			return "The step asks for no approval."
		}
		if e.Kind == Asked {
			return f.mayAsk(e, f.Steps[p.Key])
		}
		return f.MayApprove(f.x, c.Approver, e)
	}
	return ""
}

// mayAsk is the rule of asking again for an approval.
func (f *fold) mayAsk(e Event, st *Step) string {
	switch {
	case !st.Refused():
		return "Nobody has refused to approve it."
	case st.Asked != nil:
		return "It is asked for again already."
	case st.Outcome() != "":
		return "The step is settled."
	case !f.Carries(e.Author) && e.Author != f.x.By:
		return "Only whoever carries it out asks again."
	}
	return ""
}

// Cautions are the remarks of a step that have to be read before it's done.
func Cautions(s *sop.Step) (all []sop.Callout) {
	for _, c := range s.Callouts {
		if c.Kind == sop.Warning || c.Kind == sop.Caution {
			all = append(all, c)
		}
	}
	return all
}

// Observes says that what is seen has to be written down, by the rules of a version: a tick isn't enough. That is so of a step that looks and compares, of one with a value that is declared, and of one
// that says under “Verify” what is expected.
func Observes(p Placed, rules int) bool {
	return p.Kind == sop.StepCheck || p.Conduct != nil && p.Conduct.Value != nil || rules >= 3 && p.Section == sop.Verify && len(p.Expected) > 0
}

func (f *fold) maySettle(e Event, p Placed) string {
	if !slices.Contains(Outcomes, e.Outcome) {
		return "There is no such outcome."
	}
	if e.Outcome != OK && strings.TrimSpace(e.Text) == "" {
		return "It needs a reason."
	}
	if e.Outcome != OK && e.Outcome != Recovered {
		return ""
	}
	if why := f.early(e); why != "" {
		return why
	}
	return f.lacks(e, p)
}

// lacks is what a step still asks for before it can be done.
func (f *fold) lacks(e Event, p Placed) string {
	st, c := f.Steps[p.Key], p.Conduct
	if c == nil {
		c = &sop.Conduct{}
	}
	kept := func(want string) bool {
		return slices.ContainsFunc(st.Kept, func(k Event) bool { return (k.Picture != "") == (want == "picture") })
	}
	for i := range Cautions(p.Step) {
		if _, ok := st.Ticked[i]; !ok {
			return "A warning hasn't been read yet."
		}
	}
	for i, k := range p.Commands {
		if _, ok := st.Confirmed[i]; k.Class == sop.Destroys && !ok {
			return "It destroys something, and nobody has confirmed that."
		}
	}
	for _, want := range c.Wants {
		if !kept(want) {
			return "A " + want + " has to be kept as evidence."
		}
	}
	ran := failing(p.Step, st.Kept)
	switch {
	case f.x.Rules >= 3 && ran != nil && strings.TrimSpace(e.Text) == "":
		return fmt.Sprintf("A command of it ended with %s when it was run last: %s. Why the step is done all the same has to be said.", ran.Exit, strings.TrimSuffix(ran.Command, "."))
	case Observes(p, f.x.Rules) && strings.TrimSpace(e.Value) == "":
		return "What was observed isn't written down."
	case c.Value != nil && strings.TrimSpace(e.Value) != strings.TrimSpace(c.Value.Text) && strings.TrimSpace(e.Text) == "":
		return fmt.Sprintf("What was observed isn't “%s”: that needs a reason.", c.Value.Text)
	case len(c.Branches) > 0 && st.Answer == nil:
		return "The question isn't answered."
	case c.Wait > 0 && (st.Waiting == nil || e.At.Before(st.Waiting.At.Add(time.Duration(c.Wait)*time.Second))):
		return "The time isn't over yet."
	case c.Approver != "" && (st.Approved == nil || st.Approved.Value == "no"):
		return "Somebody else has to approve it."
	case c.Procedure != "" && st.Part() != "" && (st.Linked == nil || f.x.Rules >= 1):
		return st.Part()
	case c.Approver != "" && f.x.Rules >= 1 && e.Author == st.Approved.Author:
		return "Whoever approved it can't settle it, too: that is for who carries it out."
	case c.Approver != "" && f.outdated(st):
		return "Whoever approved it carries it out by now: somebody else has to approve it."
	}
	return ""
}

// outdated says that whoever approved a step carries the execution out by now: leads it, or has settled some of its steps.
func (f *fold) outdated(st *Step) bool {
	return f.x.Rules >= 1 && st.Approved != nil && st.Approved.Value != "no" && f.Carries(st.Approved.Author)
}

func (f *fold) mayEnd(e Event) string {
	if !slices.Contains(Outcomes, e.Outcome) {
		return "There is no such outcome."
	}
	if e.Outcome != OK && strings.TrimSpace(e.Text) == "" {
		return "It needs a reason."
	}
	if e.Outcome != OK && e.Outcome != Recovered {
		return ""
	}
	if f.Next != "" {
		return fmt.Sprintf("Step %d isn't settled.", f.steps[f.at[f.Next]].Number)
	}
	bad, made, back := false, false, false
	for _, key := range f.Way {
		o := f.Steps[key].Outcome()
		bad, made = bad || o == Failed, made || o == Recovered
		if f.steps[f.at[key]].Section == sop.RollBack {
			back = back || o == OK || o == Recovered
			if o == Failed {
				return "The roll back failed, so it isn't recovered."
			}
		}
	}
	switch {
	case e.Outcome == OK && (bad || made):
		return "A step failed: it is recovered at best."
	case e.Outcome == Recovered && !bad && !made:
		return "No step failed, so there was nothing to recover from."
	case e.Outcome == Recovered && bad && !made && !back && f.Halt == "" && len(f.Way) > 0 && f.Steps[f.Way[len(f.Way)-1]].Outcome() == Failed:
		return "The step that failed was the last that was done: nothing made it good."
	}
	return ""
}

// Package execution draws how a procedure is carried out, and what came of it.
package execution

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/web/template"
)

// Start is the page on which an execution is begun.
type Start struct {
	At, Title string
	Banners   []template.Banner
	template.Fault
	Mode   execution.Mode
	Number int // the revision in force; 0 for none
	Trial  int // the revision that a dry run would be of
	Params []StartParam
	// Before is what has to hold before it is begun.
	Before []string
	// Marks are what has to be known of its steps before.
	Marks []StartMark
	// From, Environment, Override, Parent and Overdue are as they were given.
	From, Environment, Override, Parent string
	Suspended, Late, Retired            bool
	// Instead is what is used instead of what is retired: its address and its title; nil for nothing.
	Instead *template.Place
	// Learner says how far whoever looks is, when they aren't able alone; Companions may look on, and Companion is who was chosen, Alone the reason that was given. Needs says that one of both is asked for.
	Learner, Companion, Alone string
	Companions                []template.Place
	Needs                     bool
	// Known says that they have ticked that they know it to be overdue.
	Known bool
	// Plain are the parameters of which they said that their values are no secrets.
	Plain []string
	// Parallels are what is under way of the same procedure, and Told how the form says that whoever looks was told of each.
	Parallels
	Told []string
}

// Whose says of the revision that is carried out for real that it is in force, unless a step of another execution asks for it.
func (p Start) Whose() string {
	if p.Parent != "" {
		return ""
	}
	return ", which is in force"
}

// StartParam is a parameter that is asked for.
type StartParam struct {
	Name, Value, Example, About, Hint string
	Secret, Bad                       bool
	// Exposed is why its value looks like a secret, as a sentence; empty for one that doesn’t. Plain says that they said it is none.
	Exposed string
	Plain   bool
}

// Carry is the page of an execution.
type Carry struct {
	// At is its address, and Slug the procedure's.
	At string
	execution.Execution
	State *execution.State
	Sheet execution.Sheet
	// Clocks are the times of steps that run, or are over.
	Clocks []execution.Clock
	// Step is the one that is shown; nil when all is settled, or for an execution that has ended.
	Step    *CarryStep
	Banners []template.Banner
	template.Fault
	Who  string
	Name func(account string) string
	Now  time.Time
	// Fresh begins the ids of what a form sends, so that a form sent twice counts once.
	Fresh string
	// Said is the step of which they have just said something.
	Said   string
	People []CarryPerson
	// Writes says that whoever looks may resolve remarks; Events are all, in the order in which they count.
	Writes bool
	Events []execution.Event
	// Ahead are the steps, for a page that goes on without a connection, and Places in JSON where each leads.
	Ahead  []CarryStep
	Places string
	// Contacts are whom one can call when a step has failed.
	Contacts []Contact
	// Typed is what was typed into a form that was refused.
	Typed map[string]string
	// Beside are the others of the same procedure that are under way.
	Beside []execution.Parallel
	// Tries says how well who does a dry run knew the procedure; empty for another execution.
	Tries string
	// Uncounted is why a trial doesn’t count for a review; empty for one that can.
	Uncounted string
}

// CarryPerson is somebody to whom it can be handed over.
type CarryPerson struct{ ID, Name string }

// CarryStep is the step that is shown.
type CarryStep struct {
	execution.Line
	View view.Step
	*execution.Step
	// After is the key of the one behind it on the way.
	After, AfterTitle string
	// Approves says that whoever looks may approve it.
	Approves bool
	// Marks are what has to be known of it before.
	Marks []Mark
	// First is a step that comes before it and isn't settled, where it may be settled as it is shown; nothing of a page that goes on without a connection.
	First execution.Line
	// Losses are the files that it uses, and that steps before it were to write.
	Losses []execution.Loss
	// Called is the title of the procedure that it asks for.
	Called string
}

// Executions is a list of executions.
type Executions struct {
	Title, At string // of a procedure; empty for all
	Retired   bool
	Running   []execution.Execution
	Over      []execution.Execution
	Mode      execution.Mode
	Name      func(account string) string
	Now       time.Time
}

var modeWords = map[execution.Mode]string{execution.Live: "Live", execution.DryRun: "Dry run", execution.Pilot: "Pilot", execution.Training: "Training"}

// Supervisor is what people call who looks on; empty for nobody.
func (c Carry) Supervisor() string {
	if c.Companion == "" {
		return ""
	}
	return c.Name(c.Companion)
}

// ModeWords is what an execution is for, in words.
func ModeWords(m execution.Mode) string { return modeWords[m] }

var outcomeWords = map[execution.Outcome]string{
	execution.OK: "Done", execution.Recovered: "Failed, then recovered", execution.Failed: "Failed", execution.Skipped: "Skipped", execution.NotNeeded: "Not applicable",
}

// OutcomeWords is what became of a step, in words.
func OutcomeWords(o execution.Outcome) string { return outcomeWords[o] }

// endWords is what became of an execution.
func endWords(o execution.Outcome) string {
	return map[execution.Outcome]string{execution.OK: "It worked", execution.Recovered: "It failed, and was recovered", execution.Failed: "It failed", execution.Skipped: "Stopped before its end", execution.NotNeeded: "Not applicable"}[o]
}

// EndWords is what became of an execution, in words.
func EndWords(o execution.Outcome) string { return endWords(o) }

var remarkWords = map[execution.Remark]string{execution.Unclear: "Unclear", execution.Missing: "Something is missing", execution.Wrong: "Wrong", execution.Slow: "Took long"}

// rung are the keys of the steps whose times are over.
func (c Carry) rung() string {
	var all []string
	for _, k := range c.Clocks {
		if !k.Over.After(c.Now) {
			all = append(all, k.Step)
		}
	}
	return strings.Join(all, " ")
}

// running are the steps whose times run, each with its end behind an @.
func (c Carry) running() string {
	var all []string
	for _, k := range c.Clocks {
		if k.Over.After(c.Now) {
			all = append(all, k.Step+"@"+k.Over.UTC().Format(time.RFC3339))
		}
	}
	return strings.Join(all, " ")
}

// clock is a time that is waited for, with the day when that isn't today's.
func (c Carry) clock(at time.Time) string {
	at = at.UTC()
	if at.Format(time.DateOnly) != c.Now.UTC().Format(time.DateOnly) {
		return at.Format("2 Jan, 15:04:05") + " UTC"
	}
	return at.Format("15:04:05") + " UTC"
}

// Turns is when what is told of it changes next though nobody does anything: the next of the times that run is over, or somebody isn't there any more; zero for never.
func (c Carry) Turns() time.Time {
	next := c.State.Fades(c.Now)
	for _, k := range c.Clocks {
		if k.Over.After(c.Now) && (next.IsZero() || k.Over.Before(next)) {
			next = k.Over
		}
	}
	return next
}

// carries says that whoever looks carries it out.
func (c Carry) carries() bool { return c.State.Carries(c.Who) || c.Who == c.By }

// step and applies are where a step stands, in words.
func (c Carry) step(s CarryStep) string {
	words, _ := c.State.Position(s.Line)
	return words
}

func (c Carry) applies(s CarryStep) string {
	_, words := c.State.Position(s.Line)
	return words
}

// percent is how much of the way is done.
func (c Carry) percent() string {
	if c.Of == 0 {
		return "0"
	}
	return strconv.Itoa(100 * c.Done / c.Of)
}

// settled are the keys of the steps that are.
func (c Carry) settled() string {
	var all []string
	for _, l := range c.Sheet.Steps {
		if c.State.Steps[l.Key].Outcome() != "" {
			all = append(all, l.Key)
		}
	}
	return strings.Join(all, " ")
}

// conflicts are the steps that several people settled without knowing of each other.
func (c Carry) conflicts() (all []execution.Line) {
	for _, l := range c.Sheet.Steps {
		if c.State.Steps[l.Key].Conflict() {
			all = append(all, l)
		}
	}
	return all
}

// line is a step by its key.
func (c Carry) line(key string) execution.Line {
	i := slices.IndexFunc(c.Sheet.Steps, func(l execution.Line) bool { return l.Key == key })
	if i < 0 {
		return execution.Line{}
	}
	return c.Sheet.Steps[i]
}

// stepAt is the address of a step.
func (c Carry) stepAt(key string) string { return c.At + "?step=" + key }

// others are those who are at it beside whoever looks, with the step that they are at.
func (c Carry) others() (all []string) {
	for who, v := range c.State.Here {
		if who != c.Who {
			all = append(all, fmt.Sprintf("%s is at step %d", c.Name(who), c.line(v.Step).Number))
		}
	}
	slices.Sort(all)
	return all
}

// heads are the ids of what a step was settled as, for a form that replaces them.
func heads(s *execution.Step) string {
	var ids []string
	for _, h := range s.Heads {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, " ")
}

// settledWords tell what a step was settled as, by whom and when.
func settledWords(e execution.Event, name func(string) string) string {
	s := outcomeWords[e.Outcome] + ", by " + name(e.Author) + " at " + e.At.UTC().Format("15:04:05")
	if e.Value != "" {
		s += ", observed: " + e.Value
	}
	if e.Early > 0 {
		s += ", out of turn: step " + strconv.Itoa(e.Early) + " comes before it"
	}
	return s
}

// until is when a step's time is over; zero when it hasn't begun.
func (s CarryStep) until() time.Time {
	if s.Waiting == nil {
		return time.Time{}
	}
	return s.Waiting.At.Add(time.Duration(s.Line.Wait) * time.Second)
}

// partWords say how the execution of a step's own procedure stands, as far as it's known.
func partWords(p Carry, s CarryStep) string {
	switch why := s.Part(); {
	case why != "" && p.Rules > 0:
		return why
	case why != "":
		return "Its own procedure was begun."
	}
	return "Its own procedure was carried out."
}

// backing says that the step belongs to the roll back.
func (s CarryStep) backing() bool { return s.Section == sop.RollBack }

// took is a time that something took, in words.
func took(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// carryOrder is a command with its number in the step.
type carryOrder struct {
	Index int
	execution.Order
}

// onWay says whether a step is on the way, as far as it is known.
func onWay(s *execution.State, key string) bool { return slices.Contains(s.Way, key) }

func executionsTitle(p Executions) string {
	if p.Title != "" {
		return "Executions of it"
	}
	return "Executions"
}

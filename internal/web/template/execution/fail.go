package execution

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Contact is somebody whom one can call when a step has failed.
type Contact struct {
	// What is what they are to the procedure, or in the workspace: its owner, a reviewer. Mail may be empty.
	Name, What, Mail string
}

// failure is a step that has failed, as long as nobody has settled it otherwise.
type failure struct {
	execution.Line
	Event execution.Event
}

// failures are those of all steps.
func (c Carry) failures() (all []failure) {
	for _, l := range c.Sheet.Steps {
		if st := c.State.Steps[l.Key]; st.Outcome() == execution.Failed {
			all = append(all, failure{l, *st.Settled})
		}
	}
	return all
}

// othersFailures are those of whoever doesn't look.
func (c Carry) othersFailures() []failure {
	return slices.DeleteFunc(c.failures(), func(f failure) bool { return f.Event.Author == c.Who || c.Over() })
}

func (f failure) words() string { return "Step " + strconv.Itoa(f.Number) + " failed: " + f.Title }

// toldWords say who was told last that a step failed; empty where nobody is to be told of such an execution.
func (c Carry) toldWords(step string) string {
	a, ok := c.Alarmed(step)
	if !ok {
		return ""
	}
	return a.Sent(c.Who, c.Name)
}

// left says how many steps nobody has settled, where one failed and nothing says what to do then.
func (c Carry) left() string {
	n := c.Of - c.Done
	switch n {
	case 0:
		return "No step is left: say what became of it, or settle it again."
	case 1:
		return "1 step is left. Settle this one again, go on with that one all the same and say why, or end it."
	}
	return strconv.Itoa(n) + " steps are left. Settle this one again, go on all the same and say why, or end it."
}

// canWork says that it can be ended as that it worked.
func (c Carry) canWork() bool {
	return slices.ContainsFunc(c.endings(), func(e ending) bool { return e.Outcome == execution.OK })
}

// tellings are who was told of steps that failed, by their keys: a page that was without a connection reads it, with the event of which they were told.
func (c Carry) tellings() string {
	type telling struct {
		Event string `json:"event"`
		Words string `json:"words"`
	}
	all := map[string]telling{}
	for _, a := range c.Told {
		all[a.Step] = telling{a.Event, a.Words(c.Who, c.Name)}
	}
	b, _ := json.Marshal(all) // texts alone: it can't fail
	return string(b)
}

// AlarmLine is a failure of which people were told, in words.
type AlarmLine struct {
	Number int
	Words  string
}

// Alarms are all of them.
func (c Carry) Alarms() (all []AlarmLine) {
	for _, a := range c.Told {
		all = append(all, AlarmLine{c.line(a.Step).Number, a.Words(c.Who, c.Name)})
	}
	return all
}

// ahead is where one goes on after a step that failed, and in which words; all is settled where it is the execution itself.
func (c Carry) ahead(s CarryStep) (at, words string) {
	next := c.State.Next
	switch l := c.line(next); {
	case c.State.Halt != "" && c.State.Halt == s.Key:
		return c.At, "What can be done now"
	case next == "" || next == s.Key:
		return c.At, "Say what became of it all"
	case l.Section == sop.RollBack:
		return c.stepAt(next), "To the roll back"
	default:
		return c.stepAt(next), "Go on: " + l.Title
	}
}

// writers are the keys of the steps that were to write a file.
func writers(l execution.Loss) string {
	var keys []string
	for _, w := range l.Writers {
		keys = append(keys, w.Key)
	}
	return strings.Join(keys, " ")
}

// ending is a button by which an execution is ended.
type ending struct {
	execution.Outcome
	Words, Class string
}

// endings are the ways in which it can be ended as it stands, the likeliest first. What would be refused isn't among them.
func (c Carry) endings() []ending {
	bad, made := len(c.failures()) > 0, false
	for _, key := range c.State.Way {
		made = made || c.State.Steps[key].Outcome() == execution.Recovered
	}
	failed := ending{execution.Failed, "It failed", "button danger-button"}
	recovered := ending{execution.Recovered, "It failed, and is recovered", "button quiet-button"}
	stopped := ending{execution.Skipped, "Stop here", "button quiet-button"}
	var all []ending
	switch whole := c.State.Next == ""; {
	case bad && whole:
		all = []ending{failed, recovered, stopped}
	case bad:
		all = []ending{failed, stopped}
	case !whole:
		all = []ending{stopped, failed}
	case made:
		all = []ending{recovered, failed, stopped}
	default:
		all = []ending{{execution.OK, "It worked", "button"}, failed, stopped}
	}
	all = slices.DeleteFunc(all, func(e ending) bool { return len(c.State.Ends) > 0 && !slices.Contains(c.State.Ends, e.Outcome) })
	all[0].Class = strings.ReplaceAll(all[0].Class, "quiet-button", "") + " big"
	return all
}

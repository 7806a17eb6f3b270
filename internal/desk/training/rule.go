package training

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/training"
)

// Sees says whether somebody may see what was noted on a person, and until when they are to have learnt what. Who can do a procedure everybody sees who may read.
func Sees(a desk.Actor, account string) bool { return a.Account == account || a.May(desk.Judge) == nil }

// signing is one thing that somebody wants to sign.
type signing struct {
	entry   training.Entry
	trainee string
	record  *training.Record
	// tasks are the trainee's on this procedure; alone says that the signer is able alone, judges that they may judge.
	tasks         []training.Task
	alone, judges bool
	// run is the execution that the entry is about; nil for none.
	run *execution.Execution
	training.Asking
}

// bound says whether an entry is on the bytes that are in force.
func bound(e training.Entry, a training.Asking) error {
	v, _, ok := a.Line.Current(a.Now)
	if !ok {
		return refused("No revision is in force, so there is nothing to learn yet.", "Have one approved first.")
	}
	if e.Digest != v.Digest || e.Number != v.Number {
		return refused(fmt.Sprintf("Revision %d has come into force meanwhile: what you looked at isn't what people work by.", v.Number), "Open the page again, look at what has changed, and sign that.")
	}
	return nil
}

// read is whether a reader can acknowledge that they read.
func read(s signing) error {
	if err := bound(s.entry, s.Asking); err != nil {
		return err
	}
	if h := training.StandingOf(s.record, s.Asking).Has[training.Read]; h != nil && h.Number == s.entry.Number && h.Kind == training.Signed {
		return refused("You have acknowledged this revision already.", "")
	}
	return nil
}

// sign is whether somebody can sign for a person's supervised run, or that they are able alone.
func sign(s signing) error {
	if err := bound(s.entry, s.Asking); err != nil {
		return err
	}
	supervises := slices.ContainsFunc(s.tasks, func(t training.Task) bool { return t.Supervisor == s.entry.Account })
	switch stage := s.entry.Stage; {
	case stage != training.Supervised && stage != training.Able:
		return refused("That isn't signed by somebody else.", "Reading is acknowledged by the reader, and a practice execution shows itself.")
	case s.entry.Account == s.trainee:
		return refused("Nobody signs for themselves.", "Ask somebody who is able alone, or whom a task names as supervisor.")
	case stage == training.Supervised && !s.alone && !supervises:
		return refused("Only somebody who is able alone, or whom a task names as supervisor, signs what they saw.", "Become the supervisor of a task, or ask somebody who is able.")
	case stage == training.Able && !s.alone && !supervises && !s.judges:
		return refused("Only somebody who is able alone, a supervisor named by a task, or a reviewer signs that.", "Ask one of them.")
	case strings.TrimSpace(s.entry.Note) == "":
		return refused("It isn't said what you saw.", "Say what they did, and what shows that they can.")
	}
	if err := ran(s); err != nil {
		return err
	}
	now := training.StandingOf(s.record, s.Asking)
	if s.entry.Stage == training.Able {
		if now.Alone() && now.Able.Number == s.entry.Number {
			return refused("They are able alone by this revision already.", "")
		}
		if now.Alone() { // only words have changed since
			return nil
		}
		var lacks []string
		for _, x := range training.Stages[:3] {
			if now.Has[x] == nil {
				lacks = append(lacks, lackWords[x])
			}
		}
		if len(lacks) > 0 {
			return refused("Before that comes: "+strings.Join(lacks, "; ")+".", "Let them do it, or waive it with a reason.")
		}
	}
	return nil
}

// lackWords are the stages as what is missing.
var lackWords = map[training.Stage]string{training.Read: "they acknowledge that they have read this revision", training.Walked: "a practice execution of theirs", training.Supervised: "a run under supervision, signed"}

// ran is whether the execution that an entry is about is one of the trainee's, of the revision in force.
func ran(s signing) error {
	if s.run == nil {
		return nil
	}
	if s.run.Digest != s.entry.Digest || !slices.Contains(s.run.Doers, s.trainee) {
		return refused("That execution isn't one of theirs by the revision in force.", "Choose another, or none.")
	}
	return nil
}

// waive is whether a stage can be let pass.
func waive(s signing) error {
	if err := bound(s.entry, s.Asking); err != nil {
		return err
	}
	switch {
	case s.entry.Stage.Rank() == 0 || s.entry.Stage == training.Able:
		return refused("That can't be waived.", "That somebody is able alone is signed by a person; what comes before it can be waived.")
	case s.entry.Account == s.trainee:
		return refused("Nobody waives what they are to learn themselves.", "Ask another reviewer.")
	case s.entry.Note == "":
		return refused("It isn't said why.", "Give a reason: it is shown beside the name for good.")
	}
	return nil
}

// takeBack is whether an ability can be taken back.
func takeBack(s signing) error {
	now := training.StandingOf(s.record, s.Asking)
	switch {
	case now.Has[training.Supervised] == nil && !now.Alone():
		return refused("There is nothing to take back: they aren't able alone now.", "")
	case s.entry.Note == "":
		return refused("It isn't said why.", "Give a reason: it is kept beside the name.")
	case s.entry.Account != s.trainee && !s.judges:
		return refused("Only a reviewer takes that back, or the person.", "Ask one.")
	}
	return nil
}

// Begun is somebody who begins an execution.
type Begun struct {
	// Alone says that they are able alone; Used that anybody learns this procedure here, so that it says something when they aren't.
	Alone, Used bool
	// Companion is whom they name: themselves, and Fit when that one may look on. Reason is why they do it all the same, and Alert that an alert calls.
	Companion, Self string
	Fit             bool
	Reason          string
	Alert           bool
	Policy          training.Policy
}

// fit is whether they may. Nothing of this holds up an incident: with a reason everybody may, and with an alert without one.
func fit(b Begun) error {
	if b.Companion != "" && (b.Companion == b.Self || !b.Fit) {
		return refused("Whom you name as supervisor isn't somebody else who is able alone, or whom a task names.", "Name another, or say why you carry it out all the same.")
	}
	if !b.Used || b.Alone || !b.Policy.Companion || b.Companion != "" || b.Reason != "" || b.Alert {
		return nil
	}
	return refused(execution.NotAlone, "Name somebody able who looks on, or say why you carry it out all the same.")
}

// reminder is one that is to be given, by a stage that names it once and for all.
type reminder struct {
	stage, said string
	to          []string
}

// How long before a task is due it's told, and how often after; from how many weeks on whoever asked is told, too.
const (
	soon     = 7 * 24 * time.Hour
	weekly   = 7 * 24 * time.Hour
	escalate = 2
)

// reminders are those that a task calls for, and when it is to be looked at again. name is what people call its person.
func reminders(c training.Case, name string) (all []reminder, next time.Time) {
	s := training.StandingOf(c.Record, c.Asking)
	if s.Reached(c.Task.Target) {
		return nil, c.Now.Add(24 * time.Hour)
	}
	due := c.Due()
	day := due.UTC().Format("2 Jan 2006")
	id := fmt.Sprintf("training %s %d ", c.Task.ID, due.UnixMicro())
	if due != c.Task.Due { // it was learnt, and is to be learnt again
		all = append(all, reminder{id + "again", "What you have learnt has to be refreshed by " + day + ": " + why(s), []string{c.Task.Account}})
	}
	switch late := c.Now.Sub(due); {
	case late < -soon:
		next = due.Add(-soon)
	case late < 0:
		all, next = append(all, reminder{id + "soon", "You were asked to learn it by " + day, []string{c.Task.Account}}), due
	default:
		n := int(late / weekly)
		all, next = append(all, reminder{fmt.Sprintf("%slate-%d", id, n), "You should have learnt it by " + day, []string{c.Task.Account}}), due.Add(time.Duration(n+1)*weekly)
		if n >= escalate {
			all = append(all, reminder{fmt.Sprintf("%slate-%d up", id, n), name + " should have learnt it by " + day, []string{c.Task.By, c.Task.Supervisor}})
		}
	}
	if tomorrow := c.Now.Add(24 * time.Hour); next.After(tomorrow) { // a revision may come into force before
		next = tomorrow
	}
	return all, next
}

// why is why something is to be learnt again.
func why(s training.Standing) string {
	switch s.Refresh {
	case training.Unused:
		return "you haven’t carried it out for a long time"
	case training.Undone:
		return "somebody took it back"
	}
	return "it has changed since"
}

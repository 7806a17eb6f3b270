// Package execution holds the nouns of carrying a procedure out. An execution is a list of events that only grows; what it stands at is folded from them
// (Fold), in an order that doesn't depend on when they reached us. The verbs are in desk/execution.
package execution

import (
	"slices"
	"strings"
	"time"
)

// RulesNow are the rules by which what begins now counts. The first, 0, let a trial pass whose steps were skipped, whoever
// approved a step settle it, and one count as done whose own procedure was merely begun; up to 1, a recorded value confirmed a command that
// destroys something though another was given, and the file a restore; up to 2, so did a name of which a recorded value is a part, a step counted as done
// without a word though one before it wasn't settled or a command of it that was run had ended badly, and a step of “Verify” without what was seen;
// a hand-over might say nothing; up to 3, the way ended at a failure after which nothing leads on, and what was done behind it needed no word.
const RulesNow = 4

// Mode is what an execution is for.
type Mode string

// The modes.
const (
	DryRun   Mode = "dry_run" // by somebody who tries whether the words suffice
	Pilot    Mode = "pilot"   // outside production
	Live     Mode = "live"
	Training Mode = "training"
)

// Modes are all of them.
var Modes = []Mode{DryRun, Pilot, Live, Training}

// Tries says that it shows whether a revision can be carried out.
func (m Mode) Tries() bool { return m == DryRun || m == Pilot }

// Words are the mode as people say it.
func (m Mode) Words() string { return strings.ReplaceAll(string(m), "_", " ") }

// What somebody is told who may begin only when they say more: with a companion or a reason, with a reason, with that they know. By these words a terminal knows it, and names its
// options for that.
const (
	NotAlone       = "You aren't able alone at this procedure, and much hangs on it."
	WhileSuspended = "It is suspended: "
	SaysWhy        = "If it has to be done all the same, say why."
	WhileOverdue   = "It is overdue: "
	SaysKnown      = "Say that you know."
	LooksSecret    = "What looks like a secret would be kept with the execution, and shown to everybody who reads it: "
	SaysPlain      = "Say that it is none, or have its parameter marked as secret in the procedure."
)

// Outcome is what became of a step, or of an execution.
type Outcome string

// The outcomes; each but OK needs a reason.
const (
	OK        Outcome = "ok"
	Recovered Outcome = "recovered" // it failed, and was made good
	Failed    Outcome = "failed"
	Skipped   Outcome = "skipped" // of an execution: stopped before its end
	NotNeeded Outcome = "not_applicable"
)

// Outcomes are all of them, from the least grave to the gravest.
var Outcomes = []Outcome{OK, NotNeeded, Skipped, Recovered, Failed}

// Execution is a person, or several, carrying one revision of a procedure out. What it is pinned to never changes.
type Execution struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Procedure is the procedure's id, Slug and Title as they were at the start; Number and Digest are the revision's.
	Procedure string `json:"-"`
	Slug      string `json:"slug"`
	Title     string `json:"title"`
	Number    int    `json:"revision"`
	Digest    string `json:"digest"`
	Mode      Mode   `json:"mode"`
	// Values are the parameters', by name; secrets are never among them.
	Values map[string]string `json:"values,omitempty"`
	// Environment is where a pilot is done, From the address from which it was begun (an alert, a ticket), Parent the execution of which this is a part.
	Environment string `json:"environment,omitempty"`
	From        string `json:"from,omitempty"`
	Parent      string `json:"parent,omitempty"`
	// ParentStep is the step of that which asks for this, by its key.
	ParentStep string `json:"parent_step,omitempty"`
	// Override is why it was begun although the procedure is suspended; Overdue that whoever began it knew it to be overdue.
	Override string    `json:"override,omitempty"`
	Overdue  bool      `json:"overdue,omitempty"`
	By       string    `json:"by"`
	Started  time.Time `json:"started"`
	// Companion is who looks on, where whoever began it isn't able alone; Alone is why they carry it out all the same.
	Companion string `json:"companion,omitempty"`
	Alone     string `json:"alone,omitempty"`
	// Asked are the steps for whose approval others were asked, by their keys: once each.
	Asked []string `json:"asked,omitempty"`
	// Again are the refusals after which they were asked again, by their events' ids: once each.
	Again []string `json:"again,omitempty"`
	// Told are the failures of its steps of which people were told, in the order in which they came.
	Told []Alarm `json:"told,omitempty"`
	// Wakes is when the next of its steps' times is over of which nobody was told, zero for none; Woken are the steps of which they were, by their keys.
	Wakes time.Time `json:"wakes,omitzero"`
	Woken []string  `json:"woken,omitempty"`
	// Rules are those by which its events count, by their version: those that held when it was begun, so that what has ended stays as it was.
	Rules int `json:"rules,omitempty"`
	Summary
}

// Alarm says which failure of a step people were told of, and whom.
type Alarm struct {
	// Step is its key, Event the id of what it was settled by as failed, and To accounts.
	Step  string   `json:"step"`
	Event string   `json:"event"`
	To    []string `json:"to,omitempty"`
	// At is when, zero for before that was kept. Again counts how often they were told again, for nobody had answered; 0 for the first time.
	At    time.Time `json:"at,omitzero"`
	Again int       `json:"again,omitempty"`
}

// Alarmed is who was told last that a step failed; ok is false as long as nobody was to be told.
func (x Execution) Alarmed(step string) (a Alarm, ok bool) {
	for _, t := range x.Told {
		if t.Step == step {
			a, ok = t, true
		}
	}
	return a, ok
}

// Summary is what is told of an execution in lists, as its events have it.
type Summary struct {
	Changed time.Time `json:"changed"`
	Ended   time.Time `json:"ended,omitzero"`
	Outcome Outcome   `json:"outcome,omitempty"`
	// Lead answers for it; Doers are who settled steps; Done and Of count the steps on its way.
	// Offered is to whom it was handed and who hasn't taken it; empty for nobody.
	Lead    string   `json:"lead"`
	Offered string   `json:"offered,omitempty"`
	Doers   []string `json:"doers,omitempty"`
	Done    int      `json:"done"`
	Of      int      `json:"of"`
	// Open is how many remarks "wrong" nobody has resolved, and Passed that it shows a revision to hold.
	Open   int  `json:"open,omitempty"`
	Passed bool `json:"passed,omitempty"`
	// Gap is why it shows neither that a revision holds nor that anybody has walked through it, though it came to its end.
	Gap string `json:"gap,omitempty"`
	// Deviated are the steps that weren't done as they stand, and RolledBack says that what was begun was taken back.
	Deviated   []string `json:"deviated,omitempty"`
	RolledBack bool     `json:"rolled_back,omitempty"`
}

// Over says that it has ended.
func (s Summary) Over() bool { return !s.Ended.IsZero() }

// Kind is what an event tells.
type Kind string

// The kinds of event.
const (
	Opened    Kind = "opened"    // somebody came to the step
	Ticked    Kind = "ticked"    // read the warning with the number Index
	Confirmed Kind = "confirmed" // typed Value before the command with the number Index
	Answered  Kind = "answered"  // Value is the answer to the step's question
	Waiting   Kind = "waiting"   // the step's time runs from here
	Settled   Kind = "settled"   // Outcome, Observed in Value, the reason in Text
	Noted     Kind = "noted"     // Text
	Kept      Kind = "kept"      // evidence: Text, or the picture Picture
	Approved  Kind = "approved"  // somebody else approves, or not (Value "no")
	Asked     Kind = "asked"     // asks again for an approval that was refused, with Text
	Linked    Kind = "linked"    // Ref is the execution of the step's procedure
	PartEnded Kind = "partended" // Outcome is what became of that, as the server found it: empty when it goes on after all
	Thought   Kind = "thought"   // Value is a Remark, Text its words
	Resolved  Kind = "resolved"  // Ref is the thought, Text what was done about it
	Reopened  Kind = "reopened"  // Ref is a thought that was resolved; that doesn't count any more
	Offered   Kind = "offered"   // To is who is to take over
	Accepted  Kind = "accepted"  // takes over
	Ended     Kind = "ended"     // Outcome, the reason in Text
)

// Kinds are all of them.
var Kinds = []Kind{Opened, Ticked, Confirmed, Answered, Waiting, Settled, Noted, Kept, Approved, Asked, Linked, PartEnded, Thought, Resolved, Reopened, Offered, Accepted, Ended}

// Remark is what somebody thinks of a step's words.
type Remark string

// The remarks.
const (
	Unclear Remark = "unclear"
	Missing Remark = "missing"
	Wrong   Remark = "wrong" // as long as one isn't resolved, a dry run doesn't pass
	Slow    Remark = "slow"
)

// Remarks are all of them.
var Remarks = []Remark{Unclear, Missing, Wrong, Slow}

// Event is one thing that somebody did. It is never changed.
type Event struct {
	// ID is made by whoever sends it, so that it counts once however often it comes.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	Step string `json:"step,omitempty"`
	// Author is an account, and Role what it was in the workspace; both are the server's word.
	Author string `json:"author,omitempty"`
	Role   string `json:"role,omitempty"`
	// Device is the sender's clock, At the same put right by how far that goes wrong, Stored when it reached the server. Order counts a device's events.
	Device time.Time `json:"device,omitzero"`
	At     time.Time `json:"at,omitzero"`
	Stored time.Time `json:"stored,omitzero"`
	Order  int       `json:"order,omitempty"`

	Outcome Outcome `json:"outcome,omitempty"`
	Value   string  `json:"value,omitempty"`
	Text    string  `json:"text,omitempty"`
	Index   int     `json:"index,omitempty"`
	To      string  `json:"to,omitempty"`
	Ref     string  `json:"ref,omitempty"`
	Picture string  `json:"picture,omitempty"`
	// Lost says that the picture wasn't there when the event came: the server's word.
	Lost bool `json:"lost,omitempty"`
	// Early is the number of a step that came first and wasn't settled, where a step is settled as done: the server's word, when it came.
	Early int `json:"early,omitempty"`
	// Over are the ids of what the sender knew to be settled when it settled the step: those this replaces.
	Over []string `json:"over,omitempty"`
}

// compare puts events in the order in which they count.
func compare(a, b Event) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	if a.Order != b.Order {
		return a.Order - b.Order
	}
	if a.ID < b.ID {
		return -1
	}
	return 1
}

// Sorted are events in the order in which they count, each once.
func Sorted(all []Event) []Event {
	out := slices.Clone(all)
	slices.SortFunc(out, compare)
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(e Event) bool {
		twice := seen[e.ID]
		seen[e.ID] = true
		return twice
	})
}

// Question is what is asked of a workspace's executions; the newest come first.
type Question struct {
	Workspace string
	// Procedure is a procedure's id; empty for all. Running asks for those that haven't ended, Over for those that have.
	Procedure     string
	Running, Over bool
	Mode          Mode
	Limit         int
}

// Package thread holds the nouns of what people say about an SOP: a remark on a step or a line, with all that is answered to it. The rules are in
// desk/thread.
package thread

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is what a thread is.
type Kind string

// The kinds.
const (
	Note       Kind = "remark"
	Question   Kind = "question"
	Suggestion Kind = "suggestion" // other words for those that it is about
	Finding    Kind = "finding"    // of somebody who carried it out
)

// Kinds are those that people open by themselves; a Finding comes of an execution.
var Kinds = []Kind{Note, Question, Suggestion}

// Sort is what somebody found who carried a step out.
type Sort string

// The sorts of finding.
const (
	Unclear Sort = "unclear"
	Lacking Sort = "missing"
	Wrong   Sort = "wrong"
	Long    Sort = "took long"
)

// Sorts are all of them.
var Sorts = []Sort{Unclear, Lacking, Wrong, Long}

// Part is which part of a step, or of what stands before the steps, a thread is about; empty for all of it.
type Part string

// The parts. Those of the first row are of a step, those of the second stand before the steps; a title is of either.
const (
	Title, Detail, Why, Commands, Expected, Callout, Figure Part = "title", "detail", "why", "commands", "expected", "callouts", "figures"
	Purpose, Audience, Prerequisites, Success               Part = "purpose", "audience", "prerequisites", "success_criteria"
)

// OfStep are the parts of a step, and Before those that stand before the steps.
var (
	OfStep = []Part{Title, Detail, Why, Commands, Expected, Callout, Figure}
	Before = []Part{Title, Purpose, Audience, Prerequisites, Success}
)

// Anchor is what a thread is about. It follows its step by the step's key.
type Anchor struct {
	// Step is the step's key; empty for what stands before the steps, or for the whole procedure.
	Step string `json:"step,omitempty"`
	Part Part   `json:"part,omitempty"`
	// Index is which of the part's elements, from 0; Line which line of its text, from 1, and 0 for all of them.
	Index int `json:"index,omitempty"`
	Line  int `json:"line,omitempty"`
	// Words are quoted from there, as they were: all of the element or line, or some of it.
	Words string `json:"words,omitempty"`
	// Whole says that the words are all that stood there: with more beside them it isn't the same any more.
	Whole bool `json:"whole,omitempty"`
}

// State is where a thread stands.
type State string

// The states.
const (
	Open     State = "open"
	Resolved State = "resolved"
)

// How is how a thread was resolved.
type How string

// The ways.
const (
	Mended   How = "mended"
	Answered How = "answered"
	Declined How = "declined"
)

// Hows are all of them.
var Hows = []How{Mended, Answered, Declined}

// Remark is what one person says in a thread. By is an account.
type Remark struct {
	ID   string    `json:"id"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Resolution is by whom a thread was resolved, when and how, with what words.
type Resolution struct {
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	How   How       `json:"how"`
	Words string    `json:"words,omitempty"`
}

// Thread is something said about an SOP, and what is answered to it.
type Thread struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace"`
	Procedure string `json:"procedure"` // its id
	// Number is the revision that it was opened on; of a working copy the one that that was made of.
	Number int    `json:"number"`
	Anchor Anchor `json:"anchor"`
	Kind   Kind   `json:"kind"`
	// Sort, Execution and Thought are set for a finding: what was found, and the ids of the execution that it came from and of the event there.
	Sort      Sort   `json:"sort,omitempty"`
	Execution string `json:"execution,omitempty"`
	Thought   string `json:"thought,omitempty"`
	// Proposed is what a suggestion would have in the place of the anchor's words; empty to leave them out.
	Proposed string `json:"proposed,omitempty"`
	// Blocking says that nothing is approved while it is open.
	Blocking bool  `json:"blocking"`
	State    State `json:"state"`
	// By opened it, At that time.
	By string    `json:"by"`
	At time.Time `json:"at"`
	// Remarks are in order; the first one is whoever opened it's, and may lack where the suggestion says it all.
	Remarks []Remark `json:"remarks"`
	// Resolution is nil while it's open.
	Resolution *Resolution `json:"resolution,omitempty"`
}

// Changed is when somebody last said or did something in it.
func (t *Thread) Changed() time.Time {
	at := t.At
	if n := len(t.Remarks); n > 0 && t.Remarks[n-1].At.After(at) {
		at = t.Remarks[n-1].At
	}
	if t.Resolution != nil && t.Resolution.At.After(at) {
		at = t.Resolution.At
	}
	return at
}

// Last is who last said or did something in it.
func (t *Thread) Last() string {
	if t.Resolution != nil {
		return t.Resolution.By
	}
	if n := len(t.Remarks); n > 0 {
		return t.Remarks[n-1].By
	}
	return t.By
}

// Voices are the accounts that said something in it, whoever opened it first.
func (t *Thread) Voices() []string {
	all := []string{t.By}
	for _, r := range t.Remarks {
		if !slices.Contains(all, r.By) {
			all = append(all, r.By)
		}
	}
	if t.Resolution != nil && !slices.Contains(all, t.Resolution.By) {
		all = append(all, t.Resolution.By)
	}
	return all
}

// Query is what is asked of a workspace's threads. Empty fields ask for everything; the newest change is first.
type Query struct {
	Workspace string
	// Procedure is an id, Owner whose procedures, by owner or deputy, Voice who said something in them, and NotLast who mustn't have said the last thing.
	Procedure, Owner, Voice, NotLast string
	State                            State
	Blocking                         bool
	Limit                            int
}

// Seen is what somebody saw of a procedure at a time.
type Seen struct {
	// Number is the revision; of a working copy (Working) the one that it was made of.
	Number  int       `json:"number"`
	Working bool      `json:"working,omitempty"`
	At      time.Time `json:"at"`
	// Steps has for each step's key, and for "" (what stands before the steps), a short digest of what it said.
	Steps map[string]string `json:"steps"`
}

// Look is somebody's last look at a procedure, and the one before.
type Look struct {
	Last Seen `json:"last"`
	// Before is nil as long as there was but one.
	Before *Seen `json:"before,omitempty"`
}

// Unsettled tells of open threads how many are findings, and of what sort: "1 unsettled finding: wrong". It is empty when none is.
func Unsettled(open []Thread) string {
	n, sorts := 0, map[Sort]int{}
	for _, t := range open {
		if t.Kind == Finding {
			n++
			sorts[t.Sort]++
		}
	}
	var told []string
	for _, s := range Sorts {
		switch {
		case sorts[s] == 0:
		case len(sorts) == 1:
			told = append(told, string(s))
		default:
			told = append(told, fmt.Sprintf("%d %s", sorts[s], s))
		}
	}
	if n == 0 {
		return ""
	}
	return many(n, "unsettled finding") + ": " + strings.Join(told, ", ")
}

// OpenWords tell open threads: what somebody found who carried it out, and what else was said. It is empty when there are none.
func OpenWords(open []Thread) string {
	var all []string
	if s := Unsettled(open); s != "" {
		all = append(all, s)
	}
	rest := 0
	for _, t := range open {
		if t.Kind != Finding {
			rest++
		}
	}
	if rest > 0 {
		all = append(all, many(rest, "open remark"))
	}
	return strings.Join(all, "; ")
}

func many(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

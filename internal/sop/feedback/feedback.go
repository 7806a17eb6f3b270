// Package feedback holds the nouns of what readers say of steps: what it is, to which step of which revision it belongs, and what became of it. The rules are in desk/feedback.
package feedback

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"showhow/internal/sop"
)

// Kind is what somebody says of a step.
type Kind string

// The kinds.
const (
	Good     Kind = "good" // it is answered by nothing, and waits for nobody
	Unclear  Kind = "unclear"
	Wrong    Kind = "wrong"
	Outdated Kind = "outdated"
)

// Kinds are all of them, in the order in which they are offered.
var Kinds = []Kind{Good, Unclear, Wrong, Outdated}

// State is where it stands.
type State string

// The states. What is good is noted and no more, until somebody answers it.
const (
	Open   State = "open"
	Noted  State = "noted"
	Closed State = "closed"
)

// How is what became of it.
type How string

// The ways in which it is closed.
const (
	Mended   How = "mended"   // the procedure was changed, or is being changed
	Answered How = "answered" // the step is right; the note says why
	Threaded How = "threaded" // it became a thread, in which it goes on
	Declined How = "declined" // nothing comes of it
)

// Hows are those that somebody chooses from.
var Hows = []How{Mended, Answered, Declined}

// Feedback is what one reader said of one step of one revision.
type Feedback struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Procedure is its id.
	Procedure string `json:"-"`
	// Number is the revision's; Step the step's key, and Digest and Title what it was then (see DigestOf).
	Number int    `json:"revision"`
	Step   string `json:"step"`
	Digest string `json:"-"`
	Title  string `json:"title"`
	Kind   Kind   `json:"kind"`
	Words  string `json:"words,omitempty"`
	// By is the account; empty for somebody without one, and for somebody who was erased.
	By string `json:"by,omitempty"`
	// Source is where it was said: "page", "execution", "share" or "api"; Ref the execution or share.
	Source string    `json:"source"`
	Ref    string    `json:"ref,omitempty"`
	At     time.Time `json:"at"`
	// Arrived is when it came here, where it had waited for the connection; zero for when it was written.
	Arrived time.Time `json:"arrived,omitzero" doc:"when it came here, where it had waited for the connection"`
	State   State     `json:"state"`
	Answers
	Closing
}

// Answers are what was said to it, the first first.
type Answers struct {
	Answers []Answer `json:"answers,omitempty"`
}

// Answer is one of them.
type Answer struct {
	ID    string    `json:"id"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Words string    `json:"words"`
}

// Closing is what became of it; zero while it is open.
type Closing struct {
	How      How       `json:"how,omitempty"`
	Note     string    `json:"note,omitempty"`
	ClosedBy string    `json:"closed_by,omitempty"`
	ClosedAt time.Time `json:"closed_at,omitzero"`
	// Thread is what it became, by its id.
	Thread string `json:"thread,omitempty"`
}

// Query is what is asked of feedback, the newest first.
type Query struct {
	Workspace string
	// Procedure is an id, By an account, Owner the account whose procedures it is of; empty for all.
	Procedure, By, Owner string
	State                State
	Kind                 Kind
	// Since leaves out what is older; zero for nothing.
	Since time.Time
	Limit int
}

// Tally counts what was said of one step of one revision, by its kind.
type Tally struct {
	Step   string `json:"step"`
	Number int    `json:"revision"`
	Kind   Kind   `json:"kind"`
	N      int    `json:"n"`
	// Open is how many of them nobody has closed.
	Open int `json:"open"`
}

// Setting is what a workspace allows.
type Setting struct {
	// Guests says that people without an account may say something on shared pages.
	Guests bool `json:"guests"`
}

// DigestOf is a step's words as 64 hexadecimal digits: two steps with the same one tell a reader the same.
func DigestOf(s *sop.Step) string {
	text := struct {
		Kind                      sop.StepKind
		Title                     string
		Detail, Why, Expected     []string
		Commands, Links, Callouts []string
		Pictures                  []string
		Wants                     *sop.Conduct
	}{Kind: s.Kind, Title: s.Title.Text, Detail: texts(s.Detail), Why: texts(s.Why), Expected: texts(s.Expected)}
	for _, c := range s.Commands {
		text.Commands = append(text.Commands, c.Text)
	}
	for _, l := range s.Links {
		text.Links = append(text.Links, l.URL)
	}
	for _, c := range s.Callouts {
		text.Callouts = append(text.Callouts, string(c.Kind), c.Text)
	}
	for _, f := range s.Figures {
		text.Pictures = append(text.Pictures, f.Image)
	}
	if s.Conduct != nil {
		c := *s.Conduct
		c.Branches, c.Value = nil, nil // what they rest on isn't what they say
		text.Wants = &c
		for _, b := range s.Conduct.Branches {
			text.Callouts = append(text.Callouts, b.Text, b.To)
		}
		if s.Conduct.Value != nil {
			text.Callouts = append(text.Callouts, s.Conduct.Value.Text)
		}
	}
	b, err := json.Marshal(text)
	if err != nil {
		panic("a step's words can't be written: " + err.Error()) // there is nothing in them that JSON doesn't know
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func texts(all []sop.Claim) (out []string) {
	for _, c := range all {
		out = append(out, c.Text)
	}
	return out
}

// StepOf gives a step of a revision by its key, with its number from 1; nil when there is none.
func StepOf(r *sop.Revision, key string) (*sop.Step, int) {
	n := 0
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			n++
			if r.Sections[i].Steps[j].Key == key {
				return &r.Sections[i].Steps[j], n
			}
		}
	}
	return nil, 0
}

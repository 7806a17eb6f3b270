// Package notice holds the nouns of what people are told: what happened, and to whom that is told by which way. The rules are in desk/notice.
package notice

import "time"

// Kind is what is told of.
type Kind string

// The kinds.
const (
	Asked     Kind = "asked"     // a revision waits for you to judge it, or doesn't any more
	Decided   Kind = "decided"   // what you sent or wrote was approved, rejected, or is in force
	Remarked  Kind = "remarked"  // a remark, question or suggestion on what is yours
	Answered  Kind = "answered"  // an answer in a thread of yours, or it was resolved
	Mentioned Kind = "mentioned" // somebody wrote your name
	Found     Kind = "found"     // findings of somebody who carried out what is yours
	Due       Kind = "due"       // what is yours has to be looked at again, soon or since long
	Suspended Kind = "suspended" // everybody is warned off something, it is retired, or neither any more
	Waiver    Kind = "waiver"    // what came into force by a waiver has to be looked at
	Handed    Kind = "handed"    // a procedure became yours
	Flagged   Kind = "flagged"   // what is yours is to be looked at because something that it rests on has changed, or it failed
	Feedback  Kind = "feedback"  // what was said of a step of yours, or became of what you said
	Training  Kind = "training"  // what you are to learn, and what was signed of it
	Execution Kind = "execution" // an execution was handed to you, waits for your approval, or a time in it is over
	Failed    Kind = "failed"    // a step failed, of what is yours or of an execution in which you take part
	Thanked   Kind = "thanked"   // somebody thanked you
)

// Kinds are all of them, in the order in which they are chosen from.
var Kinds = []Kind{Asked, Decided, Remarked, Answered, Mentioned, Found, Due, Suspended, Waiver, Handed, Flagged, Feedback, Training, Execution, Failed, Thanked}

// Happening is something of which people are to be told. It is written in the transaction in which it happens; who is told is settled soon after.
type Happening struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace"`
	Procedure string `json:"procedure"` // its id
	Kind      Kind   `json:"kind"`
	// Actor is the account that did it; it isn't told of it. Empty for the clock.
	Actor string    `json:"actor,omitempty"`
	At    time.Time `json:"at"`
	// Number is the revision that it's about, Review and Thread what it is about, by their ids; 0 and empty for none.
	Number int    `json:"number,omitempty"`
	Review string `json:"review,omitempty"`
	Thread string `json:"thread,omitempty"`
	// Href is where it leads, below the workspace's root; empty for where its kind does.
	Href string `json:"href,omitempty"`
	// To are accounts that are told whatever else they are; Said is the sentence that is told, without the procedure's title.
	To   []string `json:"to,omitempty"`
	Said string   `json:"said"`
	// Role are told, too, who have at least it and aren't among But; empty for nobody.
	Role string   `json:"role,omitempty"`
	But  []string `json:"but,omitempty"`
	// Words are somebody's own, quoted; in them others may be mentioned.
	Words string `json:"words,omitempty"`
}

// Way is how somebody is told of a kind.
type Way string

// The ways. By mail and in the digest it is listed inside, too.
const (
	Inside Way = "inside"
	Mail   Way = "mail"
	Digest Way = "digest" // one mail a day
	Off    Way = "off"
)

// Ways are all of them.
var Ways = []Way{Inside, Mail, Digest, Off}

// Choices are how somebody is told of each kind.
type Choices map[Kind]Way

// Usual are the choices of whoever has made none.
func Usual() Choices {
	c := Choices{}
	for _, k := range Kinds {
		c[k] = Mail
	}
	c[Found] = Digest
	return c
}

// Notice is what one person is told.
type Notice struct {
	ID        string    `json:"id"`
	Workspace string    `json:"workspace"`
	Account   string    `json:"account"`
	Kind      Kind      `json:"kind"`
	Procedure string    `json:"procedure"`
	At        time.Time `json:"at"`
	// Read is zero as long as it hasn't been.
	Read time.Time `json:"read,omitzero"`
	// Title is the procedure's, Text what happened as a sentence, and Words somebody's own.
	Title string `json:"title"`
	Text  string `json:"text"`
	Words string `json:"words,omitempty"`
	// Href is where it leads, below the workspace's root.
	Href string `json:"href"`
	// Daily says that it is still to be told by the digest.
	Daily bool `json:"daily,omitempty"`
}

// Letter is a mail that is to be sent.
type Letter struct {
	ID        string `json:"id"`
	Workspace string `json:"workspace"`
	// To is an address; Subject a line; Text the whole, in plain text.
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
	// Tries counts how often it was tried before, and Next is when it is tried again. Gone is when it was given up; zero for not.
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	Gone  time.Time `json:"gone,omitzero"`
	// Fault is why the last try failed.
	Fault string `json:"fault,omitempty"`
}

// Query is what is asked of somebody's notices, the newest first.
type Query struct {
	Workspace, Account string
	Unread             bool
	Limit              int
}

// Own is one of somebody's notices, or all of them when ID is empty.
type Own struct{ Workspace, Account, ID string }

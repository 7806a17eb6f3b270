// Package notice holds the nouns of what people are told: what happened, and to whom that is told by which way. The rules are in desk/notice.
package notice

import "time"

// Kind is what is told of.
type Kind string

// The kinds.
const (
	Asked     Kind = "asked"     // a revision waits for you to judge it
	Decided   Kind = "decided"   // what you sent or wrote was approved, rejected, or is in force
	Remarked  Kind = "remarked"  // a remark, question or suggestion on what is yours
	Answered  Kind = "answered"  // an answer in a thread of yours, or it was resolved
	Mentioned Kind = "mentioned" // somebody wrote your name
	Found     Kind = "found"     // findings of somebody who carried out what is yours
	Due       Kind = "due"       // what is yours has to be looked at again, soon or since long
	Suspended Kind = "suspended" // everybody is warned off something, or isn't any more
	Waiver    Kind = "waiver"    // what came into force by a waiver has to be looked at
)

// Kinds are all of them, in the order in which they are chosen from.
var Kinds = []Kind{Asked, Decided, Remarked, Answered, Mentioned, Found, Due, Suspended, Waiver}

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
	// To are accounts that are told whatever else they are; Said is the sentence that is told, without the procedure's title.
	To   []string `json:"to,omitempty"`
	Said string   `json:"said"`
	// Words are somebody's own, quoted; in them others may be mentioned.
	Words string `json:"words,omitempty"`
}

// Package custody holds the nouns of what is kept how long, and of what must not be deleted.
package custody

import (
	"slices"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
)

// Retention says after how many days what is deleted; 0 for never, which is how a workspace begins.
type Retention struct {
	// Recordings are deleted so long after a revision that was made from them came into force for the first time: their bytes and the film that is played, not the words
	// and pictures of the SOP.
	Recordings int `json:"recordings"`
	// Runs are our own records of drafting a recording, from their end on.
	Runs int `json:"runs"`
	// Trail takes the details of the audit trail's lines away; the lines stay, and so does the chain.
	Trail int `json:"trail"`
	// Training are the records of who learnt what: what was signed of somebody and asked of them, so long after they left, or after the procedure was retired, whichever came first, and
	// after the last of what was signed. Of who is there, and of what people work by, nothing is deleted.
	Training int `json:"training" required:"false"`
}

// Hold is a legal hold: nothing of a procedure is deleted, or nothing at all.
type Hold struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	// Procedure is the id of one; empty for the whole workspace.
	Procedure string    `json:"procedure,omitempty" doc:"the id of the procedure on which it lies; missing for the whole workspace"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	// Ended is zero while it holds.
	Ended   time.Time `json:"ended,omitzero"`
	EndedBy string    `json:"ended_by,omitempty"`
}

// Over gives the hold by which something of procedures ("" for what is of none) must stay; nil for none.
func Over(all []Hold, procedures ...string) *Hold {
	for i := range all {
		if h := &all[i]; h.Ended.IsZero() && (h.Procedure == "" || slices.Contains(procedures, h.Procedure)) {
			return h
		}
	}
	return nil
}

// Kind is a kind of what is deleted.
type Kind string

// The kinds.
const (
	Recording Kind = "recording"
	Run       Kind = "run"
	Detail    Kind = "detail"
	Training  Kind = "training"
)

// Due is something whose time comes.
type Due struct {
	Kind Kind
	// ID is the recording's or the run's; of a training record the account whose it is. Seqs are the numbers of the trail's lines.
	ID   string
	Seqs []int64
	// Procedure is what came of it, Blob where a recording's bytes lie, and Title what people call it.
	Procedure, Blob, Title string
	// Into are the procedures that were recorded again by it: whatever holds one of those holds this.
	Into []string
	At   time.Time
	// Held is the hold by which it stays; nil for none.
	Held *Hold
}

// Erasure is what is left of an account that is erased (its id, a name, an address), what it was, and under what name tries to come in by it are counted.
type Erasure struct {
	Left, Was team.Account
	Guess     string
}

// Checked is a check of an audit trail.
type Checked struct {
	At time.Time `json:"at"`
	trail.Verdict
}

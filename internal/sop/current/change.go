package current

import "time"

// Kind is what sort of thing a step names.
type Kind string

// The kinds.
const (
	Tool  Kind = "tool" // a program, by its name without its folder
	Host  Kind = "host"
	Repo  Kind = "repo" // as host/owner/name
	Path  Kind = "path"
	URL   Kind = "url"
	Image Kind = "image" // a container image without its tag
)

// Kinds are all of them.
var Kinds = []Kind{Tool, Host, Repo, Path, URL, Image}

// Mention is something that a step names.
type Mention struct {
	Kind Kind   `json:"kind"`
	Name string `json:"name"`
	// Version is the one that is written with it ("3.12", ">=3.12", "3.x"); empty for none.
	Version string `json:"version,omitempty"`
	// Step is the step's key, and Number its number; "" and 0 for what stands before the steps.
	Step   string `json:"step"`
	Number int    `json:"number"`
}

// Place is a mention in a procedure's revision in force.
type Place struct {
	Procedure string // its id
	Revision  int
	Mention
}

// Change is something that has changed outside.
type Change struct {
	// ID names the report: one that comes twice counts once.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	Name string `json:"name"`
	// From and To are versions; empty for what has none.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Why says more, for those who look at the steps; a ticket or the address of a release.
	Why string    `json:"why,omitempty"`
	By  string    `json:"by"`
	At  time.Time `json:"at"`
}

// Told is the change as a line: "helm 3.14 → 3.15".
func (c Change) Told() string {
	switch {
	case c.From != "" && c.To != "":
		return c.Name + " " + c.From + " → " + c.To
	case c.To != "":
		return c.Name + " → " + c.To
	case c.From != "":
		return c.Name + " (was " + c.From + ")"
	}
	return c.Name
}

// Report is what came of a change: the procedures that it marked.
type Report struct {
	Change Change   `json:"change"`
	Marked []Marked `json:"marked"`
	// Again says that it had been told before.
	Again bool `json:"again,omitempty"`
}

// Marked is a procedure with the numbers of the steps that were marked.
type Marked struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
	Steps []int  `json:"steps"`
}

// Reason is why a procedure is to be looked at.
type Reason string

// The reasons.
const (
	ByChange   Reason = "change"   // something that it rests on has changed
	ByFailure  Reason = "failure"  // carrying it out failed
	ByTrouble  Reason = "trouble"  // steps of it didn't go as they stand, again and again
	ByFeedback Reason = "feedback" // readers say that it is wrong or outdated
	ByRest     Reason = "unused"   // nobody has carried it out for long
)

// Flag says that a procedure is to be looked at, why, and since when.
type Flag struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Procedure string `json:"-"`
	Reason    Reason `json:"reason"`
	// Text is what happened, as a line; Why is somebody's word to it.
	Text string    `json:"text"`
	Why  string    `json:"why,omitempty"`
	By   string    `json:"by,omitempty"` // empty for a rule
	At   time.Time `json:"at"`
	// Number is the revision that was in force.
	Number int        `json:"revision"`
	Steps  []FlagStep `json:"steps,omitempty"`
	// Link is the link that the watch asked, and Seen what it saw, for a flag of its own; it clears no others.
	Link string    `json:"link,omitempty"`
	Seen LinkState `json:"seen,omitempty"`
	// Executions led to it.
	Executions []string `json:"executions,omitempty"`
	// Cleared is zero while it holds; How is by what it was: "revision", "reaffirmed", "still right".
	Cleared   time.Time `json:"cleared,omitzero"`
	ClearedBy string    `json:"cleared_by,omitempty"`
	How       string    `json:"how,omitempty"`
	Note      string    `json:"note,omitempty"`
}

// FlagStep is a step that is to be looked at.
type FlagStep struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
	// Named is what it names, with the version that it names; Note what that means for it.
	Named string `json:"named,omitempty"`
	Note  string `json:"note,omitempty"`
	// Digest is what it said when it was marked.
	Digest string `json:"digest,omitempty"`
	// Settled is when somebody said that it is still right, or a revision changed it; By and Reason are theirs.
	Settled time.Time `json:"settled,omitzero"`
	By      string    `json:"by,omitempty"`
	Reason  string    `json:"reason,omitempty"`
}

// Open says that it still holds.
func (f Flag) Open() bool { return f.Cleared.IsZero() }

// Left are its steps that nobody has settled.
func (f Flag) Left() (all []FlagStep) {
	for _, s := range f.Steps {
		if s.Settled.IsZero() {
			all = append(all, s)
		}
	}
	return all
}

// Read is what was read of a revision; Number is 0 for no revision, and Reader the version of what read it.
type Read struct {
	Number, Reader int
	All            []Mention
	Links          []Link
}

// Named is a thing with how many procedures name it.
type Named struct {
	Name       string `json:"name"`
	Procedures int    `json:"procedures"`
}

// Used is what came of one revision of a procedure when it was carried out for real, and what readers said of it that nobody has closed.
type Used struct {
	Workspace, Procedure string // their ids
	Number               int
	// Failed and Recovered are executions, by their ids, the oldest first.
	Failed, Recovered []string
	// Deviated are those that came to their end, or were stopped, and in which steps weren't done as they stand; the oldest first.
	Deviated []Deviation
	// Said is how often readers said that a step is wrong or outdated, LastSaid when last.
	Said     int
	LastSaid time.Time
}

// Deviation is an execution whose steps weren't done as they stand: skipped, or with another value than is declared; Steps are their keys.
type Deviation struct {
	Execution string
	Steps     []string
}

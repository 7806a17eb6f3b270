package current

import "time"

// Link is an address that a step names, for people to open or for a command to fetch.
type Link struct {
	// Address is what is asked: without a person and a fragment, and where it isn't asked without the question, too.
	Address string `json:"address"`
	// Not is why it isn't asked; empty for one that is.
	Not NotAsked `json:"not_asked,omitempty"`
	// Step is the step's key, and Number its number; "" and 0 for what stands before the steps.
	Step   string `json:"step"`
	Number int    `json:"number"`
}

// NotAsked is why a link isn't asked, as far as its own words tell.
type NotAsked string

// The reasons.
const (
	HoldsSecret NotAsked = "secret"      // it holds a name, a password or a token
	HoldsPlace  NotAsked = "placeholder" // something in it is to be filled in
	IsCalled    NotAsked = "called"      // a command calls it, by another method or with what it sends
)

// LinkPlace is a link in a procedure's revision in force.
type LinkPlace struct {
	Procedure string // its id
	Revision  int
	Link
}

// Outcome is how asking a link ended.
type Outcome string

// The outcomes.
const (
	Answered Outcome = "answered" // Status tells how
	NoAnswer Outcome = "none"
	Untold   Outcome = "untold"  // it can't be told: its certificate isn't trusted here, it leads around in a circle
	Refused  Outcome = "refused" // nobody was asked, for it leads where we don't call
	Later    Outcome = "later"   // it leads to a host that somebody else asks just now
)

// Answer is what came of asking a link once.
type Answer struct {
	Outcome Outcome
	// Status is HTTP's, of where it led in the end.
	Status int
	// Said is why there was no answer, in a few words.
	Said string
	// To is another host's address to which it has moved for good; empty for none.
	To string
	// Private says that it lies in a private network.
	Private bool
	// After is how long not to ask again, as the answer wishes; 0 for no wish.
	After time.Duration
}

// LinkState is how it stands with a link.
type LinkState string

// The states, those first that somebody should look at.
const (
	LinkGone    LinkState = "gone"
	LinkMoved   LinkState = "moved"
	LinkSilent  LinkState = "silent"
	LinkUnsure  LinkState = "unsure" // it can't be told
	LinkOK      LinkState = "ok"
	LinkPending LinkState = "pending" // not asked yet
	LinkNot     LinkState = "not asked"
)

// LinkStates are all of them, in their order.
var LinkStates = []LinkState{LinkGone, LinkMoved, LinkSilent, LinkUnsure, LinkOK, LinkPending, LinkNot}

// Seen is what was seen of a link.
type Seen struct {
	Address string    `json:"address"`
	State   LinkState `json:"state"`
	// Said is the last answer in words: "answers 404", "its name isn’t known".
	Said string `json:"said,omitempty"`
	// Asked is when it was last asked, Good when it last answered as it should; Next is when it may be asked again.
	Asked time.Time `json:"asked,omitzero"`
	Good  time.Time `json:"good,omitzero"`
	Next  time.Time `json:"-"`
	// Bad is what it has looked like since a time, on how many days, the last of which is LastDay (as 2026-05-12); empty while nothing is wrong with it.
	Bad     LinkState `json:"bad,omitempty"`
	Since   time.Time `json:"since,omitzero"`
	Days    int       `json:"days,omitempty"`
	LastDay string    `json:"last_day,omitempty"`
	// Status is HTTP's last one, and To where it has moved.
	Status  int    `json:"status,omitempty"`
	To      string `json:"to,omitempty"`
	Private bool   `json:"private,omitempty"`
}

// Watched is a link of a workspace with what was seen of it, and who names it.
type Watched struct {
	Seen
	Not NotAsked `json:"not_asked,omitempty"`
	// In are the procedures that name it.
	In []Naming `json:"in"`
}

// Naming is a procedure that names something.
type Naming struct {
	Procedure string     `json:"-"`
	Slug      string     `json:"slug"`
	Title     string     `json:"title"`
	Steps     []LinkStep `json:"steps"`
}

// LinkStep is a step by its key and its number; "" and 0 for what stands before the steps.
type LinkStep struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
}

// LinkQuery asks for links of a workspace: those in a state, or all, of an account's procedures alone, or of all. Limit and From part the list.
type LinkQuery struct {
	Workspace, Account string
	State              LinkState
	Address            string
	Limit, From        int
}

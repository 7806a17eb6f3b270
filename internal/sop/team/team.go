// Package team holds the nouns of people: who is in a workspace and as what, by what they come in, and what they did.
package team

import "time"

// Role is what a person is in a workspace; each may do what those before it may.
type Role string

// The roles.
const (
	Viewer   Role = "viewer"   // reads
	Editor   Role = "editor"   // brings recordings and writes
	Reviewer Role = "reviewer" // judges
	Admin    Role = "admin"    // rules
)

// Roles are all of them, from the one that may least.
var Roles = []Role{Viewer, Editor, Reviewer, Admin}

// Workspace is a team's place: its recordings, procedures and people.
type Workspace struct {
	ID   string
	Name string
	// Slug is its name in addresses, and never changes.
	Slug    string
	Created time.Time
	// Archived is when it was archived, and opens to nobody since; zero for one that is open.
	Archived time.Time
	// Bounds are its own quota.
	Bounds Bounds
}

// Bounds are a workspace's own quota: recordings and minutes in a calendar month, and bytes kept in all. What is nil is as the server's settings have it; 0 is no
// bound.
type Bounds struct {
	Recordings *int64 `json:"recordings,omitempty" minimum:"0" doc:"in a calendar month; 0 for no bound"`
	Minutes    *int64 `json:"minutes,omitempty" minimum:"0" doc:"of recordings in a calendar month; 0 for no bound"`
	Bytes      *int64 `json:"bytes,omitempty" minimum:"0" doc:"kept in all; 0 for no bound"`
}

// Seat is a person's place in a workspace.
type Seat struct {
	Workspace
	Role Role
}

// Event is a line of the audit trail: who did what to what, and when. It is never changed.
type Event struct {
	ID        string
	Workspace string
	// Actor is an account, or the name of one of our own ("worker").
	Actor string
	// Verb is what was done ("recording.taken_in"), Target the id of what it was done to, and Detail what else is to be told.
	Verb, Target, Detail string
	// Proof is what the line vouches for: names with digests between blanks ("revision=9f2c…"). Unlike Detail it can't be erased, so it holds nothing personal.
	Proof string
	At    time.Time
}

// Question is what is asked of the audit trail. Empty fields ask for everything.
type Question struct {
	Workspace string
	// Actor and Target are ids; Verb is a verb or how it begins ("account.").
	Actor, Verb, Target string
	// Since and Until bound the time: the first is in, the second isn't.
	Since, Until time.Time
	// Before is the last event of the page before; zero for the first page.
	Before Place
	Limit  int
}

// Place is where an event stands in the trail.
type Place struct {
	At time.Time
	ID string
}

// StillRuled says whether somebody rules a workspace after one of its people has become what is given: an administrator who can come in. Whoever was only invited doesn't count; where nobody
// ruled before, nobody has to.
func StillRuled(all []Member, become Member) bool {
	before, after := 0, 0
	for _, m := range all {
		if m.Settled() && m.Role == Admin {
			before++
		}
		if m.ID == become.ID {
			m = become
		}
		if m.Settled() && m.Role == Admin {
			after++
		}
	}
	return before == 0 || after > 0
}

// Package take is pictures that people ask for, of a moment of a recording or of a file of their own.
package take

import (
	"time"

	"showhow/internal/sop"
)

// State is what has become of a take.
type State string

// The states of a take. One that waits becomes one of the others.
const (
	Waiting State = "waiting"
	Done    State = "done"
	Failed  State = "failed"
)

// Shooting is what a picture is to show.
type Shooting struct {
	// Own names a picture that somebody brought; empty for one of the recording, at the moment At.
	Own string     `json:"own,omitempty"`
	At  sop.Moment `json:"at"`
	// Whole asks for all that can be seen there, to choose from: it is shown to those who write and to nobody else.
	Whole bool `json:"whole,omitempty"`
	// Crop is the part that is shown, Masks what of it is covered; both in pixels of the recording, or of the own picture. An empty Crop
	// is all of it.
	Crop  sop.Box   `json:"crop"`
	Masks []sop.Box `json:"masks,omitempty"`
}

// Take is a picture that somebody asks for. A worker makes it.
type Take struct {
	ID, Workspace, Procedure string
	// Author is the account that asked.
	Author   string
	Shooting Shooting
	State    State
	// Made is the figure that came of it, without words and marks; nil before.
	Made *sop.Figure
	// Fault is why nothing came of it; nil otherwise.
	Fault   *sop.Fault
	Created time.Time
}

// Own is a picture that somebody brought: the name by which others are made of it, and its size in pixels.
type Own struct {
	Name   string `json:"own"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Kept is a picture that is kept for a procedure: the file that a take made, or one that somebody brought, by the name that we gave it.
type Kept struct {
	Workspace, Procedure, Name string
	Brought                    bool
	// Looked is when it was last seen to be used, or when it came; zero when that isn't known.
	Looked time.Time
}

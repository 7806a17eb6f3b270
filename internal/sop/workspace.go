package sop

import (
	"cmp"
	"encoding/json"
	"time"

	"showhow/internal/sop/brief"
)

// Wish is what the owner of a recording asks of its draft; all of it may be empty.
type Wish struct {
	Title    string `json:"title,omitempty"`
	Template string `json:"template,omitempty"`
	// Language is that of the narration and of the screen, as in "en".
	Language string `json:"language,omitempty"`
	// Mask are words to be masked like secrets.
	Mask []string `json:"mask,omitempty"`
	// Markers are the places that were marked while it was recorded, in order of time.
	Markers []Marker     `json:"markers,omitempty"`
	Brief   *brief.Brief `json:"brief,omitempty"` // what the author wrote down before; nil for none
	// Subtitles is the blob with the narration as a subtitle file, and SubtitlesName the file's own name.
	Subtitles     string `json:"subtitles,omitempty"`
	SubtitlesName string `json:"subtitles_name,omitempty"`
	Into          string `json:"into,omitempty"` // the slug of the procedure that is recorded again by it; empty for a new one
}

// Templates are the kinds of procedure that can be asked for, the usual one first.
var Templates = []string{"generic", "deployment", "database-migration", "incident-response", "ci-setup"}

// Holding is a recording that a workspace keeps.
type Holding struct {
	ID        string
	Workspace string
	// Owner is the account that brought it.
	Owner     string
	Recording Recording
	// Duration is its length, as far as it could be told when it was taken in; else 0.
	Duration Moment
	// Blob is where its bytes lie.
	Blob    string
	Wish    Wish
	Created time.Time
}

// RunState is what has become of a run.
type RunState string

// The states of a run. Only a queued and a running one go on to another state; a failed and a cancelled one can be queued again.
const (
	RunQueued    RunState = "queued"
	RunRunning   RunState = "running"
	RunDone      RunState = "done"
	RunFailed    RunState = "failed"
	RunCancelled RunState = "cancelled"
)

// Over says that nothing will become of a run in this state unless somebody queues it again.
func (s RunState) Over() bool { return s != RunQueued && s != RunRunning }

// Run is our work on one recording, from the queue to the draft.
type Run struct {
	ID, Workspace, Holding string
	// Procedure is the id of what comes of it, which is there when the run is done.
	Procedure string
	State     RunState
	// Job is the queue's number of the job that works on it.
	Job int64
	// Attempt counts the times that it was begun, from 1; 0 before.
	Attempt int
	// Worker is who works, or worked last, on it.
	Worker string
	// Stage is the stage it is in, Fraction how much of that is done, 0 to 1, and Left the time left for it, 0 when that can't be told.
	Stage    string
	Fraction float64
	Left     time.Duration
	// Fault is why it failed; nil otherwise.
	Fault *Fault
	// Created, Began and Ended are zero as long as they haven't come; Changed is the last sign of life.
	Created, Began, Changed, Ended time.Time
}

// Fault is an Error as it is kept and shown: without its cause.
type Fault struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}

// ProcedureState is where a procedure stands in its life.
type ProcedureState string

// Draft is the state of a procedure that nobody has sent for review, TakenIn that of one whose steps were taken into another, which was recorded again.
const (
	Draft   ProcedureState = "draft"
	TakenIn ProcedureState = "taken_in"
)

// Procedure is the lasting thing whose states are revisions.
type Procedure struct {
	ID, Workspace string
	// Slug is its name in addresses, unique in its workspace.
	Slug string
	// Title is that of the revision by which it is listed and found: the one in force as long as there is one, or else the last.
	Title string
	Owner string
	State ProcedureState
	// Holding is the recording that it was drafted from.
	Holding string
	// Latest is the number of its last revision, InForce that of the one in force (0 for none), and Steps how many steps that has by which it is listed.
	Latest, InForce, Steps int
	Created, Changed       time.Time
}

// Listed is the number of the revision by which it is listed and found: readers get the one in force.
func (p *Procedure) Listed() int { return cmp.Or(p.InForce, p.Latest) }

// Release is what is written beside a revision.
type Release struct {
	// Procedure is the id of its procedure; Author an account; Note says what the revision is for.
	Procedure, Author, Note string
	// Number is the revision's, and Digest the SHA-256 of its JSON as hex; both are told when it is read.
	Number  int
	Digest  string
	Created time.Time
}

// Piece is a part of a procedure's working copy in one version (see desk/manuscript). Body is JSON, of a form that Key tells.
type Piece struct {
	Key string `json:"key"`
	// Version counts from 1; 0 is what the last revision says.
	Version int             `json:"version"`
	Body    json.RawMessage `json:"body"`
	// Author changed it last, Changed is when; empty and zero in version 0.
	Author  string    `json:"author,omitempty"`
	Changed time.Time `json:"changed,omitzero"`
	// Since is the number of the revision that was the last when it was changed.
	Since int `json:"-"`
}

// Package training holds the nouns of learning a procedure: who was asked to learn it, what they and others signed, and what of that holds for the revision
// that is in force (Standing, pure). The verbs are in desk/training.
package training

import (
	"slices"
	"time"

	"showhow/internal/sop/life"
)

// Stage is how far somebody is with a procedure.
type Stage string

// The stages, in their order. Read proves that somebody said they read it, and nothing more.
const (
	Read       Stage = "read"
	Walked     Stage = "walked"     // carried it out for practice: in training, a dry run or a pilot
	Supervised Stage = "supervised" // carried it out while somebody who knows it looked on, and signed what they saw
	Able       Stage = "able"       // able alone: somebody else signed that
)

// Stages are all of them, in their order.
var Stages = []Stage{Read, Walked, Supervised, Able}

// Rank is where a stage stands in their order, from 1; 0 for none.
func (s Stage) Rank() int { return slices.Index(Stages, s) + 1 }

// Kind is what an entry says of its stage.
type Kind string

// The kinds.
const (
	Signed    Kind = "signed"
	Waived    Kind = "waived"     // it was let pass, with a reason
	TakenBack Kind = "taken_back" // supervised and able don't hold any more from here on, with a reason
)

// Entry is one thing that was signed of one person and one procedure. It is never changed. It binds to the bytes of a revision.
type Entry struct {
	ID     string `json:"id"`
	Kind   Kind   `json:"kind"`
	Stage  Stage  `json:"stage"`
	Number int    `json:"revision"`
	Digest string `json:"digest"`
	// Account signed: the reader that they read, and somebody else all that is more than that. Name is the printed name at that time, Role the role, Meaning the
	// sentence that was signed, and Proof how it was made sure who signs ("password", "session", "token"). Of a practice execution it is who carried it out, and
	// Proof is "execution".
	Account string    `json:"account"`
	Name    string    `json:"name,omitempty"`
	Role    string    `json:"role,omitempty"`
	Meaning string    `json:"meaning,omitempty"`
	Proof   string    `json:"proof,omitempty"`
	At      time.Time `json:"at"`
	// Note is what was seen, or the reason. Execution is the id of the one that it is about.
	Note      string `json:"note,omitempty"`
	Execution string `json:"execution,omitempty"`
}

// Bare is an entry without what is personal but ids: what the trail vouches for, so that it can still be checked when names were taken out.
func (e Entry) Bare() Entry {
	e.Name, e.Note = "", ""
	return e
}

// Record is all that was signed of one person and one procedure, in the order in which it was.
type Record struct {
	Workspace string  `json:"-"`
	Procedure string  `json:"-"`
	Account   string  `json:"-"`
	Entries   []Entry `json:"entries"`
	// Uses are when they carried it out to a good end while they were able alone: within a week one of them.
	Uses []time.Time `json:"uses,omitempty"`
}

// week is how close two uses are of which one is kept.
const week = 7 * 24 * time.Hour

// Use notes one.
func (r *Record) Use(at time.Time) {
	if n := len(r.Uses); n > 1 && at.Sub(r.Uses[n-2]) < week {
		r.Uses[n-1] = at
		return
	}
	r.Uses = append(r.Uses, at)
}

// used is the last of them; zero for never.
func (r *Record) used() (at time.Time) {
	if n := len(r.Uses); n > 0 {
		at = r.Uses[n-1]
	}
	return at
}

// At is the record as it was at a time.
func (r Record) At(t time.Time) Record {
	after := func(e Entry) bool { return e.At.After(t) }
	r.Entries = slices.DeleteFunc(slices.Clone(r.Entries), after)
	r.Uses = slices.DeleteFunc(slices.Clone(r.Uses), func(u time.Time) bool { return u.After(t) })
	return r
}

// Mark is something that somebody ended, with a reason.
type Mark struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// Task is a procedure that one person was asked to learn.
type Task struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Procedure string `json:"-"`
	Account   string `json:"account"`
	// Target is how far they are to come, and Due until when.
	Target Stage     `json:"target"`
	Due    time.Time `json:"due"`
	// Supervisor is an account that may sign what it saw, and that they are able, although it isn't able alone itself; empty for none.
	Supervisor string    `json:"supervisor,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	// Role is that by which they were asked, and Assignment its id; Journey is the onboarding of which it is a part. Empty for none.
	Role       string `json:"role,omitempty"`
	Assignment string `json:"assignment,omitempty"`
	Journey    string `json:"journey,omitempty"`
	// Withdrawn is nil as long as it is asked for.
	Withdrawn *Mark `json:"withdrawn,omitempty"`
	// Next is when it is to be looked at again whether somebody has to be reminded.
	Next time.Time `json:"-"`
}

// Assignment asks everybody of a role to learn a procedure, those who join later, too.
type Assignment struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Procedure string `json:"-"`
	Role      string `json:"role"`
	Target    Stage  `json:"target"`
	// Due is until when those are to have learnt it who are there at the beginning; who joins later has Days.
	Due        time.Time `json:"due"`
	Days       int       `json:"days"`
	Supervisor string    `json:"supervisor,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Ended      *Mark     `json:"ended,omitempty"`
}

// Policy is what a class of procedures asks of whoever learnt one.
type Policy struct {
	// ReadMinor asks to read again what changed in wording alone; a major change asks for all stages again, in every class.
	ReadMinor bool `json:"read_minor"`
	// Months is after how long without carrying it out an ability is to be refreshed; 0 for never.
	Months int `json:"months"`
	// Days is how long there is to learn again what a major change, or time, has undone.
	Days int `json:"days"`
	// Companion asks whoever isn't able alone to carry it out beside somebody who is, or to say why not. An execution that was begun from an alert isn't held up.
	Companion bool `json:"companion"`
}

// Policies are a workspace's, by class.
type Policies map[life.Class]Policy

// Usual are the policies of a workspace that has set none.
func Usual() Policies {
	return Policies{
		life.Critical: {ReadMinor: true, Months: 6, Days: 14, Companion: true},
		life.Normal:   {Months: 12, Days: 30},
		life.Low:      {Days: 60},
	}
}

// Question is what is asked of a workspace's training. Empty fields ask for everything.
type Question struct {
	Workspace string
	Procedure string
	Account   string
	Journey   string
	// Supervisor asks for tasks that name this account as theirs.
	Supervisor string
	// Procedures are ids; nil for all.
	Procedures []string
	// Ended asks for tasks that were withdrawn, too.
	Ended bool
}

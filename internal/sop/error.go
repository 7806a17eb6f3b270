package sop

import (
	"errors"
	"strings"
)

// Code is the kind of an error that a user sees; each face (CLI, web, API) has one table from Code to its own answer.
type Code string

// The codes, from what the user gave us to what we lack ourselves.
const (
	Invalid     Code = "invalid"     // an option or an argument that can't be used
	Unreadable  Code = "unreadable"  // the file isn't a recording, is broken, or is beyond the limits
	Unsupported Code = "unsupported" // a recording, but of a kind that can't be read
	NotFound    Code = "not_found"   // nothing there by that name
	Forbidden   Code = "forbidden"   // the person may not do that
	Unknown     Code = "unknown"     // nobody knows who asks: sign in
	TooMany     Code = "too_many"    // tried too often
	Exhausted   Code = "exhausted"   // what the workspace may take in is used up
	Exists      Code = "exists"      // would overwrite what is there
	Busy        Code = "busy"        // another run is at work on it
	Missing     Code = "missing"     // an outside program or model is not installed
	Failed      Code = "failed"      // an outside program failed
	Cancelled   Code = "cancelled"   // stopped by the user or by a deadline
	Leaked      Code = "leaked"      // a secret would have been shown; nothing was written
	Tampered    Code = "tampered"    // what must not change was changed
	Internal    Code = "internal"    // our fault
)

// Error is an error fit for a user's eyes.
type Error struct {
	Code Code
	// What happened and why, as one sentence without paths of the machine or secrets.
	Message string
	// Mend is what the user can do about it, as a sentence that starts with a verb; may be empty.
	Mend string
	// Cause is the error beneath, for logs only; may be nil.
	Cause error
}

// Errorf-free on purpose: a literal shows its code, sentence and mend at the place where it arises.
func (e *Error) Error() string {
	s := e.Message
	if e.Mend != "" {
		s = strings.TrimSuffix(s, ".") + ". " + e.Mend
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf is the code of the first Error in err's chain, and Internal for any other error.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

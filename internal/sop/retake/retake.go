// Package retake is that a procedure was recorded again: another one that was drafted from the new recording was taken into it.
package retake

import "time"

// Taken says that a draft's steps were taken into a procedure; both by their ids.
type Taken struct {
	Draft, Procedure string
	// Number is the procedure's revision by which they came in, the last time that they did.
	Number int
	// By is the account that took them in.
	By string
	At time.Time
}

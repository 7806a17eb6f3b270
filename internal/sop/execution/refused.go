package execution

import (
	"strings"

	"showhow/internal/sop"
)

// Retired refuses to begin what is retired, with the reason that was given, and the name in addresses of what is used instead; empty for none.
func Retired(reason, instead string) error {
	e := &sop.Error{Code: sop.Invalid, Message: "This procedure is retired, so nobody works by it any more: " + strings.TrimRight(reason, ". ") + ".", Mend: "Look for the one that is used instead."}
	if instead != "" {
		e.Mend = "Use " + instead + " instead."
	}
	return e
}

// NoneInForce refuses to begin for real what nobody works by yet.
func NoneInForce() error {
	return &sop.Error{Code: sop.Invalid, Message: "No revision is in force, so nobody works by it yet.", Mend: "Have one approved, or carry it out as a dry run."}
}

// Package spell is how values are spelled: those that somebody types, where they stand in a command, and times, in words.
package spell

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"showhow/internal/sop"
)

// InAddress says whether what stands between two texts is the user or the password of an address, as in postgres://ada:…@db/orders.
func InAddress(before, after string) bool {
	_, user, ok := strings.Cut(before[max(strings.LastIndex(before, "://"), 0):], "://")
	behind, _, at := strings.Cut(after, "@")
	return ok && at && !strings.ContainsAny(user, " \t\n/@'\"") && !strings.ContainsAny(behind, " \t\n/'\"")
}

// Encoded is a user's name or a password as addresses write it.
func Encoded(v string) string { return strings.TrimPrefix(url.UserPassword("", v).String(), ":") }

// Leads says whether what comes behind a text begins a word.
func Leads(text string) bool {
	text = strings.TrimRight(text, `'"`)
	return text != "" && strings.ContainsAny(text[len(text)-1:], " \t\n")
}

// Hyphen is the error for a secret that a command would take for an option.
func Hyphen(name string) error {
	return &sop.Error{Code: sop.Invalid, Message: name + " begins with a hyphen, so the command would take it for an option.", Mend: "Run this command by hand, in the form that its program has for such a value."}
}

// Time is a time in words: 40 s, 12 min, 2 h 5 min.
func Time(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

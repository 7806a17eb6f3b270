package template

import (
	"fmt"
	"strings"
	"time"
)

// Months is a number of months as one says it behind "each".
func Months(n int) string {
	switch {
	case n == 12:
		return "year"
	case n%12 == 0:
		return Many(n/12, "year")
	case n == 1:
		return "month"
	}
	return Many(n, "month")
}

// Short is the beginning of a digest, by which people compare it.
func Short(digest string) string { return digest[:min(len(digest), 12)] }

// Ago is a time as people tell it.
func Ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d/time.Hour))
	case d < 14*24*time.Hour:
		return Many(int(d/(24*time.Hour)), "day") + " ago"
	}
	return t.Format("2 Jan 2006")
}

// Many is a number with what is counted.
func Many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// StateWords are a procedure's states in words.
func StateWords(state string) string {
	switch state {
	case "":
		return ""
	case "effective":
		return "In force"
	}
	return strings.ToUpper(state[:1]) + strings.ReplaceAll(state[1:], "_", " ")
}

// OnWeb says whether an address leads into the web; any other one is shown, and leads nowhere.
func OnWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// Full is a time as it is told to those who point at it.
func Full(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05 UTC") }

// Day is a time as a date.
func Day(t time.Time) string { return t.UTC().Format("2 Jan 2006") }

// Number is a count in words.
func Number(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s + " " + more
}

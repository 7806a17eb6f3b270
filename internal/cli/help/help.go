// Package help is how the helps of commands are worded.
package help

import "strings"

// Examples are command lines as a part of a command's help.
func Examples(lines ...string) string { return "Examples:\n\n  " + strings.Join(lines, "\n  ") }

// Table is a head with lines below it, as a part of a command's help.
func Table(head string, lines []string) string {
	return head + "\n\n  " + strings.Join(lines, "\n  ") + "\n\n"
}

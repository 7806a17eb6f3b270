// Package help is how the helps of commands are worded.
package help

import "strings"

// Examples are command lines as a part of a command's help.
func Examples(lines ...string) string { return "Examples:\n\n  " + strings.Join(lines, "\n  ") }

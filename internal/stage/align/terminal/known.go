package terminal

import (
	"regexp"
	"strings"
)

// Prompt is a prompt that a row begins with.
type Prompt struct {
	// Text is the prompt with the blank behind it; the line begins there.
	Text string
	// Form is what all prompts of the same shell have in common.
	Form string
	// Shell is as in sop.CommandLine.
	Shell           string
	User, Host, Dir string
	// More says that it asks for the rest of an unfinished line; Weak that other texts begin like it, too.
	More, Weak bool
}

// Known finds the well-known prompt that a row begins with.
func Known(row string) (Prompt, bool) {
	p, ok := promptOf(row)
	return Prompt{p.text, p.form, p.shell, p.user, p.host, p.dir, p.more, p.weak}, ok
}

// Heading is what the first row of a prompt of two rows tells: a folder or a user on its left, and perhaps the user and the host at
// its right edge.
func Heading(row string) (Prompt, bool) {
	row = strings.TrimLeft(strings.Map(withoutIcons, row), "╭┌─ ")
	left, right, _ := strings.Cut(row, wideGap)
	left = strings.TrimSpace(left)
	if !heading(left) {
		return Prompt{}, false
	}
	p, ok := Known(left + " $")
	if m := whoAndWhere.FindStringSubmatch(right); ok && m != nil && p.Host == "" {
		p.User, p.Host = m[1], m[2]
	}
	return p, ok
}

// wideGap stands between what is on the left of a row and what is at its right edge.
const wideGap = "     "

var whoAndWhere = regexp.MustCompile(`(?:^|\s)([\w.-]+)@([\w.-]+)(?:\s|$)`)

// withoutIcons takes out the pictures and separators that the fonts of prompts have in Unicode's private areas.
func withoutIcons(c rune) rune {
	if c >= 0xe000 && c <= 0xf8ff || c >= 0xf0000 {
		return -1
	}
	return c
}

// Asks says whether a text ends like a question that waits for an answer, and AsksSecret like one for what isn't echoed.
func Asks(text string) bool { return question.MatchString(text) }

// AsksSecret says whether a text ends like a question for a password.
func AsksSecret(text string) bool { return secretQuestion.MatchString(text) }

// Unfinished says whether a line waits for more: an open quote, a here-document, a trailing backslash or operator.
func Unfinished(text, shell string) bool { return unfinished(text, shell) }

// Failed says whether the output of the command line text shows that it failed.
func Failed(text string, output []string) bool { return failed(text, output) }

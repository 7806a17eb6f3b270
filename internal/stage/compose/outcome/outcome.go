// Package outcome tells of a command as its step shows it, and what came of it: its result, its failure, and what an editor changed.
package outcome

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/shell"
)

// succeeded is how programs say that they have done what they were asked for.
var succeeded = regexp.MustCompile(`(?i)\b(?:success|succeeded|successful(?:ly)?|completed?|done|created|updated|deployed|applied|configured|rolled out|passed|finished|healthy|ready|running|active|installed|restored|committed|pushed|up to date|no changes)\b`)

// table fits a row of a table: names and times in it differ from use to use.
var table = regexp.MustCompile(`\S {2,}\S.* {2,}\S|^\||\s\|\s`)

// longestShown is the longest line of output that is quoted, in bytes.
const longestShown = 120

// The output that is quoted as a result: of so few lines the last one, of more only one that tells of success.
const fewLines = 3

// Result tells what is to be seen after a command whose output is exact: the last line of what it printed in the recording, when that
// tells whether it has worked.
func Result(a *sop.Action) (c sop.Claim, ok bool) {
	if a.Command == nil || a.Command.Failed || deed.OnlyMoves(a.Command) {
		return c, false
	}
	line := tellingLine(a.Command)
	if line == "" {
		return c, false
	}
	c.Evidence = evidence.Seen(a)
	c.Evidence.Read = line
	c.Text = "The output ends with " + sop.Literal(line) + "."
	if len(a.Command.Output) == 1 {
		c.Text = "It prints " + sop.Literal(line) + "."
	}
	return c, true
}

// tellingLine is the last line of c's output, when that tells whether it has worked.
func tellingLine(c *sop.CommandLine) string {
	var lines []string
	for _, l := range c.Output {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	if len(lines) == 0 || strings.Trim(c.Text, " ;") == "exit" {
		return ""
	}
	last := lines[len(lines)-1]
	reads := shell.Class(c.Text, c.Shell) == sop.Reads
	switch {
	case strings.HasSuffix(last, ":"), strings.HasSuffix(last, "?"), strings.HasSuffix(last, "]"): // a question
		return ""
	case len(last) > longestShown || table.MatchString(last) || strings.Trim(last, "-=+*#~. ") == "":
		return ""
	case succeeded.MatchString(last) && len(strings.Fields(last)) > 1:
		return last
	case !reads && len(lines) <= fewLines:
		return last
	}
	return ""
}

// Edits tell what an editor changed in a file, line by line.
func Edits(a *sop.Action) (all []sop.Claim) {
	if a.Command == nil || a.Command.Edited == nil {
		return nil
	}
	file := sop.Literal(a.Command.Edited.File)
	lines := a.Command.Edited.Lines
	for i := 0; i < len(lines); i++ {
		text := sop.Literal(strings.TrimSpace(lines[i][1:]))
		if text == "" {
			continue
		}
		said := "In " + file + ", add the line " + text + "."
		if lines[i][0] == '-' {
			said = "In " + file + ", take out the line " + text + "."
			if i+1 < len(lines) && lines[i+1][0] == '+' {
				if now := sop.Literal(strings.TrimSpace(lines[i+1][1:])); now != "" {
					said = "In " + file + ", change " + text + " to " + now + "."
					i++
				}
			}
		}
		all = append(all, sop.Claim{Text: said, Evidence: evidence.Seen(a)})
	}
	return all
}

// Pitfall tells of an attempt that failed before right.
func Pitfall(bad, right *sop.Action) sop.Callout {
	text := "An attempt with " + sop.Literal(bad.Command.Text) + " failed"
	if bad.Command.Text == right.Command.Text {
		text = "A first attempt failed"
	}
	for _, l := range slices.Backward(bad.Command.Output) {
		if l = strings.TrimSpace(l); l != "" && len(l) <= longestShown {
			text += ": " + sop.Literal(l)
			break
		}
	}
	return sop.Callout{Kind: sop.Note, Claim: sop.Claim{Text: text + ".", Evidence: evidence.Seen(bad), Unsure: bad.Unsure}}
}

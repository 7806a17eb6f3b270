package outcome

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/shell"
)

// Command is a's command as it stands in its step.
func Command(a *sop.Action) sop.Command {
	c := a.Command
	return sop.Command{
		Text: c.Text, Shell: c.Shell, Class: shell.Class(c.Text, c.Shell), Context: contextOf(c),
		Output: output(c), Cut: c.Cut, Exit: c.Exit, Doubts: c.Doubts, Broken: brokenOf(c), Evidence: evidence.Seen(a), Unsure: unsureCommand(a),
	}
}

// contextOf is where c ran, as its prompt tells.
func contextOf(c *sop.CommandLine) string {
	where := c.Host
	if c.User != "" && c.Host != "" {
		where = c.User + "@" + c.Host
	}
	if c.Within != "" {
		where = c.Within
	}
	switch {
	case where != "" && c.Dir != "":
		return where + ":" + c.Dir
	case where != "":
		return where
	}
	return c.Dir
}

func brokenOf(c *sop.CommandLine) string {
	if c.Shell != "shell" {
		return ""
	}
	return shell.Parse(c.Text, c.Shell).Broken
}

// unsureCommand says which letters of a command are in doubt.
func unsureCommand(a *sop.Action) string {
	if a.Unsure != "" {
		return a.Unsure
	}
	runes := []rune(a.Command.Text)
	var told []string
	for _, d := range a.Command.Doubts {
		if d.At < 0 || d.At >= len(runes) {
			continue
		}
		if len(told) == 3 {
			told = append(told, "…")
			break
		}
		what := fmt.Sprintf("%q (character %d)", string(runes[d.At]), d.At+1)
		if d.Or != "" {
			what += fmt.Sprintf(" may be %q", firstRune(d.Or))
		}
		told = append(told, what)
	}
	if len(told) > 0 {
		return "Not every character could be read for sure: " + strings.Join(told, ", ") + "."
	}
	if a.Confidence < evidence.Surely {
		return "This command could not be read for sure."
	}
	return ""
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// output is what c printed, with a line that tells where lines were left out.
func output(c *sop.CommandLine) []string {
	if len(c.Output) == 1 && (c.Text == "exit" || c.Text == "logout") && (c.Output[0] == "exit" || c.Output[0] == "logout") {
		return nil // a shell's echo of its own end
	}
	if c.Cut == 0 {
		return c.Output
	}
	half := len(c.Output) / 2
	gap := fmt.Sprintf("… %d lines left out …", c.Cut)
	return append(append(slices.Clone(c.Output[:half]), gap), c.Output[half:]...)
}

// Stopped says whether a's command was ended by Ctrl-C: the terminal echoes it.
func Stopped(a *sop.Action) bool {
	n := len(a.Command.Output)
	return n > 0 && strings.HasSuffix(strings.TrimRight(a.Command.Output[n-1], " "), "^C")
}

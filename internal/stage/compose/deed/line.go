package deed

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
)

// longestInline is the longest command that stands in a title, in letters.
const longestInline = 60

// The beginnings of a click of which nobody can tell what it touched.
const unnamed, unnamedIcon = "Click at the marked place", "Click the marked icon"

// Unnamed says whether a title can't tell what was touched.
func Unnamed(title string) bool {
	return strings.HasPrefix(title, unnamed) || strings.HasPrefix(title, unnamedIcon)
}

// Bare says whether a title only tells what was pressed or run.
func Bare(title string) bool { return bare.MatchString(title) }

var bare = regexp.MustCompile("^(?:Run (?:`|the )|Click )")

// Prepares says whether a command, if it changes something, does so only to get at the thing itself or to make it take hold.
func Prepares(command string) bool { return preparatory.MatchString(command) }

var preparatory = regexp.MustCompile(`^(?:sudo )?(?:export|source|\.|cd|mkdir|touch|cp|ssh|scp|systemctl|service|nginx|echo|printf|git (?:clone|pull|checkout|add)|kubectl config|terraform init|npm (?:install|ci)|apt|apt-get|yum|pip3?|docker (?:pull|login)|helm repo|aws configure|az login|gcloud auth)\b`)

// Line is an action as an instruction of its own.
func Line(a *sop.Action) string {
	label := sop.Bold(a.Label)
	text := sop.Literal(a.Text)
	switch a.Kind {
	case sop.Click:
		return clickLine(a, label)
	case sop.Type:
		if a.Command != nil {
			return answerLine(a)
		}
		return entryLine("Enter", text, label, "Fill in the field.")
	case sop.Select:
		return entryLine("Select", sop.Bold(a.Text), label, "Select an entry of the list.")
	case sop.Open:
		if a.Label == "" {
			return "Open the page."
		}
		return "Open " + sop.Literal(a.Label) + "."
	case sop.Switch:
		if label == "" {
			return "Switch to the other window."
		}
		return "Switch to " + label + "."
	case sop.Scroll:
		if label != "" {
			return "Scroll to " + label + "."
		}
		return "Scroll down."
	case sop.RunCommand:
		return commandLine(a.Command)
	case sop.Check:
		if label != "" {
			return "Check " + label + "."
		}
		return "Check what the screen shows."
	}
	if label != "" {
		return "Wait for " + label + "."
	}
	return "Wait until it has finished."
}

func clickLine(a *sop.Action, label string) string {
	row := ""
	if a.Row != "" {
		row = " in the row of " + sop.Bold(a.Row)
	}
	switch {
	case label == "" && a.Element == sop.ElementIcon:
		return unnamedIcon + row + "."
	case label == "":
		return unnamed + row + "."
	case a.Element == sop.ElementTab:
		return "Open the " + label + " tab."
	case a.Element == sop.ElementCheck:
		return "Click the check box " + label + "."
	case a.Element == sop.ElementIcon:
		return "Click the icon " + label + "."
	}
	return "Click " + label + "."
}

func entryLine(verb, value, label, bare string) string {
	switch {
	case value != "" && label != "":
		return verb + " " + value + " in " + label + "."
	case value != "":
		return verb + " " + value + "."
	case label != "":
		return "Fill in " + label + "."
	}
	return bare
}

// longestQuestion is the longest question that is repeated, in letters.
const longestQuestion = 80

// answerLine is what a program was answered.
func answerLine(a *sop.Action) string {
	asked := strings.TrimSpace(a.Label)
	if i := strings.LastIndexByte(asked, '\n'); i >= 0 {
		asked = asked[i+1:]
	}
	when := "When it asks"
	if n := utf8.RuneCountInString(asked); n <= longestQuestion && n > 0 {
		when += " " + sop.Literal(asked)
	}
	if a.Text == "" {
		return when + ", press Enter."
	}
	return when + ", answer " + sop.Literal(a.Text) + "."
}

func commandLine(c *sop.CommandLine) string {
	if c.Shell == "input" {
		return "Answer " + sop.Literal(c.Text) + "."
	}
	if t, ok := shell.Title(c.Text, c.Shell); ok {
		return t
	}
	if utf8.RuneCountInString(c.Text) <= longestInline && !strings.Contains(c.Text, "\n") {
		return "Run " + sop.Literal(c.Text) + "."
	}
	switch p := phrase.FirstWord(c.Text); {
	case p == "for" || p == "while" || p == "until":
		return "Run the loop."
	case p != "" && len(p) <= 30 && !strings.ContainsAny(p, "({[=$"):
		return "Run " + sop.Literal(withSubcommand(p, c.Text)) + "."
	}
	return "Run the command."
}

var subcommand = regexp.MustCompile(`^[a-z][a-z-]+$`)

// withSubcommand is a program with the plain words that follow it, two at the most: "kpt live apply".
func withSubcommand(program, text string) string {
	const most = 2
	for i, w := range strings.Fields(text) {
		if i == 0 && w != program || i > most || i > 0 && !subcommand.MatchString(w) {
			break
		}
		if i > 0 {
			program += " " + w
		}
	}
	return program
}

// Leaving words a step that does nothing but leave a pod, a container, or a host or user other than the first of all actions; empty
// when it does something else.
func Leaving(step, all []*sop.Action) string {
	if !OnlyLeaves(step) {
		return ""
	}
	c := step[0].Command
	if kind, name, ok := strings.Cut(c.Within, " "); ok {
		return "Leave the " + kind + " " + sop.Literal(name) + "."
	}
	for _, a := range all {
		switch first := a.Command; {
		case first == nil || first.Host == "":
		case c.Host != first.Host && c.Host != "":
			return "Log out of " + sop.Literal(c.Host) + "."
		case c.User != first.User && c.User != "":
			return "Leave the shell of " + sop.Literal(c.User) + "."
		default:
			return ""
		}
	}
	return ""
}

// OnlyLeaves says whether a step does nothing but end its shell.
func OnlyLeaves(step []*sop.Action) bool {
	return len(step) == 1 && step[0].Command != nil && step[0].Command.Shell == "shell" && (step[0].Command.Text == "exit" || step[0].Command.Text == "logout")
}

// Mute says whether a title tells nothing of what was done.
func Mute(title string) bool { return mute.MatchString(title) }

var mute = regexp.MustCompile("^(?:Run the (?:command|loop)|When it asks|Answer `|Fill in the field|Select an entry of the list|Wait (?:for `|until it has)|Check what the screen shows)")

// Weight is how much a command is what a procedure is about. Of one of which nobody knows what it does that is more than of one that only looks.
func Weight(c sop.Command) int {
	w := map[sop.CommandClass]int{sop.Changes: 4, sop.Destroys: 3}[c.Class]
	switch prepares := Prepares(c.Text); {
	case w > 0 && prepares:
		return 2
	case w > 0:
		return w
	case prepares:
		return 0 // it only leads there
	case c.Class == "":
		return 2
	}
	return 1
}

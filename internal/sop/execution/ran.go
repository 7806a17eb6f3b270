package execution

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// ExitWords begin the value of evidence that tells how a command ended which was run in a terminal; the command stands in its text's first line, behind "$ ".
const ExitWords = "exit status "

// Run is a command of a step that ended badly when it was run last, and how.
type Run struct {
	Command string `json:"command"`
	Exit    string `json:"exit"`
}

// failing is the first of a step's commands whose last run, as far as evidence tells, ended badly; nil for none. Some commands tell by their status what they found: one
// that ended as it did in the recording, or gave the value that the step declares, ended as it should.
func failing(s *sop.Step, kept []Event) *Run {
	last := map[int]Event{}
	for _, k := range kept {
		if strings.HasPrefix(k.Text, "$ ") && strings.HasPrefix(k.Value, ExitWords) {
			last[k.Index] = k
		}
	}
	for _, i := range slices.Sorted(maps.Keys(last)) {
		k := last[i]
		command, printed, _ := strings.Cut(strings.TrimPrefix(k.Text, "$ "), "\n")
		if k.Value == ExitWords+"0" || i >= 0 && i < len(s.Commands) && asRecorded(&s.Commands[i], k.Value, printed) || declared(s, k.Value, printed) {
			continue
		}
		return &Run{command, k.Value}
	}
	return nil
}

// asRecorded says that a command ended as in the recording: by its status, or, where that isn't known, by what a command that only reads printed.
func asRecorded(c *sop.Command, exit, printed string) bool {
	if c.Exit != nil {
		return exit == fmt.Sprint(ExitWords, *c.Exit)
	}
	recorded := strings.TrimSpace(strings.Join(c.Output, "\n"))
	return c.Class == sop.Reads && c.Cut == 0 && recorded != "" && recorded == strings.TrimSpace(printed)
}

// declared says that what was printed, or the status, is the value that the step declares.
func declared(s *sop.Step, exit, printed string) bool {
	if s.Conduct == nil || s.Conduct.Value == nil {
		return false
	}
	want := strings.TrimSpace(s.Conduct.Value.Text)
	return want != "" && (want == strings.TrimSpace(printed) || strings.EqualFold(want, exit))
}

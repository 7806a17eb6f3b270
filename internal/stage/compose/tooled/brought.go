package tooled

import (
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/shell"
)

// Brought says whether the program that use calls needn't be there before: an earlier command installs it on the same machine, or a later one
// does because it wasn't there yet.
func Brought(all []*sop.Action, use *sop.Action, program string) bool {
	used := false
	for _, a := range all {
		used = used || a == use
		if a.Command == nil || a == use || a.Command.Host != use.Command.Host || a.Command.Failed || !shell.Installs(a.Command.Text, a.Command.Shell, program) {
			continue
		}
		return !used || lacked(use.Command)
	}
	return false
}

// lacked says whether c failed because its program wasn't there.
func lacked(c *sop.CommandLine) bool {
	said := strings.ToLower(strings.Join(c.Output, "\n"))
	return c.Exit != nil && *c.Exit == 127 || strings.Contains(said, "command not found") || strings.Contains(said, ": not found") || strings.Contains(said, "can be installed with")
}

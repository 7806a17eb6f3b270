package parameter

import (
	"strings"

	"showhow/internal/sop"
)

// Option says that a value would be taken for an option by a command of a revision: it begins with a hyphen, and a parameter stands there at the beginning of a word. No quoting
// keeps a program from that. Languages without options, as SQL, aren't meant.
func Option(r *sop.Revision, name, value string) bool {
	if !strings.HasPrefix(value, "-") {
		return false
	}
	n := -1
	for i := range r.Parameters {
		if r.Parameters[i].Name == name {
			n = i
		}
	}
	if n < 0 {
		return false
	}
	for _, section := range r.Sections {
		for _, step := range section.Steps {
			for i := range step.Commands {
				if leads(r, &step.Commands[i], n) {
					return true
				}
			}
		}
	}
	return false
}

// leads says whether a parameter stands at the beginning of a word behind a command's first.
func leads(r *sop.Revision, c *sop.Command, n int) bool {
	if !posix(c.Shell) && c.Shell != "powershell" {
		return false
	}
	runes, inside := []rune(c.Text), places(r, c)
	for i := range runes {
		if inside[i] != n || i > 0 && inside[i-1] == n && !starts(r, runes, i, n) {
			continue
		}
		j := i - 1
		for j >= 0 && (runes[j] == '\'' || runes[j] == '"') {
			j--
		}
		if j >= 0 && (runes[j] == ' ' || runes[j] == '\t' || runes[j] == '\n') {
			return true
		}
	}
	return false
}

package execution

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Turn is where an execution turns to its roll back: which step failed, and in words how much was done.
type Turn struct {
	Failed Line
	Words  string
}

// Turned says that the next step is the first of a roll back that nobody has begun: whoever carries it out decides then whether anything has to be taken back. ok is false anywhere else.
func (s *State) Turned(all []Line) (t Turn, ok bool) {
	done := 0
	for _, l := range all {
		o := Outcome("")
		if st := s.Steps[l.Key]; st != nil {
			o = st.Outcome()
		}
		switch back := l.Section == sop.RollBack; {
		case back && o != "":
			return Turn{}, false
		case back && l.Key == s.Next:
			ok = true
		case !back && o == Failed:
			t.Failed = l
		case !back && (o == OK || o == Recovered):
			done++
		}
	}
	if !ok || t.Failed.Key == "" {
		return Turn{}, false
	}
	before := fmt.Sprintf("%d other steps were done", done)
	switch done {
	case 0:
		before = "no other step was done"
	case 1:
		before = "1 other step was done"
	}
	t.Words = fmt.Sprintf("Step %d failed, and %s. What follows rolls back.", t.Failed.Number, before)
	for _, l := range all {
		if file := shared(t.Failed, l); l.Section == sop.RollBack && file != "" {
			t.Words += fmt.Sprintf(" Step %d uses %s, which step %d was to write: see which one is there, and whether it is whole, before you do that.", l.Number, file, t.Failed.Number)
		}
	}
	return t, true
}

// shared is a file that a's commands were to write and that b's name; empty for none.
func shared(a, b Line) string {
	for _, o := range a.Commands {
		for _, m := range writes.FindAllStringSubmatch(line(o), -1) {
			if file := m[1]; strings.ContainsAny(file, "./") && slices.ContainsFunc(b.Commands, func(o Order) bool {
				return slices.Contains(strings.FieldsFunc(line(o), func(r rune) bool { return strings.ContainsRune(" \t\n'\";|&<>=", r) }), file)
			}) {
				return file
			}
		}
	}
	return ""
}

// line is a command on a line, without what isn't known of it.
func line(o Order) string {
	var b strings.Builder
	for _, p := range o.Pieces {
		if !p.Secret {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// writes are the forms in which a command names the file that it writes.
var writes = regexp.MustCompile(`(?:>>?\s*|\btee\s+(?:-a\s+)?|\b(?:pg_dump|pg_dumpall|mysqldump|mongodump|tar)\b[^;|&]*?\s(?:-[A-Za-z]*f|--file|--archive|--result-file)[\s=]+|\bsnapshot\s+save\s+|\s(?:-o|--out|--output)[\s=]+)['"]?([^\s;|&<>'"]+)`)

package execution

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// Loss is a file that a step of the roll back, User, uses, and that Writers, steps before it, were to write: where none of them was done, nobody knows which one is there.
type Loss struct {
	File    string
	User    Line
	Writers []Line
}

// Asked says it before a roll back begins, and Caution at the step itself.
func (l Loss) Asked() string {
	return fmt.Sprintf("Step %d uses %s, which step %d was to write: see which one is there, and whether it is whole, before you do that.", l.User.Number, l.File, l.Writers[0].Number)
}

// Caution says it at the step that uses the file.
func (l Loss) Caution() string {
	return fmt.Sprintf("This uses %s. Step %d was to write it, and wasn’t done: see which one is there, and whether it is whole, before you do this.", l.File, l.Writers[0].Number)
}

// Lost says that none of the steps that were to write a file was done.
func (s *State) Lost(l Loss) bool {
	return !slices.ContainsFunc(l.Writers, func(w Line) bool {
		o := s.Steps[w.Key].Outcome()
		return o == OK || o == Recovered
	})
}

// Losses are those of a sheet, in the order of the steps that use them.
func Losses(all []Line) (out []Loss) {
	by := map[string][]Line{} // the steps that are to write a file
	for _, l := range all {
		if l.Section == sop.RollBack {
			continue
		}
		for _, file := range written(l) {
			if !slices.ContainsFunc(by[file], func(w Line) bool { return w.Key == l.Key }) {
				by[file] = append(by[file], l)
			}
		}
	}
	for _, l := range all {
		if l.Section != sop.RollBack || len(by) == 0 {
			continue
		}
		told := map[string]bool{}
		for _, o := range l.Commands {
			for _, word := range strings.FieldsFunc(parameter.Hiding(o.Pieces, false), func(r rune) bool { return strings.ContainsRune(" \t\n'\";|&<>=", r) }) {
				file := path.Clean(word)
				if w := by[file]; len(w) > 0 && !told[file] {
					told[file] = true
					out = append(out, Loss{word, l, w})
				}
			}
		}
	}
	return out
}

// written are the files that a step's commands write, as far as they can be told and shown.
func written(l Line) (files []string) {
	for _, o := range l.Commands {
		for _, m := range writes.FindAllStringSubmatch(parameter.Hiding(o.Pieces, false), -1) {
			file := path.Clean(m[1])
			if strings.HasPrefix(file, "/dev/") || strings.Trim(file, "./") == "" { // a device, or a folder: nothing to restore from
				continue
			}
			if strings.ContainsAny(m[1], "./") && !strings.Contains(file, parameter.Hidden) {
				files = append(files, file)
			}
		}
	}
	return files
}

// writes are the forms in which a command names the file that it writes.
var writes = regexp.MustCompile(`(?:>>?\s*|\btee\s+(?:-a\s+)?|\b(?:pg_dump|pg_dumpall|mysqldump|mongodump|tar)\b[^;|&]*?\s(?:-[A-Za-z]*f|--file|--archive|--result-file)[\s=]+|\bsnapshot\s+save\s+|\s(?:-o|--out|--output)[\s=]+)['"]?([^\s;|&<>'"]+)`)

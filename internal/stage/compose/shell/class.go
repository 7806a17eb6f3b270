package shell

import (
	_ "embed"
	"regexp"
	"strings"

	"showhow/internal/sop"
)

//go:embed class.txt
var classText string

// classes are the rows of class.txt by program.
var classes = parseClasses(classText)

// classRow is one row: the class holds when words stand first among the operands ("{x}" is any) and each group of flags has one there.
type classRow struct {
	class sop.CommandClass
	words []string
	flags [][]string
}

func parseClasses(text string) map[string][]classRow {
	rows := map[string][]classRow{}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		row := classRow{class: sop.CommandClass(f[0])}
		for _, w := range f[2:] {
			if w[0] == '-' {
				row.flags = append(row.flags, strings.Split(w, "|"))
			} else {
				row.words = append(row.words, w)
			}
		}
		rows[f[1]] = append(rows[f[1]], row)
	}
	return rows
}

// rank orders classes by danger.
var rank = map[sop.CommandClass]int{"": 0, sop.Reads: 1, sop.Changes: 2, sop.Destroys: 3}

// Class says what text does, as far as the tables know; empty when they know none of its programs, nor what they are told to do. shell is as in
// sop.CommandLine.
func Class(text, shell string) sop.CommandClass {
	switch shell {
	case "psql", "mysql":
		return classSQL(text)
	case "redis":
		return Class("redis-cli "+text, "shell")
	case "powershell":
		return classPowerShell(text)
	case "shell":
		var worst sop.CommandClass
		known := true
		for _, c := range Parse(text, shell).Calls {
			is := c.class()
			worst, known = graver(worst, is), known && is != ""
		}
		if worst == sop.Reads && !known {
			return "" // what another does of which nothing is known may be graver
		}
		return worst
	}
	return ""
}

func graver(a, b sop.CommandClass) sop.CommandClass {
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// class is that of the longest row that fits.
func (c Call) class() sop.CommandClass {
	if v, ok := c.Values["--dry-run"]; c.has("--dry-run") && (!ok || v != "none") {
		return sop.Reads
	}
	if len(c.Words) == 0 && len(c.Flags) > 0 && c.only("--version", "--help") || len(c.Words) == 1 && len(c.Flags) == 0 && (c.Words[0] == "version" || c.Words[0] == "help") {
		return sop.Reads
	}
	class := c.verb()
	longest := -1
	for _, row := range classes[c.Program] {
		if n := len(row.words) + len(row.flags); n > longest && row.fits(c) {
			class, longest = row.class, n
		}
	}
	if c.Writes {
		class = graver(class, sop.Changes)
	}
	if c.Empties != "" {
		return sop.Destroys
	}
	return graver(graver(class, c.classInside()), c.classFed())
}

// plainWord is an operand that may be what a program is to do.
var plainWord = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// verb is the class of what a program that no row knows is told to do, by the first of its operands that says it.
func (c Call) verb() sop.CommandClass {
	if _, known := classes[c.Program]; known {
		return ""
	}
	if c.sub(0) == "help" || c.has("--help") {
		return sop.Reads
	}
	for i := 0; i < 3 && plainWord.MatchString(c.sub(i)); i++ {
		word, _, _ := strings.Cut(c.sub(i), "-") // delete-cluster
		for _, row := range classes["*"] {
			if row.words[0] == word {
				return row.class
			}
		}
	}
	return ""
}

func (row classRow) fits(c Call) bool {
	for i, w := range row.words {
		if got := c.sub(i); got == "" || w[0] != '{' && got != w {
			return false
		}
	}
	for _, group := range row.flags {
		if !c.has(group...) {
			return false
		}
	}
	return true
}

var (
	sqlDestroys = regexp.MustCompile(`(?i)(^|;|\(|\bthen\b)\s*(drop|truncate|delete)\b|\bdrop\s+(column|constraint|table|default)\b`)
	sqlChanges  = regexp.MustCompile(`(?i)(^|;|\()\s*(insert|update|create|alter|grant|revoke|vacuum|reindex|comment|merge|copy|call|set|lock|refresh|cluster)\b|(^|\n)\s*\\i\b|(^|\n)\s*(begin|commit|rollback|start)\b`)
	sqlReads    = regexp.MustCompile(`(?i)(^|;)\s*(select|show|explain|table|values|analyze|describe|desc|use|with|checkpoint|quit|exit)\b|(^|\n)\s*\\`)
	psRemoves   = regexp.MustCompile(`(?i)(^|[|;]\s*)(remove|clear|uninstall|unregister)-\w+|(^|[|;]\s*)format-volume`)
	psChanges   = regexp.MustCompile(`(?i)(^|[|;]\s*)(set|new|start|stop|restart|enable|disable|install|update|add|move|rename|copy|invoke|register|import|export|out|suspend|resume)-\w+`)
	psReads     = regexp.MustCompile(`(?i)(^|[|;]\s*)(get|test|find|show|select|where|measure|compare|resolve|write|format|sort)-\w+`)
)

func classSQL(text string) sop.CommandClass {
	text = strings.TrimSpace(text)
	switch {
	case sqlDestroys.MatchString(text):
		return sop.Destroys
	case sqlChanges.MatchString(text):
		return sop.Changes
	case sqlReads.MatchString(text):
		return sop.Reads
	}
	return ""
}

func classPowerShell(text string) sop.CommandClass {
	text = strings.TrimSpace(text)
	switch {
	case psRemoves.MatchString(text):
		return sop.Destroys
	case psChanges.MatchString(text):
		return sop.Changes
	case psReads.MatchString(text):
		return sop.Reads
	}
	return Class(text, "shell")
}

package vocabulary

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/shell"
)

// Names are what stands on the screen letter for letter, to be set off in sentences: labels bold, values as code.
type Names struct {
	labels, values []string
	// commands are whole command lines.
	commands []string
}

// NamesOf are the names in the actions' labels, texts and commands.
func NamesOf(actions []*sop.Action) Names {
	var n Names
	for _, a := range actions {
		if a.Kind != sop.Open && utf8.RuneCountInString(a.Label) <= 60 {
			n.labels = append(n.labels, strings.Join(strings.Fields(a.Label), " "))
		}
		if a.Kind == sop.Select {
			n.labels = append(n.labels, a.Text)
		} else {
			n.values = append(n.values, a.Text)
		}
		if a.Command != nil {
			n.values = append(n.values, Telling(a.Command.Text)...)
			n.commands = append(n.commands, a.Command.Text)
		}
	}
	sort.SliceStable(n.labels, func(i, j int) bool { return len(n.labels[i]) > len(n.labels[j]) })
	return n
}

// Telling are the words of a command that can't be mistaken for plain English: with digits, signs or a program's odd name.
func Telling(command string) []string {
	var all []string
	for _, w := range strings.Fields(command) {
		w = strings.Trim(w, `"'`)
		if len(w) >= 4 && (strings.ContainsAny(w, "0123456789_./:-") || programs[w]) && w[0] != '-' {
			all = append(all, w)
		}
	}
	return all
}

// programs are names of programs that are no English words.
var programs = SetOf(programNames)

// IsProgram says whether word is a program's name that is no English word.
func IsProgram(word string) bool { return programs[word] }

const programNames = `kubectl psql nginx systemctl journalctl terraform docker helm curl ansible pg_dump pg_restore mysql mysqldump redis-cli npm git ssh scp rsync jq etcd etcdctl argocd kubectx`

// Decorate sets the names in text off, the longest first, and escapes all else. A label that is a plain word of the sentence
// ("Name") is set off only when it stands with its own capitals.
//
// An instruction names labels in any case ("click build now"); in other sentences a label of one word is set off only when it
// stands there as on the screen.
func (n Names) Decorate(text string, instruction bool) string {
	type mark struct {
		at, end int
		form    string
	}
	var marks []mark
	free := func(at, end int) bool {
		for _, m := range marks {
			if at < m.end && m.at < end {
				return false
			}
		}
		return true
	}
	put := func(name string, form func(string) string, exact bool) {
		if utf8.RuneCountInString(name) < 2 {
			return
		}
		for _, at := range Places(text, name, exact) {
			if at == 0 && !strings.Contains(name, " ") && instruction {
				continue // the sentence's verb, not the button of that name
			}
			if free(at, at+len(name)) {
				marks = append(marks, mark{at, at + len(name), form(name)})
			}
		}
	}
	for _, m := range quoted.FindAllStringSubmatchIndex(text, -1) {
		if in := text[m[2]:m[3]]; n.holds(in) && free(m[2], m[3]) {
			marks = append(marks, mark{m[2] - 1, m[3] + 1, sop.Literal(in)}) // its quotes are the code's marks now
		}
	}
	for _, l := range n.labels {
		oneWord := !strings.ContainsAny(l, " -_0123456789")
		put(l, sop.Bold, oneWord && (!instruction || len(l) < 5))
	}
	for _, v := range n.values {
		put(v, sop.Literal, true)
	}
	for _, p := range strings.Fields(programNames) {
		for _, at := range Places(text, p, true) {
			if end := at + len(shell.Spoken(text[at:])); end > at && free(at, end) {
				marks = append(marks, mark{at, end, sop.Literal(text[at:end])})
			}
		}
	}
	sort.Slice(marks, func(i, j int) bool { return marks[i].at < marks[j].at })
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(sop.Plain(text[at:m.at]))
		b.WriteString(m.form)
		at = m.end
	}
	b.WriteString(sop.Plain(text[at:]))
	return b.String()
}

// quoted are words between quotes that are no apostrophes.
var quoted = regexp.MustCompile(`(?:^|[\s(])['"]([^'"\x60]{2,80})['"]`)

// holds says whether text is a command line, or stands in one as whole words.
func (n Names) holds(text string) bool {
	for _, c := range n.commands {
		if len(Places(c, text, true)) > 0 {
			return true
		}
	}
	return false
}

// Places are where name stands in text, as whole words. A name whose small letters have another length than its large ones
// is only found exactly.
func Places(text, name string, exact bool) []int {
	hay, needle := text, name
	if low, lowName := strings.ToLower(text), strings.ToLower(name); !exact && len(low) == len(text) && len(lowName) == len(name) {
		hay, needle = low, lowName
	}
	var places []int
	for from := 0; from <= len(hay); {
		i := strings.Index(hay[from:], needle)
		if i < 0 {
			break
		}
		at := from + i
		if wordEdge(hay, at, at+len(needle)) {
			places = append(places, at)
		}
		from = at + 1
	}
	return places
}

// wordEdge says whether text[at:end] is cut at words' edges.
func wordEdge(text string, at, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[end:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
	return !(at > 0 && inWord(before)) && !(end < len(text) && inWord(after))
}

package parameter

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Quote is what stands around a place in a command, which says how a value has to be written there.
type Quote string

// The quotes.
const (
	Bare   Quote = "bare"
	Single Quote = "single"
	Double Quote = "double"
)

// Piece is a part of a command: its own text, or the place of a parameter.
type Piece struct {
	// Text is what stands there: of a parameter its value as the shell wants it, or <NAME> where none is known, as of a secret.
	Text string `json:"text"`
	// Name is the parameter's; empty for the command's own text.
	Name   string `json:"name,omitempty"`
	Secret bool   `json:"secret,omitempty"`
	// Quote is what stands around it.
	Quote Quote `json:"quote,omitempty"`
	// Left are the parameters of which this is the recorded value, though others are given: whoever carries it out says what belongs here.
	Left []Left `json:"left,omitempty"`
	// Within is the name of which that is a part, as of a file; empty where the recorded value stands by itself.
	Within string `json:"within,omitempty"`
}

// Fill puts values, by the parameters' names, into a command. A value is quoted as the command's shell and the place ask for, so that it stays one value.
func Fill(r *sop.Revision, c *sop.Command, values map[string]string) (all []Piece) {
	runes, inside := []rune(c.Text), places(r, c)
	quotes, given := quoted(runes, c.Shell), others(r, values)
	for i := 0; i < len(runes); {
		j, n := i+1, inside[i]
		for j < len(runes) && inside[j] == n && (n < 0 || !starts(r, runes, j, n)) {
			j++
		}
		if n < 0 {
			all = append(all, leftIn(ownText{runes, i, j, quotes, c.Shell}, given)...)
			i = j
			continue
		}
		p := &r.Parameters[n]
		piece := Piece{Text: "<" + p.Name + ">", Name: p.Name, Secret: p.Secret, Quote: quotes[i]}
		if v, ok := values[p.Name]; ok && !p.Secret {
			piece.Text = Written(v, c.Shell, piece.Quote)
		}
		all = append(all, piece)
		i = j
	}
	within(all)
	return all
}

// places is Values, with the places where a parameter stands by its name.
func places(r *sop.Revision, c *sop.Command) []int {
	inside, runes := Values(r, c), []rune(c.Text)
	for n := range r.Parameters {
		name := []rune("<" + r.Parameters[n].Name + ">")
		for i := 0; i+len(name) <= len(runes); i++ {
			if inside[i] < 0 && slices.Equal(runes[i:i+len(name)], name) {
				for k := range name {
					inside[i+k] = n
				}
			}
		}
	}
	return inside
}

// starts says that a parameter's place begins anew at j: two of them may stand side by side.
func starts(r *sop.Revision, runes []rune, j, n int) bool {
	for _, form := range []string{"<" + r.Parameters[n].Name + ">", r.Parameters[n].Example} {
		f := []rune(form)
		if len(f) > 0 && j >= len(f) && j+len(f) <= len(runes) && slices.Equal(runes[j:j+len(f)], f) && slices.Equal(runes[j-len(f):j], f) {
			return true
		}
	}
	return false
}

// Text are pieces as one text.
func Text(all []Piece) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Text)
	}
	return b.String()
}

// posix are the shells that quote as sh does.
func posix(shell string) bool {
	return shell == "shell" || shell == "" || shell == "bash" || shell == "sh"
}

// quoted tells for each letter which quotes stand around it.
func quoted(runes []rune, shell string) []Quote {
	all, open := make([]Quote, len(runes)), Bare
	for i := 0; i < len(runes); i++ {
		all[i] = open
		switch c := runes[i]; {
		case c == '\\' && open != Single && posix(shell) && i+1 < len(runes):
			i++
			all[i] = open
		case c == '\'' && open == Bare:
			open = Single
		case c == '\'' && open == Single, c == '"' && open == Double:
			open = Bare
		case c == '"' && open == Bare:
			open = Double
		}
	}
	return all
}

// plain says that a value means the same to every shell without quotes.
func plain(v string) bool {
	return v != "" && v[0] != '-' && !strings.ContainsFunc(v, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-/:@%+=,", r))
	})
}

// Written is a value as it is written in a command of a shell, at a place within quotes or without. It doesn't close the place's own quotes for good.
func Written(v, shell string, q Quote) string {
	switch {
	case plain(v):
		return v
	case posix(shell):
		switch q {
		case Single:
			return strings.ReplaceAll(v, `'`, `'\''`)
		case Double:
			return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`", `!`, `"'!'"`).Replace(v)
		}
		return `'` + strings.ReplaceAll(v, `'`, `'\''`) + `'`
	case shell == "powershell":
		switch q {
		case Single:
			return strings.ReplaceAll(v, `'`, `''`)
		case Double:
			return strings.NewReplacer("`", "``", `"`, "`\"", `$`, "`$").Replace(v)
		}
		return `'` + strings.ReplaceAll(v, `'`, `''`) + `'`
	case shell == "psql" || shell == "mysql":
		if q == Double {
			return strings.ReplaceAll(v, `"`, `""`)
		}
		v = strings.ReplaceAll(v, `'`, `''`)
		if shell == "mysql" {
			v = strings.ReplaceAll(v, `\`, `\\`)
		}
		if q == Single {
			return v
		}
		return `'` + v + `'`
	}
	v = strings.ReplaceAll(v, `\`, `\\`)
	switch q { // an interpreter with strings
	case Single:
		return strings.ReplaceAll(v, `'`, `\'`)
	}
	v = strings.ReplaceAll(v, `"`, `\"`)
	if q == Double {
		return v
	}
	return `"` + v + `"`
}

// restored is the database that pg_restore fills: what it reads stands last.
func restored(words []string) string {
	if !slices.ContainsFunc(words[:min(len(words), 2)], func(w string) bool { return strings.HasSuffix("/"+w, "/pg_restore") }) {
		return ""
	}
	for i, w := range words {
		if (w == "-d" || w == "--dbname") && i+1 < len(words) {
			w = "--dbname=" + words[i+1]
		}
		switch name, ok := strings.CutPrefix(w, "--dbname="); {
		case ok && strings.Contains(name, Hidden):
			return "pg_restore"
		case ok:
			return strings.Trim(name, `'"`)
		}
	}
	return ""
}

// Word is what has to be typed before a command that destroys something: its last argument, which is what it does that to, or its program's name where there
// is none that can be shown. What is left of the recording isn't what it does that to before somebody says so.
func Word(all []Piece) string {
	words := wordsOf(all)
	if to := restored(words); to != "" {
		return to
	}
	return lastOf(words)
}

// Hidden is what stands in Hiding for what can't be shown.
const Hidden = "\x00"

// Hiding are pieces as one text with Hidden in the place of secrets, and of recorded values that are left, where those aren't sure either.
func Hiding(all []Piece, left bool) string {
	var b strings.Builder
	for _, p := range all {
		if p.Secret || left && len(p.Left) > 0 {
			b.WriteString(Hidden)
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// wordsOf are a command's words; what can't be shown, or isn't sure, is hidden in them.
func wordsOf(all []Piece) []string { return strings.Fields(Hiding(all, true)) }

// lastOf is a command's last argument, or its program's name.
func lastOf(words []string) string {
	for i := len(words) - 1; i > 0; i-- {
		w := strings.Trim(words[i], `'";`)
		if len(w) > 2 && w[0] != '-' && !strings.ContainsAny(w, Hidden+"|&<>") {
			return w
		}
	}
	if len(words) == 0 || strings.Contains(words[0], Hidden) {
		return "yes"
	}
	return words[0]
}

package shell

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"showhow/internal/sop"
)

// silent are programs that only lead to what stands behind them in the same line.
var silent = map[string]bool{"cd": true, "pushd": true, "popd": true, "sleep": true, "set": true, "export": true, "source": true, ".": true, "true": true, ":": true, "clear": true, "echo": true, "printf": true}

// The most parts of a line that its title tells one by one, and the longest such title, in bytes.
const (
	mostParts  = 3
	longestSum = 100
)

// chain are the parts of a line that run one after the other, "a; b" and "a && b", without those that only lead to the others. A pipe is one part.
func chain(text string) (parts []string) {
	masked := placeholder.ReplaceAllString(text, "_${1}_") // would read as a redirection; as long as it was, so that places in the line stay
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(masked), "")
	if err != nil {
		return nil
	}
	var add func(s *syntax.Stmt)
	add = func(s *syntax.Stmt) {
		if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && b.Op == syntax.AndStmt {
			add(b.X)
			add(b.Y)
			return
		}
		part := text[s.Pos().Offset():s.End().Offset()]
		if slices.ContainsFunc(Parse(part, "shell").Calls, func(c Call) bool { return !silent[c.Program] || c.Writes }) {
			parts = append(parts, part)
		}
	}
	for _, s := range file.Stmts {
		add(s)
	}
	return parts
}

// chainTitle is the title of a line of several parts: all of theirs in one sentence, or where they are too many, or one has none, that of the gravest, of these the last.
func chainTitle(parts []string) (string, bool) {
	var all []string
	gravest, worst, whole := "", sop.CommandClass(""), true
	for _, p := range parts {
		t, ok := Title(p, "shell")
		whole = whole && ok
		if len(all) == 0 || all[len(all)-1] != t {
			all = append(all, t)
		}
		class := Class(p, "shell")
		if class == "" {
			class = sop.Changes // nobody knows what it does
		}
		if rank[class] >= rank[worst] {
			gravest, worst = t, class
		}
	}
	if t := sentence(all); whole && len(all) <= mostParts && len(t) <= longestSum {
		return t, true
	}
	return gravest, gravest != ""
}

// sentence is several sentences in one: "Stage all changes, and commit the changes."
func sentence(all []string) string {
	var b strings.Builder
	for i, t := range all {
		switch t = strings.TrimSuffix(t, "."); {
		case i == 0:
			b.WriteString(t)
			continue
		case i == len(all)-1:
			b.WriteString(", and ")
		default:
			b.WriteString(", ")
		}
		first, n := utf8.DecodeRuneInString(t)
		b.WriteString(string(unicode.ToLower(first)) + t[n:])
	}
	return b.String() + "."
}

// Package paint tells what each letter of a command is, so that a page can set programs, flags and texts apart. It runs nothing, and what
// it can't read it leaves plain.
package paint

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Kind is what a letter belongs to; empty is an ordinary word.
type Kind string

// The kinds, short as they are classes of many letters.
const (
	Plain    Kind = ""
	Name     Kind = "k-name" // a program, or a word of the language
	Flag     Kind = "k-flag"
	Text     Kind = "k-text" // between quotes
	Value    Kind = "k-val"  // $NAME, $(…)'s signs
	Operator Kind = "k-op"   // | && > ;
	Remark   Kind = "k-note" // a comment
)

// longest is the longest command that is painted, in bytes.
const longest = 16 << 10

// Letters gives the kind of each of a command's letters (runes). Shell is what it was typed to: "shell" is bash's grammar, all others are
// told apart by their quotes, comments and words of SQL alone. A command that doesn't parse is plain from where it breaks.
func Letters(command, shell string) []Kind {
	bytes := make([]Kind, len(command))
	switch {
	case len(command) > longest || shell == "input":
	case shell == "shell":
		paintShell(command, bytes)
	default:
		paintOther(command, bytes)
	}
	letters := make([]Kind, 0, len(command))
	for at := range command {
		letters = append(letters, bytes[at])
	}
	return letters
}

// placeholder stands for a parameter or a masked secret; it would read as a redirection.
var placeholder = regexp.MustCompile(`<[A-Z][A-Z0-9_]*>`)

// before are programs whose first word is a program as well.
var before = map[string]bool{"sudo": true, "time": true, "exec": true, "nohup": true, "command": true, "env": true, "watch": true, "xargs": true}

func paintShell(command string, out []Kind) {
	masked := placeholder.ReplaceAllStringFunc(command, func(s string) string { return strings.Repeat("x", len(s)) })
	p := painter{masked, out}
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
	// statements one by one: those before an error are painted
	_ = parser.Stmts(strings.NewReader(masked), func(s *syntax.Stmt) bool {
		syntax.Walk(s, func(n syntax.Node) bool { return p.node(n) })
		return true
	})
}

type painter struct {
	command string
	out     []Kind
}

// set paints from one byte to another.
func (p painter) set(from, to syntax.Pos, k Kind) {
	for i := int(from.Offset()); i < min(int(to.Offset()), len(p.out)); i++ {
		p.out[i] = k
	}
}

// sign paints as many bytes as a sign has.
func (p painter) sign(at syntax.Pos, sign string, k Kind) {
	if !at.IsValid() || !strings.HasPrefix(p.command[min(int(at.Offset()), len(p.command)):], sign) {
		return
	}
	for i := range len(sign) {
		p.out[int(at.Offset())+i] = k
	}
}

func (p painter) node(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Stmt:
		p.sign(n.Semicolon, ";", Operator)
		p.sign(n.Semicolon, "&", Operator)
	case *syntax.BinaryCmd:
		p.sign(n.OpPos, n.Op.String(), Operator)
	case *syntax.Redirect:
		p.sign(n.OpPos, n.Op.String(), Operator)
	case *syntax.Comment:
		p.set(n.Pos(), n.End(), Remark)
	case *syntax.CallExpr:
		p.call(n.Args)
	case *syntax.Assign:
		if n.Name != nil {
			p.set(n.Name.Pos(), n.Name.End(), Value)
		}
	case *syntax.SglQuoted, *syntax.DblQuoted:
		p.set(n.Pos(), n.End(), Text)
	case *syntax.ParamExp:
		p.set(n.Pos(), n.End(), Value)
	case *syntax.CmdSubst:
		p.set(n.Pos(), n.End(), Plain)
		p.sign(n.Left, "$(", Value)
		p.sign(n.Right, ")", Value)
	case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause, *syntax.FuncDecl:
		p.word(n.Pos())
	}
	return true
}

// call paints a program and its flags.
func (p painter) call(args []*syntax.Word) {
	name := true
	for _, a := range args {
		switch text := p.command[a.Pos().Offset():a.End().Offset()]; {
		case strings.HasPrefix(text, "-") && text != "-":
			at := strings.IndexByte(text+"=", '=')
			for i := range at {
				p.out[int(a.Pos().Offset())+i] = Flag
			}
		case name:
			p.set(a.Pos(), a.End(), Name)
			name = before[text]
		}
	}
}

// word paints the word of the language that stands at a place.
func (p painter) word(at syntax.Pos) {
	for i := int(at.Offset()); i < len(p.command) && p.command[i] >= 'a' && p.command[i] <= 'z'; i++ {
		p.out[i] = Name
	}
}

// other finds what databases and interpreters have in common: comments, texts and SQL's words.
var other = regexp.MustCompile(`(?i)(--.*|#.*)|('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*")|\b(select|insert|into|update|delete|from|where|and|or|not|null|create|alter|drop|table|index|view|database|schema|column|add|set|values|join|left|inner|outer|on|group|order|by|limit|as|begin|commit|rollback|grant|revoke|to|distinct|having|union|all|import|def|for|in|if|return|print)\b`)

func paintOther(command string, out []Kind) {
	for _, m := range other.FindAllStringSubmatchIndex(command, -1) {
		for n, k := range []Kind{Remark, Text, Name} {
			if from := m[2+2*n]; from >= 0 {
				for i := from; i < m[3+2*n]; i++ {
					out[i] = k
				}
			}
		}
	}
}

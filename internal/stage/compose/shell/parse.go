// Package shell knows command lines: what programs they call, whether they read, change or destroy, whether they parse,
// and a plain title for the well-known ones. It never runs anything.
package shell

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Call is one program with its words, as it stands in a command line.
type Call struct {
	// Program is the program's name without its folder.
	Program string
	// Words are the operands: neither flags nor the values of flags.
	Words []string
	// Flags are the flags as they stand, without values; Values are the values of those that have one.
	Flags  []string
	Values map[string]string
	// Writes says that its output goes to a file; Empties is the file that it leaves empty by that.
	Writes  bool
	Empties string
	// Fed says that it gets its input from a file or from another program; Input is that input, where it stands in the line.
	Fed   bool
	Input string
	// args are all words behind the program, as they stand.
	args []string
}

// Line is a command line that was taken apart.
type Line struct {
	Calls []Call
	// Broken is why it doesn't parse, as a sentence; empty when it does or wasn't tried.
	Broken string
}

// maxLength is the longest command that is parsed, in bytes; a longer one is kept as it is.
const maxLength = 64 << 10

var placeholder = regexp.MustCompile(`<([A-Z][A-Z0-9_]*)>`)

// Parse takes text apart. Only shell "shell" has a grammar here; the others give their first word as the program.
func Parse(text, shell string) Line {
	if shell != "shell" {
		return Line{Calls: plainCalls(text)}
	}
	if len(text) > maxLength {
		return Line{}
	}
	// A masked secret would read as a redirection.
	masked := placeholder.ReplaceAllString(text, "__masked_${1}__")
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(masked), "")
	if err != nil {
		return Line{Calls: plainCalls(text), Broken: reason(err)}
	}
	var line Line
	fed := map[*syntax.Stmt]string{}
	syntax.Walk(file, func(n syntax.Node) bool {
		s, ok := n.(*syntax.Stmt)
		if !ok {
			return true
		}
		if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && (b.Op == syntax.Pipe || b.Op == syntax.PipeAll) {
			fed[b.Y] = saidBy(b.X)
		}
		switch c, ok := s.Cmd.(*syntax.CallExpr); {
		case ok && len(c.Args) > 0:
			call := callOf(c, s.Redirs)
			if input, ok := fed[s]; ok {
				call.Fed, call.Input = true, input
			}
			line.Calls = append(line.Calls, unwrap(call)...)
		case len(s.Redirs) > 0: // > file, or the output of a loop or of a block
			if call := (Call{Values: map[string]string{}}); call.redirect(s.Redirs, s.Cmd == nil || ok) {
				line.Calls = append(line.Calls, call)
			}
		}
		return true
	})
	return line
}

// saidBy is what s prints, where it stands in the line: echo's own words.
func saidBy(s *syntax.Stmt) string {
	if c, ok := s.Cmd.(*syntax.CallExpr); ok && len(c.Args) > 1 {
		if call := callOf(c, nil); call.Program == "echo" || call.Program == "printf" {
			return strings.Join(call.Words, " ")
		}
	}
	return ""
}

// reason is a parse error as a sentence for the reader.
func reason(err error) string {
	var parse syntax.ParseError
	if errors.As(err, &parse) {
		return fmt.Sprintf("This doesn't read as a whole shell command: %s (character %d).", parse.Text, parse.Pos.Offset()+1)
	}
	return "This doesn't read as a whole shell command."
}

// plainCalls is text split on blanks, a call for each statement.
func plainCalls(text string) []Call {
	var calls []Call
	for part := range strings.SplitSeq(text, ";") {
		if words := strings.Fields(part); len(words) > 0 {
			calls = append(calls, newCall(words))
		}
	}
	return calls
}

// callOf is c's words as they stand, quotes taken off where the whole word is literal.
func callOf(c *syntax.CallExpr, redirs []*syntax.Redirect) Call {
	words := make([]string, 0, len(c.Args))
	for _, w := range c.Args {
		words = append(words, literal(w))
	}
	call := newCall(words)
	nothing := call.Program == ":" || call.Program == "true" || call.Program == "cat" && len(call.Words) == 1 && call.Words[0] == "/dev/null"
	call.redirect(redirs, nothing)
	return call
}

// redirect notes where c's input comes from and its output goes to, and says whether that is a file. nothing says that there is no output.
func (c *Call) redirect(redirs []*syntax.Redirect, nothing bool) bool {
	for _, r := range redirs {
		switch r.Op {
		case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob:
			to := literal(r.Word)
			switch to {
			case "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty":
				continue
			}
			c.Writes = true
			if nothing && (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob) && (r.N == nil || r.N.Value == "1") {
				c.Empties = to
			}
		case syntax.RdrIn:
			c.Fed = c.Fed || literal(r.Word) != "/dev/null"
		case syntax.Hdoc, syntax.DashHdoc:
			c.Fed = true
			if r.Hdoc != nil {
				c.Input = literal(r.Hdoc)
			}
		case syntax.WordHdoc:
			c.Fed, c.Input = true, literal(r.Word)
		}
	}
	return c.Writes
}

// literal is w without its quotes; parts that the shell would expand stand as they are written.
func literal(w *syntax.Word) string {
	var b strings.Builder
	write(&b, w.Parts)
	return masks.ReplaceAllString(b.String(), "<$1>")
}

var masks = regexp.MustCompile(`__masked_([A-Z][A-Z0-9_]*?)__`)

func write(b *strings.Builder, parts []syntax.WordPart) {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			b.WriteString(strings.ReplaceAll(p.Value, "\\\n", ""))
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			write(b, p.Parts)
		default:
			_ = syntax.NewPrinter().Print(b, p)
		}
	}
}

// newCall sorts words into operands, flags and values of flags.
func newCall(words []string) Call {
	c := Call{Values: map[string]string{}, args: words[1:]}
	c.Program = words[0][strings.LastIndexByte(words[0], '/')+1:]
	takes := valued[c.Program]
	for i := 0; i < len(c.args); i++ {
		w := c.args[i]
		switch {
		case w == "--":
			c.Words = append(c.Words, c.args[i+1:]...)
			return c
		case len(w) < 2 || w[0] != '-':
			c.Words = append(c.Words, w)
		default:
			name, value, has := c.flag(w)
			c.Flags = append(c.Flags, strings.TrimSuffix(w[:len(w)-len(value)], "="))
			if !has && takes[name] && i+1 < len(c.args) && !strings.HasPrefix(c.args[i+1], "--") {
				i++
				value, has = c.args[i], true
			}
			if has {
				c.Values[name] = value
			}
		}
	}
	return c
}

// flag gives the name in w that may take a value, and the value when it is part of w: "--out=x", "-XPOST". Of a bundle
// ("-xzf") it is the last letter that may take one.
func (c Call) flag(w string) (name, value string, has bool) {
	takes := valued[c.Program]
	if name, value, has = strings.Cut(w, "="); has || takes[w] || len(w) < 3 || w[1] == '-' {
		return name, value, has
	}
	if takes[w[:2]] {
		return w[:2], w[2:], true
	}
	if last := "-" + w[len(w)-1:]; bundled[c.Program] && takes[last] && last != "-t" { // docker exec -it
		return last, "", false
	}
	return w, "", false
}

// has says whether c has one of the flags, a short one also in a bundle ("-rf" has -f).
func (c Call) has(flags ...string) bool {
	for _, want := range flags {
		for _, f := range c.Flags {
			bundle := len(want) == 2 && len(f) > 2 && f[1] != '-' && strings.Contains(f[1:], want[1:])
			if f == want || bundle && bundled[c.Program] {
				return true
			}
		}
	}
	return false
}

// only says whether each of c's flags is one of these.
func (c Call) only(flags ...string) bool {
	return !slices.ContainsFunc(c.Flags, func(f string) bool { return !slices.Contains(flags, f) })
}

// sub is the n-th operand, or nothing.
func (c Call) sub(n int) string {
	if n < len(c.Words) {
		return c.Words[n]
	}
	return ""
}

// unwrap gives the calls that c itself makes: what stands behind sudo, env, ssh, docker exec, and so on.
func unwrap(c Call) []Call {
	inner := innerWords(c)
	if len(inner) == 0 {
		return []Call{c}
	}
	var calls []Call
	if wrappers[c.Program] != wrapSilent {
		calls = append(calls, c)
	}
	if len(inner) == 1 && strings.ContainsAny(inner[0], " ;|&") { // a whole line in one word: ssh host "a; b"
		return append(calls, Parse(inner[0], "shell").Calls...)
	}
	in := newCall(inner)
	in.Writes, in.Fed, in.Input = c.Writes, c.Fed, c.Input
	return append(calls, unwrap(in)...)
}

// The ways in which a program calls another.
const (
	wrapSilent = iota + 1 // stands for what it calls: sudo
	wrapOpenly            // is a step of its own as well: ssh
	wrapHere              // does something of its own as well, on the same machine: find
)

var wrappers = map[string]int{
	"sudo": wrapSilent, "doas": wrapSilent, "env": wrapSilent, "time": wrapSilent, "nohup": wrapSilent, "nice": wrapSilent,
	"exec": wrapSilent, "command": wrapSilent, "watch": wrapSilent, "timeout": wrapSilent, "xargs": wrapSilent, "stdbuf": wrapSilent,
	"find": wrapHere,
	"ssh":  wrapOpenly, "bash": wrapOpenly, "sh": wrapOpenly, "docker": wrapOpenly, "podman": wrapOpenly, "kubectl": wrapOpenly, "oc": wrapOpenly,
}

// innerWords are the words of the program that c calls; none when it calls none.
func innerWords(c Call) []string {
	switch wrappers[c.Program] {
	case wrapSilent:
		return innerSilent(c)
	case wrapOpenly:
		return innerOpen(c)
	case wrapHere:
		return innerFind(c)
	}
	return nil
}

// innerFind is what find runs for what it found, up to the sign that ends it.
func innerFind(c Call) []string {
	at := slices.IndexFunc(c.args, func(w string) bool { return w == "-exec" || w == "-execdir" || w == "-ok" || w == "-okdir" })
	if at < 0 {
		return nil
	}
	inner := c.args[at+1:]
	if end := slices.IndexFunc(inner, func(w string) bool { return w == ";" || w == "\\;" || w == "+" }); end >= 0 {
		inner = inner[:end]
	}
	return inner
}

// innerSilent skips a wrapper's flags and assignments.
func innerSilent(c Call) []string {
	takes, skip := valued[c.Program], 0
	if c.Program == "timeout" {
		skip = 1 // its first operand is the time
	}
	for i := 0; i < len(c.args); i++ {
		w := c.args[i]
		switch {
		case takes[w]:
			i++
		case strings.HasPrefix(w, "-"), c.Program == "env" && strings.Contains(w, "="), skip > 0:
			if !strings.HasPrefix(w, "-") {
				skip = 0
			}
		default:
			return c.args[i:]
		}
	}
	return nil
}

// innerOpen finds the command behind ssh's host, bash -c, and exec's container.
func innerOpen(c Call) []string {
	switch c.Program {
	case "ssh":
		return tail(c.Words, 1)
	case "bash", "sh":
		if v := c.Values["-c"]; v != "" {
			return []string{v}
		}
		return nil
	case "docker", "podman":
		switch {
		case c.sub(0) == "exec":
			return behind(c.args, c.sub(1))
		case c.sub(0) == "compose" && c.sub(1) == "exec":
			return behind(c.args, c.sub(2))
		}
	case "kubectl", "oc":
		if c.sub(0) == "exec" {
			return behind(c.args, "--")
		}
	}
	return nil
}

func tail(words []string, n int) []string {
	if len(words) <= n {
		return nil
	}
	return words[n:]
}

// behind are the words after the first one that is mark.
func behind(words []string, mark string) []string {
	for i, w := range words {
		if w == mark {
			return words[i+1:]
		}
	}
	return nil
}

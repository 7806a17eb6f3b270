// Package mention reads what an SOP's steps name: programs with their versions, hosts, repositories, addresses, paths and container images. It is pure: the same revision gives the same.
package mention

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// Reader is the version of what is read: rows of an older one are read anew.
const Reader = 3

// longest is the longest command that is read, in bytes, and deepest how far commands within commands are followed.
const (
	longest = 64 << 10
	deepest = 5
)

// Of gives what a revision names, step by step, each thing once a step.
func Of(r *sop.Revision) (all []current.Mention) {
	f := finder{values: valuesOf(r)}
	for _, c := range slices.Concat(r.Prerequisites, r.Purpose, r.Success) {
		f.prose(c.Text)
	}
	before := f.found
	var tools []string
	n := 0
	var steps []finder
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			s := &r.Sections[i].Steps[j]
			n++
			one := finder{step: s.Key, number: n, values: f.values}
			one.read(s)
			steps = append(steps, one)
			for _, m := range one.found {
				if m.Kind == current.Tool && !slices.Contains(tools, m.Name) {
					tools = append(tools, m.Name)
				}
			}
		}
	}
	f.found = before
	for _, c := range r.Prerequisites {
		f.versions(c.Text, tools)
	}
	all = append(all, f.found...)
	n = 0
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			one := steps[n]
			for _, text := range words(&r.Sections[i].Steps[j]) {
				one.versions(text, tools)
			}
			all = append(all, one.found...)
			n++
		}
	}
	return all
}

// words are the sentences of a step.
func words(s *sop.Step) (all []string) {
	all = append(all, s.Title.Text)
	for _, c := range slices.Concat(s.Detail, s.Why, s.Expected) {
		all = append(all, c.Text)
	}
	for _, c := range s.Callouts {
		all = append(all, c.Text)
	}
	return all
}

// finder gathers what one step names.
type finder struct {
	step   string
	number int
	found  []current.Mention
	links  []current.Link
	// values are what parameters stood for in the recording, by their names.
	values map[string]string
	// calling is why addresses in what is being read aren't asked; empty in sentences.
	calling current.NotAsked
	// echoes says that what is being read is a title, which names what the step's commands call: that makes it nothing to be opened.
	echoes bool
}

// add notes something once; a version that is written somewhere counts for it.
func (f *finder) add(kind current.Kind, name, version string) {
	if name = strings.TrimSpace(name); name == "" || len(name) > 300 || strings.Contains(name, hole) {
		return
	}
	if strings.Contains(version, hole) || len(version) > 80 {
		version = ""
	}
	for i := range f.found {
		if m := &f.found[i]; m.Kind == kind && m.Name == name {
			if m.Version == "" {
				m.Version = version
			}
			if m.Version == version || version == "" {
				return
			}
		}
	}
	f.found = append(f.found, current.Mention{Kind: kind, Name: name, Version: version, Step: f.step, Number: f.number})
}

func (f *finder) read(s *sop.Step) {
	f.calling = current.IsCalled
	for _, c := range s.Commands {
		context, _ := f.filled(c.Context)
		if _, host, ok := strings.Cut(strings.SplitN(context, ":", 2)[0], "@"); ok {
			f.host(host)
		}
		f.command(c.Text, c.Shell, 0)
		f.recorded(c)
	}
	f.calling = ""
	for _, l := range s.Links {
		f.url(l.URL)
	}
	for _, text := range words(s) {
		f.echoes = text == s.Title.Text
		f.prose(text)
	}
	f.echoes = false
}

// hole stands for what isn't known: a parameter, a masked secret, what a shell puts in.
const hole = "\x01"

var (
	placeholder = regexp.MustCompile(`<[A-Z][A-Z0-9_]*>`)
	address     = regexp.MustCompile(`(?i)\bhttps?://[^\s"'<>()\[\]{}|\\^` + "`" + `]+`)
	imageLine   = regexp.MustCompile(`(?m)^\s*(?:-\s*)?image:\s*["']?([^\s"'#]+)`)
)

// prose reads the addresses in a sentence.
func (f *finder) prose(text string) {
	text, _ = f.filled(text)
	for _, a := range elsewhere.FindAllString(text, -1) {
		f.url(strings.TrimRight(placeholder.ReplaceAllString(a, hole), ".,;:!?*"))
	}
	text = person.ReplaceAllString(text, "://x:x@")
	for _, at := range address.FindAllStringIndex(text, -1) {
		a := text[at[0]:at[1]]
		if broken(text, at[1]) || strings.HasSuffix(a, "...") {
			f.unfinished(a)
			continue
		}
		f.url(strings.TrimRight(a, ".,;:!?*"))
	}
}

// command reads a command of a shell, or of something that isn't one.
func (f *finder) command(text, shell string, depth int) {
	if len(text) > longest || depth > deepest {
		return
	}
	masked := placeholder.ReplaceAllString(text, hole)
	if shell != "" && shell != "shell" {
		if shell == "powershell" || shell == "cmd" {
			f.loose(masked, depth)
		}
		f.prose(masked)
		return
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(masked), "")
	if err != nil {
		f.loose(masked, depth)
		return
	}
	own := map[string]bool{} // functions that it makes itself are no programs
	syntax.Walk(file, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.FuncDecl:
			own[x.Name.Value] = true
		case *syntax.Assign:
			f.assigned(x)
		case *syntax.Stmt:
			f.statement(x, own, depth)
		}
		return true
	})
}

// loose reads lines that no grammar understands: their first words, and the addresses.
func (f *finder) loose(text string, depth int) {
	for line := range strings.Lines(text) {
		if all := strings.Fields(line); len(all) > 0 && program.MatchString(path.Base(all[0])) {
			f.call(all, depth)
		}
	}
	f.prose(text)
}

// statement reads a call with what goes into it and out of it.
func (f *finder) statement(s *syntax.Stmt, own map[string]bool, depth int) {
	var args []string
	if c, ok := s.Cmd.(*syntax.CallExpr); ok {
		for _, w := range c.Args {
			args = append(args, literal(w))
		}
	}
	script := ""
	for _, r := range s.Redirs {
		if r.Hdoc != nil {
			script += literal(r.Hdoc)
			continue
		}
		if r.Word != nil {
			f.path(literal(r.Word))
		}
	}
	if len(args) > 0 && !own[args[0]] {
		f.call(args, depth)
	}
	if script == "" {
		return
	}
	if len(args) > 0 && runsItsInput(args) {
		f.command(script, "shell", depth+1)
		return
	}
	f.prose(script)
	for _, m := range imageLine.FindAllStringSubmatch(script, -1) {
		f.image(m[1])
	}
}

// literal is a word as the program gets it, with a hole for what isn't known.
func literal(w *syntax.Word) string {
	var b strings.Builder
	var parts func(all []syntax.WordPart)
	parts = func(all []syntax.WordPart) {
		for _, p := range all {
			switch x := p.(type) {
			case *syntax.Lit:
				b.WriteString(unescaped.Replace(x.Value))
			case *syntax.SglQuoted:
				b.WriteString(x.Value)
			case *syntax.DblQuoted:
				parts(x.Parts)
			default:
				b.WriteString(hole)
			}
		}
	}
	parts(w.Parts)
	return b.String()
}

var unescaped = strings.NewReplacer(`\\`, `\`, "\\\n", "", `\`, "")

// Package tooled names a long terminal session of which nobody says what it is for: by the programs that it is done with, and the folder that it is done in.
package tooled

import (
	"cmp"
	"maps"
	"regexp"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/shell"
)

// Rule is the rule that such a title rests on.
const Rule = "title-from-programs"

// long is how many commands of programs that not every machine has make a session long; the one that stands for all of it isn't to be found among so many.
const long = 6

// Title is the title; ok is false for a session that isn't long, isn't of commands alone, or in which no program stands out.
func Title(all []*sop.Action) (t sop.Claim, ok bool) {
	n, where := map[string]int{}, map[string]int{}
	var of []*sop.Action
	called := calls(all)
	for _, a := range all {
		if a.Command == nil {
			return t, false
		}
		if a.Kind != sop.RunCommand {
			continue // it answers what a command asked
		}
		some := false
		for p, name := range called {
			if about(a.Command, name) {
				n[p]++
				some = true
			}
		}
		if some {
			of = append(of, a)
		}
		for _, at := range []string{shell.Folder(a.Command.Dir), shell.Into(a.Command.Text, a.Command.Shell)} {
			if at != "" {
				where[at]++
			}
		}
	}
	by := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	if len(of) < long || 2*n[by[0]] < len(of) {
		return t, false
	}
	t.Text = "Work with " + by[0]
	if second := beside(of, by, called); second != "" {
		t.Text += " and " + second
	}
	if at := slices.SortedFunc(maps.Keys(where), func(a, b string) int { return cmp.Or(cmp.Compare(where[b], where[a]), cmp.Compare(a, b)) }); len(at) == 1 || len(at) > 1 && where[at[0]] > 2*where[at[1]] {
		t.Text += " in " + at[0]
	}
	t.Text = sop.Plain(t.Text)
	t.Evidence = evidence.Ruled(Rule, of...)
	t.Unsure = "Nobody says what it is for: these are the programs that it is done with."
	return t, true
}

// beside is the program that is worked with beside the first of by: a quarter of the commands is about it and not about the first. "" for none.
func beside(of []*sop.Action, by []string, called map[string]*regexp.Regexp) string {
	for _, p := range by[1:] {
		own := 0
		for _, a := range of {
			if about(a.Command, called[p]) && !about(a.Command, called[by[0]]) {
				own++
			}
		}
		if 4*own >= len(of) {
			return p
		}
	}
	return ""
}

// calls are the programs that are called anywhere in all, with the form of their name in a command: by itself, or as part of another that is put
// together, as in the address from which it is had. The ending of a file's name is none.
func calls(all []*sop.Action) map[string]*regexp.Regexp {
	called := map[string]*regexp.Regexp{}
	for _, a := range all {
		if a.Kind != sop.RunCommand || a.Command == nil {
			continue
		}
		for _, p := range shell.Called(a.Command.Text, a.Command.Shell) {
			if name := regexp.QuoteMeta(p); called[p] == nil {
				called[p] = regexp.MustCompile(`(?:^|[^A-Za-z0-9_.])` + name + `(?:[^A-Za-z0-9_]|$)|\.` + name + `\.`)
			}
		}
	}
	return called
}

// about says whether a command calls a program, or its name stands in it, as in the one that installs it.
func about(c *sop.CommandLine, name *regexp.Regexp) bool {
	return c.Shell == "shell" && name.MatchString(c.Text)
}

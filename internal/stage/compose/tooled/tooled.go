// Package tooled names a long terminal session of which nobody says what it is for: by the programs that it is done with, and the folder that it is done in.
package tooled

import (
	"cmp"
	"maps"
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
	for _, a := range all {
		if a.Kind != sop.RunCommand {
			return t, false
		}
		for _, p := range shell.Called(a.Command.Text, a.Command.Shell) {
			n[p]++
		}
		if len(shell.Called(a.Command.Text, a.Command.Shell)) > 0 {
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
	if len(by) > 1 && 4*n[by[1]] >= len(of) {
		t.Text += " and " + by[1]
	}
	if at := slices.SortedFunc(maps.Keys(where), func(a, b string) int { return cmp.Or(cmp.Compare(where[b], where[a]), cmp.Compare(a, b)) }); len(at) == 1 || len(at) > 1 && where[at[0]] > 2*where[at[1]] {
		t.Text += " in " + at[0]
	}
	t.Text = sop.Plain(t.Text)
	t.Evidence = evidence.Ruled(Rule, of...)
	t.Unsure = "Nobody says what it is for: these are the programs that it is done with."
	return t, true
}

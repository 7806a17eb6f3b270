// Package compare tells what differs between two revisions of a procedure, step by step and word by word, for whoever shows it.
package compare

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// Kind says on which side a stretch of text stands.
type Kind string

// The kinds of stretch.
const (
	Same Kind = "same"
	Gone Kind = "gone" // in the earlier one only
	New  Kind = "new"  // in the later one only
)

// Stretch is a part of a text.
type Stretch struct {
	Kind Kind
	Text string
}

// Field is a part of a procedure or of a step that differs, as both have it. Was has no new stretches, Now none that are gone.
type Field struct {
	Name     string // "Title", "Why", …
	Was, Now []Stretch
	// Code says that the texts are commands, letter for letter.
	Code bool
}

// State is what has become of a step.
type State string

// The states of a step.
const (
	Kept    State = "same"
	Added   State = "added"
	Removed State = "removed"
	Changed State = "changed"
)

// Step is a step of either revision.
type Step struct {
	Key, Title string
	State      State
	// Moved says that it stands elsewhere among those which both have.
	Moved bool
	// Before and After are its numbers in both, from 1; 0 where it isn't.
	Before, After int
	Fields        []Field
	// WasShown and NowShown are its figures' images, when they differ.
	WasShown, NowShown []string
}

// Comparison is what differs between two revisions.
type Comparison struct {
	Fields []Field
	// Steps are all of the later one, in its order, with those that are gone behind the ones that they stood behind.
	Steps                           []Step
	Added, Removed, Changed, Moveds int
}

// None says that nothing differs.
func (c *Comparison) None() bool {
	return len(c.Fields) == 0 && c.Added+c.Removed+c.Changed+c.Moveds == 0
}

// placed is a step with its number and section.
type placed struct {
	*sop.Step
	section string
	number  int
}

// Of compares two revisions: word by word as far as a budget goes, and texts behind that as wholes.
func Of(was, now *sop.Revision) Comparison {
	left := budget(allPairs)
	c := Comparison{Fields: left.fields(headOf(was), headOf(now))}
	a, b := stepsOf(was), stepsOf(now)
	moved := strayed(a, b)
	for _, s := range b {
		i := index(a, s.Key)
		if i < 0 {
			c.add(Step{Key: s.Key, Title: titleOf(s), State: Added, After: s.number, Fields: left.fields(nil, s.texts()), NowShown: images(s)})
			continue
		}
		st := Step{Key: s.Key, Title: titleOf(s), State: Kept, Moved: moved[s.Key], Before: a[i].number, After: s.number, Fields: left.fields(a[i].texts(), s.texts())}
		if !slices.Equal(shownOf(a[i]), shownOf(s)) {
			st.WasShown, st.NowShown = images(a[i]), images(s)
		}
		if len(st.Fields) > 0 || st.WasShown != nil || st.NowShown != nil {
			st.State = Changed
		}
		c.add(st)
	}
	for i, s := range a {
		if index(b, s.Key) < 0 {
			gone := Step{Key: s.Key, Title: titleOf(s), State: Removed, Before: s.number, Fields: left.fields(s.texts(), nil), WasShown: images(s)}
			at := 0
			if i > 0 {
				at = 1 + slices.IndexFunc(c.Steps, func(x Step) bool { return x.Key == a[i-1].Key })
			}
			c.Steps = slices.Insert(c.Steps, at, gone)
			c.Removed++
		}
	}
	return c
}

func (c *Comparison) add(s Step) {
	c.Steps = append(c.Steps, s)
	switch {
	case s.State == Added:
		c.Added++
	case s.State == Changed:
		c.Changed++
	case s.Moved:
		c.Moveds++
	}
}

func index(all []placed, key string) int {
	return slices.IndexFunc(all, func(s placed) bool { return s.Key == key })
}

func stepsOf(r *sop.Revision) (all []placed) {
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			all = append(all, placed{&r.Sections[i].Steps[j], wording.Line(r.Sections[i].Title), len(all) + 1})
		}
	}
	return all
}

func titleOf(s placed) string { return wording.Line(sop.Bare(s.Title.Text)) }

func images(s placed) (all []string) {
	for _, f := range s.Figures {
		all = append(all, f.Image)
	}
	return all
}

// shownOf are a step's figures with what is drawn upon them, as texts to be compared.
func shownOf(s placed) (all []string) {
	for _, f := range s.Figures {
		text := f.Image
		for _, m := range f.Marks {
			text += " " + string(m.Kind) + " " + m.Label
			if m.Box != nil {
				text += fmt.Sprint(" ", *m.Box)
			}
			if m.Point != nil {
				text += fmt.Sprint(" ", *m.Point)
			}
		}
		all = append(all, text)
	}
	return all
}

// sectionName names the field with a step's section, of which only a change is told.
const sectionName = "Section"

// named is a text under a name.
type named struct {
	name, text string
	code       bool
}

func headOf(r *sop.Revision) []named {
	all := []named{{"Title", lines(r.Title), false}, {"Purpose", lines(r.Purpose...), false}, {"Audience", lines(r.Audience...), false}, {"Before you begin", lines(r.Prerequisites...), false}}
	var params []string
	for _, p := range r.Parameters {
		line := p.Name
		if p.Example != "" {
			line += ", such as " + p.Example
		}
		if p.About != nil {
			line += ": " + sop.Bare(p.About.Text)
		}
		params = append(params, wording.Line(line))
	}
	all = append(all, named{"Parameters", strings.Join(params, "\n"), false}, named{"Done when", lines(r.Success...), false})
	var headings []string
	for _, s := range r.Sections {
		headings = append(headings, wording.Line(s.Title))
		all = append(all, named{"Of “" + wording.Line(s.Title) + "”", lines(s.Intro...), false})
	}
	return append(all, named{"Sections", strings.Join(headings, "\n"), false})
}

func (s placed) texts() []named {
	all := []named{{sectionName, s.section, false}, {"Title", lines(s.Title), false}, {"Why", lines(s.Why...), false}, {"Detail", lines(s.Detail...), false}}
	var commands, links []string
	for _, c := range s.Commands {
		commands = append(commands, wording.Clean(c.Text))
	}
	for _, l := range s.Links {
		links = append(links, wording.Line(strings.TrimSpace(l.Text+" "+l.URL)))
	}
	all = append(all, named{"Commands", strings.Join(commands, "\n"), true}, named{"Expected", lines(s.Expected...), false})
	for _, kind := range []sop.CalloutKind{sop.Warning, sop.Caution, sop.Note, sop.Tip} {
		var of []sop.Claim
		for _, c := range s.Callouts {
			if c.Kind == kind {
				of = append(of, c.Claim)
			}
		}
		all = append(all, named{wording.Callout(kind), lines(of...), false})
	}
	return append(all, named{"Links", strings.Join(links, "\n"), false})
}

// lines are claims' texts, a line each.
func lines(all ...sop.Claim) string {
	var out []string
	for _, c := range all {
		out = append(out, wording.Line(sop.Bare(c.Text)))
	}
	return strings.Join(out, "\n")
}

// fields are those that differ.
func (left *budget) fields(was, now []named) (all []Field) {
	names := []named{}
	for _, n := range slices.Concat(now, was) {
		if !slices.ContainsFunc(names, func(o named) bool { return o.name == n.name }) {
			names = append(names, n)
		}
	}
	text := func(of []named, name string) string {
		for _, n := range of {
			if n.name == name {
				return n.text
			}
		}
		return ""
	}
	for _, n := range names {
		a, b := text(was, n.name), text(now, n.name)
		if a == b || n.name == sectionName && (a == "" || b == "") {
			continue
		}
		f := Field{Name: n.name, Code: n.code}
		f.Was, f.Now = left.words(a, b)
		all = append(all, f)
	}
	return all
}

// strayed are the steps that stand elsewhere among those of both: as few as explain the new order.
func strayed(a, b []placed) map[string]bool {
	var order []int
	var keys []string
	for _, s := range b {
		if i := index(a, s.Key); i >= 0 {
			order, keys = append(order, i), append(keys, s.Key)
		}
	}
	stay := longestRise(order)
	out := map[string]bool{}
	for i, key := range keys {
		out[key] = !stay[i]
	}
	return out
}

// longestRise marks a longest rising subsequence.
func longestRise(all []int) []bool {
	length, before, best := make([]int, len(all)), make([]int, len(all)), -1
	for i := range all {
		length[i], before[i] = 1, -1
		for j := range i {
			if all[j] < all[i] && length[j]+1 > length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	in := make([]bool, len(all))
	for i := best; i >= 0; i = before[i] {
		in[i] = true
	}
	return in
}

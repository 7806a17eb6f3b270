package parameter

import (
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Worded is a revision with values, by the parameters' names, in its steps' sentences, as Fill puts them into commands: in a sentence that tells of an action by which a parameter's value was
// entered, the value that is given stands in the place of the recorded one. Secrets stay out. The revision itself isn't changed.
func Worded(r *sop.Revision, values map[string]string) *sop.Revision {
	given := others(r, values)
	if len(given) == 0 {
		return r
	}
	out := *r
	out.Sections = slices.Clone(r.Sections)
	for i := range out.Sections {
		steps := slices.Clone(out.Sections[i].Steps)
		for k := range steps {
			s := &steps[k]
			s.Title = worded(s.Title, given)
			for _, all := range []*[]sop.Claim{&s.Detail, &s.Expected} {
				*all = slices.Clone(*all)
				for n := range *all {
					(*all)[n] = worded((*all)[n], given)
				}
			}
			s.Callouts = slices.Clone(s.Callouts)
			for n := range s.Callouts {
				s.Callouts[n].Claim = worded(s.Callouts[n].Claim, given)
			}
		}
		out.Sections[i].Steps = steps
	}
	return &out
}

// other is a parameter whose value isn't the recorded one.
type other struct {
	*sop.Parameter
	index int
	value string
}

// others are those, longer recorded values first: one may stand within another.
func others(r *sop.Revision, values map[string]string) (all []other) {
	for _, n := range longestFirst(r.Parameters) {
		p := &r.Parameters[n]
		if v, ok := values[p.Name]; ok && !p.Secret && p.Example != "" && v != p.Example {
			all = append(all, other{p, n, v})
		}
	}
	return all
}

// worded is a sentence with the values that are given.
func worded(c sop.Claim, given []other) sop.Claim {
	given = slices.DeleteFunc(slices.Clone(given), func(o other) bool {
		return !slices.ContainsFunc(c.Evidence.Actions, func(id string) bool { return slices.Contains(o.Evidence.Actions, id) })
	})
	if len(given) == 0 {
		return c
	}
	var b strings.Builder
	changed := false
	for _, run := range sop.Inline(c.Text) {
		text := replaced(run.Text, given)
		changed = changed || text != run.Text
		switch run.Style {
		case sop.BoldText:
			b.WriteString(sop.Bold(text))
		case sop.CodeText:
			b.WriteString(sop.Literal(text))
		default:
			b.WriteString(sop.Plain(text))
		}
	}
	if changed {
		c.Text = b.String()
	}
	return c
}

// replaced is a text with each whole recorded value in it replaced, once.
func replaced(text string, given []other) string {
	runes := []rune(text)
	var b strings.Builder
	for i := 0; i < len(runes); {
		n := slices.IndexFunc(given, func(o other) bool { return stands(runes, i, o.Example) })
		if n < 0 {
			b.WriteRune(runes[i])
			i++
			continue
		}
		b.WriteString(given[n].value)
		i += len([]rune(given[n].Example))
	}
	return b.String()
}

// stands says that a value stands at a place, and is no part of a longer name.
func stands(runes []rune, i int, value string) bool {
	v := []rune(value)
	return i+len(v) <= len(runes) && slices.Equal(runes[i:i+len(v)], v) && whole(runes, i, i+len(v))
}

// Remain is a parameter whose recorded value still stands in a step's sentences, though another is given: whether it is the same thing there the recording doesn't tell. Of commands Fill tells it.
type Remain struct{ Name, Recorded, Given string }

// shortest is how long a recorded value must be to be looked for where nothing tells that it is the parameter's, in characters: shorter ones stand everywhere.
const shortest = 3

// Remains are those of a step of a revision that Worded gave.
func Remains(r *sop.Revision, s *sop.Step, values map[string]string) (all []Remain) {
	var texts [][]rune
	for _, c := range slices.Concat([]sop.Claim{s.Title}, s.Detail, s.Expected) {
		texts = append(texts, []rune(sop.Bare(c.Text)))
	}
	for _, c := range s.Callouts {
		texts = append(texts, []rune(sop.Bare(c.Text)))
	}
	for _, o := range others(r, values) {
		if len([]rune(o.Example)) < shortest {
			continue
		}
		if slices.ContainsFunc(texts, func(runes []rune) bool {
			for i := range runes {
				if stands(runes, i, o.Example) || stands(runes, i, "v"+o.Example) {
					return true
				}
			}
			return false
		}) {
			all = append(all, Remain{o.Name, o.Example, o.value})
		}
	}
	return all
}

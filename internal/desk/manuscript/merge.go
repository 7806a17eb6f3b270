package manuscript

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"showhow/internal/sop"
)

// Three are the bodies of a piece that two have changed at once: Mine and Theirs, both made of Base.
type Three struct{ Base, Mine, Theirs json.RawMessage }

// Merge brings both changes of a piece together. Where both changed the same field in different ways the field is named in conflicts (by
// its name in JSON, sorted), and merged has theirs in it.
func Merge(key string, of Three) (merged json.RawMessage, conflicts []string, err error) {
	if key == OutlineKey {
		return mergeOutline(of.Base, of.Mine, of.Theirs)
	}
	return mergeFields(of.Base, of.Mine, of.Theirs)
}

// mergeFields merges JSON objects field by field.
func mergeFields(base, mine, theirs json.RawMessage) (json.RawMessage, []string, error) {
	var b, m, t map[string]json.RawMessage
	for _, x := range []struct {
		body json.RawMessage
		to   *map[string]json.RawMessage
	}{{base, &b}, {mine, &m}, {theirs, &t}} {
		if err := json.Unmarshal(x.body, x.to); err != nil {
			return nil, nil, &sop.Error{Code: sop.Invalid, Message: "A piece can't be read.", Cause: err}
		}
	}
	out, conflicts := map[string]json.RawMessage{}, []string(nil)
	for _, f := range slices.Sorted(maps.Keys(union(b, m, t))) {
		v, ok := m[f], same(m[f], t[f]) || same(b[f], t[f])
		if !ok {
			v = t[f]
			if both, ok := lines(b[f], m[f], t[f]); ok {
				v = both
			} else if !same(b[f], m[f]) {
				conflicts = append(conflicts, f)
			}
		}
		if v != nil {
			out[f] = v
		}
	}
	body, err := json.Marshal(out)
	return body, conflicts, err
}

// lines merges lists that have as many elements as before, one by one: two who put different lines right are not in each other's way.
func lines(base, mine, theirs json.RawMessage) (merged json.RawMessage, ok bool) {
	var b, m, t []json.RawMessage
	if json.Unmarshal(base, &b) != nil || json.Unmarshal(mine, &m) != nil || json.Unmarshal(theirs, &t) != nil || len(b) == 0 || len(b) != len(m) || len(b) != len(t) {
		return nil, false
	}
	for i := range b {
		switch {
		case same(m[i], t[i]), same(b[i], t[i]):
			t[i] = m[i]
		case !same(b[i], m[i]):
			return nil, false
		}
	}
	merged, err := json.Marshal(t)
	return merged, err == nil
}

func union(all ...map[string]json.RawMessage) map[string]bool {
	u := map[string]bool{}
	for _, m := range all {
		for k := range m {
			u[k] = true
		}
	}
	return u
}

// same says whether two values mean the same; nothing and null and an empty list are the same.
func same(a, b json.RawMessage) bool { return bytes.Equal(plain(a), plain(b)) }

// plain is a value in one form.
func plain(v json.RawMessage) []byte {
	var x any
	if len(v) == 0 || json.Unmarshal(v, &x) != nil || x == nil {
		return nil
	}
	if l, ok := x.([]any); ok && len(l) == 0 {
		return nil
	}
	b, _ := json.Marshal(x) // it was JSON a moment ago
	return b
}

// mergeOutline merges who stands where: steps that were added, taken out or moved on either side.
func mergeOutline(base, mine, theirs json.RawMessage) (json.RawMessage, []string, error) {
	var b, m, t Outline
	for _, x := range []struct {
		body json.RawMessage
		to   *Outline
	}{{base, &b}, {mine, &m}, {theirs, &t}} {
		if err := json.Unmarshal(x.body, x.to); err != nil {
			return nil, nil, &sop.Error{Code: sop.Invalid, Message: "A piece can't be read.", Cause: err}
		}
	}
	kept := common(b, m, t)
	moved := func(o Outline) bool { return !slices.Equal(places(o, kept), places(b, kept)) }
	var merged Outline
	var conflicts []string
	switch {
	case !moved(m) || slices.Equal(places(m, kept), places(t, kept)):
		merged = carry(t, b, m)
	case !moved(t):
		merged = carry(m, b, t)
	default:
		merged, conflicts = carry(t, b, m), []string{"sections"}
	}
	clash, err := mergeHeadings(&merged, b, m, t)
	if err != nil {
		return nil, nil, err
	}
	if clash && conflicts == nil {
		conflicts = []string{"sections"}
	}
	body, err := json.Marshal(merged)
	return body, conflicts, err
}

// place is where a step stands.
type place struct {
	section sop.SectionKind
	step    string
}

// places are where those steps stand that are asked for, in order.
func places(o Outline, of map[string]bool) (all []place) {
	for _, s := range o.Sections {
		for _, step := range s.Steps {
			if of == nil || of[step] {
				all = append(all, place{s.Kind, step})
			}
		}
	}
	return all
}

// common are the steps that stand in all of them.
func common(first Outline, others ...Outline) map[string]bool {
	in := map[string]bool{}
	for _, p := range places(first, nil) {
		in[p.step] = true
	}
	for _, o := range others {
		here := map[string]bool{}
		for _, p := range places(o, nil) {
			here[p.step] = true
		}
		maps.DeleteFunc(in, func(step string, _ bool) bool { return !here[step] })
	}
	return in
}

// carry does to onto what was done to base on the way to changed: takes out what it took out, and adds what it added behind the same neighbour.
func carry(onto, base, changed Outline) Outline {
	was, is := common(base), common(changed)
	out := Outline{}
	for _, s := range onto.Sections {
		s.Steps = slices.DeleteFunc(slices.Clone(s.Steps), func(step string) bool { return was[step] && !is[step] })
		out.Sections = append(out.Sections, s)
	}
	there := common(out)
	for _, s := range changed.Sections {
		for i, step := range s.Steps {
			if was[step] || there[step] {
				continue
			}
			to := out.section(s)
			at := 0
			for _, before := range slices.Backward(s.Steps[:i]) {
				if n := slices.Index(to.Steps, before); n >= 0 {
					at = n + 1
					break
				}
			}
			to.Steps = slices.Insert(to.Steps, at, step)
			there[step] = true
		}
	}
	return out
}

// section is the section of a kind; it is added in its place when there is none.
func (o *Outline) section(like Section) *Section {
	rank := slices.Index(sop.SectionOrder, like.Kind)
	at := len(o.Sections)
	for i := range o.Sections {
		if o.Sections[i].Kind == like.Kind {
			return &o.Sections[i]
		}
		if slices.Index(sop.SectionOrder, o.Sections[i].Kind) > rank && at > i {
			at = i
		}
	}
	o.Sections = slices.Insert(o.Sections, at, Section{Kind: like.Kind, Title: like.Title, Intro: like.Intro, Steps: []string{}})
	return &o.Sections[at]
}

// heading is a section without its steps.
func heading(o Outline, kind sop.SectionKind) (json.RawMessage, error) {
	for _, s := range o.Sections {
		if s.Kind == kind {
			return json.Marshal(struct {
				Title string      `json:"title"`
				Intro []sop.Claim `json:"intro"`
			}{s.Title, s.Intro})
		}
	}
	return json.RawMessage("{}"), nil
}

// mergeHeadings merges the sections' own words into o.
func mergeHeadings(o *Outline, b, m, t Outline) (clash bool, err error) {
	for i := range o.Sections {
		var three [3]json.RawMessage
		for n, from := range []Outline{b, m, t} {
			if three[n], err = heading(from, o.Sections[i].Kind); err != nil {
				return false, err
			}
		}
		if string(three[2]) == "{}" || string(three[1]) == "{}" { // only one of them has it
			continue
		}
		body, conflicts, err := mergeFields(three[0], three[1], three[2])
		if err != nil {
			return false, err
		}
		if err := json.Unmarshal(body, &o.Sections[i]); err != nil {
			return false, err
		}
		clash = clash || len(conflicts) > 0
	}
	return clash, nil
}

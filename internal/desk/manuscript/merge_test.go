package manuscript

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestMergeFields(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs, want, conflicts string }{
		{`{"a":1,"b":2}`, `{"a":3,"b":2}`, `{"a":1,"b":4}`, `{"a":3,"b":4}`, ""},
		{`{"a":1}`, `{"a":2}`, `{"a":3}`, `{"a":3}`, "a"},
		{`{"a":1}`, `{"a":2}`, `{"a":2}`, `{"a":2}`, ""},
		{`{"a":1}`, `{}`, `{"a":1,"b":2}`, `{"b":2}`, ""},
		{`{"a":1}`, `{}`, `{"a":2}`, `{"a":2}`, "a"},
		{`{"a":[]}`, `{"a":null}`, `{}`, `{"a":null}`, ""},
		{`{"a":{"x":1,"y":2}}`, `{"a":{"y":2,"x":1}}`, `{"a":{"x":2,"y":2}}`, `{"a":{"x":2,"y":2}}`, ""},
		{`{"a":[1,2,3]}`, `{"a":[9,2,3]}`, `{"a":[1,2,8]}`, `{"a":[9,2,8]}`, ""},
		{`{"a":[1,2]}`, `{"a":[9,2]}`, `{"a":[8,2]}`, `{"a":[8,2]}`, "a"},
		{`{"a":[1,2]}`, `{"a":[9,2]}`, `{"a":[1,2,3]}`, `{"a":[1,2,3]}`, "a"},
		{`{}`, `{"a":1}`, `{"b":1}`, `{"a":1,"b":1}`, ""},
	} {
		got, conflicts, err := Merge(HeadKey, Three{json.RawMessage(c.base), json.RawMessage(c.mine), json.RawMessage(c.theirs)})
		if err != nil || string(got) != c.want || strings.Join(conflicts, " ") != c.conflicts {
			t.Errorf("%s, %s, %s: %s, %v, %v", c.base, c.mine, c.theirs, got, conflicts, err)
		}
	}
}

// outlineOf reads "prepare a b | perform c".
func outlineOf(text string) Outline {
	o := Outline{Sections: []Section{}}
	for part := range strings.SplitSeq(text, "|") {
		f := strings.Fields(part)
		if len(f) == 0 {
			continue
		}
		kind, title, _ := strings.Cut(f[0], "=")
		o.Sections = append(o.Sections, Section{Kind: sop.SectionKind(kind), Title: title, Steps: append([]string{}, f[1:]...)})
	}
	return o
}

func (o Outline) text() string {
	var all []string
	for _, s := range o.Sections {
		kind := string(s.Kind)
		if s.Title != "" {
			kind += "=" + s.Title
		}
		all = append(all, strings.Join(append([]string{kind}, s.Steps...), " "))
	}
	return strings.Join(all, " | ")
}

func TestMergeOutlines(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs, want, conflicts string }{
		{"perform a b c", "perform a x b c", "perform a b y c", "perform a x b y c", ""},
		{"perform a b c", "perform a x b c", "perform a y b c", "perform a x y b c", ""},
		{"perform a b c", "perform a c", "perform a b y c", "perform a y c", ""},
		{"perform a b c", "perform b a c", "perform a b c d", "perform b a c d", ""},
		{"perform a b c", "perform a b c d", "perform c a b", "perform c d a b", ""},
		{"perform a b c", "perform b a c", "perform b a c", "perform b a c", ""},
		{"perform a b c", "perform b a c", "perform a c b", "perform a c b", "sections"},
		{"perform a b c", "prepare a | perform b c", "perform a b c d", "prepare a | perform b c d", ""},
		{"perform a b c", "prepare a | perform b c", "perform a b c | verify d", "prepare a | perform b c | verify d", ""},
		{"perform a b", "perform a b | roll_back r", "perform a b | prepare p", "perform a b | prepare p | roll_back r", ""},
		{"perform a b c", "perform a c", "perform a c", "perform a c", ""},
		{"perform a b c", "perform b c", "perform a c", "perform c", ""},
		{"perform=Do a", "perform=Go a", "perform=Do a b", "perform=Go a b", ""},
		{"perform=Do a", "perform=Go a", "perform=Run a", "perform=Run a", "sections"},
	} {
		got, conflicts, err := Merge(OutlineKey, Three{raw(t, outlineOf(c.base)), raw(t, outlineOf(c.mine)), raw(t, outlineOf(c.theirs))})
		var o Outline
		json.Unmarshal(got, &o)
		if err != nil || o.text() != c.want || strings.Join(conflicts, " ") != c.conflicts {
			t.Errorf("%s: mine %s, theirs %s: got %s, want %s; %v, %v", c.base, c.mine, c.theirs, o.text(), c.want, conflicts, err)
		}
	}
}

// Whatever two people do, no step stands twice, none comes from nowhere, none that somebody took out stays, and none that both kept is lost.
func TestMergeOutlinesOfAllKinds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 3000 {
		base := shuffled(r, outlineOf("prepare a b | perform c d e f | verify g h"), "")
		mine, theirs := shuffled(r, base, "m"), shuffled(r, base, "t")
		got, _, err := Merge(OutlineKey, Three{raw(t, base), raw(t, mine), raw(t, theirs)})
		if err != nil {
			t.Fatal(err)
		}
		var o Outline
		json.Unmarshal(got, &o)
		in := func(o Outline) map[string]bool { return common(o) }
		b, m, th, is := in(base), in(mine), in(theirs), in(o)
		if len(is) != len(places(o, nil)) {
			t.Fatalf("%d: a step stands twice: %s", n, o.text())
		}
		for _, s := range slices.Concat(places(base, nil), places(mine, nil), places(theirs, nil)) {
			want := m[s.step] && th[s.step] || !b[s.step] && (m[s.step] || th[s.step])
			if is[s.step] != want {
				t.Fatalf("%d: step %s: %v, want %v\nbase %s\nmine %s\ntheirs %s\ngot %s", n, s.step, is[s.step], want, base.text(), mine.text(), theirs.text(), o.text())
			}
		}
	}
}

// shuffled takes out, moves and adds some steps.
func shuffled(r *rand.Rand, o Outline, who string) Outline {
	out := outlineOf(o.text())
	for n := range r.IntN(4) {
		from := &out.Sections[r.IntN(len(out.Sections))]
		if len(from.Steps) == 0 {
			continue
		}
		i := r.IntN(len(from.Steps))
		step := from.Steps[i]
		switch what := r.IntN(3); {
		case what == 0:
			from.Steps = slices.Delete(from.Steps, i, i+1)
		case what == 1:
			from.Steps = slices.Delete(from.Steps, i, i+1)
			to := &out.Sections[r.IntN(len(out.Sections))]
			to.Steps = slices.Insert(to.Steps, r.IntN(len(to.Steps)+1), step)
		case who != "":
			from.Steps = slices.Insert(from.Steps, i, fmt.Sprint(who, n))
		}
	}
	return out
}

func FuzzApply(f *testing.F) {
	c := copyOf(f, "release")
	for key, p := range c.Now {
		f.Add(key, 0, string(p.Body))
	}
	f.Fuzz(func(t *testing.T, key string, base int, body string) {
		made, err := c.Apply([]Change{{Key: key, Base: base, Body: json.RawMessage(body)}})
		if err != nil {
			return
		}
		next := Pieces{}
		for k, p := range c.Now {
			next[k] = p
		}
		for _, p := range made {
			next[p.Key] = p
		}
		r, err := Join(c.Revision, next)
		if err != nil {
			t.Fatal(err)
		}
		if p := sop.Validate(r); len(p) > len(sop.Validate(c.Revision)) {
			t.Fatalf("%s makes what breaks the rules: %v", key, p)
		}
	})
}

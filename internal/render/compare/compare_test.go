package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
)

func text(all []Stretch) (s string) {
	for _, x := range all {
		s += x.Text
	}
	return s
}

func marked(all []Stretch) (s string) {
	for _, x := range all {
		if x.Kind == Same {
			s += x.Text
		} else {
			s += "[" + x.Text + "]"
		}
	}
	return s
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ was, now, left, right string }{
		{"", "", "", ""},
		{"a", "", "[a]", ""},
		{"Click Build.", "Click Build Now.", "Click Build.", "Click Build[ Now]."},
		{"kubectl -n prod get pods", "kubectl -n stage get pods", "kubectl -n [prod] get pods", "kubectl -n [stage] get pods"},
		{"v2.3.0", "v2.4.0", "v2.[3].0", "v2.[4].0"},
		{"a b c d", "b c x d", "[a ]b c d", "b c[ x] d"},
		{"über größe", "über große", "über [größe]", "über [große]"},
		{"one\ntwo", "one\n\ntwo", "one\ntwo", "one\n[\n]two"},
	} {
		left, right := Words(c.was, c.now)
		if marked(left) != c.left || marked(right) != c.right {
			t.Errorf("%q, %q: %q, %q; want %q, %q", c.was, c.now, marked(left), marked(right), c.left, c.right)
		}
	}
}

// Whatever is compared, both sides make their texts, and their same stretches are the same.
func TestWordsOfAllKinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		all := []string{"a", "b", " ", "\n", "ö", ".", "-", "kubectl", "get"}
		return all[r.IntN(len(all))]
	}
	for range 2000 {
		var a, b strings.Builder
		for range r.IntN(20) {
			a.WriteString(word())
		}
		for range r.IntN(20) {
			b.WriteString(word())
		}
		left, right := Words(a.String(), b.String())
		same := func(all []Stretch) (s string) {
			for _, x := range all {
				if x.Kind == Same {
					s += x.Text
				}
			}
			return s
		}
		if text(left) != a.String() || text(right) != b.String() || same(left) != same(right) {
			t.Fatalf("%q, %q: %q, %q", a.String(), b.String(), marked(left), marked(right))
		}
	}
	long := strings.Repeat("word ", mostWords)
	if left, right := Words(long, long+"more"); len(left) != 1 || len(right) != 1 || text(right) != long+"more" {
		t.Error("a long text is compared otherwise")
	}
}

func outline(c Comparison) string {
	var all []string
	for _, s := range c.Steps {
		word := fmt.Sprintf("%s:%s", s.Title, s.State)
		if s.Moved {
			word += "+moved"
		}
		for _, f := range s.Fields {
			if s.State == Changed {
				word += " " + f.Name
			}
		}
		all = append(all, word)
	}
	return strings.Join(all, ", ")
}

func steps(titles ...string) *sop.Revision {
	r := rendertest.Bare()
	r.Sections = []sop.Section{{Kind: sop.Perform, Title: "Do it"}}
	for _, t := range titles {
		key, words, _ := strings.Cut(t, "=")
		if words == "" {
			words = key
		}
		r.Sections[0].Steps = append(r.Sections[0].Steps, sop.Step{Key: key, Kind: sop.StepManual, Title: sop.Claim{Text: words}})
	}
	return r
}

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		was, now []string
		want     string
	}{
		{[]string{"a", "b"}, []string{"a", "b"}, "a:same, b:same"},
		{[]string{"a", "b", "c"}, []string{"a", "c"}, "a:same, b:removed, c:same"},
		{[]string{"a", "b"}, []string{"x", "a", "b"}, "x:added, a:same, b:same"},
		{[]string{"a", "b", "c"}, []string{"c", "a", "b"}, "c:same+moved, a:same, b:same"},
		{[]string{"a", "b"}, []string{"a=z", "b"}, "z:changed Title, b:same"},
		{[]string{"a", "b"}, nil, "a:removed, b:removed"},
		{nil, []string{"a"}, "a:added"},
	} {
		if got := outline(Of(steps(c.was...), steps(c.now...))); got != c.want {
			t.Errorf("%v → %v: %s, want %s", c.was, c.now, got, c.want)
		}
	}
}

func TestFields(t *testing.T) {
	was, now := rendertest.Release(), rendertest.Release()
	if c := Of(was, now); !c.None() {
		t.Fatalf("the same differ: %+v", c)
	}
	now.Title.Text = "Release **everything**"
	for i := range now.Sections {
		for j := range now.Sections[i].Steps {
			s := &now.Sections[i].Steps[j]
			if len(s.Commands) > 0 {
				s.Commands[0].Text += " --dry-run"
			}
			if len(s.Figures) > 0 {
				s.Figures = nil
			}
		}
	}
	c := Of(was, now)
	if len(c.Fields) != 1 || c.Fields[0].Name != "Title" || text(c.Fields[0].Now) != "Release everything" {
		t.Errorf("%+v", c.Fields)
	}
	code, shown := 0, 0
	for _, s := range c.Steps {
		for _, f := range s.Fields {
			if f.Code && f.Name == "Commands" && strings.Contains(marked(f.Now), "--dry-run") == strings.Contains(marked(f.Now), "[ --dry-run]") {
				code++
			}
		}
		if len(s.WasShown) > 0 && s.NowShown == nil {
			shown++
		}
	}
	if code == 0 && shown == 0 || c.Changed == 0 {
		t.Errorf("%d commands, %d pictures: %+v", code, shown, c)
	}
}

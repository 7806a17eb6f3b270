package secret

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// words finds the word that follows "key", wherever it stands in any of the texts.
func words(asked *[]string) Look {
	return func(_ context.Context, texts []string) ([][]Spot, error) {
		*asked = append(*asked, texts...)
		known := ""
		for _, t := range texts {
			if _, w, ok := strings.Cut(t, "key "); ok {
				known = w
			}
		}
		all := make([][]Spot, len(texts))
		for i, t := range texts {
			if at := strings.Index(t, known); known != "" && at >= 0 {
				all[i] = []Spot{{From: at, To: at + len(known), Placeholder: "<KEY>", Sign: Name}}
			}
		}
		return all, nil
	}
}

// What has nothing is looked at once, and told all the same when another text tells what is a secret in it.
func TestRemembered(t *testing.T) {
	var asked []string
	look := Remembered(words(&asked))
	for _, c := range []struct {
		texts []string
		asked string
		spots int
	}{
		{[]string{"one", "two abc"}, "one two abc", 0},
		{[]string{"one", "two abc", ""}, "", 0},
		{[]string{"one", "three"}, "three", 0},
		{[]string{"two abc", "key abc", "one"}, "key abc two abc key abc one", 2},
		{[]string{"key abc"}, "key abc key abc", 1},
		{[]string{"two abc"}, "", 0},
	} {
		asked = nil
		got, err := look(t.Context(), c.texts)
		n := 0
		for _, s := range got {
			n += len(s)
		}
		if err != nil || len(got) != len(c.texts) || n != c.spots || strings.Join(asked, " ") != c.asked {
			t.Errorf("%q: %+v of %q, %v", c.texts, got, asked, err)
		}
	}
}

func TestMasked(t *testing.T) {
	var asked []string
	for text, want := range map[string]string{"": "", "none": "none", "a key xyz": "a key <KEY>"} {
		if got, err := words(&asked).Masked(t.Context(), text); got != want || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if got, err := Look(nil).Masked(t.Context(), "key xyz"); got != "key xyz" || err != nil {
		t.Errorf("where nobody looks: %q, %v", got, err)
	}
	for _, s := range []Sign{Form, Name, Program, Address, Random, Private} {
		if s.Why() == "" || s != Form && reflect.DeepEqual(s.Why(), Form.Why()) {
			t.Errorf("%s isn't told apart", s)
		}
	}
}

package compare

import (
	"fmt"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// TestBudget: what two huge revisions have word by word is bounded, and both sides still make their texts.
func TestBudget(t *testing.T) {
	of := func(word string) *sop.Revision {
		r := &sop.Revision{Sections: []sop.Section{{Title: "All"}}}
		for i := range 300 {
			var text strings.Builder
			for j := range 400 {
				fmt.Fprintf(&text, "%s%d ", word, j)
			}
			r.Sections[0].Steps = append(r.Sections[0].Steps, sop.Step{Key: fmt.Sprint("k", i), Title: sop.Claim{Text: "same at first " + text.String() + "same at last"}})
		}
		return r
	}
	c := Of(of("a"), of("b"))
	if len(c.Steps) != 300 || c.Changed != 300 {
		t.Fatalf("%d steps, %d changed", len(c.Steps), c.Changed)
	}
	words, whole := 0, 0
	for _, s := range c.Steps {
		f := s.Fields[0]
		if !strings.HasPrefix(text(f.Was), "same at first a0") || !strings.HasSuffix(text(f.Now), "b399 same at last") {
			t.Fatalf("%s: the sides don't make their texts", s.Key)
		}
		if len(f.Was) > 1 {
			words++
		} else {
			whole++
		}
	}
	if words == 0 || whole == 0 {
		t.Errorf("%d word by word, %d as wholes", words, whole)
	}
}

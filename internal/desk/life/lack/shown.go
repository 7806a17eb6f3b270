package lack

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
)

// In tells those of Of, and the places in which what looks like a secret stands, as somebody may have typed it: others are about to read it. mask masks the secrets in a text;
// nil where nobody looks for any.
func In(ctx context.Context, r *sop.Revision, mask func(ctx context.Context, text string) (string, error)) ([]Lack, error) {
	all := Of(r)
	if mask == nil {
		return all, nil
	}
	var whole []string
	for p := range sop.Walk(r) {
		whole = append(whole, p.Text)
	}
	text := strings.Join(whole, "\n\n")
	if masked, err := mask(ctx, text); err != nil || masked == text {
		return all, err // most show none, and one look at all of it is a tenth of the work
	}
	keys, numbers := map[string]string{}, map[string]int{}
	for i, s := range r.Sections {
		for j := range s.Steps {
			place := fmt.Sprintf("sections[%d].steps[%d]", i, j)
			keys[place], numbers[place] = s.Steps[j].Key, len(numbers)+1
		}
	}
	told := map[string]bool{}
	for p := range sop.Walk(r) {
		if p.Evidence.Source == sop.FromRule {
			continue // our own words
		}
		masked, err := mask(ctx, p.Text)
		if err != nil {
			return nil, err
		}
		place := stepPlace(p.Place)
		if masked == p.Text || told[place] {
			continue
		}
		told[place] = true
		if place == "" {
			all = append(all, Lack{Place: "before", Text: "what stands before the steps shows what looks like a password, a key or a token"})
			continue
		}
		all = append(all, Lack{place, keys[place], fmt.Sprintf("step %d shows what looks like a password, a key or a token", numbers[place])})
	}
	return all, nil
}

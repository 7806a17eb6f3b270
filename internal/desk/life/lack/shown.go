package lack

import (
	"context"
	"fmt"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
)

// In tells those of Of, and the places in which what looks like a secret stands, as somebody may have typed it: others are about to read it. Look finds it;
// nil where nobody does. The editor tells of the same, by the same rule, while it is written.
func In(ctx context.Context, r *sop.Revision, look secret.Look) ([]Lack, error) {
	all := Of(r)
	pieces, err := manuscript.Split(r)
	if err != nil {
		return nil, err
	}
	found, err := manuscript.Secrets(ctx, look, pieces.Sorted())
	if err != nil || len(found) == 0 {
		return all, err
	}
	in, before := map[string]bool{}, false // by the steps' keys
	for _, f := range found {
		if step, ok := manuscript.StepOf(f.Piece); ok {
			in[step] = true
		} else {
			before = true
		}
	}
	if before {
		all = append(all, Lack{Place: "before", Text: "what stands before the steps, a heading or the narration shows what looks like a password, a key or a token"})
	}
	number := 0
	for i, s := range r.Sections {
		for j := range s.Steps {
			number++
			if key := s.Steps[j].Key; in[key] {
				all = append(all, Lack{fmt.Sprintf("sections[%d].steps[%d]", i, j), key, fmt.Sprintf("step %d shows what looks like a password, a key or a token", number)})
			}
		}
	}
	return all, nil
}

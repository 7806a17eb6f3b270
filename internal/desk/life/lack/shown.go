package lack

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
)

// Search is how what looks like a secret is looked for: by what, nil where nobody looks, and of what it was said that it is none.
type Search struct {
	Look secret.Look
	Said []secret.None
}

// found are the places in a revision in which what looks like a secret stands, as somebody may have typed it.
func (s Search) found(ctx context.Context, r *sop.Revision) ([]secret.Finding, error) {
	pieces, err := manuscript.Split(r)
	if err != nil {
		return nil, err
	}
	found, err := manuscript.Secrets(ctx, s.Look, pieces.Sorted())
	return secret.Judge(found, s.Said), err
}

// In tells those of Of, and the places in which what looks like a secret stands, as somebody may have typed it: others are about to read it. The editor tells of the same, by the same
// rule, while it is written. What was said to be none isn't a lack: see None.
func (s Search) In(ctx context.Context, r *sop.Revision) ([]Lack, error) {
	all := Of(r)
	found, err := s.found(ctx, r)
	if err != nil || len(found) == 0 {
		return all, err
	}
	in, before := map[string]bool{}, false // by the steps' keys
	for _, f := range found {
		step, ok := manuscript.StepOf(f.Piece)
		switch {
		case f.None != nil:
		case ok:
			in[step] = true
		default:
			before = true
		}
	}
	if before {
		all = append(all, Lack{Place: "before", Text: "what stands before the steps, a heading or the narration shows what looks like a password, a key or a token"})
	}
	for _, st := range steps(r) {
		if in[st.key] {
			all = append(all, Lack{st.place, st.key, fmt.Sprintf("step %d shows what looks like a password, a key or a token", st.number)})
		}
	}
	return all, nil
}

// step is where a step stands.
type step struct {
	key, place string
	number     int
}

func steps(r *sop.Revision) (all []step) {
	for i, s := range r.Sections {
		for j := range s.Steps {
			all = append(all, step{s.Steps[j].Key, fmt.Sprintf("sections[%d].steps[%d]", i, j), len(all) + 1})
		}
	}
	return all
}

// NoSecret is a place that looks like a secret, and of which somebody said that it is none: whoever approves the revision answers for it, too.
type NoSecret struct {
	// Step is the key of the step, empty outside of steps, and Where says where it stands.
	Step        string `json:"step,omitempty"`
	Where       string `json:"where"`
	Placeholder string `json:"placeholder"`
	secret.None
}

// None tells which places of a revision look like secrets and were said to be none, in their order.
func (s Search) None(ctx context.Context, r *sop.Revision) (all []NoSecret, err error) {
	if len(s.Said) == 0 {
		return nil, nil
	}
	found, err := s.found(ctx, r)
	if err != nil {
		return nil, err
	}
	outside := map[string]string{manuscript.HeadKey: "before the steps", manuscript.OutlineKey: "in a heading or what stands below it", manuscript.SaidKey: "in the narration"}
	for _, key := range []string{manuscript.HeadKey, manuscript.OutlineKey, manuscript.SaidKey} {
		all = append(all, nones(found, key, NoSecret{Where: outside[key]})...)
	}
	for _, st := range steps(r) {
		all = append(all, nones(found, manuscript.StepKey(st.key), NoSecret{Step: st.key, Where: fmt.Sprintf("step %d", st.number)})...)
	}
	return all, nil
}

// nones are those of a piece.
func nones(found []secret.Finding, piece string, at NoSecret) (all []NoSecret) {
	for _, f := range found {
		if f.Piece != piece || f.None == nil {
			continue
		}
		n := at
		n.Placeholder, n.None = f.Placeholder, *f.None
		if part, _, _ := strings.Cut(f.Field, "."); n.Step != "" {
			n.Where += inStep[part]
		}
		all = append(all, n)
	}
	return all
}

// inStep says where in a step a part of it is.
var inStep = map[string]string{"title": ", its title", "detail": ", what is told of it", "why": ", why it is done", "expected": ", what is seen then", "callouts": ", a warning or a note", "commands": ", a command", "links": ", a link",
	"figures": ", a picture’s words", "conduct": ", what carrying it out asks for"}

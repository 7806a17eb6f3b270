// Package manuscript is the working copy of a procedure: what people write until they name it a revision. It is kept in pieces (the head,
// the outline, the narration, and each step), each with versions of its own, so that two who write at once are in each other's way only
// where they write the same. All of it is pure; desk keeps the pieces and says who may change them.
package manuscript

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// The keys of pieces. A step's is "step/" and the step's own key.
const (
	HeadKey    = "head"
	OutlineKey = "outline"
	SaidKey    = "said"
	stepPrefix = "step/"
)

// StepKey is the key of a step's piece.
func StepKey(step string) string { return stepPrefix + step }

// StepOf is the step that a piece is of; ok is false for another piece.
func StepOf(key string) (step string, ok bool) { return strings.CutPrefix(key, stepPrefix) }

// Head is what stands before the steps.
type Head struct {
	Title         sop.Claim       `json:"title"`
	Purpose       []sop.Claim     `json:"purpose"`
	Audience      []sop.Claim     `json:"audience"`
	Prerequisites []sop.Claim     `json:"prerequisites"`
	Parameters    []sop.Parameter `json:"parameters"`
	Success       []sop.Claim     `json:"success_criteria"`
	// Gaps are the questions that nobody has answered or put aside.
	Gaps []sop.Gap `json:"gaps"`
}

// Outline is which steps there are, and in which order.
type Outline struct {
	Sections []Section `json:"sections"`
}

// Section is a heading with the keys of its steps.
type Section struct {
	Kind  sop.SectionKind `json:"kind"`
	Title string          `json:"title"`
	Intro []sop.Claim     `json:"intro,omitempty"`
	Steps []string        `json:"steps"`
}

// Said is the narration.
type Said struct {
	Utterances []sop.Utterance `json:"utterances"`
}

// Pieces are a working copy's by their keys. A step that the outline doesn't name was taken out, and can be put back.
type Pieces map[string]sop.Piece

// Split is a revision in pieces of version 0.
func Split(r *sop.Revision) (Pieces, error) {
	all := Pieces{}
	out := Outline{Sections: []Section{}}
	for i := range r.Sections {
		s := &r.Sections[i]
		o := Section{Kind: s.Kind, Title: s.Title, Intro: s.Intro, Steps: []string{}}
		for j := range s.Steps {
			o.Steps = append(o.Steps, s.Steps[j].Key)
			if err := all.put(StepKey(s.Steps[j].Key), s.Steps[j]); err != nil {
				return nil, err
			}
		}
		out.Sections = append(out.Sections, o)
	}
	head := Head{r.Title, r.Purpose, r.Audience, r.Prerequisites, r.Parameters, r.Success, r.Gaps}
	for key, body := range map[string]any{HeadKey: head, OutlineKey: out, SaidKey: Said{r.Transcript.Utterances}} {
		if err := all.put(key, body); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Overlay is the working copy that kept pieces make of the last revision.
func Overlay(r *sop.Revision, kept []sop.Piece) (Pieces, error) {
	all, err := Split(r)
	for _, p := range kept {
		if err == nil {
			all[p.Key] = p
		}
	}
	return all, err
}

// Dirty says whether a working copy has changes that its last revision hasn't.
func Dirty(latest int, kept []sop.Piece) bool {
	return slices.ContainsFunc(kept, func(p sop.Piece) bool { return p.Since >= latest })
}

func (p Pieces) put(key string, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write a piece: %w", err)
	}
	p[key] = sop.Piece{Key: key, Body: b}
	return nil
}

// Join is the revision that the pieces make of base. What isn't in the pieces is as base has it. A question that was answered is gone from it.
func Join(base *sop.Revision, all Pieces) (*sop.Revision, error) {
	r := *base
	var head Head
	var outline Outline
	var said Said
	for key, to := range map[string]any{HeadKey: &head, OutlineKey: &outline, SaidKey: &said} {
		if err := json.Unmarshal(all[key].Body, to); err != nil {
			return nil, fmt.Errorf("read the piece %s: %w", key, err)
		}
	}
	r.Title, r.Purpose, r.Audience, r.Prerequisites = head.Title, head.Purpose, head.Audience, head.Prerequisites
	r.Parameters, r.Success = head.Parameters, head.Success
	r.Transcript.Utterances = said.Utterances
	r.Sections = nil
	for _, o := range outline.Sections {
		s := sop.Section{Kind: o.Kind, Title: o.Title, Intro: o.Intro, Steps: []sop.Step{}}
		for _, key := range o.Steps {
			var st sop.Step
			if err := json.Unmarshal(all[StepKey(key)].Body, &st); err != nil {
				return nil, fmt.Errorf("read the step %s: %w", key, err)
			}
			s.Steps = append(s.Steps, st)
		}
		r.Sections = append(r.Sections, s)
	}
	r.Gaps = open(&r, head.Gaps)
	return &r, nil
}

// open are the gaps that are none yet filled.
func open(r *sop.Revision, all []sop.Gap) []sop.Gap {
	filled := map[string]bool{"purpose": len(r.Purpose) > 0, "audience": len(r.Audience) > 0, "prerequisites": len(r.Prerequisites) > 0, "success_criteria": len(r.Success) > 0,
		"title": r.Title.Evidence.Source != sop.FromRule} // a rule's is a guess
	for _, s := range r.Sections {
		filled[string(s.Kind)] = len(s.Steps) > 0 || len(s.Intro) > 0
	}
	left := []sop.Gap{}
	for _, g := range all {
		if !filled[g.Part] {
			left = append(left, g)
		}
	}
	return left
}

// LargestBody is how large a piece's body may be, in bytes.
const LargestBody = 4 << 20

var (
	stepForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,63}$`)
	nul      = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\u0000`)
)

// parse reads a body that was sent. An error with code sop.Invalid says what can't be read.
func parse(key string, body json.RawMessage) (any, error) {
	if len(body) > LargestBody {
		return nil, invalid("What was written is larger than %d MiB.", LargestBody>>20)
	}
	if nul.Match(body) {
		return nil, invalid("What was written holds a character that can't be kept (U+0000).")
	}
	return decode(key, body)
}

// decode reads a body by its key.
func decode(key string, body json.RawMessage) (any, error) {
	var to any
	switch step, ok := StepOf(key); {
	case key == HeadKey:
		to = &Head{}
	case key == OutlineKey:
		to = &Outline{}
	case key == SaidKey:
		to = &Said{}
	case ok && stepForm.MatchString(step):
		to = &sop.Step{}
	default:
		return nil, invalid("There is no piece “%.40s” in a procedure.", key)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "What was sent isn't in the form of a procedure's piece.", Mend: "Reload the page: Showhow may have been updated.", Cause: err}
	}
	if st, ok := to.(*sop.Step); ok && StepKey(st.Key) != key {
		return nil, invalid("The step “%.40s” was sent under another's name.", st.Key)
	}
	return to, nil
}

func invalid(format string, args ...any) error {
	return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf(format, args...), Mend: "Reload the page and try again."}
}

// Sorted are the pieces in the order of their keys.
func (p Pieces) Sorted() []sop.Piece {
	return slices.SortedFunc(maps.Values(p), func(a, b sop.Piece) int { return strings.Compare(a.Key, b.Key) })
}

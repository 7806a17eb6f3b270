package manuscript

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// sound refuses pieces that make a document which breaks a rule where it didn't break it before. What breaks one may be moved, merged and split:
// it is known by what it says, not by where it stands.
func (c *Copy) sound(next Pieces) error {
	if err := outlined(next); err != nil {
		return err
	}
	before, err := Join(c.Revision, c.Now)
	if err != nil {
		return err
	}
	after, err := Join(c.Revision, next)
	if err != nil {
		return err
	}
	broken := sop.Validate(after)
	if len(broken) == 0 {
		return nil
	}
	was, err := problems(before, sop.Validate(before))
	if err != nil {
		return err
	}
	is, err := problems(after, broken)
	if err != nil {
		return err
	}
	were := map[string]int{}
	for _, id := range was {
		were[id]++
	}
	for i, id := range is {
		if were[id]--; were[id] < 0 {
			return &sop.Error{Code: sop.Invalid, Message: broken[i].Message, Mend: "Change it, or undo your last change.", Cause: fmt.Errorf("%s", broken[i])}
		}
	}
	return nil
}

// outlined refuses an outline that names a step which isn't among the pieces.
func outlined(next Pieces) error {
	p, ok := next[OutlineKey]
	if !ok {
		return nil
	}
	var o Outline
	if err := json.Unmarshal(p.Body, &o); err != nil {
		return fmt.Errorf("read the outline: %w", err)
	}
	for _, at := range places(o, nil) {
		if _, ok := next[StepKey(at.step)]; !ok {
			return invalid("The outline names the step “%.40s”, which isn't there.", at.step)
		}
	}
	return nil
}

// problems gives for each problem of a document what it is known by from one state to the next: the rule, and what breaks it.
func problems(r *sop.Revision, all []sop.Problem) ([]string, error) {
	if len(all) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	var doc any
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	out := make([]string, len(all))
	for i, p := range all {
		what, err := json.Marshal(breaking(doc, p.Place))
		if err != nil {
			return nil, fmt.Errorf("write what stands at %s: %w", p.Place, err)
		}
		out[i] = p.Rule + "\n" + p.Message + "\n" + string(what)
	}
	return out, nil
}

// breaking is what a place of the document's JSON form lies in: the innermost value of a list, or a part of it; of what a step itself lacks, the step's key, too.
func breaking(doc any, place string) any {
	var key, item any // the step's key; the innermost value of a list
	names := strings.FieldsFunc(place, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	at, last, inStep := doc, -1, false
	for i, name := range names {
		n, err := strconv.Atoi(name)
		list, is := at.([]any)
		if err != nil || !is {
			m, _ := at.(map[string]any)
			at = m[name]
			continue
		}
		if n < 0 || n >= len(list) {
			return place
		}
		at, item, last = list[n], list[n], i
		inStep = i > 0 && names[i-1] == "steps"
		if m, is := list[n].(map[string]any); is && inStep {
			key = m["key"]
		}
	}
	if last == len(names)-1 {
		return item
	}
	m, is := item.(map[string]any)
	if last < 0 || !is {
		m, _ = doc.(map[string]any)
	}
	part := names[last+1]
	if inStep && part != "title" {
		return []any{key, part, m[part]}
	}
	return m[part]
}

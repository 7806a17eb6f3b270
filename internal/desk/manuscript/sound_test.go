package manuscript

import (
	"testing"

	"showhow/internal/sop"
)

// brokenCopy is a working copy whose first two steps have details that break the same rule.
func brokenCopy(t *testing.T) (*Copy, []string) {
	c := copyOf(t, "release")
	var keys []string
	for i := range c.Revision.Sections {
		for j := range c.Revision.Sections[i].Steps {
			s := &c.Revision.Sections[i].Steps[j]
			if keys = append(keys, s.Key); len(keys) <= 2 {
				s.Detail = append(s.Detail, sop.Claim{Text: "Broken in " + s.Key})
			}
		}
	}
	now, err := Split(c.Revision)
	if err != nil {
		t.Fatal(err)
	}
	c.Now, c.Known = now, NewKnown()
	for _, p := range now {
		if err := c.Known.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	return c, keys
}

// TestBrokenElsewhere: who mends one place may not break another one alike; what is broken may be moved.
func TestBrokenElsewhere(t *testing.T) {
	c, keys := brokenCopy(t)
	next := func(change func(at func(string) *sop.Step)) Pieces {
		steps := map[string]*sop.Step{}
		change(func(key string) *sop.Step {
			if steps[key] == nil {
				st := stepIn(t, []sop.Piece{c.Now[StepKey(key)]})
				steps[key] = &st
			}
			return steps[key]
		})
		out := Pieces{}
		for k, p := range c.Now {
			out[k] = p
		}
		for k, st := range steps {
			p := out[StepKey(k)]
			p.Body = raw(t, st)
			out[StepKey(k)] = p
		}
		return out
	}
	pop := func(s *sop.Step) sop.Claim {
		last := s.Detail[len(s.Detail)-1]
		s.Detail = s.Detail[:len(s.Detail)-1]
		return last
	}
	for name, x := range map[string]struct {
		pieces Pieces
		sound  bool
	}{
		"as it was": {c.Now, true},
		"mended":    {next(func(at func(string) *sop.Step) { pop(at(keys[0])) }), true},
		"moved into another step": {next(func(at func(string) *sop.Step) {
			to := at(keys[2])
			to.Detail = append(to.Detail, pop(at(keys[0])))
		}), true},
		"behind a new line": {next(func(at func(string) *sop.Step) {
			s := at(keys[0])
			s.Detail = append([]sop.Claim{{Text: "Mine.", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}}, s.Detail...)
		}), true},
		"one mended, another broken alike": {next(func(at func(string) *sop.Step) {
			pop(at(keys[0]))
			to := at(keys[2])
			to.Detail = append(to.Detail, sop.Claim{Text: "Broken anew"})
		}), false},
		"one more": {next(func(at func(string) *sop.Step) {
			to := at(keys[2])
			to.Detail = append(to.Detail, sop.Claim{Text: "Broken anew"})
		}), false},
	} {
		if err := c.sound(x.pieces); (err == nil) != x.sound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

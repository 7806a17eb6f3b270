package manuscript

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Change is what somebody makes of a piece.
type Change struct {
	Key string `json:"key"`
	// Base is the version that it was made from; 0 for a piece that is new, or as the last revision has it.
	Base int             `json:"base"`
	Body json.RawMessage `json:"body"`
	// From are the keys of the steps that a step was made of, when it was split off, merged or doubled.
	From []string `json:"from,omitempty"`
}

// Conflict is a change that can't be made, since somebody else has changed the same meanwhile.
type Conflict struct {
	Key string `json:"key"`
	// Fields are the fields that both changed, by their names in JSON.
	Fields []string `json:"fields"`
	// Base is what both began with, Theirs what is there now, and Mine what was sent.
	Base   json.RawMessage `json:"base"`
	Mine   json.RawMessage `json:"mine"`
	Theirs sop.Piece       `json:"theirs"`
}

// Conflicts is an error with code sop.Busy: nothing was changed.
type Conflicts []Conflict

// Error names the pieces.
func (c Conflicts) Error() string {
	var keys []string
	for _, x := range c {
		keys = append(keys, x.Key)
	}
	return "changed by somebody else meanwhile: " + strings.Join(keys, ", ")
}

// Copy is a working copy with what it is judged by.
type Copy struct {
	// Revision is the last one, Now what there is, without the versions before.
	Revision *sop.Revision
	Now      Pieces
	Known    *Known
	// At gives a piece as it was in a version; an error with code sop.NotFound when that isn't kept any more.
	At    func(key string, version int) (sop.Piece, error)
	Judge Judge
}

// Apply makes all changes or none, and gives the pieces that they make, each a version on. When others have changed the same pieces but not the
// same of them, both changes hold. The error may be Conflicts, or have the code sop.Invalid.
func (c *Copy) Apply(all []Change) ([]sop.Piece, error) {
	if err := c.admit(all); err != nil {
		return nil, err
	}
	var conflicts Conflicts
	var made []sop.Piece
	next := Pieces{}
	for k, p := range c.Now {
		next[k] = p
	}
	for _, ch := range all {
		p, conflict, err := c.one(ch)
		if err != nil {
			return nil, err
		}
		if conflict != nil {
			conflicts = append(conflicts, *conflict)
			continue
		}
		if now, ok := c.Now[ch.Key]; ok && same(now.Body, p.Body) {
			continue // it's there already
		}
		made, next[p.Key] = append(made, p), p
	}
	if len(conflicts) > 0 {
		return nil, &sop.Error{Code: sop.Busy, Message: "Somebody else has changed the same words meanwhile.", Mend: "Choose which of them stay.", Cause: conflicts}
	}
	return made, c.sound(next)
}

// The most that there may be.
const (
	mostChanges = 1000 // in one request
	mostPieces  = 5000 // of a procedure
)

// admit refuses what is too much, or sent twice, before anything is read for it.
func (c *Copy) admit(all []Change) error {
	keys := map[string]bool{}
	for _, ch := range all {
		if keys[ch.Key] {
			return invalid("A piece was sent twice.")
		}
		keys[ch.Key] = true
	}
	if len(all) > mostChanges || len(c.Now)+len(all) > mostPieces {
		return invalid("That is more than a procedure may have.")
	}
	for _, ch := range all {
		if head, err := parse(ch.Key, ch.Body); err == nil && ch.Key == HeadKey {
			for _, p := range head.(*Head).Parameters { // what is to be a parameter stands in the commands that come with it
				c.Known.example(p)
			}
		}
	}
	return nil
}

func (c *Copy) one(ch Change) (sop.Piece, *Conflict, error) {
	now, there := c.Now[ch.Key]
	if ch.Base > now.Version || ch.Base < 0 {
		return now, nil, invalid("A piece was sent with a version that there isn't.")
	}
	s := settler{k: c.Known, judge: c.Judge, acts: map[string]bool{}, said: c.Revision.Transcript.Utterances}
	if err := s.origins(c.Now, ch, there); err != nil {
		return now, nil, err
	}
	s.of = newest(c.Revision, s.of)
	body, err := s.body(ch.Key, ch.Body)
	if err != nil || ch.Base == now.Version {
		return sop.Piece{Key: ch.Key, Version: now.Version + 1, Body: body}, nil, err
	}
	base, err := c.At(ch.Key, ch.Base)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return now, nil, err
	}
	if err != nil {
		if same(body, now.Body) { // sent again, as its answer was lost
			return now, nil, nil
		}
		return now, &Conflict{ch.Key, []string{"all"}, nil, ch.Body, now}, nil
	}
	merged, fields, err := Merge(ch.Key, Three{base.Body, body, now.Body})
	if err != nil || len(fields) > 0 {
		return now, &Conflict{ch.Key, fields, base.Body, ch.Body, now}, err
	}
	body, err = s.body(ch.Key, merged)
	return sop.Piece{Key: ch.Key, Version: now.Version + 1, Body: body}, nil, err
}

// origins reads what a step rested on, and what those did that it's made of.
func (s *settler) origins(now Pieces, ch Change, there bool) error {
	read := func(key string) (*sop.Step, error) {
		p, ok := now[key]
		if _, is := StepOf(key); !ok || !is {
			return nil, invalid("There is no step “%.40s” that this one could be made of.", key)
		}
		var st sop.Step
		if err := json.Unmarshal(p.Body, &st); err != nil {
			return nil, fmt.Errorf("read the piece %s: %w", key, err)
		}
		return &st, nil
	}
	if _, is := StepOf(ch.Key); there && is {
		st, err := read(ch.Key)
		if err != nil {
			return err
		}
		s.was = &st.Evidence
	}
	for _, key := range ch.From {
		st, err := read(key)
		if err != nil {
			return err
		}
		s.of = append(s.of, st.Evidence)
		for _, a := range st.Actions {
			s.acts[a] = true
		}
	}
	return nil
}

// Back gives the pieces that make the working copy what a revision says. A step that the revision hasn't stays among the pieces, out of the outline.
func (c *Copy) Back(to *sop.Revision) (made []sop.Piece, err error) {
	then, err := Split(to)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(then)) {
		if now, ok := c.Now[key]; !ok || !same(now.Body, then[key].Body) {
			made = append(made, sop.Piece{Key: key, Version: now.Version + 1, Body: then[key].Body})
		}
	}
	return made, nil
}

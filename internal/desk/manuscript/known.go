package manuscript

import (
	"encoding/json"
	"strings"

	"showhow/internal/sop"
)

// Known is what a procedure's recording was found to show, and what people have written: it says which evidence a sentence may keep. A text
// that doesn't stand in it word for word with its evidence is its author's own, and becomes evidence of kind "author": nobody can write a
// sentence that then seems to come from the recording.
type Known struct {
	claims   map[string]sop.Claim
	callouts map[string]bool
	gaps     map[sop.Gap]bool
	actions  map[string]map[string]bool // by the steps' keys
	examples map[string]string          // of parameters, by their names
	commands map[string]sop.Command
	links    map[string]bool
	params   map[string]bool
	marks    map[string]sop.Mark
	figures  map[string]sop.Figure
	steps    map[string]bool // evidence of steps
	spans    map[sop.Span]bool
	words    map[string]sop.Utterance
	outputs  map[string][]sop.Command // by what was printed
}

// NewKnown is empty.
func NewKnown() *Known {
	return &Known{
		map[string]sop.Claim{}, map[string]bool{}, map[sop.Gap]bool{}, map[string]map[string]bool{}, map[string]string{}, map[string]sop.Command{}, map[string]bool{}, map[string]bool{}, map[string]sop.Mark{}, map[string]sop.Figure{}, map[string]bool{},
		map[sop.Span]bool{}, map[string]sop.Utterance{}, map[string][]sop.Command{},
	}
}

// Add adds a piece.
func (k *Known) Add(p sop.Piece) error {
	body, err := decode(p.Key, p.Body)
	if err != nil {
		return err
	}
	switch b := body.(type) {
	case *Head:
		k.claim(b.Title)
		k.list(b.Purpose, b.Audience, b.Prerequisites, b.Success)
		for _, p := range b.Parameters {
			k.params[tell(p.Name, p.Example, p.Secret, p.Evidence)] = true
			k.example(p)
			if p.About != nil {
				k.claim(*p.About)
			}
		}
		for _, g := range b.Gaps {
			k.gaps[g] = true
		}
	case *Outline:
		for _, s := range b.Sections {
			k.list(s.Intro)
		}
	case *Said:
		for _, u := range b.Utterances {
			k.words[tell(u.ID, u.Text)] = u
		}
	case *sop.Step:
		k.step(b)
	}
	return nil
}

func (k *Known) step(s *sop.Step) {
	k.steps[tell(s.Key, s.Evidence)] = true
	for _, a := range s.Actions {
		if k.actions[s.Key] == nil {
			k.actions[s.Key] = map[string]bool{}
		}
		k.actions[s.Key][a] = true
	}
	k.claim(s.Title)
	k.list(s.Detail, s.Why, s.Expected)
	for _, c := range s.Callouts {
		k.claim(c.Claim)
		k.callouts[tell(c.Kind, c.Text, c.Evidence)] = true
	}
	for _, c := range s.Commands {
		if had := k.commands[commandOf(c)]; c.Unsure == "" && len(c.Doubts) == 0 { // somebody said that it's right, and may take that back
			c.Unsure, c.Doubts = had.Unsure, had.Doubts
		}
		k.commands[commandOf(c)] = c
		k.spans[c.Evidence.Span] = true
		if c.Evidence.Source != sop.FromAuthor && len(c.Output) > 0 {
			k.outputs[tell(c.Output, c.Cut)] = append(k.outputs[tell(c.Output, c.Cut)], c)
		}
	}
	for _, l := range s.Links {
		k.links[tell(l.URL, l.Text, l.Evidence)] = true
	}
	for _, f := range s.Figures {
		k.Figure(f)
	}
}

// Figure adds a picture that may be used.
func (k *Known) Figure(f sop.Figure) {
	k.figures[f.Image] = f
	k.claim(f.Alt)
	for _, m := range f.Marks {
		if m.Unsure == "" {
			m.Unsure = k.marks[markOf(m)].Unsure
		}
		k.marks[markOf(m)] = m
	}
}

func markOf(m sop.Mark) string {
	return tell(m.Kind, m.Number, m.Label, m.Evidence, m.Box, m.Point, m.From)
}

func commandOf(c sop.Command) string { return tell(c.Text, c.Shell, c.Evidence) }

// example notes what a parameter was in the recording.
func (k *Known) example(p sop.Parameter) {
	if p.Example != "" {
		k.examples[p.Name] = p.Example
	}
}

// filled is a command's text with the examples in the places of its parameters.
func (k *Known) filled(text string) string {
	for name, example := range k.examples {
		text = strings.ReplaceAll(text, "<"+name+">", example)
	}
	return text
}

func (k *Known) claim(c sop.Claim) {
	if c.Unsure == "" { // somebody said that it's right, and may take that back
		c.Unsure = k.claims[tell(c.Text, c.Evidence)].Unsure
	}
	k.claims[tell(c.Text, c.Evidence)] = c
	k.spans[c.Evidence.Span] = true
}

func (k *Known) list(all ...[]sop.Claim) {
	for _, l := range all {
		for _, c := range l {
			k.claim(c)
		}
	}
}

// tell is values as a key.
func tell(all ...any) string {
	b, _ := json.Marshal(all) // texts, numbers, and evidence made of them
	return string(b)
}

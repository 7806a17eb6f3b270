package bench

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// TellDraft tells a draft in the form of the truth, from what the SOP holds alone.
//
//   - Actions stand in the SOP's order: those of the steps as the steps stand, the others where their time puts them.
//     An action that was taken back is no part of the procedure and is left out, as are waits and checks, which the
//     truth doesn't know. The point of a click is that of its mark in a figure, when it has one.
//   - Notes are what was said: a why, an expected result and so on that rests on the screen alone is none. A caution
//     counts as a warning.
//   - Commands are as the reader would run them with the recording's own values: a parameter that is no secret stands
//     as its example.
func TellDraft(r sop.Revision) Drafted {
	t := teller{marks: map[string]sop.Mark{}, byID: map[string]sop.Action{}, index: map[string]int{}}
	for _, a := range r.Actions {
		t.byID[a.ID] = a
	}
	var values []string
	for _, p := range r.Parameters {
		if !p.Secret && p.Example != "" {
			values = append(values, "<"+p.Name+">", p.Example)
		}
	}
	t.values = strings.NewReplacer(values...)
	d := Drafted{Title: plainText(r.Title.Text), Duration: r.Media.Duration.Seconds(), Utterances: []Utterance{}, Steps: []Step{}, Notes: []Note{}, Actions: []Action{}}
	if v := r.Media.Video; v != nil {
		d.Size = []int{v.Width, v.Height}
	}
	for _, u := range r.Transcript.Utterances {
		d.Utterances = append(d.Utterances, Utterance{u.Span.From.Seconds(), u.Span.To.Seconds(), u.Text})
	}
	t.markActions(r)
	d.Actions = t.actions(r)
	t.note(&d, "purpose", r.Purpose...)
	t.note(&d, "prerequisite", r.Prerequisites...)
	for _, s := range r.Sections {
		if s.Kind == sop.RollBack {
			t.note(&d, "rollback", s.Intro...)
		}
		for _, step := range s.Steps {
			d.Steps = append(d.Steps, t.step(step))
			t.stepNotes(&d, s.Kind, step)
		}
	}
	t.note(&d, "success", r.Success...)
	return d
}

// teller holds what is needed to tell one draft.
type teller struct {
	byID   map[string]sop.Action
	marks  map[string]sop.Mark // by the action that it shows
	index  map[string]int      // of an action in the told list
	values *strings.Replacer
}

// markActions finds the mark of each action.
func (t *teller) markActions(r sop.Revision) {
	for _, s := range r.Sections {
		for _, step := range s.Steps {
			for _, f := range step.Figures {
				for _, m := range f.Marks {
					for _, id := range m.Evidence.Actions {
						t.marks[id] = together(t.marks[id], m)
					}
				}
			}
		}
	}
}

// together is one mark from several of the same action: the first box and the first point.
func together(a, b sop.Mark) sop.Mark {
	if a.Box == nil {
		a.Box = b.Box
	}
	if a.Point == nil {
		a.Point, a.Kind = b.Point, b.Kind
	}
	return a
}

// actions are the told actions; index is filled on the way.
func (t *teller) actions(r sop.Revision) []Action {
	var order []sop.Action
	used := map[string]bool{}
	for _, s := range r.Sections {
		for _, step := range s.Steps {
			for _, id := range step.Actions {
				if a, ok := t.byID[id]; ok && !used[id] && tellable(a) {
					used[id] = true
					order = append(order, a)
				}
			}
		}
	}
	for _, a := range r.Actions {
		if used[a.ID] || !tellable(a) {
			continue
		}
		i := slices.IndexFunc(order, func(o sop.Action) bool { return o.At > a.At })
		if i < 0 {
			i = len(order)
		}
		order = slices.Insert(order, i, a)
	}
	out := make([]Action, 0, len(order))
	for i, a := range order {
		t.index[a.ID] = i
		out = append(out, t.action(a))
	}
	return out
}

func tellable(a sop.Action) bool {
	return !a.Undone && a.Kind != sop.Wait && a.Kind != sop.Check
}

// action tells one action.
func (t *teller) action(a sop.Action) Action {
	out := Action{T: a.At.Seconds(), Kind: string(a.Kind), Label: a.Label, Text: a.Text, Box: a.Box, Point: a.Point, Unsure: a.Unsure != ""}
	if a.Kind == sop.Type && a.Command != nil && a.Text != "" { // an answer to a program: the truth has it among the commands
		out.Kind, out.Command = string(sop.RunCommand), t.values.Replace(a.Text)
		out.Label, out.Text = "", ""
	}
	switch a.Kind {
	case sop.Open:
		out.Kind = "navigate"
	case sop.RunCommand:
		if a.Command != nil {
			out.Command = t.values.Replace(a.Command.Text)
		}
		out.Label, out.Text = "", ""
	}
	m, ok := t.marks[a.ID]
	if !ok {
		return out
	}
	if m.Box != nil {
		out.Box = m.Box
	}
	switch {
	case m.Point != nil && m.Kind != sop.MarkNumber: // a number may stand beside what it marks
		out.Point = m.Point
	case out.Point == nil && m.Box != nil:
		c := m.Box.Centre()
		out.Point = &c
	case out.Point == nil:
		out.Point = m.Point
	}
	return out
}

// step tells one step.
func (t *teller) step(s sop.Step) Step {
	out := Step{From: s.Evidence.Span.From.Seconds(), To: s.Evidence.Span.To.Seconds(), Title: plainText(s.Title.Text), Actions: []int{}, Labels: []string{}, Commands: []string{}}
	for _, id := range s.Actions {
		i, ok := t.index[id]
		if !ok {
			continue
		}
		out.Actions = append(out.Actions, i)
		a := t.byID[id]
		if l := a.Label; l != "" && slices.Contains(labelled, string(a.Kind)) {
			out.Labels = append(out.Labels, l)
		}
	}
	for _, c := range s.Commands {
		out.Commands = append(out.Commands, t.values.Replace(c.Text))
	}
	return out
}

// calloutKinds are the truth's words for callouts.
var calloutKinds = map[sop.CalloutKind]string{sop.Warning: "warning", sop.Caution: "warning", sop.Tip: "tip", sop.Note: "note"}

// stepNotes tells the remarks of one step.
func (t *teller) stepNotes(d *Drafted, section sop.SectionKind, s sop.Step) {
	t.note(d, "why", s.Why...)
	t.note(d, "expected", s.Expected...)
	for _, c := range s.Callouts {
		t.note(d, calloutKinds[c.Kind], c.Claim)
	}
	if section == sop.RollBack && len(s.Actions) == 0 {
		t.note(d, "rollback", append([]sop.Claim{s.Title}, s.Detail...)...)
	}
}

// note tells claims that were spoken as notes of a kind.
func (t *teller) note(d *Drafted, kind string, claims ...sop.Claim) {
	for _, c := range claims {
		if c.Text == "" || c.Evidence.Source != sop.FromSpeech && c.Evidence.Source != sop.FromBoth {
			continue
		}
		d.Notes = append(d.Notes, Note{kind, c.Evidence.Span.From.Seconds(), plainText(c.Text)})
	}
}

var inline = regexp.MustCompile("\\*\\*|`")

// plainText is a claim's text without its inline Markdown.
func plainText(s string) string { return inline.ReplaceAllString(s, "") }

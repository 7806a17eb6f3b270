package execution

import (
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// Sheet is a revision as it is carried out: its steps in order, with the values filled in.
type Sheet struct {
	// Before is what has to hold before it is begun, and Done by what one sees that it was done, as plain words.
	Before []string `json:"before,omitempty"`
	Done   []string `json:"done_when,omitempty"`
	Steps  []Line   `json:"steps"`
}

// Needs tell what has to hold before it is begun, a line each.
func (s Sheet) Needs() (all []string) {
	for _, words := range s.Before {
		all = append(all, "Before you begin: "+words)
	}
	return all
}

// Ends tells by what one sees that it was done, on lines of their own; empty where nobody said it.
func (s Sheet) Ends() string {
	if len(s.Done) == 0 {
		return ""
	}
	return "\nIt is done when:\n  - " + strings.Join(s.Done, "\n  - ")
}

// Line is a step of it, as plain words.
type Line struct {
	Key      string          `json:"key"`
	Number   int             `json:"number"`
	Section  sop.SectionKind `json:"section"`
	Kind     sop.StepKind    `json:"kind"`
	Title    string          `json:"title"`
	Detail   []string        `json:"detail,omitempty"`
	Expected []string        `json:"expected,omitempty"`
	// Cautions have to be read before it is done; their numbers count from 0.
	Cautions []string `json:"cautions,omitempty"`
	Commands []Order  `json:"commands,omitempty"`
	// Recorded tell of recorded values that still stand in the step, though others are given: in words, for whoever carries it out.
	Recorded []string `json:"recorded,omitempty"`
	// Observes says that what is seen has to be written down; Value is what that has to be, where it's declared.
	Observes bool     `json:"observes,omitempty"`
	Value    string   `json:"value,omitempty"`
	Answers  []string `json:"answers,omitempty"`
	Wants    []string `json:"wants,omitempty"`
	Approver string   `json:"approver,omitempty"`
	Wait     int      `json:"wait,omitempty"` // seconds
	// Procedure and Revision are of another one that is carried out here.
	Procedure string `json:"procedure,omitempty"`
	Revision  int    `json:"revision,omitempty"`
}

// Order is a command with its values.
type Order struct {
	Shell   string            `json:"shell"`
	Class   sop.CommandClass  `json:"class,omitempty"`
	Context string            `json:"context,omitempty"`
	Pieces  []parameter.Piece `json:"pieces"`
	// Word has to be typed before a command that destroys something; empty for others.
	Word string `json:"word,omitempty"`
}

// SheetOf is the sheet of an execution of a revision.
func SheetOf(x Execution, r *sop.Revision) Sheet {
	out := Sheet{Steps: []Line{}}
	texts := func(all []sop.Claim) (lines []string) {
		for _, c := range all {
			lines = append(lines, sop.Bare(c.Text))
		}
		return lines
	}
	out.Before, out.Done = texts(r.Prerequisites), texts(r.Success)
	r = parameter.Worded(r, x.Values)
	for _, p := range Steps(r) {
		l := Line{Key: p.Key, Number: p.Number, Section: p.Section, Kind: p.Kind, Title: sop.Bare(p.Title.Text), Detail: texts(p.Detail), Expected: texts(p.Expected), Observes: Observes(p, x.Rules)}
		for _, c := range Cautions(p.Step) {
			l.Cautions = append(l.Cautions, sop.Bare(c.Text))
		}
		for _, m := range parameter.Remains(r, p.Step, x.Values) {
			l.Recorded = append(l.Recorded, fmt.Sprintf("It says “%s”, which was %s in the recording; you gave “%s”. Use what you gave, unless this is something else.", m.Recorded, m.Name, m.Given))
		}
		for i := range p.Commands {
			c := &p.Commands[i]
			o := Order{Shell: c.Shell, Class: c.Class, Context: c.Context, Pieces: parameter.Fill(r, c, x.Values)}
			if c.Class == sop.Destroys {
				o.Word = parameter.Word(o.Pieces)
			}
			l.Commands = append(l.Commands, o)
		}
		if c := p.Conduct; c != nil {
			l.Wants, l.Approver, l.Wait, l.Procedure, l.Revision = c.Wants, c.Approver, c.Wait, c.Procedure, c.Revision
			if c.Value != nil {
				l.Value = c.Value.Text
			}
			for _, b := range c.Branches {
				l.Answers = append(l.Answers, b.Text)
			}
		}
		out.Steps = append(out.Steps, l)
	}
	return out
}

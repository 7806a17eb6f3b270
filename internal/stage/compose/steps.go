// Package compose writes the steps of a procedure from what was done on the screen and what was said: it groups actions
// into steps as a careful writer would number them, words them as instructions, and gives each sentence the evidence it
// rests on. It is pure: the same recording always gives the same words.
package compose

import (
	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/figure"
	"showhow/internal/stage/compose/key"
	"showhow/internal/stage/compose/marker"
	"showhow/internal/stage/compose/outcome"
	"showhow/internal/stage/compose/parameter"
)

// Input is what the stages before found out. Text in it is masked already.
type Input struct {
	// Actions are in order of time, undone ones among them.
	Actions    []sop.Action
	Transcript sop.Transcript
	// Screens are in order of time.
	Screens []sop.Screen
	Media   sop.Media
	Markers []sop.Marker // that the author set while it was recorded
}

// Steps writes the content of the procedure.
func Steps(in Input) sop.Content {
	d := newDraft(in)
	d.listen()     // the narration as clauses, as far as it can be trusted
	d.introduce()  // what was said before anything was done
	d.follow()     // which clause speaks of which action
	d.group()      // actions into steps
	d.word()       // titles, details, commands
	d.attach()     // reasons, warnings, results to their steps
	d.outcomes()   // results that the output tells
	d.illustrate() // figures with marks
	d.divide()     // steps into sections
	d.loose()      // purpose, audience, prerequisites, success, titles
	marker.Warn(&d.content, in.Transcript, in.Markers)
	key.Give(d.content.Sections, d.actions)        // lasting
	d.content.Parameters = parameter.Of(d.actions) // what differs from use to use
	return d.content
}

// draft is the work on one procedure. Each verb of Steps fills in its part and reads what stands before it.
type draft struct {
	in Input
	// actions are those that counted in the end, failed attempts that were mended left out.
	actions []*sop.Action
	// mended are the failed attempts, by the ID of the action that did it right.
	mended map[string][]*sop.Action
	// sayings are the clauses of the narration in order of time.
	sayings []*saying
	groups  []*group
	// wayBack is what was said of rolling back.
	wayBack []sop.Claim
	content sop.Content
	// leftOut counts the sentences that could not be trusted, of heard in all.
	leftOut, heard int
}

// group is the actions of one step, with what is said of them.
type group struct {
	actions []*sop.Action
	// lead are the instructions that speak of its actions.
	lead []*saying
	// submitted says that a form in it has been sent off.
	submitted bool
	// answered says that a dialog that came up in it has been answered.
	answered bool
	// said is the instruction of a step that was only spoken of; such a group has no actions.
	said *saying
	// hint is the part of the procedure that the narration puts it in; empty when it doesn't.
	hint sop.SectionKind
	// turned says that the narration turned to verifying before it.
	turned  bool
	section sop.SectionKind
	step    sop.Step
}

func newDraft(in Input) *draft {
	d := &draft{in: in, mended: map[string][]*sop.Action{}}
	for i := range in.Actions {
		a := &in.Actions[i]
		if a.Undone || a.Kind == sop.RunCommand && (a.Command == nil || a.Command.Text == "") {
			continue
		}
		d.actions = append(d.actions, a)
	}
	d.dropMended()
	return d
}

// outcomes tells what is to be seen after the commands of a terminal recording, whose output is exact, where nobody said it.
func (d *draft) outcomes() {
	for _, g := range d.groups {
		if d.in.Media.Terminal != nil && g.has(sop.RunCommand) && len(g.step.Expected) == 0 {
			if c, ok := outcome.Result(g.anchor()); ok {
				g.step.Expected = append(g.step.Expected, c)
			}
		}
	}
}

// illustrate gives the steps their figures.
func (d *draft) illustrate() {
	m := d.figures()
	for _, g := range d.groups {
		g.step.Figures = m.Of(&g.step, g.actions)
	}
}

// figures makes this recording's figures.
func (d *draft) figures() figure.Maker {
	return figure.Maker{Video: d.in.Media.Video, Terminal: d.in.Media.Terminal, Screens: d.in.Screens}
}

// span is from the first sign of g's first action to the settled effect of its last.
func (g *group) span() sop.Span {
	var s sop.Span
	if g.said != nil {
		s = g.said.span
	}
	for _, a := range g.actions {
		s = s.Cover(evidence.Span(a))
	}
	return s
}

func (g *group) last() *sop.Action { return g.actions[len(g.actions)-1] }

// anchor is the action that the step is about: its last command but one that only looks at what another has done, else
// what sends its form off, else its last but a scroll.
func (g *group) anchor() *sop.Action {
	var best *sop.Action
	weigh := map[sop.ActionKind]int{sop.RunCommand: 5, sop.Click: 4, sop.Open: 3, sop.Select: 3, sop.Type: 3, sop.Switch: 2, sop.Wait: 1, sop.Check: 1}
	for _, a := range g.actions {
		if best != nil && a.Kind == sop.RunCommand && best.Kind == sop.RunCommand && deed.LooksAt(best.Command, a.Command) {
			continue
		}
		if best == nil || weigh[a.Kind] >= weigh[best.Kind] {
			best = a
		}
	}
	return best
}

// has says whether g has an action of one of the kinds.
func (g *group) has(kinds ...sop.ActionKind) bool {
	for _, a := range g.actions {
		for _, k := range kinds {
			if a.Kind == k {
				return true
			}
		}
	}
	return false
}

// only says whether g has actions of these kinds alone.
func (g *group) only(kinds ...sop.ActionKind) bool {
	for _, a := range g.actions {
		if !(&group{actions: []*sop.Action{a}}).has(kinds...) {
			return false
		}
	}
	return true
}

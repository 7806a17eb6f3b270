package compose

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/marker"
	"showhow/internal/stage/compose/phrase"
)

// Breaths between actions of one step.
const (
	formBreath  = 45 * time.Second       // filling in a form takes its time
	leadBreath  = 15 * time.Second       // turning to a window, and then acting in it; a menu and its entry
	sendBreath  = 6 * time.Second        // sending a form off, when that was said apart
	chainBreath = 4 * time.Second        // clicks that follow each other without a word
	already     = 300 * time.Millisecond // an instruction that began so shortly before the last deed was said after it
)

// group puts actions together into steps.
func (d *draft) group() {
	var g *group
	for i, a := range d.actions {
		own := d.leads(i)
		if g == nil || marker.Parts(d.in.Markers, g.last(), a) || !d.joins(g, a, own) {
			g = &group{}
			d.groups = append(d.groups, g)
		}
		if a.Kind == sop.Click && g.has(sop.Type, sop.Select) && deed.Sends(a) {
			g.submitted = true
		}
		if g.answers(a) {
			g.answered = true
		}
		g.actions = append(g.actions, a)
		g.lead = append(g.lead, own...)
	}
	d.foldScrolls()
}

// leads are the instructions that speak of action i.
func (d *draft) leads(i int) []*saying {
	var own []*saying
	for _, s := range d.sayings {
		if s.action == i && (s.Kind == phrase.Do || s.Kind == phrase.Check) {
			own = append(own, s)
		}
	}
	return own
}

// told says whether an instruction was begun between g's last deed and a: where the speaker takes a breath and says what
// comes now, a writer begins a new step.
func (d *draft) told(g *group, a *sop.Action) bool {
	last := g.last().At
	return slices.ContainsFunc(d.sayings, func(s *saying) bool {
		if s.Kind != phrase.Do && s.Kind != phrase.Check || s.Back || s.vague() {
			return false
		}
		from := s.sentence.Span.From
		return from > last.Add(-already) && from <= a.At && !slices.ContainsFunc(g.lead, func(l *saying) bool { return l.n == s.n })
	})
}

// joins says whether a belongs to the step that is open.
func (d *draft) joins(g *group, a *sop.Action, own []*saying) bool {
	last := g.last()
	gap := evidence.Span(a).Gap(evidence.Span(last))
	if a.Command != nil && a.Command.Shell == "input" {
		return g.has(sop.RunCommand)
	}
	switch a.Kind {
	case sop.Scroll:
		return gap < formBreath
	case sop.Wait, sop.Check:
		return true
	case sop.Open:
		return deed.OpensTyped(last, a) || g.only(sop.Switch, sop.Scroll) && !(d.told(g, a) && len(g.lead) > 0) && gap < leadBreath
	case sop.Switch:
		return false
	case sop.RunCommand:
		return d.joinsCommand(g, a, own, gap)
	}
	return d.joinsScreen(g, a, gap)
}

// arrives says whether g has done nothing yet but turn to a window or a page.
func (g *group) arrives() bool { return g.only(sop.Switch, sop.Open, sop.Scroll) }

// joinsCommand says whether a command belongs to the open step: an answer to a program's question, what follows a change of
// folder or window, or a look at what the command before has done.
func (d *draft) joinsCommand(g *group, a *sop.Action, own []*saying, gap time.Duration) bool {
	told := d.told(g, a)
	if g.only(sop.Switch, sop.Scroll) {
		return gap < leadBreath && !(told && len(g.lead) > 0)
	}
	last := g.last()
	if last.Kind != sop.RunCommand || told || len(own) > 0 {
		return false
	}
	if deed.OnlyMoves(last.Command) && len(g.lead) == 0 {
		return gap < leadBreath
	}
	return a.At.Sub(last.At) < sendBreath && deed.LooksAt(last.Command, a.Command) && !d.expectedAfter(a)
}

// expectedAfter says whether a result was spoken of right after a.
func (d *draft) expectedAfter(a *sop.Action) bool {
	return slices.ContainsFunc(d.sayings, func(s *saying) bool {
		after := s.span.From.Sub(a.At)
		return s.Kind == phrase.Expected && after >= 0 && after < sendBreath
	})
}

// joinsScreen says whether a click or an entry belongs to the open step: what is done on the page that was just turned to,
// the entry of a menu, the form until it's sent off, its confirmation, or clicks in a row without a word.
func (d *draft) joinsScreen(g *group, a *sop.Action, gap time.Duration) bool {
	if g.has(sop.RunCommand) || len(g.actions) >= 16 {
		return false
	}
	last, told := g.last(), d.told(g, a)
	entry := a.Kind == sop.Type || a.Kind == sop.Select
	switch {
	case deed.Focuses(last, a):
		return true
	case g.arrives():
		return gap < leadBreath && !(told && len(g.lead) > 0)
	case a.Kind == sop.Click && deed.OpensMenu(last), a.Kind == sop.Select && last.Kind == sop.Click && deed.OpensMenu(last):
		return gap < leadBreath
	case !told && d.figures().OtherPage(last, a):
		return false
	case a.Kind == sop.Click && !told && last.Kind == sop.Click && (deed.Confirms(a) || deed.Repeats(last, a)):
		return gap < leadBreath
	case a.Kind == sop.Click && !told && deed.Dismisses(a) && g.submitted:
		return gap < formBreath
	case g.answered:
		return false
	case g.searches() || entry && deed.Searches(a):
		return !told && a.Kind == sop.Click && a.At.Sub(last.At) < chainBreath
	case g.submitted:
		return a.Kind == sop.Click && !told && a.At.Sub(last.At) < chainBreath
	case entry && g.has(sop.Type, sop.Select):
		return gap < formBreath
	case entry:
		return last.Kind == sop.Click && !told && gap < leadBreath
	case g.has(sop.Type, sop.Select):
		return gap < formBreath && !deed.OpensElsewhere(a) && (!told || gap < sendBreath)
	}
	return last.Kind == sop.Click && !told && a.At.Sub(last.At) < chainBreath
}

// answers says whether a is the answer to the dialog that the click before it in g brought up. What comes after it is done
// to a page on which that is over.
func (g *group) answers(a *sop.Action) bool {
	if len(g.actions) == 0 || a.Kind != sop.Click {
		return false
	}
	last := g.last()
	again := a.Label != "" && strings.HasPrefix(strings.ToLower(last.Label), strings.ToLower(a.Label)) // "Disable account", "Disable"
	return last.Kind == sop.Click && (deed.Confirms(a) || again)
}

// searches says whether g's entries only look for something.
func (g *group) searches() bool {
	found := false
	for _, a := range g.actions {
		if a.Kind == sop.Type || a.Kind == sop.Select {
			if !deed.Searches(a) {
				return false
			}
			found = true
		}
	}
	return found
}

// foldScrolls puts a step that only scrolled, and of which nothing was said, before the next one, or leaves it out.
func (d *draft) foldScrolls() {
	kept := d.groups[:0]
	for i, g := range d.groups {
		if g.only(sop.Scroll) && len(g.lead) == 0 {
			continue
		}
		if g.only(sop.Wait) && len(g.lead) == 0 && i == 0 {
			continue
		}
		kept = append(kept, g)
	}
	d.groups = kept
}

// dropMended takes out failed commands that were repeated corrected within the next few actions.
func (d *draft) dropMended() {
	const ahead = 4
	kept := d.actions[:0:0]
	for i, a := range d.actions {
		right := -1
		if a.Kind == sop.RunCommand && a.Command.Failed {
			for j := i + 1; j < len(d.actions) && j <= i+ahead; j++ {
				b := d.actions[j]
				if b.Kind != sop.RunCommand || b.Command.Shell != a.Command.Shell || b.Command.Failed {
					continue
				}
				if a.Command.Text == b.Command.Text { // the same once more says more than one that is like it
					right = j
					break
				}
				if right < 0 && deed.Alike(a.Command.Text, b.Command.Text) {
					right = j
				}
			}
		}
		if right < 0 {
			kept = append(kept, a)
			continue
		}
		id := d.actions[right].ID
		if !slices.ContainsFunc(d.mended[id], func(b *sop.Action) bool { return b.Command.Text == a.Command.Text }) {
			d.mended[id] = append(d.mended[id], a)
		}
	}
	d.actions = kept
}

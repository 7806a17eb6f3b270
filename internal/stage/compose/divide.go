package compose

import (
	"regexp"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
)

// divide puts the steps into sections. Their order in time stays: preparing is the beginning, verifying what reads after
// the last change, rolling back and telling people the end. What was said opens a part earlier or later than that.
func (d *draft) divide() {
	d.hints()
	steps := d.timed()
	from, to := 0, len(steps)
	for to > 0 && (d.tells(steps[to-1]) || steps[to-1].hint == sop.RollBack || steps[to-1].said != nil) {
		to--
	}
	for to < len(steps) && !d.tells(steps[to]) && steps[to].hint != sop.RollBack {
		to++ // what was only spoken belongs to telling people when it comes after that
	}
	for _, g := range steps[to:] {
		g.section = sop.Communicate
		if g.hint == sop.RollBack {
			g.section = sop.RollBack
		}
	}
	from = d.preparing(steps[:to])
	for _, g := range steps[:from] {
		g.section = sop.Prepare
	}
	for i := verifying(steps[from:to]) + from; i < to; i++ {
		steps[i].section = sop.Verify
	}
	for _, g := range d.groups {
		if g.section == "" {
			g.section = sop.Perform
			if g.said != nil && g.hint == sop.RollBack {
				g.section = sop.RollBack
			}
		}
	}
	for _, kind := range sop.SectionOrder {
		var s sop.Section
		for _, g := range d.groups {
			if g.section == kind {
				s.Steps = append(s.Steps, g.step)
			}
		}
		if kind == sop.RollBack {
			s.Intro = d.wayBack
		}
		if len(s.Steps)+len(s.Intro) > 0 {
			s.Kind = kind
			d.content.Sections = append(d.content.Sections, s)
		}
	}
}

// timed are the steps in order of time, without what was only said of rolling back: that stands apart wherever it was said.
func (d *draft) timed() []*group {
	var all []*group
	for _, g := range d.groups {
		if g.said == nil || g.hint != sop.RollBack {
			all = append(all, g)
		}
	}
	return all
}

// hints notes the parts that the narration opens: a turn holds for what follows it, until the next one.
func (d *draft) hints() {
	for _, g := range d.groups {
		for _, s := range g.lead {
			if g.hint == "" {
				g.hint = s.Section
			}
		}
	}
	main := d.gravest()
	for i, s := range d.sayings {
		if s.Kind != phrase.Turn && !(s.Section == sop.Verify && s.Kind == phrase.Check) {
			continue
		}
		if s.Kind == phrase.Check && main != nil && s.span.From < main.span().From {
			continue // a look on the way: what all of it is for is still to come
		}
		until := sop.Moment(1 << 62)
		for _, next := range d.sayings[i+1:] {
			if next.Kind == phrase.Turn {
				until = next.span.From
				break
			}
		}
		for _, g := range d.groups {
			if at := g.span().From; g.hint == "" && at >= s.span.From && at < until {
				g.hint = s.Section
				g.turned = g.turned || s.Kind == phrase.Turn && s.Section == sop.Verify
			}
		}
	}
}

var peopleApps = regexp.MustCompile(`(?i)\b(?:slack|teams|mattermost|rocket\.?chat|discord|outlook|gmail|e-?mail|inbox|zulip|status ?page|chat|message #)`)

// tells says whether a step speaks to people.
func (d *draft) tells(g *group) bool {
	if g.hint == sop.Communicate {
		return true
	}
	if g.said != nil || g.has(sop.RunCommand) {
		return false
	}
	return slices.ContainsFunc(g.actions, d.toPeople)
}

// toPeople says whether a was done where one speaks to people: a chat, mail, a status page.
func (d *draft) toPeople(a *sop.Action) bool {
	if a.Command != nil {
		return false
	}
	if peopleApps.MatchString(a.Label) {
		return true
	}
	sc := d.figures().At(a.Before)
	return sc != nil && a.Kind != sop.Switch && a.Kind != sop.Open && peopleApps.MatchString(sc.Title)
}

// preparing is how many steps at the beginning prepare: those before the narration turns to the deed, or those that it calls
// so, as long as they change nothing.
func (d *draft) preparing(steps []*group) int {
	for i, g := range steps {
		if g.hint == sop.Perform && turned(d.sayings, sop.Perform) {
			return i
		}
	}
	n := 0
	for n < len(steps) && steps[n].hint == sop.Prepare && reads(steps[n]) {
		n++
	}
	return n
}

func turned(sayings []*saying, to sop.SectionKind) bool {
	for _, s := range sayings {
		if s.Kind == phrase.Turn && s.Section == to {
			return true
		}
	}
	return false
}

// verifying is the index of the first step that verifies; len(steps) when none does. After the last change everything that
// only reads verifies; where the narration says that it's verified now, changes may be part of it.
func verifying(steps []*group) int {
	for i, g := range steps {
		if g.turned {
			return i // the narration says where verifying begins
		}
	}
	i := len(steps)
	for i > 0 && (reads(steps[i-1]) || steps[i-1].hint == sop.Verify) {
		i--
	}
	if !slices.ContainsFunc(steps[i:], func(g *group) bool { return !deed.OnlyLeaves(g.actions) }) {
		return len(steps) // to leave the session verifies nothing
	}
	if i > 0 || len(steps) == 0 {
		return i
	}
	// Nothing was changed: only what was called so verifies.
	for j, g := range steps {
		if g.hint == sop.Verify && j > 0 {
			return j
		}
	}
	return len(steps)
}

// reads says whether a step changes nothing: looking, turning to a window, commands that read.
func reads(g *group) bool {
	if g.said != nil {
		return false
	}
	for _, a := range g.actions {
		switch a.Kind {
		case sop.RunCommand:
			if a.Command.Shell == "input" || shell.Class(a.Command.Text, a.Command.Shell) != sop.Reads {
				return false
			}
		case sop.Click:
			if a.Element != sop.ElementTab && a.Element != sop.ElementLink || len(g.step.Expected) == 0 {
				return false
			}
		case sop.Type, sop.Select:
			if a.Command != nil && len(g.actions) > 1 {
				continue // what the command asked for
			}
			return false
		}
	}
	return true
}

package compose

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
)

// Breaths between actions of one step.
const (
	formBreath  = 45 * time.Second // filling in a form takes its time
	chainBreath = 6 * time.Second  // a menu and its entry, a button and its confirmation
	leadBreath  = 15 * time.Second // turning to a window, and then acting in it
)

// group puts actions together into steps.
func (d *draft) group() {
	var g *group
	for i, a := range d.actions {
		own := d.leads(i)
		if g == nil || !d.joins(g, a, own) {
			g = &group{}
			d.groups = append(d.groups, g)
		}
		if a.Kind == sop.Click && g.has(sop.Type, sop.Select) && sends(a) {
			g.submitted = true
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

// joins says whether a belongs to the step that is open.
func (d *draft) joins(g *group, a *sop.Action, own []*saying) bool {
	last := g.last()
	gap := actionSpan(a).Gap(actionSpan(last))
	told := hasDo(own)
	switch a.Kind {
	case sop.Scroll:
		return gap < formBreath
	case sop.Wait, sop.Check:
		return true
	case sop.Open:
		return opensTyped(last, a) || leadsIn(g) && !told && gap < leadBreath
	case sop.Switch:
		return false
	case sop.RunCommand:
		return d.joinsCommand(g, a, told, gap)
	}
	return d.joinsForm(g, a, told, gap)
}

func hasDo(own []*saying) bool {
	return slices.ContainsFunc(own, func(s *saying) bool { return s.Kind == phrase.Do })
}

// opensTyped says whether open is what the address typed (or the address bar clicked) just before did.
func opensTyped(last, open *sop.Action) bool {
	if last.Kind != sop.Type && last.Kind != sop.Click || open.At.Sub(last.At) > leadBreath {
		return false
	}
	label := strings.ToLower(last.Label)
	return last.Text != "" && strings.Contains(open.Label, strings.TrimSpace(last.Text)) ||
		strings.Contains(label, "address") || strings.Contains(label, "url") || strings.Contains(label, "search or")
}

// leadsIn says whether g has done nothing yet but turn to a window, without a word about it.
func leadsIn(g *group) bool { return g.only(sop.Switch, sop.Scroll) && len(g.lead) == 0 }

// joinsCommand says whether a command belongs to the open step: an answer to a program's question, what follows a silent
// change of folder or window, or the second of a tight pair that one sentence speaks of.
func (d *draft) joinsCommand(g *group, a *sop.Action, told bool, gap time.Duration) bool {
	if a.Command.Shell == "input" {
		return g.has(sop.RunCommand)
	}
	if leadsIn(g) {
		return gap < leadBreath
	}
	if !g.only(sop.RunCommand, sop.Switch, sop.Scroll) || told {
		return false
	}
	commands := 0
	for _, x := range g.actions {
		if x.Kind == sop.RunCommand {
			commands++
		}
	}
	last := g.last()
	if last.Kind == sop.RunCommand && onlyMoves(last.Command) && len(g.lead) == 0 {
		return gap < leadBreath
	}
	tight := a.At.Sub(last.At) < chainBreath && len(g.lead) > 0 && last.Kind == sop.RunCommand
	return tight && commands < 2 && sameClass(last.Command, a.Command)
}

// onlyMoves says whether a command only changes folder or clears the screen.
func onlyMoves(c *sop.CommandLine) bool {
	word := firstWord(c.Text)
	return c.Shell == "shell" && (word == "cd" || word == "clear" || word == "pushd") && !strings.ContainsAny(c.Text, ";&|")
}

func sameClass(a, b *sop.CommandLine) bool {
	return shell.Class(a.Text, a.Shell) == shell.Class(b.Text, b.Shell)
}

// joinsForm says whether a click or an entry belongs to the open step: the same form until it's sent off, an entry of the
// menu that was just opened, a confirmation, or what the same sentence speaks of.
func (d *draft) joinsForm(g *group, a *sop.Action, told bool, gap time.Duration) bool {
	if g.has(sop.RunCommand) || g.submitted || len(g.actions) >= 12 {
		return false
	}
	last := g.last()
	if leadsIn(g) {
		return gap < leadBreath
	}
	if focuses(last, a) {
		return true
	}
	entry := a.Kind == sop.Type || a.Kind == sop.Select
	switch {
	case g.has(sop.Type, sop.Select):
		return gap < formBreath && !(a.Kind == sop.Click && opensElsewhere(a))
	case entry && last.Kind == sop.Click && isEntry(last):
		return gap < formBreath
	case a.Kind == sop.Click && last.Kind == sop.Click:
		return !told && gap < chainBreath && (opensMenu(last) || confirms(a))
	}
	return false
}

// focuses says whether the click before only put the caret into the field that a fills in, or opened the list that it
// chooses from.
func focuses(last, a *sop.Action) bool {
	if last.Kind != sop.Click || a.Kind != sop.Type && a.Kind != sop.Select {
		return false
	}
	if last.Box != nil && a.Box != nil && last.Box.Overlaps(*a.Box) {
		return true
	}
	return last.Label != "" && strings.EqualFold(last.Label, a.Label)
}

// isEntry says whether a click was on something that takes an entry.
func isEntry(a *sop.Action) bool {
	return a.Element == sop.ElementField || a.Element == sop.ElementSelect || a.Element == sop.ElementCheck
}

// sends says whether a click sends a form off: any button, link or thing unknown, but no field, list or box.
func sends(a *sop.Action) bool { return !isEntry(a) && a.Element != sop.ElementMenu }

// opensElsewhere says whether a click leaves the form: a tab.
func opensElsewhere(a *sop.Action) bool { return a.Element == sop.ElementTab }

var menuNames = setOf(`more actions menu options settings ⋮ … ellipsis kebab hamburger dropdown account profile`)

// opensMenu says whether a click opened a menu or a list.
func opensMenu(a *sop.Action) bool {
	return a.Element == sop.ElementMenu || a.Element == sop.ElementSelect || menuNames[strings.ToLower(strings.TrimSpace(a.Label))]
}

var confirmNames = map[string]bool{"ok": true, "yes": true, "confirm": true, "continue": true, "proceed": true, "accept": true, "yes, delete": true, "i understand": true, "got it": true}

// confirms says whether a click answers a dialog that the click before brought up.
func confirms(a *sop.Action) bool { return confirmNames[strings.ToLower(strings.TrimSpace(a.Label))] }

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
				if b.Kind == sop.RunCommand && b.Command.Shell == a.Command.Shell && !b.Command.Failed && alike(a.Command.Text, b.Command.Text) {
					right = j
					break
				}
			}
		}
		if right < 0 {
			kept = append(kept, a)
			continue
		}
		if id := d.actions[right].ID; d.mended[id] == nil {
			d.mended[id] = a
		}
	}
	d.actions = kept
}

// alike says whether two commands are the same but for a slip: most of their words agree, or few letters differ.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	if len(x) > 400 || len(y) > 400 {
		return false
	}
	longer := max(len(x), len(y))
	return distance(x, y)*3 <= longer
}

// distance is the number of letters to put in, take out or replace to make b of a (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

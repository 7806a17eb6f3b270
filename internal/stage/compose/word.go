package compose

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/listing"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/outcome"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/compose/vocabulary"
)

// longestTitle is the longest sentence that makes a title, in words; a longer one becomes a detail.
const longestTitle = 16

// word gives each group its step: title, details, commands, links and evidence.
func (d *draft) word() {
	for _, g := range d.groups {
		n := vocabulary.NamesOf(g.actions)
		s := &g.step
		s.Kind = kindOf(g)
		s.Evidence = both(g.actions, g.lead)
		s.Actions = ids(g)
		lead := d.titleSaying(g)
		s.Title = title(g, lead, n)
		if t := deed.Leaving(g.actions, d.actions); t != "" && lead == nil {
			s.Title.Text = t
		}
		if why := d.disagreement(g); why != "" && s.Title.Unsure == "" {
			s.Title.Unsure = why
		}
		s.Detail = details(g, lead, s.Title.Text)
		if lead != nil && phrase.Short(lead.Text, longestTitle) != lead.Text {
			s.Detail = slices.Insert(s.Detail, 0, lead.claim(n)) // all of it
		}
		for _, a := range g.actions {
			if a.Kind == sop.RunCommand && a.Command.Shell != "input" && (a.Command.Text != "clear" || a == g.anchor()) {
				s.Commands = append(s.Commands, outcome.Command(a))
			}
			if link, ok := linkOf(a); ok {
				s.Links = append(s.Links, link)
			}
		}
		d.sayLeft(g, lead, n)
		d.warnings(g)
	}
}

// ids are g's actions, the anchor first.
func ids(g *group) []string {
	anchor := g.anchor()
	all := []string{anchor.ID}
	for _, a := range g.actions {
		if a != anchor {
			all = append(all, a.ID)
		}
	}
	return all
}

func kindOf(g *group) sop.StepKind {
	checks := slices.ContainsFunc(g.lead, func(s *saying) bool { return s.Kind == phrase.Check })
	switch {
	case g.has(sop.RunCommand) && g.anchor().Command.Shell != "input":
		return sop.StepCommand
	case g.only(sop.Wait):
		return sop.StepWait
	case g.only(sop.Check, sop.Scroll), checks && g.only(sop.Switch, sop.Open, sop.Scroll, sop.Check):
		return sop.StepCheck
	}
	return sop.StepScreen
}

// titleSaying is the instruction that makes g's title; nil when the actions word it better themselves.
func (d *draft) titleSaying(g *group) *saying {
	var best *saying
	score := 0.0
	titled := tableTitle(g)
	words := vocabulary.Bag{}
	for _, a := range g.actions {
		for w := range vocabulary.OfAction(a) {
			words[w] = true
		}
	}
	for _, s := range g.lead {
		if s.Kind != phrase.Do && !(s.Kind == phrase.Check && (g.has(sop.RunCommand) || !namesResult(s))) || phrase.Short(s.Text, longestTitle) == "" || s.vague() {
			continue
		}
		if pointsOnly.MatchString(s.Text) && titled {
			continue // "Drain it.": the command's own title names the thing
		}
		if literalIn(s, g) && !phrase.Conditional(s.Text) {
			continue // the action says it better
		}
		v := 1 + 0.5*float64(s.words.Shared(words))
		if s == g.lead[0] {
			v += 1 // what was said first is the aim of the rest
		}
		if s.Kind == phrase.Check {
			v -= 0.3
		}
		if v > score {
			best, score = s, v
		}
	}
	return best
}

// pointsOnly fits an instruction whose object is a pronoun.
var pointsOnly = regexp.MustCompile(`(?i)^\w+ (?:it|this|that|them|these|those)(?: \w+)?\.$`)

// tableTitle says whether g has a title without a word of narration that names its thing: a well-known command, or labels.
func tableTitle(g *group) bool {
	a := g.anchor()
	if a.Command == nil {
		return a.Label != ""
	}
	_, ok := shell.Title(a.Command.Text, a.Command.Shell)
	return ok
}

// namesResult says whether a check names what is to be seen: "check that the error rate is flat", not "verify it in Grafana".
func namesResult(s *saying) bool {
	return slices.ContainsFunc(checkFrames, func(f string) bool { return strings.HasPrefix(strings.ToLower(s.Text), f) })
}

// literalIn says whether s names the hand's own move ("Click Build Now", "Type docker ps"), which the action's own words
// tell exactly.
func literalIn(s *saying, g *group) bool {
	if s.Section == sop.Communicate {
		return false // what people are told is more than a message typed
	}
	verb := phrase.FirstWord(s.Text)
	if verb == "use" && strings.Contains(s.Text, " to ") && !tableTitle(g) {
		return false // "use the setter to change …" names an aim
	}
	switch verb {
	case "click", "press", "tap", "tick", "double-click", "right-click", "type", "enter", "fill", "paste", "select", "choose", "pick", "put", "write", "run", "execute", "use":
		return !g.has(sop.RunCommand) || verb != "select" && !runsNamed(s, g)
	}
	return false
}

// runsNamed says whether "run …" names what is run in words of its own ("run the migration script"), not the program.
func runsNamed(s *saying, g *group) bool {
	if verb := phrase.FirstWord(s.Text); verb != "run" && verb != "execute" {
		return false
	}
	for _, a := range g.actions {
		if a.Command == nil {
			continue
		}
		for _, p := range append(shell.Programs(a.Command.Text, a.Command.Shell), phrase.FirstWord(a.Command.Text)) {
			if p != "" && len(vocabulary.Places(s.Text, p, false)) > 0 {
				return false
			}
		}
	}
	return !slices.Contains([]string{"it", "this", "that", "the command", "this command", "that command", "the following command"}, strings.TrimSuffix(strings.ToLower(s.Text[strings.IndexByte(s.Text+" ", ' ')+1:]), "."))
}

// title is the step's title with its evidence.
func title(g *group, lead *saying, n vocabulary.Names) sop.Claim {
	if lead != nil {
		lead.used = true
		c := sop.Claim{Text: n.Decorate(phrase.Short(lead.Text, longestTitle), true), Evidence: both(g.actions, []*saying{lead}), Unsure: lead.unsure}
		return c
	}
	about := g.telling()
	c := sop.Claim{Text: deed.Line(about[0]), Evidence: evidence.Seen(about...), Unsure: about[0].Unsure}
	if len(about) > 1 {
		c.Text = together(about)
		for _, a := range about {
			if c.Unsure == "" {
				c.Unsure = a.Unsure
			}
		}
	}
	if c.Unsure == "" && doubtful(about) {
		c.Unsure = "What was done here could not be read for sure."
	}
	return c
}

func doubtful(actions []*sop.Action) bool {
	return slices.ContainsFunc(actions, func(a *sop.Action) bool { return a.Confidence < evidence.Surely })
}

// telling are the actions that g's title tells of: no scrolling, no click that only put the caret into a field, no turning
// to the window where the rest is done, no typing of an address that was then opened.
func (g *group) telling() []*sop.Action {
	var about []*sop.Action
	for i, a := range g.actions {
		if a.Kind == sop.Scroll && len(g.actions) > 1 || a.Command != nil && a.Command.Shell == "input" && len(g.actions) > 1 {
			continue
		}
		if a.Kind == sop.RunCommand && deed.OnlyMoves(a.Command) && g.anchor() != a {
			continue
		}
		if (a.Kind == sop.Wait || a.Kind == sop.Check) && !g.only(sop.Wait, sop.Check) {
			continue
		}
		if i+1 < len(g.actions) {
			next := g.actions[i+1]
			if deed.Focuses(a, next) || a.Kind == sop.Switch || next.Kind == sop.Open && deed.OpensTyped(a, next) {
				continue
			}
		}
		about = append(about, a)
	}
	if len(about) == 0 {
		about = []*sop.Action{g.anchor()}
	}
	return about
}

// together is one title for several actions.
func together(about []*sop.Action) string {
	last := about[len(about)-1]
	if last.Kind == sop.RunCommand && (len(about) > 2 || about[0].Kind != sop.RunCommand) {
		return deed.Line((&group{actions: about}).anchor())
	}
	var fields []string
	for _, a := range about {
		if a != last && a.Label != "" && (a.Kind == sop.Type || a.Kind == sop.Select) && !slices.Contains(fields, sop.Bold(a.Label)) {
			fields = append(fields, sop.Bold(a.Label))
		}
	}
	sent := last.Kind == sop.Click && (deed.Sends(last) || deed.OpensMenu(about[0]))
	if name := called(about); name != "" && len(about) > 2 {
		return name + "."
	}
	switch {
	case onlyChecks(about):
		return "Click the check boxes " + listing.And(bold(about)) + "."
	case len(about) == 2:
		return strings.TrimSuffix(deed.Line(about[0]), ".") + ", then " + lower(deed.Line(last))
	case sent && len(fields) > 3, sent && len(fields) == 0 && hasEntry(about):
		return "Fill in the form, then " + lower(deed.Line(last))
	case sent && len(fields) > 0:
		return "Fill in " + listing.And(fields) + ", then " + lower(deed.Line(last))
	case hasEntry(about):
		if last.Label != "" && !slices.Contains(fields, sop.Bold(last.Label)) {
			fields = append(fields, sop.Bold(last.Label))
		}
		if len(fields) > 0 && len(fields) <= 3 {
			return "Fill in " + listing.And(fields) + "."
		}
		return "Fill in the form."
	}
	return deed.Line(last)
}

// onlyChecks says whether a few check boxes are all that is clicked.
func onlyChecks(about []*sop.Action) bool {
	return len(about) <= 4 && !slices.ContainsFunc(about, func(a *sop.Action) bool {
		return a.Kind != sop.Click || a.Element != sop.ElementCheck || a.Label == ""
	})
}

func bold(actions []*sop.Action) []string {
	var out []string
	for _, a := range actions {
		out = append(out, sop.Bold(a.Label))
	}
	return out
}

// called is the label of the first click that names what is done ("Create access key"); "" when none does.
func called(about []*sop.Action) string {
	for _, a := range about {
		if a.Kind == sop.Click && a.Element != sop.ElementField && phrase.NamesDeed(a.Label) && !deed.OpensMenu(a) {
			return sop.Bold(a.Label)
		}
	}
	return ""
}

func hasEntry(actions []*sop.Action) bool {
	return (&group{actions: actions}).has(sop.Type, sop.Select)
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// details are the single actions of a step whose title doesn't tell them, each with its own evidence.
func details(g *group, lead *saying, title string) []sop.Claim {
	about := g.telling()
	var all []sop.Claim
	for _, a := range about {
		if a.Kind == sop.RunCommand && a.Command.Shell != "input" {
			continue // it stands as a command
		}
		text := deed.Line(a)
		if text == title || lead == nil && (len(about) == 2 || onlyChecks(about)) || len(about) == 1 && lead != nil && redundant(a, title) {
			continue
		}
		all = append(all, sop.Claim{Text: text, Evidence: evidence.Seen(a), Unsure: a.Unsure})
	}
	for _, a := range g.actions {
		all = append(all, outcome.Edits(a)...)
		if a.Command != nil && a.Command.Shell == "input" && deed.Line(a) != title {
			all = append(all, sop.Claim{Text: deed.Line(a), Evidence: evidence.Seen(a), Unsure: a.Unsure})
		}
	}
	return all
}

// redundant says whether the title, from the narration, tells the action's label and text already.
func redundant(a *sop.Action, title string) bool {
	bare := strings.ToLower(sop.Bare(title))
	for _, t := range []string{a.Label, a.Text} {
		if t != "" && !strings.Contains(bare, strings.ToLower(t)) {
			return false
		}
	}
	switch phrase.FirstWord(bare) {
	case "open", "click", "press", "select", "choose", "enter", "type", "switch", "go":
		return a.Label != "" && a.Kind != sop.Open
	}
	return false
}

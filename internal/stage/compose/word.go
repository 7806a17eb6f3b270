package compose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
)

// longestTitle is the longest sentence that makes a title, in words; a longer one becomes a detail.
const longestTitle = 16

// word gives each group its step: title, details, commands, links and evidence.
func (d *draft) word() {
	for _, g := range d.groups {
		n := namesOf(g.actions)
		s := &g.step
		s.Kind = kindOf(g)
		s.Evidence = both(g.actions, g.lead)
		s.Actions = ids(g)
		lead := d.titleSaying(g)
		s.Title = title(g, lead, n)
		if why := d.disagreement(g); why != "" && s.Title.Unsure == "" {
			s.Title.Unsure = why
		}
		s.Detail = details(g, lead, s.Title.Text)
		for _, a := range g.actions {
			if a.Kind == sop.RunCommand && a.Command.Shell != "input" {
				s.Commands = append(s.Commands, command(a))
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
	words := bag{}
	for _, a := range g.actions {
		for w := range actionWords(a) {
			words[w] = true
		}
	}
	for _, s := range g.lead {
		if s.Kind != phrase.Do && !(s.Kind == phrase.Check && g.has(sop.RunCommand)) || len(strings.Fields(s.Text)) > longestTitle || vague(s) {
			continue
		}
		v := 1 + 0.5*float64(s.words.shared(words))
		if literalIn(s, g) {
			v -= 1.2 // the action says it better
		}
		if s.Kind == phrase.Check {
			v -= 0.3
		}
		if v > score {
			best, score = s, v
		}
	}
	if best != nil && literalIn(best, g) && !conditional(best.Text) {
		return nil
	}
	return best
}

// vague says whether a saying has nothing but pronouns: "Open it.", "Do this."
func vague(s *saying) bool {
	return s.words.empty() && len(strings.Fields(s.Text)) <= 4
}

// literalIn says whether s names the hand's own move ("Click Build Now", "Type docker ps"), which the action's own words
// tell exactly.
func literalIn(s *saying, g *group) bool {
	verb := firstWord(s.Text)
	switch verb {
	case "click", "press", "tap", "tick", "double-click", "right-click", "type", "enter", "fill", "paste", "select", "choose", "pick", "put", "write", "run", "execute", "use":
		return !g.has(sop.RunCommand) || verb != "select" && !runsNamed(s, g)
	}
	return false
}

// runsNamed says whether "run …" names what is run in words of its own ("run the migration script"), not the program.
func runsNamed(s *saying, g *group) bool {
	if verb := firstWord(s.Text); verb != "run" && verb != "execute" {
		return false
	}
	for _, a := range g.actions {
		if a.Command == nil {
			continue
		}
		for _, p := range append(shell.Programs(a.Command.Text, a.Command.Shell), firstWord(a.Command.Text)) {
			if p != "" && find(s.Text, p, 0, false) >= 0 {
				return false
			}
		}
	}
	return !slices.Contains([]string{"it", "this", "that", "the command", "this command", "that command", "the following command"}, strings.TrimSuffix(strings.ToLower(s.Text[strings.IndexByte(s.Text+" ", ' ')+1:]), "."))
}

func conditional(text string) bool {
	switch firstWord(text) {
	case "when", "once", "if", "after", "as", "before":
		return strings.Contains(text, ",")
	}
	return false
}

// title is the step's title with its evidence.
func title(g *group, lead *saying, n names) sop.Claim {
	if lead != nil {
		lead.used = true
		c := sop.Claim{Text: n.decorate(lead.Text, true), Evidence: both(g.actions, []*saying{lead}), Unsure: lead.unsure}
		return c
	}
	about := g.telling()
	c := sop.Claim{Text: line(about[0]), Evidence: seen(about...), Unsure: about[0].Unsure}
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

// surely is the confidence below which an action is shown as unsure.
const surely = 0.5

func doubtful(actions []*sop.Action) bool {
	return slices.ContainsFunc(actions, func(a *sop.Action) bool { return a.Confidence < surely })
}

// telling are the actions that g's title tells of: no scrolling, no click that only put the caret into a field, no turning
// to the window where the rest is done, no typing of an address that was then opened.
func (g *group) telling() []*sop.Action {
	var about []*sop.Action
	for i, a := range g.actions {
		if a.Kind == sop.Scroll && len(g.actions) > 1 || a.Kind == sop.RunCommand && a.Command.Shell == "input" && len(g.actions) > 1 {
			continue
		}
		if a.Kind == sop.RunCommand && onlyMoves(a.Command) && g.anchor() != a {
			continue
		}
		if (a.Kind == sop.Wait || a.Kind == sop.Check) && !g.only(sop.Wait, sop.Check) {
			continue
		}
		if i+1 < len(g.actions) {
			next := g.actions[i+1]
			if focuses(a, next) || a.Kind == sop.Switch || next.Kind == sop.Open && opensTyped(a, next) {
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
	if last.Kind == sop.RunCommand {
		return line(last)
	}
	var fields []string
	for _, a := range about {
		if a != last && a.Label != "" && (a.Kind == sop.Type || a.Kind == sop.Select) && !slices.Contains(fields, sop.Bold(a.Label)) {
			fields = append(fields, sop.Bold(a.Label))
		}
	}
	sent := last.Kind == sop.Click && sends(last)
	switch {
	case len(about) == 2:
		return strings.TrimSuffix(line(about[0]), ".") + ", then " + lower(line(last))
	case sent && len(fields) > 3, sent && len(fields) == 0 && hasEntry(about):
		return "Fill in the form, then " + lower(line(last))
	case sent && len(fields) > 0:
		return "Fill in " + list(fields) + ", then " + lower(line(last))
	case hasEntry(about):
		if last.Label != "" && !slices.Contains(fields, sop.Bold(last.Label)) {
			fields = append(fields, sop.Bold(last.Label))
		}
		if len(fields) > 0 && len(fields) <= 3 {
			return "Fill in " + list(fields) + "."
		}
		return "Fill in the form."
	}
	return line(last)
}

func hasEntry(actions []*sop.Action) bool {
	return (&group{actions: actions}).has(sop.Type, sop.Select)
}

// list joins words with commas and "and".
func list(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
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
		text := line(a)
		if text == title || lead == nil && len(about) == 2 || len(about) == 1 && lead != nil && redundant(a, title) {
			continue
		}
		all = append(all, sop.Claim{Text: text, Evidence: seen(a), Unsure: a.Unsure})
	}
	for _, a := range g.actions {
		if a.Kind == sop.RunCommand && a.Command.Shell == "input" && line(a) != title {
			all = append(all, sop.Claim{Text: line(a), Evidence: seen(a), Unsure: a.Unsure})
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
	switch firstWord(bare) {
	case "open", "click", "press", "select", "choose", "enter", "type", "switch", "go":
		return a.Label != "" && a.Kind != sop.Open
	}
	return false
}

// longestInline is the longest command that stands in a title, in letters.
const longestInline = 60

// line is an action as an instruction of its own.
func line(a *sop.Action) string {
	label := sop.Bold(a.Label)
	text := sop.Literal(a.Text)
	switch a.Kind {
	case sop.Click:
		return clickLine(a, label)
	case sop.Type:
		return entryLine("Enter", text, label, "Fill in the field.")
	case sop.Select:
		return entryLine("Select", sop.Bold(a.Text), label, "Select an entry of the list.")
	case sop.Open:
		if a.Label == "" {
			return "Open the page."
		}
		return "Open " + sop.Literal(a.Label) + "."
	case sop.Switch:
		if label == "" {
			return "Switch to the other window."
		}
		return "Switch to " + label + "."
	case sop.Scroll:
		if label != "" {
			return "Scroll to " + label + "."
		}
		return "Scroll down."
	case sop.RunCommand:
		return commandLine(a.Command)
	case sop.Check:
		if label != "" {
			return "Check " + label + "."
		}
		return "Check what the screen shows."
	}
	if label != "" {
		return "Wait for " + label + "."
	}
	return "Wait until it has finished."
}

func clickLine(a *sop.Action, label string) string {
	switch {
	case label == "" && a.Element == sop.ElementIcon:
		return "Click the marked icon."
	case label == "":
		return "Click at the marked place."
	case a.Element == sop.ElementTab:
		return "Open the " + label + " tab."
	case a.Element == sop.ElementCheck:
		return "Click the check box " + label + "."
	case a.Element == sop.ElementIcon:
		return "Click the icon " + label + "."
	}
	return "Click " + label + "."
}

func entryLine(verb, value, label, bare string) string {
	switch {
	case value != "" && label != "":
		return verb + " " + value + " in " + label + "."
	case value != "":
		return verb + " " + value + "."
	case label != "":
		return "Fill in " + label + "."
	}
	return bare
}

func commandLine(c *sop.CommandLine) string {
	if c.Shell == "input" {
		return "Answer " + sop.Literal(c.Text) + "."
	}
	if t, ok := shell.Title(c.Text, c.Shell); ok {
		return t
	}
	if utf8.RuneCountInString(c.Text) <= longestInline && !strings.Contains(c.Text, "\n") {
		return "Run " + sop.Literal(c.Text) + "."
	}
	if p := firstWord(c.Text); p != "" && len(p) <= 30 {
		return "Run " + sop.Literal(p) + "."
	}
	return "Run the command."
}

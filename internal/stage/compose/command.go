package compose

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/outcome"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/compose/vocabulary"
)

// linkOf is the address that a opened, when it can be followed.
func linkOf(a *sop.Action) (sop.Link, bool) {
	if a.Kind != sop.Open || strings.ContainsAny(a.Label, " \n\t") {
		return sop.Link{}, false
	}
	u, err := url.Parse(a.Label)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return sop.Link{}, false
	}
	return sop.Link{URL: a.Label, Evidence: evidence.Seen(a)}, true
}

// warnings adds what Showhow's own rules say of g's commands, and the failures that the recording shows.
func (d *draft) warnings(g *group) {
	for _, a := range g.actions {
		for _, bad := range d.mended[a.ID] {
			g.step.Callouts = append(g.step.Callouts, outcome.Pitfall(bad, a))
		}
		if a.Kind != sop.RunCommand {
			continue
		}
		if shell.Class(a.Command.Text, a.Command.Shell) == sop.Destroys {
			g.step.Callouts = append(g.step.Callouts, sop.Callout{Kind: sop.Caution, Claim: sop.Claim{
				Text: "This command deletes or overwrites. Check what it will act on before you run it.", Evidence: evidence.Ruled("destroying-command", a)}})
		}
		if outcome.Stopped(a) {
			g.step.Callouts = append(g.step.Callouts, sop.Callout{Kind: sop.Note, Claim: sop.Claim{
				Text: "It was stopped with Ctrl-C in the recording.", Evidence: evidence.Seen(a)}})
		}
		if a.Command.Failed {
			g.step.Callouts = append(g.step.Callouts, sop.Callout{Kind: sop.Note, Claim: sop.Claim{
				Text: "This command failed in the recording.", Evidence: evidence.Seen(a)}})
		}
	}
}

// sayLeft puts what else was said of g's actions to the step: other instructions as details, checks as results.
func (d *draft) sayLeft(g *group, lead *saying, n vocabulary.Names) {
	for _, s := range g.lead {
		if s == lead || s.used {
			continue
		}
		if s.Kind == phrase.Check && namesResult(s) {
			g.step.Expected = append(g.step.Expected, result(s, n))
			continue
		}
		if lead == nil && literalIn(s, g) || s.vague() || tells(g, s) || d.literalOf(s) {
			s.used = true // the actions say it themselves
			continue
		}
		g.step.Detail = append(g.step.Detail, s.claim(n))
	}
}

// literalOf says whether s names the very move that its action shows: "set the percentage to …" for an entry in Percentage.
func (d *draft) literalOf(s *saying) bool {
	if s.action < 0 {
		return false
	}
	a := d.actions[s.action]
	return a.Command == nil && slices.Contains(literal[phrase.FirstWord(s.Text)], a.Kind) && s.words.Shared(vocabulary.OfAction(a)) > 0
}

// tells says whether the step's title and details hold all the words of s already.
func tells(g *group, s *saying) bool {
	have := vocabulary.Of(sop.Bare(g.step.Title.Text))
	for _, c := range g.step.Detail {
		for w := range vocabulary.Of(sop.Bare(c.Text)) {
			have[w] = true
		}
	}
	for _, a := range g.actions {
		for w := range vocabulary.OfAction(a) {
			have[w] = true
		}
	}
	return s.words.Shared(have) == len(s.words)
}

// checkFrames are what an instruction to look begins with, before the result that is looked for.
var checkFrames = []string{"check that ", "check whether ", "check if ", "make sure that ", "make sure ", "verify that ", "verify whether ", "confirm that ", "ensure that ", "ensure ", "see that ", "see if ", "see whether ", "look whether ", "look if ", "validate that "}

// result words a check as what is seen when it's right: "Check that all pods are running." becomes "All pods are running."
func result(s *saying, n vocabulary.Names) sop.Claim {
	c := s.claim(n)
	low := strings.ToLower(s.Text)
	for _, f := range checkFrames {
		if strings.HasPrefix(low, f) && len(s.Text) > len(f)+8 && !strings.Contains(low[len(f):], " or not") {
			rest := s.Text[len(f):]
			c.Text = n.Decorate(upper(rest), false)
			return c
		}
	}
	return c
}

// upper makes the first letter of s large.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// disagreement says in words where the narration names another thing than the screen shows; empty when it doesn't.
func (d *draft) disagreement(g *group) string {
	for _, s := range g.lead {
		if s.Kind != phrase.Do || s.action < 0 {
			continue
		}
		a := d.actions[s.action]
		kinds, isLiteral := literal[phrase.FirstWord(s.Text)]
		if !isLiteral || !slices.Contains(kinds, a.Kind) || a.Label == "" || s.words.Empty() {
			continue
		}
		if s.words.Shared(vocabulary.OfAction(a)) > 0 {
			continue
		}
		if other := d.standsNear(s.words, a); other != "" {
			return fmt.Sprintf("The narration speaks of “%s”, the screen shows “%s”.", other, a.Label)
		}
	}
	return ""
}

// standsNear is the text of another thing on the screen at a that a's narration names with all its words.
func (d *draft) standsNear(words vocabulary.Bag, a *sop.Action) string {
	for i := range d.in.Screens {
		sc := &d.in.Screens[i]
		if !sc.Span.Holds(a.Before) {
			continue
		}
		for _, e := range sc.Elements {
			if named(words, e.Label) && !strings.EqualFold(e.Label, a.Label) {
				return e.Label
			}
		}
		for _, b := range sc.Blocks {
			for _, l := range b.Lines {
				if named(words, l.Text) && len(strings.Fields(l.Text)) <= 4 && !strings.EqualFold(l.Text, a.Label) {
					return l.Text
				}
			}
		}
	}
	return ""
}

// named says whether label's words are all said.
func named(words vocabulary.Bag, label string) bool {
	b := vocabulary.Of(label)
	return !b.Empty() && b.Shared(words) == len(b)
}

package compose

import (
	"fmt"
	"net/url"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
)

// loose gathers what belongs to no step: purpose, audience, prerequisites, success criteria, titles and limits.
func (d *draft) loose() {
	c := &d.content
	var all names
	for _, s := range d.sayings {
		switch s.Kind {
		case phrase.Purpose:
			c.Purpose = append(c.Purpose, s.claim(all))
			c.Titles = append(c.Titles, sop.Claim{Text: sop.Plain(headline(s.Text)), Evidence: heard(s), Unsure: s.unsure})
		case phrase.Audience:
			c.Audience = append(c.Audience, s.claim(all))
		case phrase.Prerequisite:
			c.Prerequisites = append(c.Prerequisites, s.claim(all))
		case phrase.Success:
			c.Success = append(c.Success, s.claim(all))
		}
	}
	d.neededBySight()
	d.titleBySight()
	if d.leftOut > 0 {
		c.Limits = append(c.Limits, fmt.Sprintf("%s of the narration's %d sentences that seemed to matter %s left out: the words could not be made out well enough to be trusted.",
			count(d.leftOut), d.heard, were(d.leftOut)))
	}
}

func count(n int) string {
	if n == 1 {
		return "One"
	}
	return fmt.Sprint(n)
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// headline is a purpose as a title: "This procedure rotates the keys." becomes "Rotate the keys".
func headline(text string) string {
	text = strings.TrimSuffix(text, ".")
	low := strings.ToLower(text)
	for _, lead := range []string{"this procedure ", "this runbook ", "this guide ", "this document ", "this sop ", "this playbook ", "this process "} {
		if strings.HasPrefix(low, lead) {
			verb, rest, _ := strings.Cut(text[len(lead):], " ")
			return upper(thirdPerson(verb) + " " + rest)
		}
	}
	return text
}

// thirdPerson takes the ending off "rotates", "deploys", "pushes", "copies".
func thirdPerson(verb string) string {
	switch {
	case strings.HasSuffix(verb, "ies"):
		return verb[:len(verb)-3] + "y"
	case strings.HasSuffix(verb, "shes"), strings.HasSuffix(verb, "ches"), strings.HasSuffix(verb, "sses"), strings.HasSuffix(verb, "xes"):
		return verb[:len(verb)-2]
	}
	return strings.TrimSuffix(verb, "s")
}

// neededBySight adds what the recording shows to be needed: the programs called, the hosts entered, the sites opened.
func (d *draft) neededBySight() {
	type need struct {
		text, word, rule string
		actions          []*sop.Action
	}
	var needs []*need
	add := func(text, word, rule string, a *sop.Action) {
		for _, n := range needs {
			if n.text == text {
				n.actions = append(n.actions, a)
				return
			}
		}
		needs = append(needs, &need{text, word, rule, []*sop.Action{a}})
	}
	for _, a := range d.actions {
		switch {
		case a.Kind == sop.RunCommand:
			for _, p := range shell.Programs(a.Command.Text, a.Command.Shell) {
				if p == "ssh" {
					if host := hostOf(a.Command); host != "" {
						add("Access to "+sop.Literal(host)+" over SSH.", host, "host-entered", a)
					}
					continue
				}
				where := "the machine you work from"
				if a.Command.Host != "" {
					where = sop.Literal(a.Command.Host)
				}
				add(sop.Literal(p)+" on "+where+".", p, "program-used", a)
			}
		case a.Kind == sop.Open:
			if u, err := url.Parse(a.Label); err == nil && u.Host != "" && len(u.Host) <= 80 {
				add("Access to "+sop.Literal(u.Host)+".", u.Host, "address-opened", a)
			}
		}
	}
	said := ""
	for _, p := range d.content.Prerequisites {
		said += strings.ToLower(sop.Bare(p.Text)) + " "
	}
	for _, n := range needs {
		if find(said, strings.ToLower(n.word), 0, true) < 0 {
			d.content.Prerequisites = append(d.content.Prerequisites, sop.Claim{Text: n.text, Evidence: ruled(n.rule, n.actions...)})
		}
	}
}

// hostOf is the host that an ssh command enters.
func hostOf(c *sop.CommandLine) string {
	for _, call := range shell.Parse(c.Text, c.Shell).Calls {
		if call.Program == "ssh" && len(call.Words) > 0 && !strings.HasPrefix(call.Words[0], "<") {
			return call.Words[0]
		}
	}
	return ""
}

// titleBySight adds the title of the gravest step, the last of its kind: what the whole was done for.
func (d *draft) titleBySight() {
	var best *group
	weight := 0
	for _, g := range d.groups {
		if g.said != nil || g.section == sop.RollBack || g.section == sop.Communicate {
			continue
		}
		if w := gravity(g); w >= weight {
			best, weight = g, w
		}
	}
	if best == nil {
		return
	}
	t := best.step.Title
	text := strings.TrimSuffix(sop.Bare(t.Text), ".")
	d.content.Titles = append(d.content.Titles, sop.Claim{Text: sop.Plain(text), Evidence: t.Evidence, Unsure: t.Unsure})
}

// gravity is how much a step is what a procedure is about.
func gravity(g *group) int {
	w := 0
	if g.submitted {
		w = 4
	}
	for _, c := range g.step.Commands {
		switch c.Class {
		case sop.Changes:
			w = max(w, 3)
		case sop.Destroys, "":
			w = max(w, 2)
		case sop.Reads:
			w = max(w, 1)
		}
	}
	if g.has(sop.Click) {
		w = max(w, 2)
	}
	if g.step.Title.Evidence.Source == sop.FromBoth && w > 0 {
		w++ // it was spoken of in words
	}
	return w
}

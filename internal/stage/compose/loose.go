package compose

import (
	"net/url"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/headline"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/shell"
	"showhow/internal/stage/compose/tooled"
	"showhow/internal/stage/compose/vocabulary"
)

// loose gathers what belongs to no step: purpose, audience, prerequisites, success criteria, titles and limits.
func (d *draft) loose() {
	c := &d.content
	var all vocabulary.Names
	for _, s := range d.sayings {
		switch s.Kind {
		case phrase.Purpose:
			c.Purpose = append(c.Purpose, s.claim(all))
			c.Titles = append(c.Titles, sop.Claim{Text: sop.Plain(headline.OfPurpose(s.Text)), Evidence: heard(s), Unsure: s.unsure})
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
		c.Limits = append(c.Limits, evidence.LeftOut(d.leftOut, d.heard))
	}
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
					if host := shell.Entered(a.Command.Text, a.Command.Shell); host != "" {
						add("Access to "+sop.Literal(host)+" over SSH.", host, "host-entered", a)
					}
					continue
				}
				if tooled.Brought(d.actions, a, p) {
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
		if len(vocabulary.Places(said, strings.ToLower(n.word), true)) == 0 {
			d.content.Prerequisites = append(d.content.Prerequisites, sop.Claim{Text: n.text, Evidence: evidence.Ruled(n.rule, n.actions...)})
		}
	}
}

// titleBySight adds the title of what was done, as far as the steps tell what for. A long session of commands is named by its programs where none of them does.
func (d *draft) titleBySight() {
	best, heads := d.heads()
	if best == nil {
		return
	}
	var titles []sop.Claim
	for _, g := range heads {
		titles = append(titles, g.step.Title)
	}
	t, all := headline.OfDeeds(best.step.Title, titles)
	if w, ok := tooled.Title(d.actions); ok && (!all || 4*(slices.Index(d.groups, best)+1) <= 3*len(d.groups) || deed.Bare(best.step.Title.Text)) {
		d.content.Titles = append(d.content.Titles, w)
	}
	if f, ok := d.formTitle(best); ok && len(heads) == 1 {
		d.content.Titles = append(d.content.Titles, f)
	}
	d.content.Titles = append(d.content.Titles, t)
}

// formTitle names a form by the button that sent it off or opened it and the page on which it stands: "Build with Parameters
// (deploy-checkout-api)". There is none for a step that was spoken of in words of its own.
func (d *draft) formTitle(g *group) (sop.Claim, bool) {
	if !g.submitted || g.step.Title.Evidence.Source == sop.FromBoth {
		return sop.Claim{}, false
	}
	var named *sop.Action
	for _, a := range g.actions {
		if words := len(strings.Fields(a.Label)); a.Kind == sop.Click && deed.Sends(a) && words > 1 && words < 7 && phrase.IsVerb(phrase.FirstWord(a.Label)) {
			named = a
		}
	}
	if named == nil {
		return sop.Claim{}, false
	}
	c := sop.Claim{Text: sop.Plain(named.Label), Evidence: evidence.Seen(named), Unsure: named.Unsure}
	if sc := d.figures().At(named.Before); sc != nil {
		if page := headline.OfPage(sc.Title); page != "" && !strings.Contains(strings.ToLower(page), strings.ToLower(named.Label)) {
			c.Text += " (" + sop.Plain(page) + ")"
			c.Evidence.Read += "; " + sc.Title
		}
	}
	return c, true
}

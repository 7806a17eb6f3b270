package html

import (
	"fmt"
	"html/template"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// view is what the template shows: words chosen, order fixed, nothing to decide.
type view struct {
	Style   template.CSS
	Script  template.JS
	Policy  string
	Title   claim
	Plain   string // the title without marks
	Facts   []fact
	Limits  []string
	Open    int // questions to the author
	Unsure  int // places to look at
	Parts   []part
	Before  []question
	Params  []param
	Steps   []section
	Many    bool // more steps than two digits count
	Play    bool
	Footer  string
	Summary string
}

// fact is a line of the header block.
type fact struct{ Name, Value string }

// part is a heading with claims: purpose, audience, …
type part struct {
	ID, Heading string
	Claims      []claim
	Bullets     bool
	Question    *question
}

// question is a gap, put to the author.
type question struct{ Text, Question string }

// claim is a sentence with its moment.
type claim struct {
	Text   template.HTML
	Unsure string
	Moment *moment
	// Number is that of the mark on the picture that the sentence tells of; 0 for none.
	Number int
}

// moment is a place in the recording with what it shows.
type moment struct {
	Clock, From, To string
	// Href plays it; empty when the recording isn't beside the page.
	Href string
	// Rests says what the claim rests on, in words.
	Rests string
}

type param struct {
	Name, Example string
	Secret        bool
	About         template.HTML
	Moment        *moment
}

type section struct {
	ID, Heading string
	Intro       []claim
	Steps       []step
	Question    *question
}

type step struct {
	Key, Plain            string
	Number                int
	Told                  string // the remark at a step that was not shown
	Title                 claim
	First, Later          []callout
	Why, Detail, Expected []claim
	Commands              []command
	Figures               []figure
	Links                 []link
	Kind                  string
}

type callout struct {
	Kind, Heading string
	// Rule says that it is Showhow's own and was not said in the recording.
	Rule  bool
	Claim claim
}

type link struct{ URL, Text string }

// builder turns a revision into a view.
type builder struct {
	r      *sop.Revision
	a      Assets
	base   string // the recording's address
	unsure int
	typed  map[string]bool // as wording.Typed gives it
}

func newView(r *sop.Revision, a Assets) view {
	b := &builder{r: r, a: a, base: relative(a.Recording), typed: wording.Typed(r)}
	v := view{
		Style: template.CSS(styleText), Script: template.JS(scriptText), Policy: policy,
		Title: b.claim(r.Title), Plain: wording.Line(sop.Bare(r.Title.Text)),
		Open: len(r.Gaps), Play: b.base != "",
	}
	for _, l := range r.Limits {
		v.Limits = append(v.Limits, wording.Line(l))
	}
	v.Parts = b.parts()
	for _, g := range wording.OtherGaps(r) {
		v.Before = append(v.Before, *ask(&g))
	}
	for i := range r.Parameters {
		v.Params = append(v.Params, b.param(&r.Parameters[i]))
	}
	v.Steps = b.sections()
	steps := 0
	for _, s := range v.Steps {
		steps += len(s.Steps)
	}
	v.Many = steps > 99
	v.Facts = b.facts()
	v.Unsure = b.unsure
	v.Footer = fmt.Sprintf("Drafted by %s with the template “%s”.", wording.Line(r.Generator), wording.Line(r.Template))
	return v
}

// facts are the header block.
func (b *builder) facts() []fact {
	r := b.r
	all := []fact{{"State", "Draft"}, {"Revision", fmt.Sprint(r.Number)}}
	if n := wording.Line(r.Recording.Name); n != "" {
		all = append(all, fact{"Recording", n})
	}
	if l := wording.Recorded(&r.Media); l != "" {
		all = append(all, fact{"Length", l})
	}
	if len(r.Recording.Hash) >= 12 {
		all = append(all, fact{"SHA-256", wording.Line(r.Recording.Hash[:12]) + "…"})
	}
	return all
}

func ask(g *sop.Gap) *question {
	if g == nil {
		return nil
	}
	return &question{Text: wording.Line(g.Text), Question: wording.Line(g.Question)}
}

func (b *builder) parts() []part {
	r := b.r
	var all []part
	for _, p := range []struct {
		id, heading string
		claims      []sop.Claim
		bullets     bool
	}{
		{"purpose", "Purpose", r.Purpose, false}, {"audience", "Audience", r.Audience, false},
		{"prerequisites", "Before you begin", r.Prerequisites, true}, {"success_criteria", "Done when", r.Success, true},
	} {
		g := wording.GapOf(r, p.id)
		if len(p.claims) > 0 || g != nil {
			all = append(all, part{ID: p.id, Heading: p.heading, Claims: b.claims(p.claims), Bullets: p.bullets, Question: ask(g)})
		}
	}
	return all
}

func (b *builder) param(p *sop.Parameter) param {
	v := param{Name: wording.Line(p.Name), Example: wording.Line(p.Example), Secret: p.Secret, Moment: b.moment(p.Evidence)}
	if p.About != nil {
		v.About = inline(p.About.Text)
	}
	return v
}

func (b *builder) claims(all []sop.Claim) []claim {
	var out []claim
	for _, c := range all {
		out = append(out, b.claim(c))
	}
	return out
}

func (b *builder) claim(c sop.Claim) claim {
	if c.Unsure != "" {
		b.unsure++
	}
	return claim{Text: inline(c.Text), Unsure: wording.Line(c.Unsure), Moment: b.moment(c.Evidence)}
}

// moment is where a claim rests; nil for what a person gave.
func (b *builder) moment(e sop.Evidence) *moment {
	if e.Source == sop.FromAuthor || e.Empty() {
		return nil
	}
	m := &moment{Clock: wording.Clock(e.Span.From), From: wording.At(e.Span.From), To: wording.At(e.Span.To), Rests: wording.Evidence(e, b.typed)}
	if b.base != "" {
		m.Href = b.base + "#t=" + m.From
	}
	return m
}

// inline is a claim's text as HTML: bold and code, all else escaped.
func inline(text string) template.HTML {
	var b strings.Builder
	for _, r := range sop.Inline(text) {
		t := template.HTMLEscapeString(strings.ReplaceAll(wording.Clean(r.Text), "\n", " "))
		switch r.Style {
		case sop.BoldText:
			b.WriteString("<strong>" + t + "</strong>")
		case sop.CodeText:
			b.WriteString("<code>" + t + "</code>")
		default:
			b.WriteString(t)
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every run is escaped above
}

func (b *builder) sections() []section {
	var all []section
	n := 0
	for _, o := range wording.Sections(b.r) {
		s := section{ID: string(o.Kind), Heading: wording.Heading(o.Kind), Question: ask(o.Gap)}
		if o.Section != nil {
			s.Heading = wording.Line(o.Section.Title)
			s.Intro = b.claims(o.Section.Intro)
			for i := range o.Section.Steps {
				n++
				s.Steps = append(s.Steps, b.step(&o.Section.Steps[i], n))
			}
		}
		all = append(all, s)
	}
	return all
}

func (b *builder) step(s *sop.Step, n int) step {
	v := step{
		Key: wording.Line(s.Key), Number: n, Kind: string(s.Kind), Plain: wording.Line(sop.Bare(s.Title.Text)), Title: b.claim(s.Title),
		Why: b.claims(s.Why), Detail: b.claims(s.Detail), Expected: b.claims(s.Expected),
	}
	if s.Kind == sop.StepManual {
		v.Told = wording.Untold(s.Evidence, b.typed)
	}
	v.Title.Moment = b.moment(s.Evidence)
	number := map[string]int{}
	for i := range s.Figures {
		v.Figures = append(v.Figures, b.figure(&s.Figures[i], number))
	}
	for i, c := range s.Detail {
		if len(c.Evidence.Actions) == 1 {
			v.Detail[i].Number = number[c.Evidence.Actions[0]]
		}
	}
	for i := range s.Commands {
		v.Commands = append(v.Commands, b.command(&s.Commands[i]))
	}
	for _, c := range s.Callouts {
		out := callout{Kind: string(c.Kind), Heading: wording.Callout(c.Kind), Rule: c.Evidence.Source == sop.FromRule, Claim: b.claim(c.Claim)}
		if c.Kind == sop.Warning || c.Kind == sop.Caution {
			v.First = append(v.First, out)
		} else {
			v.Later = append(v.Later, out)
		}
	}
	for _, l := range s.Links {
		out, title := linkOf(l), []claim{v.Title}
		if !linked(v.Detail, out) && !linked(title, out) {
			v.Links = append(v.Links, out)
		}
		v.Title = title[0]
	}
	return v
}

// linked makes the address a link where the step's sentences name it, and says whether one did.
func linked(claims []claim, l link) bool {
	address := "<code>" + template.HTMLEscapeString(l.URL) + "</code>"
	if !strings.HasPrefix(l.URL, "https://") && !strings.HasPrefix(l.URL, "http://") {
		return false
	}
	for i, c := range claims {
		if strings.Contains(string(c.Text), address) {
			a := `<a href="` + template.HTMLEscapeString(l.URL) + `" rel="noreferrer noopener">` + address + "</a>"
			claims[i].Text = template.HTML(strings.Replace(string(c.Text), address, a, 1)) //nolint:gosec // the address is escaped
			return true
		}
	}
	return false
}

func linkOf(l sop.Link) link {
	text := wording.Line(l.Text)
	if text == "" {
		text = wording.Line(l.URL)
	}
	return link{URL: wording.Line(l.URL), Text: text}
}

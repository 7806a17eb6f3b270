// Package view chooses the words and the order in which a page shows a revision; what draws them (render/html, web) decides nothing.
package view

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
)

// Document is what a page shows of a revision: words chosen, order fixed, nothing to decide.
type Document struct {
	Title  Claim
	Plain  string // the title without marks
	Facts  []Fact
	Limits []string
	Open   int // questions to the author
	Unsure int // places to look at; each has its number in Look
	Parts  []Part
	Before []Question
	Params []Param
	Steps  []Section
	Many   bool // more steps than two digits count
	Footer string
}

// Fact is a line of the header block.
type Fact struct{ Name, Value string }

// Part is a heading with claims: purpose, audience, …
type Part struct {
	ID, Heading string
	Claims      []Claim
	Bullets     bool
	Question    *Question
}

// Question is a gap, put to the author.
type Question struct{ Text, Question, Part string }

// Claim is a sentence with its moment.
type Claim struct {
	Text   template.HTML
	Unsure string
	Moment *Moment
	// Look is the place's number among the unsure ones, from 1; 0 when it's sure.
	Look int
	// Number is that of the mark on the picture that the sentence tells of; 0 for none.
	Number int
	// Field says where its text stands in its piece (package desk/manuscript): "title", "detail.0".
	Field string
}

// Moment is a place in a recording with what it shows: Clock as its player tells it, From and To on the clock of all recordings.
type Moment struct {
	Clock, From, To string
	// Href plays it; empty when the recording isn't beside the page.
	Href string
	// Rests says what the claim rests on, in words.
	Rests string
	// Place is where in the picture it stands, as "x y w h W H" in pixels of the recording, which is W by H; empty when that isn't known.
	Place string
}

// Param is a line of the parameters.
type Param struct {
	Name, Example string
	Secret        bool
	About         template.HTML
	Moment        *Moment
}

// Section is a heading with steps.
type Section struct {
	ID, Heading string
	Intro       []Claim
	Steps       []Step
	Question    *Question
}

// Step is one instruction; its Title has the moment of all of it.
type Step struct {
	Key, Plain            string
	Number                int
	Told                  string // the remark at a step that was not shown
	Title                 Claim
	First, Later          []Callout
	Why, Detail, Expected []Claim
	Commands              []Command
	Figures               []Figure
	Links                 []Link
	Kind                  string
	// Conduct says what carrying it out asks for beside doing it, in sentences.
	Conduct []string
}

// Callout is a remark set apart.
type Callout struct {
	Kind, Heading string
	// Rule says that it is Showhow's own and was not said in the recording.
	Rule  bool
	Claim Claim
}

// Link is an address.
type Link struct{ URL, Text, Field string }

// Options are what a document is shown with beside the revision.
type Options struct {
	// Play gives the address that plays a recording (0 for the first) from a moment of its own (in seconds, as wording.At writes it), and is empty for one that can't be played;
	// nil when none can. Moments are shown all the same.
	Play func(recording int, from string) string
	// Picture gives the picture of a figure by its Image; a zero Picture when there is none, and then the figure is shown by its words.
	Picture func(name string) Picture
	// State says where the revision stands, such as "in force since 2 Oct 2026"; empty means "draft".
	State string
}

// Picture is where a picture is.
type Picture struct {
	Src template.URL
	// Vector is an SVG element in the page itself, in place of Src.
	Vector template.HTML
}

// builder turns a revision into a document.
type builder struct {
	r      *sop.Revision
	o      Options
	unsure int
	typed  map[string]bool // as wording.Typed gives it
}

// Of is r as a page shows it.
func Of(r *sop.Revision, o Options) Document {
	b := &builder{r: r, o: o, typed: wording.Typed(r)}
	v := Document{Title: b.claim(r.Title, "title"), Plain: wording.Line(sop.Bare(r.Title.Text)), Open: len(r.Gaps)}
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
	v.Many = r.StepCount() > 99
	v.Facts = b.facts()
	v.Unsure = b.unsure
	v.Footer = fmt.Sprintf("Drafted by %s with the template “%s”.", wording.Line(r.Generator), wording.Line(r.Template))
	return v
}

// Figures are a revision's figures as they are shown, by their images.
func Figures(r *sop.Revision, picture func(name string) Picture) map[string]Figure {
	all := map[string]Figure{}
	for _, section := range Of(r, Options{Picture: picture}).Steps {
		for _, st := range section.Steps {
			for _, f := range st.Figures {
				all[f.Image] = f
			}
		}
	}
	return all
}

// facts are the header block.
func (b *builder) facts() []Fact {
	r := b.r
	all := []Fact{{"State", wording.Capital(cmp.Or(wording.Line(b.o.State), "draft"))}, {"Revision", fmt.Sprint(r.Number)}}
	if n := wording.Line(r.Recording.Name); n != "" {
		all = append(all, Fact{"Recording", n})
	}
	if l := wording.Recorded(&r.Media); l != "" {
		all = append(all, Fact{"Length", l})
	}
	if len(r.Recording.Hash) >= 12 {
		all = append(all, Fact{"SHA-256", wording.Line(r.Recording.Hash[:12]) + "…"})
	}
	rests := transpose.Rests(r)
	for i, l := range r.Later {
		if !rests[i+1] {
			continue // it was gone back from
		}
		all = append(all, Fact{"Recorded again", cmp.Or(wording.Line(l.Recording.Name), "a recording")})
	}
	return all
}

func ask(g *sop.Gap) *Question {
	if g == nil {
		return nil
	}
	return &Question{Text: wording.Line(g.Text), Question: wording.Line(g.Question), Part: wording.Line(g.Part)}
}

func (b *builder) parts() []Part {
	r := b.r
	var all []Part
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
			all = append(all, Part{ID: p.id, Heading: p.heading, Claims: b.claims(p.claims, p.id), Bullets: p.bullets, Question: ask(g)})
		}
	}
	return all
}

func (b *builder) param(p *sop.Parameter) Param {
	v := Param{Name: wording.Line(p.Name), Example: wording.Line(p.Example), Secret: p.Secret, Moment: b.moment(p.Evidence)}
	if p.About != nil {
		v.About = inline(p.About.Text)
	}
	return v
}

func (b *builder) claims(all []sop.Claim, field string) []Claim {
	var out []Claim
	for i, c := range all {
		out = append(out, b.claim(c, fmt.Sprint(field, ".", i)))
	}
	return out
}

func (b *builder) claim(c sop.Claim, field string) Claim {
	return Claim{
		Field: field,
		Text:  inline(c.Text), Unsure: wording.Line(c.Unsure), Moment: b.moment(c.Evidence), Look: b.look(c.Unsure != ""),
	}
}

// look numbers a place that isn't sure.
func (b *builder) look(unsure bool) int {
	if !unsure {
		return 0
	}
	b.unsure++
	return b.unsure
}

// Moment is where a claim rests; nil for what a person gave.
func (b *builder) moment(e sop.Evidence) *Moment {
	if e.Source == sop.FromAuthor || e.Empty() {
		return nil
	}
	n, own, media := b.r.Reel(e.Span.From)
	m := &Moment{Clock: wording.When(b.r, e.Span.From), From: wording.At(e.Span.From), To: wording.At(e.Span.To), Rests: wording.Evidence(b.r, e, b.typed)}
	if b.o.Play != nil {
		m.Href = b.o.Play(n, wording.At(own))
	}
	if v := media.Video; v != nil && len(e.Boxes) > 0 {
		hull := e.Boxes[0]
		for _, x := range e.Boxes[1:] {
			hull = hull.Union(x)
		}
		m.Place = fmt.Sprint(hull.X, " ", hull.Y, " ", hull.W, " ", hull.H, " ", v.Width, " ", v.Height)
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

func (b *builder) sections() []Section {
	var all []Section
	n := 0
	for _, o := range wording.Sections(b.r) {
		s := Section{ID: string(o.Kind), Heading: wording.Heading(o.Kind), Question: ask(o.Gap)}
		if o.Section != nil {
			s.Heading = wording.Line(o.Section.Title)
			s.Intro = b.claims(o.Section.Intro, string(o.Kind)+".intro")
			for i := range o.Section.Steps {
				n++
				s.Steps = append(s.Steps, b.step(&o.Section.Steps[i], n))
			}
		}
		all = append(all, s)
	}
	return all
}

func (b *builder) step(s *sop.Step, n int) Step {
	v := Step{
		Key: wording.Line(s.Key), Number: n, Kind: string(s.Kind), Plain: wording.Line(sop.Bare(s.Title.Text)), Title: b.claim(s.Title, "title"),
		Why: b.claims(s.Why, "why"), Detail: b.claims(s.Detail, "detail"), Expected: b.claims(s.Expected, "expected"),
	}
	v.Conduct = wording.Conduct(s.Conduct)
	if s.Kind == sop.StepManual {
		v.Told = wording.Untold(s.Evidence, b.typed)
	}
	v.Title.Moment = b.moment(s.Evidence)
	number := map[string]int{}
	for i := range s.Figures {
		f := b.figure(&s.Figures[i], number)
		f.Field = fmt.Sprint("figures.", i)
		v.Figures = append(v.Figures, f)
	}
	for i, c := range s.Detail {
		if len(c.Evidence.Actions) == 1 {
			v.Detail[i].Number = number[c.Evidence.Actions[0]]
		}
	}
	for i := range s.Commands {
		c := b.command(&s.Commands[i])
		c.Field = fmt.Sprint("commands.", i)
		v.Commands = append(v.Commands, c)
	}
	for i, c := range s.Callouts {
		out := Callout{Kind: string(c.Kind), Heading: wording.Callout(c.Kind), Rule: c.Evidence.Source == sop.FromRule, Claim: b.claim(c.Claim, fmt.Sprint("callouts.", i))}
		if c.Kind == sop.Warning || c.Kind == sop.Caution {
			v.First = append(v.First, out)
		} else {
			v.Later = append(v.Later, out)
		}
	}
	for i, l := range s.Links {
		out, title := linkOf(l), []Claim{v.Title}
		out.Field = fmt.Sprint("links.", i)
		if !linked(v.Detail, out) && !linked(title, out) {
			v.Links = append(v.Links, out)
		}
		v.Title = title[0]
	}
	return v
}

// linked makes the address a link where the step's sentences name it, and says whether one did.
func linked(claims []Claim, l Link) bool {
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

func linkOf(l sop.Link) Link {
	text := wording.Line(l.Text)
	if text == "" {
		text = wording.Line(l.URL)
	}
	return Link{URL: wording.Line(l.URL), Text: text}
}

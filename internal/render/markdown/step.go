package markdown

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
)

// section writes a section, or the question for it.
func (w *writer) section(o wording.Outline) {
	heading := wording.Heading(o.Kind)
	if o.Section != nil {
		heading = o.Section.Title
	}
	w.line("## %s\n", Escape(wording.Line(heading)))
	if o.Gap != nil {
		w.question(o.Gap)
	}
	if o.Section == nil {
		return
	}
	for _, c := range o.Section.Intro {
		w.line("%s\n", w.claim(c))
	}
	for i := range o.Section.Steps {
		w.steps(&o.Section.Steps[i])
	}
}

// steps writes one step: what must be heeded first, then what to do, then what to expect.
func (w *writer) steps(s *sop.Step) {
	w.step++
	w.links = map[string]bool{}
	for _, l := range s.Links {
		w.links[l.URL] = strings.HasPrefix(l.URL, "http://") || strings.HasPrefix(l.URL, "https://")
	}
	w.line("### %d. %s\n", w.step, w.inline(s.Title.Text))
	moment := w.when(s.Evidence)
	if s.Kind == sop.StepManual {
		moment += " <sub>" + wording.Untold(s.Evidence, wording.Typed(w.r)) + "</sub>"
	}
	if s.Title.Unsure != "" {
		moment += " " + unsure(s.Title.Unsure)
	}
	w.line("%s\n", strings.TrimSpace(moment))
	for _, c := range s.Callouts {
		if c.Kind == sop.Warning || c.Kind == sop.Caution {
			w.callout(c)
		}
	}
	for _, c := range s.Why {
		w.line("*Why:* %s\n", w.claim(c))
	}
	for _, c := range s.Detail {
		w.line("- %s", w.claim(c))
	}
	if len(s.Detail) > 0 {
		w.gap()
	}
	for _, c := range s.Commands {
		w.command(c)
	}
	for _, f := range s.Figures {
		w.figure(f, s)
	}
	for _, l := range s.Links {
		if w.links[l.URL] {
			w.line("Link: <%s>\n", link(l.URL))
		}
	}
	for _, c := range s.Expected {
		w.line("**Expected:** %s\n", w.claim(c))
	}
	for _, text := range wording.Conduct(s.Conduct) {
		w.line("**When carried out:** %s\n", Escape(text))
	}
	for _, c := range s.Callouts {
		if c.Kind != sop.Warning && c.Kind != sop.Caution {
			w.callout(c)
		}
	}
}

// link is an address that can stand between angle brackets.
func link(u string) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "", "\"", "%22", "\\", "%5C", "`", "%60").Replace(wording.Line(u))
}

func (w *writer) callout(c sop.Callout) {
	w.line("> [!%s]\n> %s%s\n", strings.ToUpper(wording.Callout(c.Kind)), w.claim(c.Claim), ownRule(c.Evidence))
}

// command writes a command as a block that can be copied, and what it printed folded away.
func (w *writer) command(c sop.Command) {
	var notes []string
	if at := wording.Line(c.Context); at != "" {
		notes = append(notes, "on "+code(at))
	}
	switch c.Class {
	case sop.Changes:
		notes = append(notes, "changes the system")
	case sop.Destroys:
		notes = append(notes, "**deletes or overwrites**")
	}
	if len(notes) > 0 {
		text := strings.Join(notes, ", ")
		w.line("%s:\n", strings.ToUpper(text[:1])+text[1:])
	}
	w.fence(wording.Syntax(c.Shell), c.Text)
	w.differs(&c)
	if c.Unsure != "" {
		w.line("%s\n", unsure(c.Unsure))
	}
	if c.Broken != "" {
		w.line("%s\n", unsure(c.Broken))
	}
	if len(c.Output) > 0 {
		ended := wording.Ended(&c)
		if ended != "" {
			ended = " · " + ended
		}
		w.line("<details><summary>Output%s</summary>\n", ended)
		w.fence("text", strings.Join(c.Output, "\n"))
		w.line("</details>\n")
	} else if ended := wording.Ended(&c); ended != "" {
		w.line("%s\n", upper(ended))
	}
}

// differs says which values in a command are those of parameters.
func (w *writer) differs(c *sop.Command) {
	var told []string
	for _, n := range parameter.Values(w.r, c) {
		if n < 0 || w.r.Parameters[n].Secret {
			continue
		}
		p := &w.r.Parameters[n]
		if one := code(p.Name) + " is " + sop.Literal(wording.Clean(p.Example)); !slices.Contains(told, one) {
			told = append(told, one)
		}
	}
	if n := len(told); n > 1 {
		told = append(told[:n-2], told[n-2]+" and "+told[n-1])
	}
	if len(told) > 0 {
		w.line("Here %s.\n", strings.Join(told, ", "))
	}
}

// upper makes the first letter of s large.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// fence writes text as a code block, with a fence longer than any row of backticks in it.
func (w *writer) fence(language, text string) {
	text = strings.TrimRight(wording.Clean(text), "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	w.line("%s%s\n%s\n%s\n", fence, language, text, fence)
}

// figure writes a picture, and of its marks what is unsure and not told in s already.
func (w *writer) figure(f sop.Figure, s *sop.Step) {
	if f.Image == "" {
		return
	}
	alt := Escape(wording.Line(sop.Bare(f.Alt.Text)))
	switch lack := w.lack(f.Image); {
	case lack == Comes:
		w.line("![%s](%s)\n", alt, path(w.o.Images+"/"+f.Image))
	case lack == Gone && alt == "":
		w.line("*Here was a picture, which isn’t kept any more.*\n")
	case lack == Gone:
		w.line("*Picture, not kept any more:* %s\n", alt)
	case alt == "":
		w.line("*Here is a picture, which isn’t in this file.*\n")
	default:
		w.line("*Picture, not in this file:* %s\n", alt)
	}
	for _, m := range f.Marks {
		told := s.Title.Unsure == m.Unsure || slices.ContainsFunc(s.Detail, func(c sop.Claim) bool { return c.Unsure == m.Unsure })
		if m.Unsure != "" && m.Kind == sop.MarkNumber && !told {
			w.line("%s\n", unsure(fmt.Sprintf("mark %d: %s", m.Number, m.Unsure)))
		}
	}
}

// foot says how the document came about.
func (w *writer) foot() {
	w.line("---\n")
	times := "The small times tell the moment of the recording that each sentence rests on."
	if w.o.Recording != "" {
		times = "The small times lead to the moment of the recording that each sentence rests on."
	}
	w.line("<sub>%s Drafted by %s; template %s.</sub>", times, Escape(wording.Line(w.r.Generator)), code(wording.Line(w.r.Template)))
}

// ownRule says that a callout is Showhow's own and was not said in the recording.
func ownRule(e sop.Evidence) string {
	if e.Source == sop.FromRule {
		return " *(Showhow's own rule)*"
	}
	return ""
}

// Package markdown renders a procedure as GitHub-flavoured Markdown. It is pure: the same revision always gives the same bytes.
package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
)

// Options say where the document's files lie.
type Options struct {
	// Recording is the recording's place as a relative path with slashes; empty when it isn't beside the document, and then
	// times are no links.
	Recording string
	// State says where the revision stands, such as "in force since 2 Oct 2026"; empty means "draft".
	State string
	// Images is the folder of the pictures; empty means "images".
	Images string
	// Lacks says whether a picture doesn't come along with the document, and why; nil means all come. One that doesn't is told in words, and no address leads to it.
	Lacks func(image string) Lack
}

// Lack is why a picture doesn't come along with a document.
type Lack int

// The reasons: none, for it comes; it is left out of this file, and the procedure's page has it; it isn't kept any more.
const (
	Comes Lack = iota
	Elsewhere
	Gone
)

// Render writes r.
func Render(r *sop.Revision, o Options) []byte {
	if o.Images == "" {
		o.Images = "images"
	}
	w := &writer{r: r, o: o}
	w.head()
	w.front()
	for _, s := range wording.Sections(r) {
		w.section(s)
	}
	w.foot()
	return append(bytes.TrimRight(w.b.Bytes(), "\n"), '\n')
}

// writer holds the text so far.
type writer struct {
	r *sop.Revision
	o Options
	b bytes.Buffer
	// step counts the steps through all sections.
	step int
	// links are the addresses of the step that is being written; false once one was shown.
	links map[string]bool
}

// line writes a line.
func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// gap ends a block.
func (w *writer) gap() { w.b.WriteByte('\n') }

func (w *writer) head() {
	w.line("# %s", w.inline(w.r.Title.Text))
	w.gap()
	if u := w.r.Title.Unsure; u != "" {
		w.line("%s\n", unsure(u))
	}
	parts := []string{fmt.Sprintf("Revision %d", w.r.Number), cmp.Or(w.o.State, "draft")}
	if name := wording.Line(w.r.Recording.Name); name != "" {
		from := "drafted from " + code(name)
		if l := wording.Recorded(&w.r.Media); l != "" {
			from += " (" + l + ")"
		}
		parts = append(parts, from)
	}
	rests := transpose.Rests(w.r)
	for i, l := range w.r.Later {
		if !rests[i+1] {
			continue // it was gone back from
		}
		parts = append(parts, "recorded again with "+code(wording.Line(l.Recording.Name)))
	}
	if n := len(w.r.Gaps); n > 0 {
		parts = append(parts, fmt.Sprintf("%d open question%s to the author", n, plural(n)))
	}
	w.line("*%s.*", strings.Join(parts, " · "))
	w.gap()
	for _, l := range w.r.Limits {
		w.line("> [!NOTE]\n> %s\n", Escape(wording.Line(l)))
	}
	if l := w.leftOut(); l != "" {
		w.line("> [!NOTE]\n> %s\n", l)
	}
}

// leftOut says how many pictures don't come along, and why; empty for none.
func (w *writer) leftOut() string {
	of, n := 0, map[Lack]int{}
	for _, s := range w.r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				if f.Image != "" {
					of++
					n[w.lack(f.Image)]++
				}
			}
		}
	}
	const told = "what they show is told in their place."
	lack := n[Elsewhere] + n[Gone]
	switch {
	case lack == 0:
		return ""
	case n[Gone] == of:
		return "None of its pictures is kept any more: " + told
	case n[Gone] == 1 && lack == 1:
		return fmt.Sprintf("1 of its %d pictures isn’t kept any more: what it shows is told in its place.", of)
	case n[Gone] == lack:
		return fmt.Sprintf("%d of its %d pictures aren’t kept any more: %s", lack, of, told)
	case lack < of:
		return fmt.Sprintf("%d of its %d pictures are left out here: %s", lack, of, told)
	case n[Gone] > 0:
		return fmt.Sprintf("Its pictures are left out here: %s The procedure’s page in Showhow has %d of the %d, and gives what it has with this text in one file. The others aren’t kept any more.", told, n[Elsewhere], of)
	}
	return "Its pictures are left out here: " + told + " The procedure’s page in Showhow has them, and gives them with this text in one file."
}

func (w *writer) lack(image string) Lack {
	if w.o.Lacks == nil {
		return Comes
	}
	return w.o.Lacks(image)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// front writes what stands before the steps.
func (w *writer) front() {
	r := w.r
	w.claims("Purpose", r.Purpose, "purpose", false)
	w.claims("Audience", r.Audience, "audience", false)
	w.claims("Before you begin", r.Prerequisites, "prerequisites", true)
	for _, g := range wording.OtherGaps(r) {
		w.question(&g)
	}
	if len(r.Parameters) > 0 {
		w.line("## Parameters\n\n| Name | Example | What it is | Seen |\n|---|---|---|---|")
		for _, p := range r.Parameters {
			example, about := "*secret*", ""
			if !p.Secret {
				example = cell(sop.Literal(wording.Clean(p.Example)))
			}
			if p.About != nil {
				about = cell(w.inline(p.About.Text))
			}
			w.line("| %s | %s | %s | %s |", code(p.Name), example, about, w.when(p.Evidence))
		}
		w.gap()
	}
	w.claims("Done when", r.Success, "success_criteria", true)
}

// cell keeps text inside its cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// claims writes a heading with its claims, or the question for them.
func (w *writer) claims(heading string, all []sop.Claim, part string, bullets bool) {
	g := wording.GapOf(w.r, part)
	if len(all) == 0 && g == nil {
		return
	}
	w.line("## %s\n", heading)
	for _, c := range all {
		if bullets {
			w.line("- %s", w.claim(c))
		} else {
			w.line("%s\n", w.claim(c))
		}
	}
	if bullets && len(all) > 0 {
		w.gap()
	}
	if g != nil {
		w.question(g)
	}
}

// question writes a gap: set apart, and plainly not part of the procedure.
func (w *writer) question(g *sop.Gap) {
	w.line("> [!IMPORTANT]\n> **To the author:** %s %s\n", Escape(wording.Line(g.Text)), Escape(wording.Line(g.Question)))
}

// claim is a claim with its moment.
func (w *writer) claim(c sop.Claim) string {
	s := w.inline(c.Text)
	if at := w.when(c.Evidence); at != "" {
		s += " " + at
	}
	if c.Unsure != "" {
		s += " " + unsure(c.Unsure)
	}
	return s
}

func unsure(why string) string { return "⚠️ **Unsure:** *" + Escape(wording.Line(why)) + "*" }

// when is a claim's moment in small print, as a link into the recording.
func (w *writer) when(e sop.Evidence) string {
	switch e.Source {
	case sop.FromAuthor:
		return ""
	case sop.FromRule:
		return "<sub>" + w.moment(e) + " (rule)</sub>"
	}
	return "<sub>" + w.moment(e) + "</sub>"
}

func (w *writer) moment(e sop.Evidence) string {
	if n, _, _ := w.r.Reel(e.Span.From); w.o.Recording == "" || n > 0 {
		return wording.When(w.r, e.Span.From)
	}
	return fmt.Sprintf("[%s](%s#t=%s)", wording.Clock(e.Span.From), path(w.o.Recording), wording.At(e.Span.From))
}

// path is a path as a relative link's target: never another host.
func path(p string) string {
	parts := strings.Split(strings.TrimLeft(wording.Line(p), "/"), "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.NewReplacer("(", "%28", ")", "%29", ":", "%3A").Replace(strings.Join(parts, "/"))
}

// inline is a claim's text in Markdown.
func (w *writer) inline(text string) string {
	var b strings.Builder
	for _, run := range sop.Inline(text) {
		t := strings.NewReplacer("\n", " ", "\t", " ").Replace(wording.Clean(run.Text))
		switch run.Style {
		case sop.BoldText:
			if t = strings.TrimSpace(t); t != "" {
				b.WriteString("**" + Escape(t) + "**")
			}
		case sop.CodeText:
			if link(t) == t && w.links[t] {
				b.WriteString("<" + t + ">")
				w.links[t] = false // shown
				continue
			}
			b.WriteString(code(t))
		default:
			b.WriteString(Escape(t))
		}
	}
	return lineStart.ReplaceAllString(strings.TrimSpace(b.String()), `$1\$2`)
}

// lineStart are signs that would open a list, a heading or a quotation at a line's beginning.
var lineStart = regexp.MustCompile(`^(\d*)([-+#>=.)]|:)`)

func code(s string) string { return sop.Literal(wording.Clean(s)) }

// Escape is text without meaning as Markdown or HTML.
func Escape(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch r {
		case '\\', '`', '*', '[', ']', '<', '>', '|', '~', '$':
			b.WriteByte('\\')
		case '&':
			b.WriteString("&amp;")
			continue
		case '_':
			inside := i > 0 && i+1 < len(runes) && wordRune(runes[i-1]) && wordRune(runes[i+1])
			if !inside {
				b.WriteByte('\\')
			}
		case '!':
			if i+1 < len(runes) && runes[i+1] == '[' {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

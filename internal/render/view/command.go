package view

import (
	"html/template"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// Command is a block with a command.
type Command struct {
	Text           template.HTML
	Context, Class string
	ClassWord      string
	Output         string
	// Ended is the exit status in words.
	Ended          string
	Unsure, Broken string
	Moment         *Moment
	// Look and Field are as in Claim.
	Look  int
	Field string
}

func (b *builder) command(c *sop.Command) Command {
	v := Command{
		Text: b.letters(c), Context: wording.Line(c.Context), Class: string(c.Class),
		Output: strings.TrimRight(wording.Clean(strings.Join(c.Output, "\n")), "\n"),
		Unsure: wording.Line(c.Unsure), Broken: wording.Line(c.Broken), Moment: b.moment(c.Evidence),
		Look: b.look(c.Unsure != "" || c.Broken != ""),
	}
	v.Ended = wording.Ended(c)
	switch c.Class {
	case sop.Reads:
		v.ClassWord = "reads"
	case sop.Changes:
		v.ClassWord = "changes"
	case sop.Destroys:
		v.ClassWord = "destroys"
	}
	return v
}

// letters is the command's text with the doubtful characters and the parameters set off.
func (b *builder) letters(c *sop.Command) template.HTML {
	runes := []rune(c.Text)
	doubt := map[int]string{}
	for _, d := range c.Doubts {
		doubt[d.At] = wording.Line(d.Or)
	}
	inside := wording.Values(b.r, c)
	var out strings.Builder
	open := -1
	for i, r := range runes {
		if inside[i] != open {
			if open >= 0 {
				out.WriteString("</span>")
			}
			if open = inside[i]; open >= 0 {
				out.WriteString(`<span class="param" title="` + template.HTMLEscapeString(wording.Line(b.r.Parameters[open].Name)) + `">`)
			}
		}
		letter := template.HTMLEscapeString(wording.Clean(string(r)))
		if or, ok := doubt[i]; ok && letter != "" {
			letter = `<span class="doubt" title="` + template.HTMLEscapeString(mayBe(or)) + `">` + letter + "</span>"
		}
		out.WriteString(letter)
	}
	if open >= 0 {
		out.WriteString("</span>")
	}
	return template.HTML(out.String()) //nolint:gosec // every letter is escaped above
}

func mayBe(or string) string {
	if or == "" {
		return "not sure"
	}
	return "not sure: may be " + or
}

package view

import (
	"html/template"
	"strings"

	"showhow/internal/render/paint"
	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/parameter"
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

// letters is the command's text with the doubtful characters and the parameters set off, and programs, flags and texts by their colour.
func (b *builder) letters(c *sop.Command) template.HTML {
	runes, kinds := []rune(c.Text), paint.Letters(c.Text, c.Shell)
	doubt := map[int]string{}
	for _, d := range c.Doubts {
		doubt[d.At] = wording.Line(d.Or)
	}
	inside := parameter.Values(b.r, c)
	type span struct {
		param int // -1 for none
		kind  paint.Kind
	}
	plain := span{-1, paint.Plain}
	open := plain
	var out strings.Builder
	for i, r := range runes {
		next := span{inside[i], kinds[i]}
		if next.param >= 0 {
			next.kind = paint.Plain // it has a colour of its own
		}
		if next != open {
			if open != plain {
				out.WriteString("</span>")
			}
			switch {
			case next.param >= 0:
				out.WriteString(`<span class="param" title="` + template.HTMLEscapeString(wording.Line(b.r.Parameters[next.param].Name)) + `">`)
			case next != plain:
				out.WriteString(`<span class="` + string(next.kind) + `">`)
			}
			open = next
		}
		letter := template.HTMLEscapeString(wording.Clean(string(r)))
		if or, ok := doubt[i]; ok && letter != "" {
			letter = `<span class="doubt" title="` + template.HTMLEscapeString(mayBe(or)) + `">` + letter + "</span>"
		}
		out.WriteString(letter)
	}
	if open != plain {
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

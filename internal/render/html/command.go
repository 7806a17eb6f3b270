package html

import (
	"html/template"
	"slices"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// command is a block with a command.
type command struct {
	Text           template.HTML
	Context, Class string
	ClassWord      string
	Output         string
	// Ended is the exit status in words.
	Ended          string
	Unsure, Broken string
	Moment         *moment
}

func (b *builder) command(c *sop.Command) command {
	if c.Unsure != "" || c.Broken != "" {
		b.unsure++
	}
	v := command{
		Text: b.letters(c), Context: wording.Line(c.Context), Class: string(c.Class),
		Output: strings.TrimRight(wording.Clean(strings.Join(c.Output, "\n")), "\n"),
		Unsure: wording.Line(c.Unsure), Broken: wording.Line(c.Broken), Moment: b.moment(c.Evidence),
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
	inside := b.values(c, runes)
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

// values says for each character of a command which parameter it belongs to; -1 for none.
func (b *builder) values(c *sop.Command, runes []rune) []int {
	inside := make([]int, len(runes))
	for i := range inside {
		inside[i] = -1
	}
	for n, p := range b.r.Parameters {
		value := []rune(p.Example)
		if p.Secret {
			value = []rune("<" + p.Name + ">")
		}
		if len(value) == 0 || !p.Secret && !slices.ContainsFunc(c.Evidence.Actions, func(id string) bool { return slices.Contains(p.Evidence.Actions, id) }) {
			continue
		}
		for i := 0; i+len(value) <= len(runes); i++ {
			if inside[i] < 0 && slices.Equal(runes[i:i+len(value)], value) && edges(runes, i, i+len(value)) {
				for j := i; j < i+len(value); j++ {
					inside[j] = n
				}
			}
		}
	}
	return inside
}

// edges says whether runes[i:j] isn't a part of a longer word.
func edges(runes []rune, i, j int) bool {
	word := func(r rune) bool {
		return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return !(i > 0 && word(runes[i-1]) && word(runes[i])) && !(j < len(runes) && word(runes[j]) && word(runes[j-1]))
}

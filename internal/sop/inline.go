package sop

import "strings"

// Style is the look of a stretch of a claim's text.
type Style uint8

// The styles of the inline Markdown that a claim's text may hold.
const (
	PlainText Style = iota
	BoldText        // **Build Now**: a name that stands on the screen
	CodeText        // `v2.3.0`: a command or a value, letter for letter
)

// Stretch is a part of a claim's text in one style.
type Stretch struct {
	Style Style
	Text  string
}

// Bold is label as a name on the screen in a claim's text; blanks at its ends and line breaks are taken out.
func Bold(label string) string {
	label = strings.Join(strings.Fields(label), " ")
	if label == "" {
		return ""
	}
	return "**" + Plain(label) + "**"
}

// Literal is value as code in a claim's text, letter for letter. Line breaks become blanks; a value with backticks in it is fenced
// with one backtick more than it holds, as in CommonMark.
func Literal(value string) string {
	value = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(value)
	if strings.TrimSpace(value) == "" {
		return ""
	}
	fence := strings.Repeat("`", longestTicks(value)+1)
	padded := value[0] == ' ' && value[len(value)-1] == ' '
	if padded || value[0] == '`' || value[len(value)-1] == '`' {
		value = " " + value + " " // one blank at either end is taken off again when it is read
	}
	return fence + value + fence
}

// Plain is text without meaning as inline Markdown: its asterisks, backticks and backslashes are escaped.
func Plain(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "`", "\\`").Replace(text)
}

// longestTicks is the length of the longest row of backticks in s.
func longestTicks(s string) int {
	longest, n := 0, 0
	for _, r := range s {
		if r != '`' {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

// Inline parses a claim's text into its runs. It never fails: marks without a partner stand for themselves.
func Inline(text string) []Stretch {
	p := inline{rest: text}
	for p.rest != "" {
		if !p.escape() && !p.code() && !p.bold() {
			p.take(1)
		}
	}
	p.flush()
	return p.runs
}

// Bare is a claim's text without its inline Markdown.
func Bare(text string) string {
	var b strings.Builder
	for _, r := range Inline(text) {
		b.WriteString(r.Text)
	}
	return b.String()
}

// inline is the state of Inline.
type inline struct {
	runs  []Stretch
	plain strings.Builder
	rest  string
}

// take moves n bytes of the rest into the plain run.
func (p *inline) take(n int) {
	p.plain.WriteString(p.rest[:n])
	p.rest = p.rest[n:]
}

// flush closes the plain run.
func (p *inline) flush() {
	if p.plain.Len() > 0 {
		p.runs = append(p.runs, Stretch{PlainText, p.plain.String()})
		p.plain.Reset()
	}
}

// add closes the plain run and appends a styled one that took n bytes.
func (p *inline) add(s Style, text string, n int) bool {
	p.flush()
	p.runs = append(p.runs, Stretch{s, text})
	p.rest = p.rest[n:]
	return true
}

// escape takes a backslash before a mark.
func (p *inline) escape() bool {
	if len(p.rest) < 2 || p.rest[0] != '\\' || !strings.ContainsRune("\\*`", rune(p.rest[1])) {
		return false
	}
	p.rest = p.rest[1:]
	p.take(1)
	return true
}

// code takes a code run: a fence of n backticks up to the next fence of exactly n.
func (p *inline) code() bool {
	n := len(p.rest) - len(strings.TrimLeft(p.rest, "`"))
	if n == 0 {
		return false
	}
	for at := n; at < len(p.rest); {
		if p.rest[at] != '`' {
			at++
			continue
		}
		m := len(p.rest[at:]) - len(strings.TrimLeft(p.rest[at:], "`"))
		if m != n {
			at += m
			continue
		}
		text := p.rest[n:at]
		if len(text) > 2 && text[0] == ' ' && text[len(text)-1] == ' ' && strings.TrimSpace(text) != "" {
			text = text[1 : len(text)-1]
		}
		return p.add(CodeText, text, at+n)
	}
	p.take(n)
	return true
}

// bold takes a bold run; escapes hold inside of it.
func (p *inline) bold() bool {
	if !strings.HasPrefix(p.rest, "**") {
		return false
	}
	var b strings.Builder
	for at := 2; at < len(p.rest); at++ {
		switch {
		case p.rest[at] == '\\' && at+1 < len(p.rest) && strings.ContainsRune("\\*`", rune(p.rest[at+1])):
			at++
			b.WriteByte(p.rest[at])
		case strings.HasPrefix(p.rest[at:], "**"):
			if b.Len() == 0 {
				return false
			}
			return p.add(BoldText, b.String(), at+2)
		default:
			b.WriteByte(p.rest[at])
		}
	}
	return false
}

package entry

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ahead looks for a line that came with its prompt, all at once: it was typed or pasted while the program before it ran. editor says
// that a line editor has read it.
func (d *Reader) ahead(e ending, editor bool) {
	if d.left != nil && e.first == d.at.line {
		return // the line that was ended already is left now
	}
	best := ""
	for _, p := range append(d.prompts, d.mark) {
		if strings.HasPrefix(e.text, p) && len(p) > len(best) {
			best = p
		}
	}
	if best == "" && editor {
		best = d.kin(e.text)
	}
	if best == "" {
		return
	}
	d.open = &place{line: e.first, prompt: best, since: e.at, text: e.text, above: d.above(e.first), ahead: true, right: d.rights[best]}
}

// kin is the prompt that a line begins with when it is like one that is known: many tell the time, the load or the folder, and how long
// the last command took.
func (d *Reader) kin(text string) string {
	for i, c := range text {
		if c != ' ' || !sign(text[:i+1]) {
			continue
		}
		left := text[:i+1]
		if slices.ContainsFunc(d.prompts, func(p string) bool {
			more := len(strings.Fields(left)) - len(strings.Fields(p))
			return ends(left) == ends(p) && begins(left) == begins(p) && more >= -1 && more <= 1
		}) {
			return left
		}
	}
	return ""
}

// ends is the sign that a prompt ends in, begins its first one.
func ends(prompt string) rune {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(prompt, " "))
	return c
}

func begins(prompt string) rune {
	c, _ := utf8.DecodeRuneInString(prompt)
	return c
}

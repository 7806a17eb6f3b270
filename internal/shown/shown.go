// Package shown is how texts of others are shown in a terminal, which takes some signs for orders: they wipe lines, turn what is read around, or write the clipboard.
package shown

import (
	"fmt"
	"strings"
)

// Visible is a text in which the signs that a terminal would take for orders are written out, as <U+001B>; the ends of lines and tabs stay.
func Visible(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if strings.IndexFunc(text, orders) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "\r\n", "\n") {
		if orders(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// orders says that a terminal may take a sign for more than a letter: a control sign, or one that turns the direction of what is written.
func orders(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

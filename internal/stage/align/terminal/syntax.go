package terminal

import (
	"regexp"
	"strings"
)

// unfinished says whether a line waits for more: an open quote, a here-document, a trailing backslash or operator.
func unfinished(text, shell string) bool {
	switch shell {
	case "psql", "mysql", "python", "powershell":
		return true // their prompts for more are their own, and say so
	}
	last := text[strings.LastIndex(text, "\n")+1:]
	last = strings.TrimRight(last, " ")
	for _, end := range []string{`\`, "|", "&&", "||", "(", "{", " do", "do", " then", "then", "else"} {
		if strings.HasSuffix(last, end) {
			return true
		}
	}
	return openQuote(text) || openDocument(text) || openBlock(text)
}

func openQuote(text string) bool {
	var in rune
	escaped := false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && in != '\'':
			escaped = true
		case in != 0:
			if r == in {
				in = 0
			}
		case r == '\'' || r == '"':
			in = r
		}
	}
	return in != 0
}

var document = regexp.MustCompile(`<<-?\s*(['"]?)([A-Za-z_]\w*)['"]?`)

func openDocument(text string) bool {
	m := document.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	for i, l := range strings.Split(text, "\n") {
		if i > 0 && strings.TrimSpace(l) == m[2] {
			return false
		}
	}
	return true
}

var opens, closes = regexp.MustCompile(`(?:^|[;\n&|] *)(?:for|while|until|if|case)\b`), regexp.MustCompile(`(?:^|[;\n] *)(?:done|fi|esac|end)\b`)

func openBlock(text string) bool {
	return len(opens.FindAllString(text, -1)) > len(closes.FindAllString(text, -1))
}

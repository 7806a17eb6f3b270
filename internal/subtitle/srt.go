package subtitle

import (
	"regexp"
	"strings"
)

// almost is a line that was meant to be a time.
var almost = regexp.MustCompile(`^\s*\d{1,4}:\d{2}:\d{2}[.,]\d{1,3}\b.{0,6}\d{1,4}:\d{2}`)

// srt reads SubRip: number, times, text, blank line. The number is not needed, a blank line inside a text is borne, and
// what stands before the first cue is passed over. A cue whose times can't be understood is left out.
func srt(b []byte) (p parsed) {
	blank, open := true, false
	for n, line := range lines(b, 0) {
		p.line = n
		trimmed := strings.TrimSpace(line)
		if strings.Contains(line, "-->") || almost.MatchString(line) {
			if open = p.begin(line); p.err != "" {
				return p
			}
			blank = false
			continue
		}
		if trimmed == "" {
			blank = true
			continue
		}
		if !open || blank && number(trimmed) {
			continue
		}
		if !p.add(line) {
			return p
		}
	}
	return p
}

func number(s string) bool {
	return len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

package subtitle

import (
	"regexp"
	"strings"
)

// almost is a line that was meant to be a time.
var almost = regexp.MustCompile(`^\s*\d{1,4}:\d{2}:\d{2}[.,]\d{1,3}\b.{0,6}\d{1,4}:\d{2}`)

// srt reads SubRip: number, times, text, blank line. The number is not needed, a blank line inside a text is borne, and
// what stands before the first cue is passed over.
func srt(b []byte) (p parsed) {
	blank := true
	for n, line := range lines(b, 0) {
		p.line = n
		trimmed := strings.TrimSpace(line)
		if strings.Contains(line, "-->") || almost.MatchString(line) {
			if !p.begin(line) {
				return p
			}
			blank = false
			continue
		}
		if trimmed == "" {
			blank = true
			continue
		}
		if len(p.cues) == 0 || blank && number(trimmed) {
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

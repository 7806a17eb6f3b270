package grid

import (
	_ "embed"
	"strings"
)

// The words that stand often in the help, the scripts and the sources of tools that people use in terminals: one a line.
//
//go:embed words.txt
var wordList string

var known = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(wordList, "\n") {
		if len(w) >= 3 {
			m[w] = true
		}
	}
	return m
}()

// judge says how much a run of letters and digits looks like something that is written: a known word by its length, a
// number, letters of one case; mixtures less.
func judge(part []byte) float32 {
	lower, upper, digit, bend := 0, 0, 0, 0
	for i, c := range part {
		switch {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			upper++
			if i > 0 && part[i-1] >= 'a' && part[i-1] <= 'z' {
				bend++
			}
		default:
			digit++
			if i > 0 && part[i-1] > '9' && i+1 < len(part) && part[i+1] > '9' {
				bend++ // a digit between letters
			}
		}
	}
	n := len(part)
	switch {
	case digit == n:
		return 1.5
	case digit == 0 && (upper == 0 || upper == n || upper == 1 && bend == 0):
		if n >= 3 && known[strings.ToLower(string(part))] {
			return float32(min(n, 8))
		}
		if n == 1 {
			return .3
		}
		return .6
	}
	return -float32(bend) * .8
}

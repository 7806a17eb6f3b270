package compare

import (
	"strings"
	"unicode"
)

// The bounds of what is compared word by word; longer texts differ as a whole.
const (
	mostWords = 4000    // of a text
	mostPairs = 1 << 20 // of two texts' words that aren't the same at their beginning or end
	allPairs  = 1 << 25 // of all texts of two revisions; a tenth of a second or so
)

// budget is how many pairs of words may still be compared.
type budget int

// Words tells two texts' words apart: what both have in the same order, and what only one has. The stretches of each side make its text.
func Words(was, now string) (left, right []Stretch) {
	b := budget(mostPairs)
	return b.words(was, now)
}

// words does so as far as the budget goes.
func (left *budget) words(was, now string) (before, after []Stretch) {
	a, b := split(was), split(now)
	if len(a) > mostWords || len(b) > mostWords {
		return join(nil, Gone, was), join(nil, New, now)
	}
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	pairs := (len(a) - start - end) * (len(b) - start - end)
	if pairs > min(mostPairs, int(*left)) {
		return join(nil, Gone, was), join(nil, New, now)
	}
	*left -= budget(pairs)
	same := strings.Join(a[:start], "")
	before, after = middle(a[start:len(a)-end], b[start:len(b)-end], join(nil, Same, same), join(nil, Same, same))
	same = strings.Join(a[len(a)-end:], "")
	return join(before, Same, same), join(after, Same, same)
}

// middle compares by a longest common subsequence.
func middle(a, b []string, left, right []Stretch) ([]Stretch, []Stretch) {
	longest := make([][]uint16, len(a)+1)
	for i := range longest {
		longest[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			left, right = join(left, Same, a[i]), join(right, Same, b[j])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			left = join(left, Gone, a[i])
			i++
		default:
			right = join(right, New, b[j])
			j++
		}
	}
	return left, right
}

// join adds a text to stretches, to the last one when it's of the same kind.
func join(all []Stretch, kind Kind, text string) []Stretch {
	if text == "" {
		return all
	}
	if n := len(all); n > 0 && all[n-1].Kind == kind {
		all[n-1].Text += text
		return all
	}
	return append(all, Stretch{kind, text})
}

// split parts a text into words, blanks and signs, which together are the text.
func split(text string) (all []string) {
	class := func(r rune) int {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_':
			return 1
		case unicode.IsSpace(r) && r != '\n':
			return 2
		}
		return 0 // each sign by itself
	}
	start, last := 0, -1
	for i, r := range text {
		c := class(r)
		if i > start && (c != last || c == 0) {
			all = append(all, text[start:i])
			start = i
		}
		last = c
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

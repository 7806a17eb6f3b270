// Package alike compares what was read twice: the same words seldom come out the same, letter by letter.
package alike

import (
	"strings"
	"unicode"
)

// Words splits a text into lower-case words of letters and digits.
func Words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Squeezed is a text without blanks and signs, for comparing what was read twice.
func Squeezed(s string) string { return strings.Join(Words(s), "") }

// Same says whether two readings may be of the same name: most letters agree, in their order.
func Same(a, b string) bool {
	x, y := []rune(Squeezed(a)), []rune(Squeezed(b))
	if len(x) == 0 || len(y) == 0 {
		return true // nothing but signs was read: the icon of a button, or what the pointer left
	}
	return 10*inCommon(x, y) >= 6*min(len(x), len(y)) && len(y) >= len(x)-2
}

// Likeness is the share of letters that two names have in common, from 0 to 1.
func Likeness(a, b string) float64 {
	x, y := []rune(Squeezed(a)), []rune(Squeezed(b))
	return float64(inCommon(x, y)) / float64(max(len(x), len(y), 1))
}

// inCommon is how many letters two names have in common, in their order.
func inCommon(x, y []rune) int {
	row := make([]int, len(y)+1)
	for _, p := range x {
		diagonal := 0
		for j, q := range y {
			up := row[j+1]
			if p == q {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(y)]
}

// Continues says whether a later reading may be of the same text: they begin alike.
func Continues(was, now string) bool {
	a, b := Squeezed(was), Squeezed(now)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return 2*n >= min(len(a), len(b)) && (n > 0 || len(a) == 0)
}

package redact

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// What is known of keys that nothing tells of: how long they are at least, in letters, and how often small and large letters and digits
// take turns in them, as a share of the places between two letters. Of random base64 six in ten do; of names such as ShopDeployRole2026
// three in ten.
const (
	leastBare = 32
	turning   = 0.42
	mostHex   = 8 // tenths of its letters: one with more is a digest of which some letters were misread
)

// bare says whether what stands in a text from one byte to another is a key of which nothing tells: long, and of such letters as
// chance alone throws together. Digests, keys that are public and parts of addresses are none.
func bare(text string, from, to int) bool {
	v, before := text[from:to], text[:from]
	word := before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	hex := 0
	for _, c := range v {
		if strings.ContainsRune("0123456789abcdef", c) {
			hex++
		}
	}
	return hex < mostHex*len(v)/10 && strings.ContainsFunc(v, unicode.IsUpper) && strings.ContainsFunc(v, unicode.IsLower) && strings.ContainsFunc(v, unicode.IsDigit) &&
		turns(v) >= turning && !strings.HasPrefix(v, "AAAA") && !digestOf.MatchString(word+v) && !strings.Contains(word, "://") && !strings.HasSuffix(word, ".")
}

// digestOf fits a word that says that it is a digest.
var digestOf = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:sha(?:1|256|384|512)|md5)[:=-]`)

// turns is how often the kind of letter changes in v, as a share of the places where it could.
func turns(v string) float64 {
	kind := func(c byte) int {
		switch {
		case c >= 'a' && c <= 'z':
			return 1
		case c >= 'A' && c <= 'Z':
			return 2
		case c >= '0' && c <= '9':
			return 3
		}
		return 0
	}
	n := 0
	for i := 1; i < len(v); i++ {
		if a, b := kind(v[i-1]), kind(v[i]); a != b && a != 0 && b != 0 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(v)-1))
}

// leastOdd is how long a word without digits must be to be told from a name by how its letters take turns.
const leastOdd = 8

// odd says whether no language has such a word: it may be a part of a key.
func odd(w string) bool {
	if w == "" || strings.ContainsFunc(w, func(r rune) bool { return !keyLetter(r) }) {
		return false
	}
	upper, lower, digit := strings.ContainsFunc(w, unicode.IsUpper), strings.ContainsFunc(w, unicode.IsLower), strings.ContainsFunc(w, unicode.IsDigit)
	return upper && lower && (digit || len(w) >= leastOdd && turns(w) >= turning) || len(w) > 2 && strings.HasSuffix(w, "=")
}

// keyLetter says whether r may stand in a key: what keys are made of, and the signs that OCR takes for letters of them.
func keyLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+/=_.-", r) || misread(r)
}

// misread says whether r is a sign which stands in no key and that OCR now and then reads for a letter.
func misread(r rune) bool { return r >= utf8.RuneSelf && (unicode.IsSymbol(r) || r == '‘') }

// mostCrumb is how many letters a part of a broken key may have that looks like no key's.
const mostCrumb = 3

// hump fits a word that may be a part of a key beside one that surely is: a large letter stands behind a small one.
var hump = regexp.MustCompile(`^[A-Za-z0-9+/=_.-]*[a-z][A-Z][A-Za-z0-9+/=_.-]*$`)

// words are the words of a text, by bytes.
var words = regexp.MustCompile(`\S+`)

// closed is a text without the blanks that OCR, or the end of a line, put into what looks like one key, and where each of its bytes
// stood; nothing for a text that has none.
func closed(text string) (string, []int) {
	all := words.FindAllStringIndex(text, -1)
	head := func(i int) bool { return odd(beginning(text[all[i][0]:all[i][1]])) }
	tail := func(i int) bool { return odd(ending(text[all[i][0]:all[i][1]])) }
	near := func(i int) bool { return i > 0 && all[i][0]-all[i-1][1] == 1 }
	crumb := func(i int) bool {
		w := text[all[i][0]:all[i][1]]
		return len(w) <= mostCrumb && !strings.ContainsFunc(w, func(r rune) bool { return !keyLetter(r) }) &&
			i > 0 && i+1 < len(all) && near(i) && near(i+1) && tail(i-1) && head(i+1)
	}
	gone := map[int]bool{}
	humped := func(i int) bool { return hump.MatchString(text[all[i][0]:all[i][1]]) }
	for i := 1; i < len(all); i++ {
		if near(i) && (tail(i-1) && (head(i) || humped(i)) || humped(i-1) && head(i) || crumb(i-1) || crumb(i)) {
			gone[all[i][0]-1] = true
		}
	}
	if len(gone) == 0 {
		return "", nil
	}
	var b strings.Builder
	var at []int
	for i := range len(text) {
		if !gone[i] {
			b.WriteByte(text[i])
			at = append(at, i)
		}
	}
	return b.String(), at
}

// beginning and ending are the parts of a word that may be one of a key: ";Key=abc" ends in "abc".
func beginning(w string) string {
	if i := strings.IndexFunc(w, func(r rune) bool { return !keyLetter(r) }); i >= 0 {
		return w[:i]
	}
	return w
}

func ending(w string) string {
	if i := strings.LastIndexFunc(w, func(r rune) bool { return !keyLetter(r) }); i >= 0 {
		_, n := utf8.DecodeRuneInString(w[i:])
		w = w[i+n:]
	}
	if i := strings.LastIndexByte(strings.TrimRight(w, "="), '='); i >= 0 {
		w = w[i+1:]
	}
	return w
}

// wrapped gives the lines of a screen in which a key goes on in the line below, each such run together.
func wrapped(s *sop.Screen) iter.Seq[string] {
	var lines []sop.Line
	for _, b := range s.Blocks {
		lines = append(lines, b.Lines...)
	}
	slices.SortStableFunc(lines, func(a, b sop.Line) int { return a.Box.Y - b.Box.Y })
	return func(yield func(string) bool) {
		taken := make([]bool, len(lines))
		for i := range lines {
			text, last := lines[i].Text, i
			if taken[i] {
				continue
			}
			for j := i + 1; j < len(lines); j++ {
				if goesOn(lines[last], lines[j]) {
					text, last, taken[j] = text+"\n"+lines[j].Text, j, true
				}
			}
			if last != i && !yield(text) {
				return
			}
		}
	}
}

// goesOn says whether the line b lies right under a, and may be the rest of a key with which a ends.
func goesOn(a, b sop.Line) bool {
	up, down := strings.Fields(a.Text), strings.Fields(b.Text)
	if len(up) == 0 || len(down) == 0 {
		return false
	}
	under := b.Box.Y > a.Box.Y && b.Box.Y-(a.Box.Y+a.Box.H) <= a.Box.H+a.Box.H/2 && max(a.Box.X-b.Box.X, b.Box.X-a.Box.X) <= a.Box.H
	return under && odd(ending(up[len(up)-1])) && (odd(beginning(down[0])) || len(down[0]) <= mostCrumb)
}

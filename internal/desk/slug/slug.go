// Package slug makes names for addresses.
package slug

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"showhow/internal/sop"
)

// longest is the length of a slug in bytes, without the number that makes it unique.
const longest = 60

// Of makes a title a name for addresses: small letters and digits of ASCII, words between hyphens; what has none is "procedure".
func Of(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(sop.Bare(title)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	s := b.String()
	if len(s) > longest {
		s = s[:longest]
		if i := strings.LastIndexByte(s, '-'); i > longest/2 {
			s = s[:i]
		}
	}
	if s = strings.Trim(s, "-"); s == "" {
		return "procedure"
	}
	return s
}

// Free is a slug that isn't taken: start, or start-2 and so on.
func Free(start string, taken []string) string {
	s := start
	for n := 2; slices.Contains(taken, s); n++ {
		s = start + "-" + strconv.Itoa(n)
	}
	return s
}

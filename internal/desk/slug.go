package desk

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"showhow/internal/sop"
)

// longestSlug is the length of a slug in bytes, without the number that makes it unique.
const longestSlug = 60

// slugOf makes a title a name for addresses: small letters and digits of ASCII, words between hyphens; what has none is "procedure".
func slugOf(title string) string {
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
	if len(s) > longestSlug {
		s = s[:longestSlug]
		if i := strings.LastIndexByte(s, '-'); i > longestSlug/2 {
			s = s[:i]
		}
	}
	if s = strings.Trim(s, "-"); s == "" {
		return "procedure"
	}
	return s
}

// free is a slug that isn't taken: start, or start-2 and so on.
func free(start string, taken []string) string {
	s := start
	for n := 2; slices.Contains(taken, s); n++ {
		s = start + "-" + strconv.Itoa(n)
	}
	return s
}

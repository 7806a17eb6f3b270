// Package address compares addresses as they were read in a browser's bar.
package address

import (
	"strings"
	"unicode"

	"showhow/internal/stage/align/alike"
)

// Same says whether two readings are of one address: signs are often misread.
func Same(a, b string) bool { return alike.Squeezed(a) == alike.Squeezed(b) }

// SamePlace says whether two addresses, of which one may be only the beginning of its place, are of one.
func SamePlace(a, b string) bool {
	a, b = place(a), place(b)
	return a != "" && b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// place is the part of an address that names a host.
func place(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	host, _, _ := strings.Cut(address, "/")
	return strings.ToLower(host)
}

// PartOf says whether an address is only a piece of another: its begin is missing, or it breaks off within a word.
func PartOf(a, whole string) bool {
	i := strings.Index(whole, a)
	if i < 0 || len(a) == len(whole) {
		return false
	}
	return i > 0 && !strings.HasSuffix(whole[:i], "://") || i+len(a) < len(whole) && isWord(rune(whole[i+len(a)])) && isWord(rune(whole[i+len(a)-1]))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// WithScheme is an address as a link: browsers leave the scheme out.
func WithScheme(address string) string {
	if strings.Contains(address, "://") {
		return address
	}
	return "http://" + address
}

package redact

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// How many letters must stand under a label, or beside it, to be the secret that it tells of: with a colon behind the label, and without.
const (
	leastTold  = 6
	leastUnder = 16
)

// labelled gives each label of a screen whose secret stands in a line of its own, under it or beside it, together with that: "Secret
// access key:" and in the next line the key, as consoles show one that they have just made.
func labelled(s *sop.Screen) iter.Seq[string] {
	return func(yield func(string) bool) {
		var lines []sop.Line
		for _, b := range s.Blocks {
			lines = append(lines, b.Lines...)
		}
		for _, l := range lines {
			if !secretLabel.MatchString(l.Text) {
				continue
			}
			for _, v := range lines {
				if belongs(l, v) && !yield(strings.TrimRight(l.Text, " :*")+": "+v.Text) {
					return
				}
			}
		}
	}
}

// belongs says whether v stands under the label l or beside it, near enough to be told by it, and looks like a secret.
func belongs(l, v sop.Line) bool {
	least := leastUnder
	if strings.HasSuffix(strings.TrimRight(l.Text, " *"), ":") {
		least = leastTold
	}
	if utf8.RuneCountInString(v.Text) < least || strings.ContainsFunc(v.Text, unicode.IsSpace) || !mixed(v.Text) {
		return false
	}
	under := v.Box.Y > l.Box.Y && v.Box.Y-(l.Box.Y+l.Box.H) <= 2*l.Box.H && v.Box.X < l.Box.X+l.Box.W && l.Box.X < v.Box.X+v.Box.W
	beside := v.Box.X >= l.Box.X+l.Box.W && v.Box.Y < l.Box.Y+l.Box.H && l.Box.Y < v.Box.Y+v.Box.H
	return under || beside
}

// mixed says whether letters and digits stand in a text: few words have both, most keys do.
func mixed(text string) bool {
	return strings.ContainsFunc(text, unicode.IsLetter) && strings.ContainsFunc(text, unicode.IsDigit)
}

// leastWhole is how long a secret must be for the pieces of it to be known on either side of a pointer that lay upon it.
const leastWhole = 12

// pieces finds words of a text that are the beginning or the end of a secret.
func pieces(text, secret string, of int) (all []place) {
	if len(secret) < leastWhole {
		return nil
	}
	from := 0
	for _, w := range strings.Fields(text) {
		from += strings.Index(text[from:], w)
		if len(w) >= minNear && len(w) < len(secret) && mixed(w) && (strings.HasPrefix(secret, w) || strings.HasSuffix(secret, w)) {
			all = append(all, place{from, from + len(w), of})
		}
		from += len(w)
	}
	return all
}

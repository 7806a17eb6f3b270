package spoken

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prompt is what an engine of the Whisper family is told to expect: the names in texts, each once, the most telling ones last,
// as such engines forget the beginning first: names of the trade, then what stands in most texts. What nobody says (checksums,
// numbers) isn't among them, nor what is but a part of another word: a command that was being typed, a word half covered. It has at
// most so many bytes.
func Prompt(texts []string, most int) string {
	seen := map[string]int{} // in how many texts
	var words []string
	for _, t := range texts {
		here := map[string]bool{}
		for _, f := range strings.Fields(t) {
			if f = bare(f); utf8.RuneCountInString(f) < 3 || here[f] {
				continue
			}
			here[f] = true
			if seen[f]++; seen[f] == 1 {
				words = append(words, f)
			}
		}
	}
	scraps := scraps(words)
	weight := map[string]int{}
	var names []string
	for _, f := range words {
		_, known := Lookup(f)
		switch {
		case known:
			weight[f] = 1
		case Common(f) || !sayable(f) || scraps[f]:
			continue
		}
		names = append(names, f)
	}
	slices.SortStableFunc(names, func(a, b string) int {
		if weight[a] != weight[b] {
			return weight[b] - weight[a]
		}
		return seen[b] - seen[a]
	})
	size := 0
	for i, n := range names {
		if size += len(n) + 2; size > most {
			names = names[:i]
			break
		}
	}
	slices.Reverse(names)
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, ", ") + "."
}

// bare is a word without what stands round it.
func bare(word string) string {
	return strings.Trim(word, `.,;:!?()[]{}<>"'“”‘’|#*$-/`)
}

// sayable says whether a word may be one that people say: it is neither long, nor a number or a checksum, nor odd signs.
func sayable(word string) bool {
	if len(word) > 32 || digitsIn(word)*2 > len(word) {
		return false
	}
	turns, last := 0, ' '
	for _, r := range word {
		switch {
		case unicode.IsLetter(r) && unicode.IsDigit(last), unicode.IsDigit(r) && unicode.IsLetter(last):
			turns++
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:'’&+", r):
			return false
		}
		last = r
	}
	return turns < 3
}

// scraps are those of the words with which another one begins or ends, and goes on with a letter.
func scraps(words []string) map[string]bool {
	found := map[string]bool{}
	ordered := slices.Sorted(slices.Values(words))
	for i, w := range ordered {
		for _, longer := range ordered[i+1:] {
			if !strings.HasPrefix(longer, w) {
				break
			}
			if r, _ := utf8.DecodeRuneInString(longer[len(w):]); unicode.IsLetter(r) {
				found[w] = true
				break
			}
		}
	}
	all := make(map[string]bool, len(words))
	for _, w := range words {
		all[w] = true
	}
	for _, w := range words {
		last := ' '
		for i, r := range w {
			if unicode.IsLetter(last) && unicode.IsLetter(r) && all[w[i:]] {
				found[w[i:]] = true
			}
			last = r
		}
	}
	return found
}

func digitsIn(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

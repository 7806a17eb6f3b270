package redact

import (
	"fmt"
	"log/slog"
	"slices"
	"sort"
	"strings"

	"showhow/internal/sop/slip"
)

// Secrets are the secrets of one recording. They live in memory only: the type shows none of them to a printer, an
// encoder or a logger.
type Secrets struct{ all []secret }

// secret is one secret with every form in which it was read.
type secret struct {
	forms       []string // the likeliest first
	placeholder string   // with its brackets
	rule        string
}

// String hides the secrets.
func (s Secrets) String() string { return fmt.Sprintf("[%d secrets]", len(s.all)) }

// GoString hides the secrets.
func (s Secrets) GoString() string { return s.String() }

// MarshalJSON hides the secrets.
func (s Secrets) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", s.String()), nil }

// LogValue hides the secrets.
func (s Secrets) LogValue() slog.Value { return slog.StringValue(s.String()) }

// None says that there is nothing to hide.
func (s Secrets) None() bool { return len(s.all) == 0 }

// place is a secret's place in a text, by bytes.
type place struct {
	from, to, of int // of is the secret's index
}

// minPlain is how long a secret must be to be masked wherever its letters stand; a shorter one would take harmless
// words with it, and is masked only where a rule finds it.
const minPlain = 5

// minNear is how long a secret must be to be known again though some letters were misread.
const minNear = 8

// places are all secrets in a text: where a rule finds one, where a known one stands letter by letter, and where a
// long one stands nearly so.
func (s Secrets) places(text string) (all []place) {
	for _, h := range find(text) {
		if i := s.index(text[h.from:h.to], alike); i >= 0 {
			all = append(all, place{h.from, h.to, i})
		}
	}
	for i, k := range s.all {
		for _, f := range k.forms {
			if len(f) < minPlain && k.rule != listed {
				continue
			}
			for from := 0; ; {
				j := k.index(text[from:], f)
				if j < 0 {
					break
				}
				all = append(all, place{from + j, from + j + len(f), i})
				from += j + len(f)
			}
		}
	}
	return merge(append(all, s.misread(text, all)...))
}

// misread are the places in which a long secret stands nearly so. Where one stands letter by letter, nothing that is only like one does: the sign beside it isn't a part of it, and another secret that differs in one letter is another.
func (s Secrets) misread(text string, exact []place) (all []place) {
	for i, k := range s.all {
		if len(k.forms[0]) >= minNear {
			all = append(all, pieces(text, k.forms[0], i)...)
		}
		for n, f := range k.forms {
			if len(f) < minNear || n > 0 && !strings.Contains(k.forms[0], f) { // what a line holds of it, too
				continue
			}
			for _, p := range near(text, f, i) {
				if !slices.ContainsFunc(exact, func(e place) bool { return e.from < p.to && p.from < e.to && e.to-e.from >= len(f)-len(f)/6 }) {
					all = append(all, p)
				}
			}
		}
	}
	return all
}

// index is where a form of a secret stands in a text, -1 for nowhere; the user's own words stand there in small letters and in large ones.
func (k secret) index(text, form string) int {
	if k.rule != listed {
		return strings.Index(text, form)
	}
	for i := 0; i+len(form) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(form)], form) {
			return i
		}
	}
	return -1
}

// index is the secret that a value is, or is the beginning of while it's being typed, or is like; -1 for none. What it is, letter by letter, comes before what it is like.
func (s Secrets) index(v string, like func(a, b string) bool) int {
	for _, is := range []func(f string) bool{
		func(f string) bool { return f == v },
		func(f string) bool { return strings.HasPrefix(f, v) || len(v) >= leastBare && strings.Contains(f, v) },
		func(f string) bool { return like(f, v) },
	} {
		for i, k := range s.all {
			if slices.ContainsFunc(k.forms, is) {
				return i
			}
		}
	}
	return -1
}

// merge sorts places and joins those that overlap; the longer one tells which secret it is.
func merge(all []place) (out []place) {
	sort.Slice(all, func(i, j int) bool {
		return all[i].from < all[j].from || all[i].from == all[j].from && all[i].to > all[j].to
	})
	for _, p := range all {
		if n := len(out) - 1; n >= 0 && p.from < out[n].to {
			if p.to-p.from > out[n].to-out[n].from {
				out[n].of = p.of
			}
			out[n].to = max(out[n].to, p.to)
			continue
		}
		out = append(out, p)
	}
	return out
}

// Mask gives text with every secret's placeholder in its place.
func (s Secrets) Mask(text string) string {
	if s.None() || text == "" {
		return text
	}
	return s.replace(text, s.places(text))
}

func (s Secrets) replace(text string, at []place) string {
	var b strings.Builder
	last := 0
	for _, p := range at {
		b.WriteString(text[last:p.from])
		b.WriteString(s.all[p.of].placeholder)
		last = p.to
	}
	b.WriteString(text[last:])
	return b.String()
}

// Without gives text without the words in which a secret, or a telling piece of one, stands.
func (s Secrets) Without(text string) string {
	if s.None() {
		return text
	}
	var b strings.Builder
	last := 0
	for _, p := range s.places(text) {
		b.WriteString(text[last:p.from] + " ")
		last = p.to
	}
	b.WriteString(text[last:])
	return strings.Join(slices.DeleteFunc(strings.Fields(b.String()), s.hold), " ")
}

// How long a piece of a secret may be at most before it counts as the secret: legible for any, chance for one of letters and digits, which
// stands nowhere by chance.
const (
	legible = 6
	chance  = 8
)

// In says whether a secret, or a telling piece of one, can be read in a text in which blanks may be misplaced.
func (s Secrets) In(text string) bool {
	joined := strings.Join(strings.Fields(text), "")
	return s.pieceIn(joined, func(f string) int { return max(legible, len(f)*6/10) }, func(string) bool { return true }) ||
		s.pieceIn(joined, func(string) int { return chance }, mixed)
}

// hold says whether any piece of a secret that can be read stands in a word: leaving out a word too many costs nothing.
func (s Secrets) hold(word string) bool {
	return s.pieceIn(word, func(string) int { return legible }, func(string) bool { return true })
}

// pieceIn says whether a piece of a secret stands in a text: the whole of a short one, of others one that is as long as least says of the
// form, and that counts.
func (s Secrets) pieceIn(text string, least func(form string) int, counts func(piece string) bool) bool {
	for _, k := range s.all {
		for _, f := range k.forms {
			f = strings.Join(strings.Fields(f), "")
			n := min(least(f), len(f))
			if len(f) <= legible {
				n = len(f)
			}
			for i := 0; i+n <= len(f); i++ {
				if p := f[i : i+n]; (counts(p) || n == len(f)) && k.index(text, p) >= 0 {
					return true
				}
			}
		}
	}
	return false
}

// near finds words of a text that are a secret but for a few misread letters.
func near(text, secret string, of int) (all []place) {
	from := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != ' ' && text[i] != '\n' && text[i] != '\t' {
			if from < 0 {
				from = i
			}
			continue
		}
		if from < 0 {
			continue
		}
		word := text[from:i]
		if a, b, ok := within(word, secret); ok {
			all = append(all, place{from + a, from + b, of})
		}
		from = -1
	}
	return all
}

// within finds a secret in a word, misread letters allowed: the whole word, or what stands behind = : @ / or a quote.
func within(word, secret string) (from, to int, ok bool) {
	starts := []int{0}
	for i, r := range word {
		if strings.ContainsRune(`=:@/"'(`, r) {
			starts = append(starts, i+1)
		}
	}
	for _, a := range slices.Backward(starts) {
		for _, b := range []int{len(word), a + len(secret)} {
			if b <= len(word) && b > a && alike(word[a:b], secret) {
				return a, b, true
			}
		}
	}
	return 0, 0, false
}

// alike says whether two texts are the same but for what OCR misreads: up to one letter in six.
func alike(a, b string) bool {
	if len(a) < minNear || len(b) < minNear {
		return a == b
	}
	most := max(len(a), len(b)) / 6
	if d := len(a) - len(b); d > most || -d > most {
		return false
	}
	return slip.Changes([]byte(a), []byte(b)) <= most
}

// confused says whether two texts differ only in letters that are taken for one another.
func confused(a, b string) bool {
	if a == b {
		return true
	}
	if !alike(a, b) || len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && look(a[i]) != look(b[i]) {
			return false
		}
	}
	return true
}

// looks are letters that look like one another in some font.
var looks = []string{"0OoQD", "1lI|i!", "5Ss$", "8B", "2Zz", "6Gb", "9gq", "cCe", "vVu", "wW", "xX", "kK", "pP", "yY", ".,", ":;", "'`", "-_~"}

// look is what a letter looks like: the first of those that look alike.
func look(c byte) byte {
	for _, l := range looks {
		if strings.IndexByte(l, c) >= 0 {
			return l[0]
		}
	}
	return c
}

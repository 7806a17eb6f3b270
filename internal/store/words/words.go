// Package words tells by which words texts are found, whatever the engine, and shows what of a text was found.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"showhow/internal/sop/library"
)

// Of are a text's words as they are compared: runs of letters and digits, small and without marks (Größe: "grosse").
func Of(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !wordly(r) })
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Clean takes out what stands for marks and what PostgreSQL's texts can't hold.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == library.MarkStart || r == library.MarkEnd || r == 0 {
			return ' '
		}
		return r
	}, text)
}

// Tags are the passages by which tags are found.
func Tags(names ...string) (all []library.Passage) {
	for _, n := range names {
		all = append(all, library.Passage{Kind: library.InTag, Text: n})
	}
	return all
}

// shown is how many bytes of a long text are shown around the first word that matches, before and after it.
const shown = 90

// Marked is what of a text is shown of a hit: what is around the first word that matches, with each such word between the marks.
func Marked(text string, terms []string) string {
	wanted := map[string]bool{}
	for _, t := range terms {
		for _, w := range strings.Fields(t) {
			wanted[stem(w)] = true
		}
	}
	last := ""
	if len(terms) > 0 {
		last = terms[len(terms)-1]
		last = last[strings.LastIndexByte(last, ' ')+1:]
	}
	var b strings.Builder
	first := -1
	for len(text) > 0 {
		n := strings.IndexFunc(text, wordly)
		if n < 0 {
			n = len(text)
		}
		b.WriteString(text[:n])
		text = text[n:]
		if n = strings.IndexFunc(text, func(r rune) bool { return !wordly(r) && !unicode.Is(unicode.Mn, r) }); n < 0 {
			n = len(text)
		}
		word := fold(text[:n])
		if n > 0 && (wanted[stem(word)] || last != "" && strings.HasPrefix(word, last)) {
			if first < 0 {
				first = b.Len()
			}
			b.WriteString(string(library.MarkStart) + text[:n] + string(library.MarkEnd))
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return cutAround(b.String(), max(first, 0))
}

// cutAround leaves what is around a place in a text, between blanks.
func cutAround(text string, at int) string {
	from, to := at-shown, at+2*shown
	if from > 0 {
		if i := strings.IndexAny(text[from:at], " \n"); i >= 0 {
			from += i + 1
		}
		for !utf8.RuneStart(text[from]) {
			from++
		}
	}
	if to < len(text) {
		if i := strings.LastIndexAny(text[at:to], " \n"); i > 0 {
			to = at + i
		}
		for !utf8.RuneStart(text[to]) {
			to--
		}
	}
	cut := text[max(from, 0):min(to, len(text))]
	if strings.Count(cut, string(library.MarkStart)) > strings.Count(cut, string(library.MarkEnd)) { // cut within a word
		cut += string(library.MarkEnd)
	}
	if from > 0 {
		cut = "… " + cut
	}
	if to < len(text) {
		cut += " …"
	}
	return cut
}

// stem takes the ends off that English words have in common; it is for marking what was found, not for finding it.
func stem(word string) string {
	for _, end := range []string{"ations", "ation", "ings", "ing", "ers", "ed", "es", "er", "e", "s"} {
		if short, ok := strings.CutSuffix(word, end); ok && len(short) >= 3 {
			return short
		}
	}
	return word
}

// maxTerms bounds a question.
const maxTerms = 12

// Terms are the words of a question that count, each as a run of letters and digits or several that belong together (pg_dump: "pg
// dump"). When none counts all do.
func Terms(text string) (terms []string) {
	var every []string
	for _, field := range strings.Fields(text) {
		term := strings.Join(Of(field), " ")
		if term == "" {
			continue
		}
		every = append(every, term)
		if !asking[term] {
			terms = append(terms, term)
		}
	}
	if len(terms) == 0 {
		terms = every
	}
	return terms[:min(len(terms), maxTerms)]
}

// asking are words of questions and those that stand everywhere.
var asking = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be been by can could did do does for from had has have how i if in into is it its me my of on one or our should so that the their them then there these they this those to us was we were what when where which while who why will with would you your") {
		all[w] = true
	}
	return all
}()

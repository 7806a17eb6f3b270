package reword

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/vocabulary"
)

// same says whether an answer says what the claim says, in other words at most.
func same(c sop.Claim, answer string) bool {
	if !sound(answer) || utf8.RuneCountInString(answer) > 2*utf8.RuneCountInString(c.Text)+40 {
		return false
	}
	old, fresh := styled(c.Text), styled(answer)
	if !slices.Equal(old, fresh) {
		return false // a command or a label was lost, added or changed
	}
	if !slices.Equal(turns(c.Text), turns(answer)) {
		return false
	}
	known := vocabulary.Bag{}
	for _, w := range words(strings.Join([]string{sop.Bare(c.Text), c.Evidence.Heard, c.Evidence.Read}, " ")) {
		known[w], known[vocabulary.Stem(w)] = true, true
	}
	for i, w := range words(plain(answer)) {
		first := i == 0 && alike(phrase.FirstWord(c.Text), w)
		if w != "" && !first && !known[w] && !ordinary[w] && (hasDigit(w) || !known[vocabulary.Stem(w)]) {
			return false
		}
	}
	return sameDeed(c.Text, answer)
}

func hasDigit(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }

// sound says whether an answer is one line of text and nothing else.
func sound(s string) bool {
	return utf8.ValidString(s) && strings.TrimSpace(s) == s && s != "" &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '<' || r == '>'
		}) &&
		!strings.Contains(s, "](")
}

// styled are the labels and literals of a text, in their order.
func styled(text string) []string {
	var all []string
	for _, r := range sop.Inline(text) {
		if r.Style != sop.PlainText {
			all = append(all, fmt.Sprint(r.Style, r.Text))
		}
	}
	return all
}

// plain is the text between the labels and literals.
func plain(text string) string {
	var b strings.Builder
	for _, r := range sop.Inline(text) {
		if r.Style == sop.PlainText {
			b.WriteString(r.Text)
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// words are those of text in small letters, without the signs round them.
func words(text string) []string {
	all := strings.FieldsFunc(strings.ToLower(text), unicode.IsSpace)
	for i, w := range all {
		all[i] = strings.Trim(w, `.,;:!?()"'“”‘’…`)
	}
	return all
}

// turning are the words that turn a sentence's meaning, each by what it amounts to. None may come, go or change.
var turning = map[string]string{
	"not": "not", "no": "not", "never": "not", "don't": "not", "doesn't": "not", "do not": "not", "can't": "not", "cannot": "not",
	"isn't": "not", "won't": "not", "shouldn't": "not", "mustn't": "not", "without": "not", "nobody": "not", "nothing": "not", "none": "not",
	"unless": "unless", "except": "except", "only": "only", "before": "before", "until": "until", "after": "after", "once": "after",
	"if": "if", "all": "all", "every": "all", "each": "all", "any": "any", "always": "all", "must": "must", "optional": "may", "optionally": "may", "may": "may",
	"or": "or", "instead": "instead", "least": "least", "most": "most", "more": "more", "less": "less", "first": "first", "last": "last",
}

// turns are a text's turning words, sorted.
func turns(text string) []string {
	var all []string
	for _, w := range words(strings.ReplaceAll(plain(text), "’", "'")) {
		if t := turning[w]; t != "" {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return all
}

// ordinary are words that bring in nothing of their own.
var ordinary = vocabulary.SetOf(`a an the this that these those it its they them their you your we our is are was were be been
	being has have had will would should can could to of in at by for with into and but so then when while where which who
	as also now next please following because since there here button field list menu page window tab box command`)

// sameDeed says whether an instruction still begins with the same deed or another word for it: "Start" is not turned into
// "Stop".
func sameDeed(old, answer string) bool {
	was, is := phrase.FirstWord(old), phrase.FirstWord(answer)
	if was == is || !phrase.IsVerb(was) {
		return true
	}
	return phrase.IsVerb(is) && alike(was, is)
}

// kinds are verbs that a writer may put for each other.
var kinds = []vocabulary.Bag{
	vocabulary.SetOf(`click press choose select tick hit`),
	vocabulary.SetOf(`enter type fill write put`),
	vocabulary.SetOf(`open go navigate browse visit`),
	vocabulary.SetOf(`check verify confirm ensure make see inspect look review examine`),
	vocabulary.SetOf(`run execute use apply`),
	vocabulary.SetOf(`wait watch follow monitor observe`),
	vocabulary.SetOf(`list show display print view get`),
	vocabulary.SetOf(`tell inform notify let announce`),
	vocabulary.SetOf(`connect log`),
	vocabulary.SetOf(`start begin launch`),
	vocabulary.SetOf(`delete remove drop`),
	vocabulary.SetOf(`back dump save`),
}

func alike(a, b string) bool {
	return slices.ContainsFunc(kinds, func(k vocabulary.Bag) bool { return k[a] && k[b] })
}

func told(asked, taken int) string {
	return fmt.Sprintf("A writer reworded %d of the %d sentences it was asked for; the others kept the rules' wording.", taken, asked)
}

package cipher

import (
	_ "embed"
	"slices"
	"strings"
)

// The words that stand often in the help, the scripts and the sources of tools that people use in terminals: one a line.
//
//go:embed words.txt
var wordList string

var known = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(wordList, "\n") {
		if len(w) >= 3 {
			m[w] = true
		}
	}
	return m
}()

// number is what a number is worth, capital by how much less a word with a capital is: most of what is typed has none.
const number, capital = 2.5, .5

// judge says how much a run of letters and digits looks like something that is written: a known word by its length, a
// number, letters of one case; mixtures less.
func judge(part []rune) float32 {
	lower, upper, digits, bend := 0, 0, 0, 0
	for i, c := range part {
		switch {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			upper++
			if i > 0 && part[i-1] >= 'a' && part[i-1] <= 'z' {
				bend++
			}
		default:
			digits++
			if i > 0 && part[i-1] > '9' && i+1 < len(part) && part[i+1] > '9' {
				bend++ // a digit between letters
			}
		}
		if c > '9' && i > 0 && part[i-1] <= '9' && i+1 < len(part) && part[i+1] <= '9' {
			bend++ // a letter between digits
		}
	}
	n := len(part)
	switch {
	case digits == n:
		return number
	case digits == 0 && (upper == 0 || upper == n || upper == 1 && bend == 0):
		if n >= 3 && known[strings.ToLower(string(part))] {
			return float32(min(n, 8)) - capital*float32(min(1, upper))
		}
		if n == 1 {
			return .3
		}
		return .6
	}
	return -float32(bend) * .8
}

func alphanumeric(c rune) bool { return letter(c) || c >= '0' && c <= '9' }

func letter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func digit(c rune) bool { return c >= '0' && c <= '9' }

// sign says how much the sign at place i of a token stands where it's usual in commands, paths, addresses and prompts.
func sign(t []rune, i int) float32 {
	before, after := at(t, i-1), at(t, i+1)
	switch t[i] {
	case ':', '/', '.', '@', '~':
		if v := inAddress(t, i, before, after); v > 0 {
			return v
		}
	case '-':
		if alphanumeric(before) && alphanumeric(after) || before == 0 && alphanumeric(after) || before == 0 && after == '-' || i == 1 && before == '-' && letter(after) {
			return 1.5
		}
	case '_', '=':
		if alphanumeric(before) && (alphanumeric(after) || after == '"' || after == '\'') {
			return 1
		}
	case '$', '#':
		if len(t) == 1 || after == 0 && (before == '~' || before == ']') || t[i] == '$' && (letter(after) || after == '{' || after == '(') {
			return 1.5
		}
	case '|', '>', '<', '&':
		if len(t) == 1 || len(t) == 2 && t[1-i] == t[i] {
			return 1.5
		}
	case ',', ';':
		if after == 0 && before != 0 {
			return 1
		}
	case '%':
		if digit(before) || letter(after) && strings.ContainsRune("+'\"%", before) {
			return 1
		}
	case '*':
		if after == '.' || after == 0 || before == '.' {
			return 1
		}
	case '{', '}', '(', ')', '[', ']':
		return inBrackets(t, i)
	}
	return plain
}

// inBrackets judges a bracket by what it stands beside: round ones hold a command behind a dollar, or what a function is given; curly ones the name of
// a variable behind a dollar, the whole word, or nothing; square ones a number, a range of characters, or a question of the shell.
func inBrackets(t []rune, i int) float32 {
	beside, within := at(t, i-1), at(t, i+1)
	if strings.ContainsRune(")]}", t[i]) {
		beside, within = at(t, i+1), at(t, i-1)
	}
	quoted := beside == '\'' || beside == '"'
	switch t[i] {
	case '(':
		if beside == '$' && !fellow(t[i+1:], '(', ')') {
			return 2 // a command with blanks in it
		}
		if letter(beside) || beside == '$' {
			return 1
		}
	case '{':
		if beside == '$' && letter(within) && fellow(t[i+1:], '{', '}') {
			return 2
		}
		if beside == '$' {
			return -1 // a variable's name has no blank in it
		}
		if within == '}' || (quoted || beside == 0) && (letter(within) || within == '"') {
			return 1
		}
	case '}':
		if within == '{' || (quoted || beside == 0) && (alphanumeric(within) || within == '"') {
			return .5
		}
	case '[':
		if len(t) == 1 || digit(within) && alphanumeric(beside) || alphanumeric(within) && at(t, i+2) == '-' {
			return 1.5
		}
	case ']':
		if len(t) == 1 || digit(within) && i > 1 && t[i-2] == '[' || alphanumeric(within) && at(t, i-2) == '-' {
			return 1.5
		}
	}
	return plain
}

// at is the character at place i, 0 where there's none.
func at(t []rune, i int) rune {
	if i < 0 || i >= len(t) {
		return 0
	}
	return t[i]
}

// inAddress judges the signs of paths, URLs, hosts, times and versions; 0 when it stands as in none of them.
func inAddress(t []rune, i int, before, after rune) float32 {
	switch t[i] {
	case ':':
		switch {
		case letter(before) && strings.HasPrefix(string(t[i:]), "://"):
			return 4
		case digit(before) && digit(after):
			return 3
		case after == 0 && alphanumeric(before):
			return 1
		case after == '~' || after == '/' || digit(after):
			return 1.5
		}
	case '@':
		if alphanumeric(before) && letter(after) && !insideWord(t, i) {
			return 3
		}
	case '/':
		switch {
		case before == ':' && after == '/' || before == '/' && i > 1 && t[i-2] == ':':
			return 3
		case alphanumeric(before) && alphanumeric(after) || before == 0 && letter(after) || before == '~' || before == '.':
			return 1.5
		}
	case '.':
		if alphanumeric(before) && (alphanumeric(after) || after == 0) || before == '.' || after == '/' {
			return 1.5
		}
	case '~':
		if before == ':' || before == 0 && (after == '/' || after == 0) {
			return 1.5
		}
	}
	return 0
}

// insideWord says whether a letter in the place of the round sign at place i would make a known word of what stands round it.
func insideWord(t []rune, i int) bool {
	from, to := i, i+1
	for from > 0 && letter(t[from-1]) {
		from--
	}
	for to < len(t) && letter(t[to]) {
		to++
	}
	word := slices.Clone(t[from:to])
	for _, r := range "aeo" {
		word[i-from] = r
		if known[strings.ToLower(string(word))] {
			return true
		}
	}
	return false
}

// What a bracket with its fellow in the line is worth, a quote, and any other sign; a quote alone is hardly ever meant, but for an apostrophe.
const bracket, quote, plain, alone = 2.5, 1, .1, -2

const opening, closing = "([{<\"'`", ")]}>\"'`"

// bracketed says whether a sign has a fellow in the line.
func bracketed(r rune) bool { return strings.ContainsRune(opening+closing, r) }

// pair says what it's worth that the bracket or quote at place i has its fellow in the line, those between being paired themselves.
func pair(t []rune, i int) float32 {
	worth := float32(bracket)
	if strings.ContainsRune("\"'`<>", t[i]) {
		worth = quote
	}
	if j := strings.IndexRune(opening, t[i]); j >= 0 && fellow(t[i+1:], t[i], rune(closing[j])) {
		return worth
	}
	if j := strings.IndexRune(closing, t[i]); j >= 0 {
		before := slices.Clone(t[:i])
		slices.Reverse(before)
		if fellow(before, t[i], rune(opening[j])) {
			return worth
		}
	}
	if t[i] == '`' || t[i] == '"' || t[i] == '\'' && !(letter(at(t, i-1)) && letter(at(t, i+1))) {
		return alone
	}
	return 0
}

// fellow looks for the sign that ends what the sign own has begun.
func fellow(t []rune, own, other rune) bool {
	deep := 0
	for _, r := range t {
		switch {
		case r == other && deep == 0:
			return true
		case r == other:
			deep--
		case r == own:
			deep++
		}
	}
	return false
}

package spoken

import "strings"

// Phones says one word (letters only; see Words for how other things become words) as phones, by the lexicon if it is a
// name of the trade, else by the rules of spelling. A word that can't be said is spelled out.
func Phones(word string) []string {
	w := strings.ToLower(word)
	if e, ok := Lookup(w); ok && len(e.Phones) > 0 {
		return strings.Fields(e.Phones[0])
	}
	if p, ok := odd[w]; ok {
		return strings.Fields(p)
	}
	if !Sayable(w) {
		return Spelled(w)
	}
	return sound(w)
}

// Spelled says a word letter by letter.
func Spelled(word string) (phones []string) {
	for i := range len(word) {
		phones = append(phones, strings.Fields(names[word[i]|0x20])...)
		if word[i] >= '0' && word[i] <= '9' {
			phones = append(phones, strings.Fields(names[word[i]])...)
		}
	}
	return phones
}

// Sayable says whether a lower-case word can be pronounced as a word: it has a vowel, and no run of more than five consonants.
func Sayable(w string) bool {
	run, vowels := 0, 0
	for i := range len(w) {
		switch {
		case isVowel(w[i]) || w[i] == 'y' && i > 0:
			vowels++
			run = 0
		case isConsonant(w[i]):
			if run++; run > 5 {
				return false
			}
		}
	}
	return vowels > 0
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func isConsonant(c byte) bool { return c >= 'a' && c <= 'z' && !isVowel(c) }

// sound applies the rules.
func sound(w string) (phones []string) {
	for i := 0; i < len(w); {
		n := 1
		for _, r := range rules[w[i]] {
			if strings.HasPrefix(w[i:], r.letters) && fits(w[i+len(r.letters):], r.after) && fitsBefore(w[:i], r.before) {
				phones = append(phones, strings.Fields(r.phones)...)
				n = len(r.letters)
				break
			}
		}
		i += n
	}
	return phones
}

// fits says whether what follows begins with pattern.
func fits(s, pattern string) bool {
	for i := range len(pattern) {
		if pattern[i] == '^' {
			return i == len(s) || s[i] == '\''
		}
		if i >= len(s) || !is(s[i], pattern[i]) {
			return false
		}
	}
	return true
}

// fitsBefore says whether what stands before ends with pattern.
func fitsBefore(s, pattern string) bool {
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '^' {
			return len(s) == 0
		}
		if len(s) == 0 || !is(s[len(s)-1], pattern[i]) {
			return false
		}
		s = s[:len(s)-1]
	}
	return true
}

func is(c, class byte) bool {
	switch class {
	case 'V':
		return isVowel(c) || c == 'y'
	case 'C':
		return isConsonant(c)
	case 'F':
		return c == 'e' || c == 'i' || c == 'y'
	}
	return c == class
}

// odd are frequent words that the rules of spelling say wrongly.
var odd = map[string]string{
	"one": "W AH N", "two": "T UW", "three": "TH R IY", "four": "F AO R", "eight": "EY T", "zero": "Z IH R OW", "seven": "S EH V AH N", "eleven": "IH L EH V AH N", "twelve": "T W EH L V",
	"the": "DH AH", "to": "T UW", "of": "AH V", "do": "D UW", "is": "IH Z", "was": "W AA Z", "you": "Y UW", "your": "Y AO R", "are": "AA R", "have": "HH AE V", "be": "B IY", "he": "HH IY", "we": "W IY", "she": "SH IY", "me": "M IY",
	"this": "DH IH S", "that": "DH AE T", "these": "DH IY Z", "then": "DH EH N", "there": "DH EH R", "they": "DH EY", "with": "W IH DH", "some": "S AH M", "done": "D AH N", "who": "HH UW", "what": "W AH T", "where": "W EH R", "were": "W ER",
	"put": "P UH T", "push": "P UH SH", "pull": "P UH L", "full": "F UH L", "gone": "G AO N", "come": "K AH M", "does": "D AH Z", "again": "AH G EH N", "said": "S EH D", "says": "S EH Z", "any": "EH N IY", "many": "M EH N IY", "only": "OW N L IY", "people": "P IY P AH L",
	"server": "S ER V ER", "servers": "S ER V ER Z", "service": "S ER V AH S", "control": "K AH N T R OW L", "data": "D EY T AH", "base": "B EY S", "chart": "CH AA R T", "machine": "M AH SH IY N", "cache": "K AE SH", "queue": "K Y UW", "build": "B IH L D", "builds": "B IH L D Z",
	"image": "IH M AH JH", "engine": "EH N JH AH N", "engines": "EH N JH AH N Z", "root": "R UW T", "route": "R UW T", "code": "K OW D", "apply": "AH P L AY", "deploy": "D IH P L OY", "replica": "R EH P L IH K AH", "review": "R IY V Y UW", "view": "V Y UW", "through": "TH R UW", "password": "P AE S W ER D", "word": "W ER D", "work": "W ER K", "key": "K IY", "keys": "K IY Z", "money": "M AH N IY", "monkey": "M AH NG K IY",
	"a": "AH", "i": "AY", "check": "CH EH K", "out": "AW T", "cube": "K Y UW B", "post": "P OW S T", "log": "L AO G", "pod": "P AA D", "pods": "P AA D Z", "node": "N OW D", "api": "EY P IY AY", "get": "G EH T", "give": "G IH V", "girl": "G ER L", "gift": "G IH F T",
}

package spoken

import (
	"strconv"
	"strings"
	"unicode"
)

var (
	units = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens  = strings.Fields("x ten twenty thirty forty fifty sixty seventy eighty ninety")
)

// Number reads n out in the way that people of the trade say numbers: 8080 is "eighty eighty", 2200 "twenty two hundred", 5001
// "five thousand one". Numbers of more than six digits are read digit by digit.
func Number(n int) []string {
	switch {
	case n < 0:
		return append([]string{"minus"}, Number(-n)...)
	case n < 20:
		return []string{units[n]}
	case n < 100:
		return join(tens[n/10], n%10)
	case n < 1000:
		return append([]string{units[n/100], "hundred"}, rest(n%100)...)
	case n < 10000 && n%1000 >= 10:
		if n%100 == 0 {
			return append(Number(n/100), "hundred")
		}
		if n%100 < 10 {
			return append(Number(n/100), "oh", units[n%100])
		}
		return append(Number(n/100), Number(n%100)...)
	case n < 1000000:
		return append(append(Number(n/1000), "thousand"), rest(n%1000)...)
	}
	return digits(strconv.Itoa(n))
}

func join(ten string, unit int) []string {
	if unit == 0 {
		return []string{ten}
	}
	return []string{ten, units[unit]}
}

func rest(n int) []string {
	if n == 0 {
		return nil
	}
	return Number(n)
}

func digits(s string) (words []string) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			words = append(words, units[r-'0'])
		}
	}
	return words
}

// symbols are said as words between other words; every other symbol is silent.
var symbols = map[rune]string{'%': "percent", '&': "and", '+': "plus", '@': "at", '=': "equals"}

// Words reads text out as lower-case words: numbers in words, versions and addresses with "point" or "dot", CamelCase and
// hyphens parted, symbols of paths and options silent. Letters and apostrophes are what is left.
func Words(text string) []string {
	var words []string
	for _, token := range strings.Fields(strings.ReplaceAll(text, "’", "'")) {
		words = append(words, readToken(token)...)
	}
	return words
}

// readToken reads one blank-separated token.
func readToken(token string) (words []string) {
	rs := []rune(token)
	for i := 0; i < len(rs); {
		r := rs[i]
		j := i + 1
		switch {
		case unicode.IsDigit(r):
			for j < len(rs) && unicode.IsDigit(rs[j]) {
				j++
			}
			words = append(words, number(string(rs[i:j]))...)
			if j+1 < len(rs) && rs[j] == '.' && unicode.IsDigit(rs[j+1]) {
				words = append(words, point(token))
				j++
			}
		case unicode.IsLetter(r):
			for j < len(rs) && (unicode.IsLetter(rs[j]) || rs[j] == '\'' && j+1 < len(rs) && unicode.IsLetter(rs[j+1])) && !camel(rs, j) {
				j++
			}
			words = append(words, strings.ToLower(string(rs[i:j])))
		default:
			if s := symbols[r]; s != "" {
				words = append(words, s)
			}
		}
		i = j
	}
	return words
}

// camel says whether a new word begins at j inside rs: "checkoutApi", "HTTPServer".
func camel(rs []rune, j int) bool {
	if !unicode.IsUpper(rs[j]) {
		return false
	}
	return unicode.IsLower(rs[j-1]) || unicode.IsUpper(rs[j-1]) && j+1 < len(rs) && unicode.IsLower(rs[j+1])
}

// point is how the dot between numbers is said: in an address with four parts it is a dot.
func point(token string) string {
	if strings.Count(token, ".") >= 3 {
		return "dot"
	}
	return "point"
}

func number(s string) []string {
	if len(s) > 6 || len(s) > 1 && s[0] == '0' {
		return digits(s)
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil // digits of another script
	}
	return Number(n)
}

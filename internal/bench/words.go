package bench

import (
	"regexp"
	"strconv"
	"strings"
)

// wordErrors is the word error rate of the drafted transcript; nil when the truth has no speech.
func wordErrors(t Truth, d Drafted) *float64 {
	ref, hyp := words(said(t.Utterances)), words(said(d.Utterances))
	if len(ref) == 0 {
		return nil
	}
	return ptr(float64(edits(ref, hyp)) / float64(len(ref)))
}

func said(us []Utterance) string {
	var b strings.Builder
	for _, u := range us {
		b.WriteString(u.Text)
		b.WriteByte(' ')
	}
	return b.String()
}

// spokenAs are ways to speak or write a word that mean the same; each key is replaced by its value.
var spokenAs = [][2]string{
	{"cube control", "kubectl"}, {"kube control", "kubectl"}, {"coop control", "kubectl"}, {"cube c t l", "kubectl"}, {"kube c t l", "kubectl"},
	{"cube cuddle", "kubectl"}, {"kube cuddle", "kubectl"}, {"kube ctl", "kubectl"}, {"cube ctl", "kubectl"},
	{"engine x", "nginx"}, {"post gress", "postgres"}, {"post gres", "postgres"}, {"system control", "systemctl"}, {"system c t l", "systemctl"},
	{"journal control", "journalctl"}, {"okay", "ok"}, {"o k", "ok"}, {"log into", "log in to"}, {"per cent", "percent"}, {"gonna", "going to"},
	{"yammel", "yaml"}, {"sequel", "sql"},
}

var (
	point    = regexp.MustCompile(`(\d)\.(\d)`)
	notWords = regexp.MustCompile(`[^a-z0-9' ]+`)
	digits   = regexp.MustCompile(`\d+`)
	symbols  = strings.NewReplacer("%", " percent ", "&", " and ", "+", " plus ", "@", " at ", "=", " equals ", "’", "'", "€", " euro ", "$", " dollar ")
)

// words are the words of a text as they are spoken: lower case, numbers and symbols read out.
func words(text string) []string {
	s := symbols.Replace(strings.ToLower(text))
	for point.MatchString(s) {
		s = point.ReplaceAllString(s, "$1 point $2")
	}
	s = notWords.ReplaceAllString(s, " ")
	s = digits.ReplaceAllStringFunc(s, func(n string) string { return " " + number(n) + " " })
	var out []string
	for _, w := range strings.Fields(s) {
		if w = strings.Trim(w, "'"); w != "" {
			out = append(out, w)
		}
	}
	s = " " + strings.Join(out, " ") + " "
	for _, a := range spokenAs {
		s = strings.ReplaceAll(s, " "+a[0]+" ", " "+a[1]+" ")
	}
	return strings.Fields(s)
}

var (
	ones = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// number reads digits out: as a number below ten thousand, digit by digit from there on or after a leading zero.
func number(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n > 9999 || len(s) > 1 && s[0] == '0' {
		var out []string
		for _, r := range s {
			out = append(out, ones[r-'0'])
		}
		return strings.Join(out, " ")
	}
	return cardinal(n)
}

func cardinal(n int) string {
	rest := func(n int) string {
		if n == 0 {
			return ""
		}
		return " " + cardinal(n)
	}
	switch {
	case n < 20:
		return ones[n]
	case n < 100:
		return tens[n/10] + rest(n%10)
	case n < 1000:
		return ones[n/100] + " hundred" + rest(n%100)
	}
	return cardinal(n/1000) + " thousand" + rest(n%1000)
}

// longestCompound is how many words on one side may make up one word on the other ("p s q l" and "psql").
const longestCompound = 6

// edits is the least number of words to put in, take out or change to get from ref to hyp. One word on a side that is
// written as several on the other ("rollback", "roll back") costs nothing.
func edits(ref, hyp []string) int {
	n, m := len(ref), len(hyp)
	cost := make([][]int, n+1)
	for i := range cost {
		cost[i] = make([]int, m+1)
	}
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			cost[i][j] = step(cost, ref, hyp, i, j)
		}
	}
	return cost[0][0]
}

// step is the least cost from ref[i:] to hyp[j:], the costs behind it being known.
func step(cost [][]int, ref, hyp []string, i, j int) int {
	n, m := len(ref), len(hyp)
	if i == n || j == m {
		return n - i + m - j
	}
	best := min(cost[i+1][j], cost[i][j+1], cost[i+1][j+1]) + 1
	if ref[i] == hyp[j] {
		best = min(best, cost[i+1][j+1])
	}
	if k := parts(ref[i], hyp[j:]); k > 1 {
		best = min(best, cost[i+1][j+k])
	}
	if k := parts(hyp[j], ref[i:]); k > 1 {
		best = min(best, cost[i+k][j+1])
	}
	return best
}

// parts is how many of the first words make up the whole when written together; 0 when they don't.
func parts(whole string, words []string) int {
	for k := 0; k < len(words) && k < longestCompound; k++ {
		rest, ok := strings.CutPrefix(whole, words[k])
		if !ok {
			return 0
		}
		if rest == "" {
			return k + 1
		}
		whole = rest
	}
	return 0
}

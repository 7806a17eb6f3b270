package terminal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// promptOf finds the prompt that a row begins with, among the well-known ones and those that were learnt here.
func (g *log) promptOf(row string) (prompt, bool) {
	if p, ok := promptOf(row); ok {
		return p, true
	}
	return match(g.learnt, row+" ")
}

// shape is what prompts of one kind have in common: the number of words, and the sign at the end.
type shape struct {
	words int
	sign  rune
}

// learn finds prompts that nobody knows beforehand: what stood on a line before it was typed on, letter by letter, on two lines or more, or
// on one when further lines begin with it. Everybody's prompt is another. A shell's window may have been moved: then the same prompt
// stands in several logs.
func learn(logs []*log) []pattern {
	seen := map[shape][][]string{}
	for _, g := range logs {
		for _, s := range g.segments {
			for _, l := range s.lines {
				if p := l.typedBehind(); p != "" {
					f := strings.Fields(p)
					sign, _ := utf8.DecodeLastRuneInString(p)
					k := shape{len(f), sign}
					seen[k] = append(seen[k], f)
				}
			}
		}
	}
	var learnt []pattern
	for k, all := range seen {
		if len(all) >= 2 || begun(logs, strings.Join(all[0], " ")+" ") >= habit {
			learnt = append(learnt, pattern{shell: "shell", re: common(k, all)})
		}
	}
	slices.SortFunc(learnt, func(a, b pattern) int { return strings.Compare(a.re.String(), b.re.String()) })
	return learnt
}

// habit is how many different lines must begin with a prompt that was typed behind but once.
const habit = 3

// begun counts the different lines that begin with a prompt, and go on.
func begun(logs []*log, prompt string) int {
	lines := map[string]bool{}
	for _, g := range logs {
		for _, s := range g.segments {
			for _, l := range s.lines {
				if text := l.now().text; strings.HasPrefix(text, prompt) {
					lines[text] = true
				}
			}
		}
	}
	return len(lines)
}

// typedBehind is what stood on the line before it grew letter by letter; empty when it didn't, when a known prompt stood there,
// or a question.
func (l *line) typedBehind() string {
	const steps, letters, longest = 2, 4, 60
	for i, v := range l.versions {
		if v.text == "" || !v.last {
			continue
		}
		if v.passing(l.versions[i+1:]) {
			_, size := utf8.DecodeLastRuneInString(v.text)
			v.text = strings.TrimRight(v.text[:len(v.text)-size], " ")
		}
		if _, known := promptOf(v.text); known || utf8.RuneCountInString(v.text) > longest || question.MatchString(v.text) || !v.signed() {
			return ""
		}
		grown, was := 0, v.text
		for _, w := range l.versions[i+1:] {
			more := utf8.RuneCountInString(w.text) - utf8.RuneCountInString(was)
			if !strings.HasPrefix(w.text, v.text+" ") || more < 1 || more > letters {
				break
			}
			grown, was = grown+1, w.text
		}
		if grown >= steps {
			return v.text
		}
		return ""
	}
	return ""
}

// passing says whether a version ends with what can't be read for sure and was gone in the next: a caret on its way.
func (v version) passing(later []version) bool {
	last := utf8.RuneCountInString(v.text) - 1
	unsure := slices.ContainsFunc(v.doubts, func(d sop.Doubt) bool { return d.At == last })
	return unsure && len(later) > 0 && !strings.HasPrefix(later[0].text, v.text)
}

// signed says whether a text ends as a prompt may: with a sign, with what could not be read for sure and may be one, or with a word of one
// character behind others: a sign that no font has, as ♥ or an arrow, may have been read as any.
func (v version) signed() bool {
	sign, size := utf8.DecodeLastRuneInString(v.text)
	if !unicode.IsLetter(sign) && !unicode.IsDigit(sign) && !strings.ContainsRune(`:?.,;)]}"'`, sign) {
		return true
	}
	if before := v.text[:len(v.text)-size]; strings.HasSuffix(before, " ") && strings.TrimSpace(before) != "" {
		return true
	}
	at := utf8.RuneCountInString(v.text) - 1
	return slices.ContainsFunc(v.doubts, func(d sop.Doubt) bool { return d.At == at })
}

// login is a user and a host.
var login = regexp.MustCompile(`^[\w.-]+@[\w.-]+$`)

// common is the expression that fits all of the prompts: words that they share stand in it as they are.
func common(k shape, all [][]string) *regexp.Regexp {
	var b strings.Builder
	b.WriteByte('^')
	for i := range k.words {
		same, folder := true, true
		for _, f := range all {
			same = same && f[i] == all[0][i]
			folder = folder && (f[i][0] == '~' || f[i][0] == '/')
		}
		switch {
		case folder && i+1 < k.words:
			b.WriteString(`(?P<d>[~/]\S*)`)
		case same && login.MatchString(all[0][i]):
			user, host, _ := strings.Cut(all[0][i], "@")
			fmt.Fprintf(&b, "(?P<u>%s)@(?P<h>%s)", regexp.QuoteMeta(user), regexp.QuoteMeta(host))
		case same:
			b.WriteString(regexp.QuoteMeta(all[0][i]))
		case i+1 == k.words:
			b.WriteString(`\S*` + regexp.QuoteMeta(string(k.sign)))
		default:
			b.WriteString(`\S+`)
		}
		b.WriteByte(' ')
	}
	return regexp.MustCompile(b.String())
}

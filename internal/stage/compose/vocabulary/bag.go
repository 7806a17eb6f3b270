// Package vocabulary knows the words of a recording: those that carry meaning, and those that stand on the screen letter for
// letter and are set off in sentences.
package vocabulary

import (
	"slices"
	"strings"
	"unicode"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/shell"
)

// Bag is a set of words that carry meaning, in small letters and cut to their stems.
type Bag map[string]bool

// idle are words that say nothing about what is meant.
var idle = SetOf(`
	a about again all also am an and any are as at be been before being below but by can click clicked could did do does done each enter
	first for from get go going got had has have he here how i if in into is it its just last let like ll make me more my need next no not now of
	off on one or other our out over press run see select should so some sure take than that the their them then there these they
	thing this those to too type up us use using very want was we well were what when where which while will with would yes you your
	open button link field box page tab menu icon list item entry option dialog window screen form line bar area section panel left
	right top bottom hand side corner big small green red blue new old name value text http https www com command terminal`)

// SetOf is the set of the words in a list, as they stand.
func SetOf(words string) Bag {
	b := Bag{}
	for _, w := range strings.Fields(words) {
		b[w] = true
	}
	return b
}

// Of are the meaningful words of texts.
func Of(texts ...string) Bag {
	b := Bag{}
	for _, t := range texts {
		for _, w := range cutWords(t) {
			if !idle[w] && (len(w) > 1 || w[0] >= '0' && w[0] <= '9') {
				b[Stem(w)] = true
			}
		}
	}
	return b
}

// cutWords cuts text at all that is no letter or digit, and where a small letter meets a large one.
func cutWords(text string) []string {
	var all []string
	var w []rune
	flush := func() {
		if len(w) > 0 {
			all = append(all, strings.ToLower(string(w)))
			w = w[:0]
		}
	}
	for _, r := range text {
		switch {
		case r == '\'' || r == '’':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r) && len(w) > 0 && unicode.IsLower(w[len(w)-1]):
			flush()
		}
		w = append(w, r)
	}
	flush()
	return all
}

// Stem is a word in small letters without the common endings, so that "deploying" meets "deployment" and "pods" meets "pod".
func Stem(w string) string {
	for _, ending := range []string{"ments", "ment", "ations", "ation", "ings", "ing", "ies", "ions", "ion", "ers", "er", "ed", "es", "s", "e", "y"} {
		if s, ok := strings.CutSuffix(w, ending); ok && len(s) >= 3 {
			if n := len(s); n > 3 && s[n-1] == s[n-2] && ending != "s" && ending != "es" && s[n-1] != 's' && s[n-1] != 'l' {
				return s[:n-1] // running → run
			}
			return s
		}
	}
	return w
}

// Shared is the number of words that b and c have in common.
func (b Bag) Shared(c Bag) int {
	if len(c) < len(b) {
		b, c = c, b
	}
	n := 0
	for w := range b {
		if c[w] {
			n++
		}
	}
	return n
}

// Within says whether each word of b is in one of the others.
func (b Bag) Within(others ...Bag) bool {
	for w := range b {
		if !slices.ContainsFunc(others, func(o Bag) bool { return o[w] }) {
			return false
		}
	}
	return true
}

// OfAction are the words that a person would use of a.
func OfAction(a *sop.Action) Bag {
	texts := []string{a.Label, a.Text}
	if a.Command != nil {
		title, _ := shell.Title(a.Command.Text, a.Command.Shell)
		texts = append(texts, a.Command.Text, sop.Bare(title), spoken(a.Command.Text))
	}
	return Of(texts...)
}

// spoken are the words by which people name what stands in a command.
func spoken(command string) string {
	var b strings.Builder
	for _, pair := range synonyms {
		if strings.Contains(command, pair[0]) {
			b.WriteString(pair[1] + " ")
		}
	}
	return b.String()
}

// synonyms are parts of commands with the words that are said for them.
var synonyms = [][2]string{
	{"pg_dump", "backup dump database back postgres"}, {"pg_restore", "restore database postgres"}, {"mysqldump", "backup dump database back"},
	{"psql", "database postgres query sql migration connect"}, {" -f ", "file script"}, {".sql", "migration script sql schema"},
	{"kubectl", "kube kubernetes cluster control"}, {"rollout status", "wait watch rollout deployment"}, {"rollout undo", "roll back previous"},
	{"systemctl", "service system"}, {"systemctl stop", "shut down"}, {"docker", "container image"}, {"curl", "request endpoint health check api smoke test"},
	{"git ", "repository branch"}, {"ssh ", "connect log server machine host"}, {"terraform", "infrastructure plan apply"}, {"helm", "chart release"},
	{"ansible", "playbook"}, {"tail ", "logs log follow"}, {"journalctl", "logs log"}, {"cat ", "look show file content"}, {"ls", "list files"},
	{"-w", "watch"}, {"config use-context", "connect switch cluster context production"}, {"\\d", "describe table schema column"}, {"scale", "replicas scale down up zero"},
	{"cd ", "folder directory change"}, {"test", "test tests check"}, {"df", "disk space"}, {"make", "build"}, {"deploy", "deploy release"},
}

// Empty says whether b has no word.
func (b Bag) Empty() bool { return len(b) == 0 }

// screenTexts are all the lines that stand on a screen.
func screenTexts(s *sop.Screen) []string {
	texts := []string{s.Title, s.Address}
	for _, b := range s.Blocks {
		for _, l := range b.Lines {
			texts = append(texts, l.Text)
		}
	}
	for _, e := range s.Elements {
		texts = append(texts, e.Label, e.Text)
	}
	for _, t := range s.Terminals {
		for _, r := range t.Rows {
			texts = append(texts, r.Text)
		}
	}
	return texts
}

// OfScreen are the meaningful words that stand on a screen.
func OfScreen(s *sop.Screen) Bag { return Of(screenTexts(s)...) }

package merge

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"showhow/internal/sop"
)

// placeholder is a parameter in a command.
var placeholder = regexp.MustCompile(`<[A-Z][A-Z0-9_]{0,63}>`)

// Fits says whether a command that was recorded is one that was written: word for word, but for blanks and for what stands in the places of the written one's parameters.
func Fits(written, recorded string) bool {
	written, recorded = strings.Join(strings.Fields(written), " "), strings.Join(strings.Fields(recorded), " ")
	if written == recorded {
		return true
	}
	if !placeholder.MatchString(written) {
		return false
	}
	var form strings.Builder
	form.WriteString(`^`)
	from := 0
	for _, at := range placeholder.FindAllStringIndex(written, -1) {
		form.WriteString(regexp.QuoteMeta(written[from:at[0]]) + `\S+?`)
		from = at[1]
	}
	form.WriteString(regexp.QuoteMeta(written[from:]) + `$`)
	re, err := regexp.Compile(form.String())
	return err == nil && re.MatchString(recorded)
}

// enough is how alike two steps have to be to be one, and sure how alike where they stand in another order.
const (
	enough = 0.5
	sure   = 0.8
)

// trait is what a step is known again by.
type trait struct {
	title    []string
	commands []string
	words    [][]string // of the commands
}

func traitOf(s *sop.Step) trait {
	t := trait{title: wordsOf(sop.Bare(s.Title.Text))}
	for _, c := range s.Commands {
		t.commands, t.words = append(t.commands, c.Text), append(t.words, wordsOf(c.Text))
	}
	return t
}

// wordsOf are the words of a text, small; a parameter is a word that is like any.
func wordsOf(text string) (all []string) {
	for _, w := range strings.FieldsFunc(placeholder.ReplaceAllString(text, " "+anything+" "), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@"+anything, r)
	}) {
		if w = strings.ToLower(strings.Trim(w, ".:")); w != "" {
			all = append(all, w)
		}
	}
	return all
}

const anything = "\x00"

// alike is how many words two texts have in common in the same order, of all that they have: 0 to 1.
func alike(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	row := make([]int, len(b)+1)
	for _, x := range a {
		before := 0
		for j, y := range b {
			was := row[j+1]
			if x == y || x == anything || y == anything {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			before = was
		}
	}
	return 2 * float64(row[len(b)]) / float64(len(a)+len(b))
}

// likeness is how alike a step that was written and one that was recorded are, 0 to 1: by their commands first, and by their titles where one has none.
func likeness(written, recorded trait) float64 {
	title := alike(written.title, recorded.title)
	switch {
	case len(written.commands) == 0 && len(recorded.commands) == 0:
		return title
	case len(written.commands) == 0 || len(recorded.commands) == 0:
		return title * 0.6
	}
	sum := 0.0
	for i, c := range recorded.commands {
		best := 0.0
		for j, w := range written.commands {
			if Fits(w, c) {
				best = 1
				break
			}
			best = max(best, 0.9*alike(written.words[j], recorded.words[i]))
		}
		sum += best
	}
	return 0.8*sum/float64(max(len(recorded.commands), len(written.commands))) + 0.2*max(title, sum/float64(len(recorded.commands))*0.9)
}

// side is a step as a matching sees it: what it says, and what it said when it was recorded first, where that is known.
type side struct{ now, first trait }

// match tells for each recorded step which of the written ones it is; -1 for none. Steps are found in the order in which they stand; what is alike beyond doubt is found elsewhere, too.
func match(written []side, recorded []trait) []int {
	like := make([][]float64, len(written))
	for i, w := range written {
		like[i] = make([]float64, len(recorded))
		for j, r := range recorded {
			like[i][j] = max(likeness(w.now, r), likeness(w.first, r))
		}
	}
	found := inOrder(like, len(recorded))
	for j := range recorded {
		if found[j] >= 0 {
			continue
		}
		best, at := sure, -1
		for i := range written {
			if like[i][j] >= best && !slices.Contains(found, i) {
				best, at = like[i][j]+1e-9, i
			}
		}
		found[j] = at
	}
	return found
}

// inOrder is the matching that keeps the order and is the most alike in all.
func inOrder(like [][]float64, n int) []int {
	best := make([][]float64, len(like)+1)
	for i := range best {
		best[i] = make([]float64, n+1)
	}
	pair := func(i, j int) float64 {
		if like[i][j] < enough {
			return -1
		}
		return best[i+1][j+1] + like[i][j] - enough + 0.01
	}
	for i := len(like) - 1; i >= 0; i-- {
		for j := n - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1], pair(i, j))
		}
	}
	found := slices.Repeat([]int{-1}, n)
	for i, j := 0, 0; i < len(like) && j < n; {
		switch best[i][j] {
		case pair(i, j):
			found[j] = i
			i, j = i+1, j+1
		case best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return found
}

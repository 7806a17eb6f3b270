package terminal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// A right prompt stands at the right edge of the line that is typed on: a clock, a branch. It's told by what is typed left of it while
// it stays, and is no part of the command.

const (
	// gap is how many blanks lie at least between a prompt on which nothing was typed yet and a right prompt.
	gap = 5
	// rim is how far from the edge a right prompt may end.
	rim = 3
)

// rightOf is the column at which a right prompt may begin in text; ok is false when there's none.
func (g *log) rightOf(text string) (at int, ok bool) {
	r := []rune(text)
	if len(r) < g.widest-rim || len(r) < g.columns/2 {
		return 0, false
	}
	i := strings.LastIndex(text, strings.Repeat(" ", gap))
	if i < 0 || strings.TrimSpace(text[:i]) == "" {
		return 0, false
	}
	return utf8.RuneCountInString(text[:i]) + gap, true
}

// withoutRight takes right prompts off all lines.
func (g *log) withoutRight() {
	widths := map[int]bool{}
	var others []*line
	for _, s := range g.segments {
		for _, l := range s.lines {
			if at, width, ok := g.typedBefore(l); ok {
				widths[width] = true
				l.cutAt(at)
			} else {
				others = append(others, l)
			}
		}
	}
	for _, l := range others {
		text := l.now().text
		at, ok := g.rightOf(text)
		if !ok || !widths[utf8.RuneCountInString(text)-at] {
			continue
		}
		if _, prompt := promptOf(string([]rune(text)[:at])); prompt {
			l.cutAt(at)
		}
	}
}

// typedBefore finds the right prompt of a line, before which something was typed: where it begins and how wide it is.
func (g *log) typedBefore(l *line) (at, width int, ok bool) {
	for i, v := range l.versions {
		at, ok := g.rightOf(v.text)
		if !ok {
			continue
		}
		left, right := halves(v.text, at)
		for _, w := range l.versions[i+1:] {
			if a, b := halves(w.text, at); len(a) > len(left) && strings.HasPrefix(a, left) && alike(right, b) {
				return at, utf8.RuneCountInString(right), true
			}
		}
	}
	return 0, 0, false
}

// leftOf are two texts without a right prompt that both have: what they end with, far behind all else.
func leftOf(a, b string) (x, y []rune) {
	x, y = []rune(a), []rune(b)
	if len(x) != len(y) {
		return x, y
	}
	for i := len(x) - 1; i >= gap && x[i] == y[i]; i-- {
		if blank := strings.Repeat(" ", gap); string(x[i-gap:i]) == blank && string(y[i-gap:i]) == blank {
			return []rune(strings.TrimRight(string(x[:i]), " ")), []rune(strings.TrimRight(string(y[:i]), " "))
		}
	}
	return x, y
}

// halves are what stands left of a column, and what stands behind a blank from it on.
func halves(text string, at int) (left, right string) {
	r := []rune(text)
	if len(r) <= at || r[at-1] != ' ' {
		return text, ""
	}
	return strings.TrimRight(string(r[:at]), " "), string(r[at:])
}

// alike says whether two right prompts are the same but for the time.
func alike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	same := 0
	for i := range x {
		if x[i] == y[i] {
			same++
		}
	}
	return 2*same >= len(x)
}

// cutAt takes what stands from a column on off all versions of the line that have a blank before it.
func (l *line) cutAt(at int) {
	cut := func(text string, ds []sop.Doubt) (string, []sop.Doubt, bool) {
		left, right := halves(text, at)
		if right == "" {
			return text, ds, false
		}
		n := utf8.RuneCountInString(left)
		return left, slices.DeleteFunc(slices.Clone(ds), func(d sop.Doubt) bool { return d.At >= n }), true
	}
	for i := range l.versions {
		v := &l.versions[i]
		if text, doubts, ok := cut(v.text, v.doubts); ok {
			v.text, v.doubts, v.full = text, doubts, false
		}
	}
	votes := map[string]*vote{}
	for _, text := range sorted(l.votes) {
		o := l.votes[text]
		left, doubts, _ := cut(text, o.doubts)
		if w := votes[left]; w != nil {
			w.time += o.time
			continue
		}
		votes[left] = &vote{time: o.time, doubts: doubts}
	}
	l.votes = votes
}

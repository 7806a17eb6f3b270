package terminal

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// padding is how many columns at the right of a terminal may be its rim or the place of its scroll bar, which look like empty
// columns.
const padding = 3

// toEdge says whether a row that ends in blank characters fills the terminal: to its last column, or to the last one in which
// anything ever stood when only its rim lies beyond.
func (g *log) toEdge(row string, blank int) bool {
	n := utf8.RuneCountInString(row) + blank
	return n == g.columns || n == g.widest && n >= g.columns-padding
}

// add puts text behind the entry; doubts count from the row's beginning, of which cut runes are left out.
func (c *entry) add(text string, doubts []sop.Doubt, cut int) {
	n := utf8.RuneCountInString(c.text)
	m := utf8.RuneCountInString(text)
	for _, d := range doubts {
		if d.At >= cut && d.At-cut < m {
			d.At += n - cut
			c.doubts = append(c.doubts, d)
		}
	}
	c.text += text
}

func shifted(ds []sop.Doubt, by int) []sop.Doubt {
	ds = slices.Clone(ds)
	for i := range ds {
		ds[i].At += by
	}
	return ds
}

// trimRight cuts off a prompt at the right edge: what ends there behind a wide gap.
func trimRight(rest, row string, columns int) string {
	n := utf8.RuneCountInString(row)
	if n < columns-3 || n >= columns {
		return rest
	}
	if i := strings.LastIndex(rest, "     "); i >= 0 {
		return strings.TrimRight(rest[:i], " ")
	}
	return rest
}

// join puts the next row behind the entry. Where rows go on out of sight, what lay between the two is missing: the characters on both sides
// are in doubt.
func (g *log) join(c *entry, row string, doubts []sop.Doubt) {
	at := utf8.RuneCountInString(c.text)
	c.add(row, doubts, 0)
	if g.cut {
		c.doubt(at - 1)
		c.doubt(at)
	}
}

// hiddenTrust is the confidence of a character beside which others may be missing.
const hiddenTrust = .5

// doubt marks the character at place i of the entry, beside which others may have been out of sight.
func (c *entry) doubt(i int) {
	if i < 0 || i >= utf8.RuneCountInString(c.text) {
		return
	}
	c.hidden = true
	if slices.ContainsFunc(c.doubts, func(d sop.Doubt) bool { return d.At == i }) {
		return
	}
	c.doubts = append(c.doubts, sop.Doubt{At: i, Confidence: hiddenTrust})
	sort.SliceStable(c.doubts, func(a, b int) bool { return c.doubts[a].At < c.doubts[b].At })
}

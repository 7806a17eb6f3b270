package redact

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// texts gives every text of the input once, and whether it was read exactly. Rows of a terminal that go on in the next
// one come joined, and a terminal comes whole as well, for secrets of many lines.
func texts(in Input) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		seen := map[string]bool{}
		give := func(text string, exact bool) bool {
			if text == "" || seen[text] {
				return true
			}
			seen[text] = true
			return yield(text, exact)
		}
		if !give(in.Title, true) || !give(in.Name, true) {
			return
		}
		for _, line := range in.Author {
			if !give(line, true) {
				return
			}
		}
		for _, u := range in.Transcript.Utterances {
			if !give(u.Text, false) {
				return
			}
		}
		if in.Session != nil && !sessionTexts(in.Session, give) {
			return
		}
		for _, list := range [][]sop.Screen{in.Terminals, in.Screens} {
			for i := range list {
				if !screenTexts(&list[i], give) {
					return
				}
			}
		}
	}
}

func screenTexts(s *sop.Screen, give func(string, bool) bool) bool {
	for i := range s.Terminals {
		t := &s.Terminals[i]
		for _, r := range logical(t) {
			if !give(r.text, true) {
				return false
			}
		}
		if whole := rowsText(t); strings.Contains(whole, "PRIVATE KEY") && !give(whole, true) {
			return false
		}
	}
	for _, b := range s.Blocks {
		for _, l := range b.Lines {
			if !give(l.Text, false) {
				return false
			}
		}
	}
	for _, more := range []iter.Seq[string]{labelled(s), wrapped(s)} {
		for text := range more {
			if !give(text, false) {
				return false
			}
		}
	}
	for _, e := range s.Elements {
		if !give(e.Text, false) || !give(e.Label, false) || tells(e) && !give(e.Label+": "+e.Text, false) {
			return false
		}
	}
	return give(s.Title, false) && give(s.Address, false)
}

func rowsText(t *sop.Terminal) string {
	var b strings.Builder
	for _, r := range t.Rows {
		b.WriteString(r.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// joinedRow is a line of a terminal over one or more rows.
type joinedRow struct {
	text  string
	first int
	// starts are the bytes of text at which its rows begin.
	starts []int
}

// logical joins rows that are full to the last column with the row behind them.
func logical(t *sop.Terminal) (all []joinedRow) {
	open := false
	for i, r := range t.Rows {
		if !open {
			all = append(all, joinedRow{first: i})
		}
		j := &all[len(all)-1]
		j.starts = append(j.starts, len(j.text))
		j.text += r.Text
		open = t.Columns > 0 && len([]rune(r.Text)) >= t.Columns
	}
	return all
}

// leastTyped is how many letters must stand in a field for its label to tell that they are a secret: fewer are its first letters, or a
// caret beside a dot.
const leastTyped = 4

// tells says whether an element's label may tell that its text is a secret: it's a field, and holds no caption such as "Create".
func tells(e sop.Element) bool {
	if e.Kind != sop.ElementField || e.Label == "" || utf8.RuneCountInString(e.Text) < leastTyped || strings.Contains(e.Text, "•") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(e.Text)
	return !(isWord(e.Text) && unicode.IsUpper(first) && e.Text[1:] == strings.ToLower(e.Text[1:]))
}

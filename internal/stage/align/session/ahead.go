package session

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// echoes are where the letters of a line were shown that was typed while a program ran.
type echoes struct {
	// at is when the last of them was.
	at sop.Moment
	// parts are the bytes that stand at the beginnings of entries, by the entries' indexes; line is the text of a line of output of
	// the entry within that holds all of them.
	parts  map[int]int
	within int
	line   string
}

// typedAhead finds the letters of a line among what was shown before its prompt came, perhaps in pieces among what the program
// printed that ran then.
func (r *reader) typedAhead(e *sop.Entry) (found echoes, ok bool) {
	const back = 16
	all := r.in.Session.Entries
	text := strings.TrimSpace(e.Text)
	i := slices.IndexFunc(all, func(o sop.Entry) bool { return o.At == e.At && o.Prompt == e.Prompt })
	for start := max(0, i-back); start < i; start++ {
		left := text
		found = echoes{parts: map[int]int{}}
		for j := start; j < i && left != ""; j++ {
			o := &all[j]
			if slices.ContainsFunc(o.Output, func(s string) bool { return strings.TrimSpace(s) == text }) {
				return echoes{at: o.At, within: j, line: text}, true
			}
			if o.Editor || o.Ahead {
				continue
			}
			whole := o.Prompt + o.Text
			blanks := len(whole) - len(strings.TrimLeft(whole, " "))
			n := common(whole, left)
			if m := common(whole[blanks:], left); m > n {
				n = m
			} else {
				blanks = 0
			}
			if j == start && n == 0 {
				break
			}
			if left = left[n:]; n > 0 {
				found.at, found.parts[j] = o.At, blanks+n
			}
		}
		if len(left)*5 <= len(text) {
			return found, true
		}
	}
	return echoes{}, false
}

// ahead finds lines that were typed while a program ran: the terminal echoed them, and then they came again behind their prompt.
// They were run when Enter was pressed, and their echo is nothing that the program printed.
func (r *reader) ahead() {
	var before *line
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind != command && l.kind != remark && l.kind != more {
			continue
		}
		if l.Ahead {
			if e, ok := r.typedAhead(&l.Entry); ok && e.at < l.At {
				r.unecho(e)
				if !r.keyed {
					l.At, l.Since = e.at, min(l.Since, e.at)
				}
			}
		} else {
			r.unecho(r.begunAhead(i))
		}
		for j := max(0, i-8); j < i; j++ {
			o := &r.lines[j]
			if !o.Editor && !o.Ahead && o.Until <= l.At && o.Prompt != l.Prompt {
				if n := common(o.Prompt+o.Text, l.text); n >= 2 && n > len(o.Prompt) {
					o.kind = printed // its first letters
				}
			}
			if o.kind != command && o.Until <= l.At && strings.TrimSpace(o.Prompt+o.Text) == strings.TrimSpace(l.text) {
				o.kind = printed
				l.At, l.Since = o.At, min(l.Since, o.Since)
				break
			}
		}
		if before != nil && before.At > l.At {
			before.At, before.Since = l.At, min(before.Since, l.At) // it was typed ahead, too, and nobody can tell when
		}
		before = l
	}
}

// begunAhead finds the first letters of line i where they were typed before its prompt came and the rest behind it: each time the
// cursor came to rest behind a letter or two of them, at the left edge.
func (r *reader) begunAhead(i int) (found echoes) {
	const back = 8
	for start := i - 1; start >= max(0, i-back); start-- {
		if o := &r.lines[start]; o.Editor || o.Ahead || o.Prompt == "" || len([]rune(o.Prompt)) > 2 {
			break
		}
		parts, left := map[int]int{}, r.lines[i].text
		for j := start; j < i; j++ {
			o := &r.lines[j]
			n := common(o.Prompt+o.Text, left)
			if n < len(o.Prompt) {
				parts = nil
				break
			}
			parts[j], left = n, left[n:]
		}
		if parts != nil {
			found.parts = parts
		}
	}
	return found
}

// unecho takes the letters of a line that was typed ahead out of what was printed meanwhile.
func (r *reader) unecho(e echoes) {
	for i, n := range e.parts {
		r.lines[i].echo = n
	}
	if e.line == "" {
		return
	}
	l := &r.lines[e.within]
	if i := slices.IndexFunc(l.Output, func(s string) bool { return strings.TrimSpace(s) == e.line }); i >= 0 {
		l.Output = slices.Delete(slices.Clone(l.Output), i, i+1)
	}
}

// common is how many bytes two texts begin with in common.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}

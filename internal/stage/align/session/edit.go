package session

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// editors are commands that change a file on the alternate screen; the last word names it.
var editors = regexp.MustCompile(`^(?:sudo (?:-\S+ )*)?(?:\S*/)?(?:vi|vim|nvim|nano|micro|joe|jed|kubectl edit|visudo|crontab -e)\b`)

// mostChanged is how many lines of an edit are told; a change of more is no longer one that can be followed.
const mostChanged = 24

// edited is what the editor that line i started changed in the file: what stood on its first whole screen, and when it was written
// last. nil when it was no editor, when nothing was written, or when the text was moved so that nobody can tell.
func (r *reader) edited(i int) *sop.Edit {
	l := &r.lines[i]
	if !editors.MatchString(l.text) || cancelled.MatchString(strings.Join(r.output(i), "\n")) {
		return nil
	}
	until := r.until(i)
	var first, last, written []string
	for _, s := range r.in.Screens {
		t := &s.Terminals[0]
		if s.At < l.At || s.At > until || !t.Alternate || multiplexed(t) {
			continue
		}
		body := textOf(t)
		if first == nil && (len(body) > 0 || shows(t, newFile)) {
			first, last = append([]string{}, body...), body
		}
		// Another part of the file, or a list of the editor's own, has little in common; a screen that goes away with the message
		// that it is written has moved up.
		if same := shared(first, body); len(body) > 0 && 2*same >= len(first) && !(shows(t, message) && endsWith(last, body)) {
			last = body
		}
		if shows(t, message) || shows(t, order) || unmodified(t) {
			written = last
		}
	}
	if written == nil && !tells.MatchString(l.text) {
		written = last
	}
	changed := difference(first, written)
	if written == nil || len(changed) == 0 || len(changed) > mostChanged {
		return nil
	}
	words := strings.Fields(l.text)
	return &sop.Edit{File: words[len(words)-1], Lines: changed}
}

var (
	// tells are the editors that show when they write.
	tells = regexp.MustCompile(`^(?:sudo (?:-\S+ )*)?(?:\S*/)?(?:vi|vim|nvim|nano|visudo)\b`)
	// message is that of one that has written, and order what one types that is sure to write.
	message = regexp.MustCompile(`^"[^"]+".*\bwritten\b|^\s*\[ Wrote \d+ lines? \]`)
	order   = regexp.MustCompile(`^:(?:wq|x|wqa|xa)!?$|^\s*File Name to Write: \S`)
	newFile = regexp.MustCompile(`^"[^"]+" \[New(?: File)?\]|^\s*\[ New File \]`)
	// cancelled is what programs print that started an editor in which nothing was changed.
	cancelled = regexp.MustCompile(`(?i)edit cancelled|no changes made|no modification made`)
)

// shows says whether one of the rows that are an editor's own has the form.
func shows(t *sop.Terminal, form *regexp.Regexp) bool {
	for _, row := range t.Rows[max(0, len(t.Rows)-3):] {
		if form.MatchString(strings.TrimRight(row.Text, " ")) {
			return true
		}
	}
	return false
}

var nanoTitle = regexp.MustCompile(`^\s*GNU nano \S+\s+(.*)$`)

// unmodified says whether nano's title shows that all is written: it marks a text that isn't.
func unmodified(t *sop.Terminal) bool {
	m := nanoTitle.FindStringSubmatch(strings.TrimRight(t.Rows[0].Text, " "))
	return m != nil && !strings.HasSuffix(m[1], "*") && !strings.HasSuffix(m[1], "Modified")
}

// endsWith says whether text ends with the lines of end, which are fewer.
func endsWith(text, end []string) bool {
	return len(end) < len(text) && slices.Equal(text[len(text)-len(end):], end)
}

var (
	statusRow = regexp.MustCompile(`^(?:~|\s*$|"[^"]*"|:|-- \w+|E\d+:|\^G|\^X|\s*GNU nano|\[ .* \]$|File Name to Write|Save modified)|^\s+\[ [^\]]+ \]`)
	nanoHelp  = regexp.MustCompile(`\^[A-Z\\] `)
	ruler     = regexp.MustCompile(`\s+\d+,\d+(?:-\d+)?\s+(?:All|Top|Bot|\d+%)$`)
)

// textOf are the rows of a file in an editor: no status line, no row behind the file's end.
func textOf(t *sop.Terminal) (out []string) {
	for _, row := range t.Rows {
		text := strings.TrimRight(row.Text, " ")
		if statusRow.MatchString(text) || nanoHelp.MatchString(text) || ruler.MatchString(text) {
			continue
		}
		out = append(out, text)
	}
	return out
}

// shared is how many lines two texts have in common.
func shared(a, b []string) (n int) {
	for _, l := range a {
		if slices.Contains(b, l) {
			n++
		}
	}
	return n
}

// difference are the lines that were taken out ("-") and put in ("+"), by the longest common run of lines.
func difference(a, b []string) (out []string) {
	if len(a) > 400 || len(b) > 400 {
		return nil
	}
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if best[i][j] = max(best[i+1][j], best[i][j+1]); a[i] == b[j] {
				best[i][j] = best[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || best[i+1][j] >= best[i][j+1]):
			out = append(out, "-"+a[i])
			i++
		default:
			out = append(out, "+"+b[j])
			j++
		}
	}
	return out
}
